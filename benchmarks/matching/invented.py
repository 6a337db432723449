"""Invented news for the benchmarks: endless titles, half of them in Arabic script, with their true stories.

Words are syllables, drawn by Zipf's law as the words of news are; every third title is a recent one with up
to three words replaced. Nothing here is copied from anywhere.
"""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LATIN = "ba dor ki mel sun tra vo lin gar pe shu nor ta ri bel mok za fe dun ler"
_ARABIC = "با در كي مل سن تر فو لين غار بي شو نور تا ري بل موك زا في دن لر"
_WORDS = 30_000  # of each script
_COPIES = 0.35
_RECENT = 2_000


class Title(NamedTuple):
    """An invented title and the number of its story."""

    text: str
    story: int


def invented(seed: int = 7) -> Iterator[Title]:
    """Endless titles; the same seed gives the same ones."""
    dice = random.Random(seed)
    vocabularies = [
        ["".join(dice.choices(syllables.split(), k=dice.choice((2, 3, 3, 4)))) for _ in range(_WORDS)]
        for syllables in (_LATIN, _ARABIC)
    ]
    weights = list(itertools.accumulate(1.0 / (rank + 20) ** 0.95 for rank in range(_WORDS)))
    recent: list[tuple[list[str], list[str], int]] = []
    for number in itertools.count(1):
        if recent and dice.random() < _COPIES:
            words, title, story = dice.choice(recent)
            title = list(title)
            for _ in range(dice.randint(0, 3)):
                title[dice.randrange(len(title))] = dice.choices(words, cum_weights=weights)[0]
        else:
            words, story = dice.choice(vocabularies), number
            title = dice.choices(words, cum_weights=weights, k=dice.randint(6, 12))
        recent.append((words, title, story))
        if len(recent) > _RECENT:
            del recent[: _RECENT // 2]
        yield Title(" ".join(title), story)


def titles(seed: int = 7) -> Iterator[str]:
    """Endless titles without their stories."""
    return (title.text for title in invented(seed))
