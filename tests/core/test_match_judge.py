"""The second opinion: agreeing summaries raise an uncertain score, nothing else changes it."""

from __future__ import annotations

import pytest

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


def test_another_judge_may_sit() -> None:
    a, b = "Harbour bridge shut after storm damage", "Chaos at harbour crossing after night storm"
    sure = match(headline(a, time=0.0), headline(b, time=600.0), judge=lambda _a, _b, _score, _idf: 0.99)
    assert sure.same
