"""The trip-wire: our own labelled pairs in both languages, with traps for every veto.

It fails when one trap is merged or when either margin gets thin, before users see a wrong merge. That it
does fail is tested as well: a veto taken away, or a score that drifts, must be noticed.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ticker.core import match as matching
from ticker.core.match import THRESHOLDS, Match, match
from ticker.core.model import Grain, Relation
from ticker.core.score import Model, Weights
from ticker.core.text import Headline, headline
from ticker.core.veto import Verdict, verdict
from ticker.core.weights import SCORES

_ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
]
_THRESHOLD = THRESHOLDS[Grain.STORIES]
_VETOES = sorted(matching._KINDS)
_TRAPS = 4  # for each veto, in each language


def _judge(row: dict[str, Any], *, timed: bool) -> Match:
    a, b = (
        headline(row[side], time=hour * 3600.0, publisher=f"outlet {side}") if timed else headline(row[side])
        for hour, side in enumerate("ab")
    )
    return match(a, b)


def _merged(*, timed: bool) -> list[dict[str, Any]]:
    return [row for row in _ROWS if not row["label"] and _judge(row, timed=timed).same]


def _thin() -> list[str]:
    """What is wrong with the margins: the false pairs' highest score, the true pairs' lowest."""
    true, false = (
        sorted(_judge(row, timed=True).score for row in _ROWS if row["label"] == label) for label in (1, 0)
    )
    found = {
        "the likest trap": false[-1] > _THRESHOLD - 0.02,
        "the unlikest of the same news": true[0] < _THRESHOLD + 0.02,
        "the unlikest twentieth of the same news": true[len(true) // 20] < _THRESHOLD + 0.2,
    }
    return [name for name, thin in found.items() if thin]


def test_there_are_enough_pairs_of_every_kind_in_both_languages() -> None:
    assert len(_ROWS) >= 400
    assert len({frozenset((row["a"], row["b"])) for row in _ROWS}) == len(_ROWS)
    kinds = Counter((row["kind"], row["lang"]) for row in _ROWS)
    assert {kind for kind, _ in kinds} == {
        *("place", "template", "number", "opposite", "negation", "roles", "generic", "topic"),
        *("name", "sibling", "byline", "subject", "repeat", "rewording", "toll"),
    }
    assert all(kinds[kind, "ar"] >= _TRAPS and kinds[kind, "en"] >= _TRAPS for kind, _ in kinds)


@pytest.mark.parametrize("timed", [True, False])
def test_no_trap_is_merged(timed: bool) -> None:  # a parameter, not a flag
    assert _merged(timed=timed) == []


@pytest.mark.parametrize(("timed", "most"), [(True, 0), (False, 2)])
def test_the_same_news_is_seen_as_the_same(timed: bool, most: int) -> None:  # a parameter, not a flag
    """By words alone one true pair in a hundred may be missed: only a list knows that its words mean one."""
    missed = [(row["a"], row["b"]) for row in _ROWS if row["label"] and not _judge(row, timed=timed).same]
    assert len(missed) <= most, missed


def test_the_margins_are_not_thin() -> None:
    assert _thin() == []


@pytest.mark.parametrize("kind", _VETOES)
def test_traps_hold_every_veto(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this one veto at least four traps of each language would be merged."""

    def without(a: Headline, b: Headline, frame: float) -> Verdict:
        found = verdict(a, b, frame)
        return Verdict() if found.kind == kind else found

    monkeypatch.setattr(matching, "verdict", without)
    merged = Counter(row["lang"] for row in _merged(timed=True))
    assert merged["ar"] >= _TRAPS
    assert merged["en"] >= _TRAPS


@pytest.mark.parametrize("drift", [-0.5, 0.5])
def test_a_score_that_drifts_is_noticed(drift: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that say "the same" too readily, or too rarely, make a margin thin."""
    drifted = {name: Model(Weights(*parts)._replace(bias=parts[0] + drift)) for name, parts in SCORES.items()}
    monkeypatch.setattr(matching, "MODELS", drifted)
    assert _thin()


@pytest.mark.parametrize("row", [row for row in _ROWS if row["kind"] == "toll"][::5])
def test_a_growing_toll_is_an_update(row: dict[str, Any]) -> None:
    found = _judge(row, timed=True)
    assert found.relation is Relation.UPDATE
    assert found.reasons[0].kind == "changed-number"


@pytest.mark.parametrize("row", [row for row in _ROWS if row["kind"] == "repeat"][::6])
def test_decoration_makes_a_repeat(row: dict[str, Any]) -> None:
    assert (_judge(row, timed=True).relation, _judge(row, timed=True).score) == (Relation.REPEAT, 1.0)
