"""Forward decay: the log-domain sum is the plain sum, and time never changes an order."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core import rank

HALF = 7200.0
reports = st.lists(
    st.tuples(st.floats(0.01, 100), st.floats(-40, 40).map(lambda h: h * HALF)), min_size=1, max_size=20
)


def plain(told: list[tuple[float, float]]) -> float:
    """The formula as it stands in the paper, without the log domain."""
    return math.fsum(weight * 2 ** (at / HALF) for weight, at in told)


@given(reports)
def test_the_score_is_the_log_of_the_decayed_sum(told: list[tuple[float, float]]) -> None:
    score = rank.total(rank.report(weight, at, HALF) for weight, at in told)
    assert 2**score == pytest.approx(plain(told), rel=1e-9)


@given(reports, st.randoms())
def test_the_order_of_reports_does_not_matter(told: list[tuple[float, float]], dice: object) -> None:
    shuffled = list(told)
    dice.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' randoms are random.Random
    one, other = (rank.total(rank.report(w, at, HALF) for w, at in order) for order in (told, shuffled))
    assert one == other


@given(reports, reports, st.floats(0, 1e6))
def test_time_changes_no_order(
    a: list[tuple[float, float]], b: list[tuple[float, float]], later: float
) -> None:
    one, other = (rank.total(rank.report(w, at, HALF) for w, at in told) for told in (a, b))
    now, then = 40 * HALF, 40 * HALF + later
    before = rank.heat(one, now, HALF) >= rank.heat(other, now, HALF)
    assert before == (one >= other) or one == pytest.approx(other)
    assert rank.heat(one, then, HALF) <= rank.heat(one, now, HALF)


def test_a_report_of_weight_one_is_worth_half_after_a_half_life() -> None:
    score = rank.report(1.0, 1000.0, HALF)
    assert rank.heat(score, 1000.0, HALF) == pytest.approx(1.0)
    assert rank.heat(score, 1000.0 + HALF, HALF) == pytest.approx(0.5)


def test_a_weight_of_nothing_still_ranks() -> None:
    assert rank.report(0.0, 0.0, HALF) < rank.report(0.01, 0.0, HALF)


def test_no_report_is_no_story() -> None:
    with pytest.raises(ValueError, match="at least one report"):
        rank.total([])
