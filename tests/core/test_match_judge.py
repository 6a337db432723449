"""The second opinion: agreeing summaries raise an uncertain score, nothing else changes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core import judge
from ticker.core.features import Idf
from ticker.core.judge import by_summary
from ticker.core.match import match
from ticker.core.text import headline

_STORM = (
    "A night storm tore the railing from the old harbour bridge; engineers closed both lanes until Friday."
)
_STORM_TOO = (
    "Engineers closed both lanes of the old harbour bridge until Friday after a night storm tore its railing."
)
_BREAD = "Bakers in the hill towns warn that flour stocks will run out within days unless mills reopen soon."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (_STORM, _STORM_TOO, "raised"),
        (_STORM, _BREAD, "same"),
        (_STORM, "", "same"),
        ("", "", "same"),
        ("Storm", "Storm", "same"),
    ],
)
def test_agreement_raises_and_nothing_lowers(a: str, b: str, expected: str) -> None:
    one = headline("Traffic chaos at the port", summary=a)
    other = headline("Drivers stuck as crossing shuts", summary=b)
    score = by_summary(one, other, 0.2, Idf())
    assert score == by_summary(other, one, 0.2, Idf())
    assert (score > 0.6) if expected == "raised" else (score == 0.2)


def test_a_match_says_that_the_summaries_decided() -> None:
    a, b = "Harbour bridge shut after storm damage", "Chaos at harbour crossing after night storm"
    alone = match(headline(a, time=0.0), headline(b, time=600.0))
    helped = match(headline(a, time=0.0, summary=_STORM), headline(b, time=600.0, summary=_STORM_TOO))
    assert not alone.same
    assert helped.same
    assert helped.reasons[0].kind == "second-opinion"


def test_summaries_never_lift_a_veto() -> None:
    a, b = "Quake of 6.5 shakes Izmir coast", "Quake of 5.6 shakes Izmir coast"
    assert not match(headline(a, summary=_STORM), headline(b, summary=_STORM_TOO)).same


_WORDS = st.lists(
    st.sampled_from([f"{a}{b}" for a in ("kar", "mel", "tor", "ves") for b in ("do", "lin", "mak", "ru")])
)


@given(_WORDS, _WORDS, _WORDS)
def test_no_agreement_is_lost_to_the_cheap_look(both: list[str], one: list[str], other: list[str]) -> None:
    a = headline("Traffic chaos at the port", summary=" ".join(both + one))
    b = headline("Drivers stuck as crossing shuts", summary=" ".join(other + both))
    found = by_summary(a, b, 0.2, Idf())
    with patch.object(judge, "_LIKELY", 0.0):
        assert by_summary(a, b, 0.2, Idf()) == found


def test_another_judge_may_sit() -> None:
    a, b = "Harbour bridge shut after storm damage", "Chaos at harbour crossing after night storm"
    sure = match(headline(a, time=0.0), headline(b, time=600.0), judge=lambda _a, _b, _score, _idf: 0.99)
    assert sure.same


_ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "summaries.jsonl").read_text(encoding="utf-8").splitlines()
]


def _same(row: dict[str, Any], *, summaries: bool) -> bool:
    a, b = (
        headline(
            row[side],
            time=600.0 * place,
            publisher="one" if row.get("same_source") else f"outlet {side}",
            summary=row[f"summary_{side}"] if summaries else "",
        )
        for place, side in enumerate("ab")
    )
    return match(a, b).same


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_summaries_find_what_titles_hide_and_merge_nothing_else(lang: str) -> None:
    """Twelve stories told in other words by two outlets; twelve pairs that only look alike."""
    true, false = (
        [row for row in _ROWS if row["lang"] == lang and row["label"] == label] for label in (1, 0)
    )
    assert sum(_same(row, summaries=False) for row in true) <= 2
    assert all(_same(row, summaries=True) for row in true)
    assert [_same(row, summaries=True) for row in false] == [_same(row, summaries=False) for row in false]


def test_what_one_outlet_hangs_under_every_headline_is_no_agreement() -> None:
    appeared = "The post appeared first on Marsh Valley Courier, the newspaper of the valley since 1904."
    one, other, elsewhere = (
        headline(title, publisher=publisher, summary=appeared)
        for title, publisher in (
            ("Traffic chaos", "Courier"),
            ("Drivers stuck", "Courier"),
            ("Queues", "Wire"),
        )
    )
    assert by_summary(one, other, 0.2, Idf()) == 0.2
    assert by_summary(one, elsewhere, 0.2, Idf()) > 0.2
