"""The index finds what a scan of everything finds, however its segments lie."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from ticker.core import index as index_module
from ticker.core.index import CANDIDATES, Index
from ticker.core.match import THRESHOLDS, pair_score
from ticker.core.model import Grain
from ticker.core.text import Headline, headline

if TYPE_CHECKING:
    import pytest

_NOUNS = [
    "harbour",
    "bridge",
    "museum",
    "airport",
    "market",
    "river",
    "temple",
    "railway",
    "clinic",
    "stadium",
]
_NAMES = [
    "Belmora",
    "Tarvik",
    "Oskaden",
    "Lumera",
    "Quentry",
    "Zaldivia",
    "Pernox",
    "Hollin",
    "Vastra",
    "Mirelle",
]
_VERBS = [
    "reopens",
    "floods",
    "expands",
    "shuts",
    "burns",
    "celebrates",
    "fined",
    "rebuilt",
    "guarded",
    "robbed",
]


def _titles(count: int) -> list[str]:
    dice = random.Random(11)
    found: list[str] = []
    for _ in range(count):
        if found and dice.random() < 0.4:
            words = dice.choice(found[-200:]).split()
            words[dice.randrange(len(words))] = dice.choice(_NAMES) + str(dice.randrange(30))
        else:
            words = [
                dice.choice(_NAMES) + dice.choice(_NAMES).lower(),
                dice.choice(_NOUNS),
                dice.choice(_VERBS),
            ]
            words += [dice.choice(_NOUNS), dice.choice(_NAMES)]
        found.append(" ".join(words))
    return found


def _headlines(count: int) -> list[Headline]:
    return [
        headline(title, time=at * 60.0, publisher=f"p{at % 5}") for at, title in enumerate(_titles(count))
    ]


def test_the_best_link_of_a_scan_is_found() -> None:
    headlines = _headlines(700)
    index = Index(0.25)
    found = wanted = 0
    for ordinal, one in enumerate(headlines, 1):
        if ordinal > 500:
            scores = [pair_score(one, other, index.vocabulary) for other in headlines[: ordinal - 1]]
            best = max(scores)
            if best >= THRESHOLDS[Grain.STORIES]:
                wanted += 1
                found += any(scores[candidate.ordinal - 1] == best for candidate in index.find(one))
        index.add(ordinal, one)
    assert wanted > 50
    assert found >= 0.99 * wanted


def test_answers_do_not_depend_on_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    headlines = _headlines(300)
    whole = Index()
    for ordinal, one in enumerate(headlines, 1):
        whole.add(ordinal, one)
    monkeypatch.setattr(index_module, "SEGMENT", 64)
    parts = Index()
    for ordinal, one in enumerate(headlines, 1):
        parts.add(ordinal, one)
    for ordinal in range(1, 100, 2):
        whole.remove(ordinal, headlines[ordinal - 1])
        parts.remove(ordinal, headlines[ordinal - 1])
    for one in headlines:
        assert parts.find(one) == whole.find(one)


def test_many_copies_of_one_title_do_not_slow_the_answer_down() -> None:
    index = Index()
    one = headline("Storm closes the old harbour bridge", time=0.0)
    for ordinal in range(1, 3_000):
        index.add(ordinal, one)
    assert [found.ordinal for found in index.find(one)] == list(range(2_999, 2_999 - CANDIDATES, -1))


def test_a_key_that_nothing_holds_gives_its_number_free() -> None:
    index = Index()
    for ordinal, one in enumerate(_headlines(200), 1):
        index.add(ordinal, one)
        index.remove(ordinal, one)
    assert index.vocabulary.titles == 0
    assert len(index.vocabulary.counts) < 30
    assert index.find(headline("harbour bridge")) == []
