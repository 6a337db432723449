"""Which of two settings would have made an editor's correction unnecessary: labels beside a backtest.

Knows labels and replays; must not know where either came from or how to print.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ticker.service.labels import Answer, key_of_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.service.backtest import Backtest
    from ticker.service.labels import Label
    from ticker.service.replay import Replay


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor said of two headlines, and whether each side does so by itself."""

    label: Label
    a: bool
    b: bool


def corrections(found: Backtest, labels: Iterable[Label]) -> list[Correction]:
    """The labels whose two titles were folded, in order; what an editor left open is no correction."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(found.a.lines):
        places[key_of_title(line.entry.title)].append(place)
    told = []
    for one in labels:
        here, there = places.get(key_of_title(one.a), []), places.get(key_of_title(one.b), [])
        if here and there and one.answer is not Answer.SKIP:
            together = one.answer is not Answer.DIFFERENT
            a, b = (_one_story(side, here, there) is together for side in (found.a, found.b))
            told.append(Correction(one, a, b))
    return told


def _one_story(side: Replay, here: Iterable[int], there: Iterable[int]) -> bool:
    """Whether any copy of one title is in a story with a copy of the other."""
    return not {side.story(place) for place in here}.isdisjoint({side.story(place) for place in there})


def corrections_view(told: Iterable[Correction]) -> dict[str, Any]:
    """How many there are, how many each side makes unnecessary, and those on which the sides differ."""
    told = list(told)
    return {
        "labels": len(told),
        "a": sum(one.a for one in told),
        "b": sum(one.b for one in told),
        "differ": [
            {
                "a": one.label.a,
                "b": one.label.b,
                "answer": str(one.label.answer),
                "unneeded": "a" if one.a else "b",
            }
            for one in told
            if one.a is not one.b
        ],
    }
