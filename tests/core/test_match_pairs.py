"""The trip-wire: our own labelled pairs in both languages, with traps for every veto.

It fails when one trap is merged or when either margin gets thin, before users see a wrong merge.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ticker.core.match import THRESHOLDS, Match, match
from ticker.core.model import Grain, Relation
from ticker.core.text import headline

_ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
]
_THRESHOLD = THRESHOLDS[Grain.STORIES]


def _judge(row: dict[str, Any], *, timed: bool) -> Match:
    a, b = (
        headline(row[side], time=hour * 3600.0, publisher=f"outlet {side}") if timed else headline(row[side])
        for hour, side in enumerate("ab")
    )
    return match(a, b)


def test_there_are_enough_pairs_of_every_kind_in_both_languages() -> None:
    assert len(_ROWS) >= 400
    kinds = Counter((row["kind"], row["lang"]) for row in _ROWS)
    assert {kind for kind, _ in kinds} == {
        *("place", "template", "number", "opposite", "negation", "roles", "generic", "topic"),
        *("repeat", "rewording", "toll"),
    }
    assert all(kinds[kind, "ar"] and kinds[kind, "en"] for kind, _ in kinds)


@pytest.mark.parametrize("timed", [True, False])
def test_no_trap_is_merged(timed: bool) -> None:  # a parameter, not a flag
    merged = [(row["a"], row["b"]) for row in _ROWS if not row["label"] and _judge(row, timed=timed).same]
    assert merged == []


@pytest.mark.parametrize("timed", [True, False])
def test_the_same_news_is_seen_as_the_same(timed: bool) -> None:  # a parameter, not a flag
    missed = [(row["a"], row["b"]) for row in _ROWS if row["label"] and not _judge(row, timed=timed).same]
    assert missed == []


def test_the_margins_are_not_thin() -> None:
    scores = {
        label: sorted(_judge(row, timed=True).score for row in _ROWS if row["label"] == label)
        for label in (0, 1)
    }
    true, false = scores[1], scores[0]
    assert false[-1] <= _THRESHOLD - 0.02
    assert true[0] >= _THRESHOLD + 0.02
    assert true[len(true) // 20] >= _THRESHOLD + 0.2


@pytest.mark.parametrize("row", [row for row in _ROWS if row["kind"] == "toll"][::5])
def test_a_growing_toll_is_an_update(row: dict[str, Any]) -> None:
    found = _judge(row, timed=True)
    assert found.relation is Relation.UPDATE
    assert found.reasons[0].kind == "changed-number"


@pytest.mark.parametrize("row", [row for row in _ROWS if row["kind"] == "repeat"][::6])
def test_decoration_makes_a_repeat(row: dict[str, Any]) -> None:
    assert (_judge(row, timed=True).relation, _judge(row, timed=True).score) == (Relation.REPEAT, 1.0)
