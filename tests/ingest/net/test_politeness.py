"""Retry-After and back-off: what a server wants is honoured, what it cannot mean is not."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.politeness import (
    BACK_OFF_CAP,
    GONE_DELAY,
    LONGEST_DELAY,
    RETRY_AFTER_CAP,
    back_off,
    http_date,
    retry_after,
    share,
)

NOW = 1_795_000_000.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5.0),
        (" 120 ", 120.0),
        ("2.5", 2.5),
        ("0", 0.0),
        ("99999999999999999999", RETRY_AFTER_CAP),
        ("9" * 5000, None),
        (formatdate(NOW + 30, usegmt=True), 30.0),
        (formatdate(NOW + 9e6, usegmt=True), RETRY_AFTER_CAP),
        ("Mon, 01 Jan 2001 00:00:00 GMT", None),
        ("-5", None),
        ("NaN", None),
        ("inf", None),
        ("1e9", None),
        ("soon", None),
        ("٥", None),
        ("", None),
        ("Mon, 99 Jan 99999999999 00:00:00 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=60))
def test_any_retry_after_is_usable_or_nothing(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= RETRY_AFTER_CAP


def test_a_date_without_a_zone_is_utc() -> None:
    assert http_date("Mon, 23 Nov 2026 10:00:00 GMT") == http_date("Mon, 23 Nov 2026 10:00:00 -0000")


KEYS = st.text(max_size=30)
INTERVALS = st.floats(1, 7 * 86400)


@given(KEYS, st.integers(1, 10_000), INTERVALS)
def test_back_off_grows_up_to_its_cap(key: str, failures: int, interval: float) -> None:
    delay = back_off(key, failures, interval)
    assert interval <= delay <= max(interval, BACK_OFF_CAP) * 1.1
    assert delay == back_off(key, failures, interval)
    assert back_off(key, failures + 1, interval) >= delay / 1.1


def test_the_first_failure_waits_one_interval_the_next_twice() -> None:
    assert 300 <= back_off("a", 1, 300) <= 330
    assert 600 <= back_off("a", 2, 300) <= 660


@given(KEYS, st.integers(1, 50), INTERVALS, st.floats(0, 1e9))
def test_a_server_is_never_asked_sooner_than_it_wants(
    key: str, failures: int, interval: float, wanted: float
) -> None:
    delay = back_off(key, failures, interval, wanted)
    assert delay >= min(wanted, RETRY_AFTER_CAP)
    assert delay <= max(LONGEST_DELAY, interval * 1.1)


@pytest.mark.parametrize("status", [401, 403, 429, 451])
def test_a_refusal_is_taken_more_seriously_than_a_fault(status: int) -> None:
    assert back_off("a", 1, 60, status=status) > 10 * back_off("a", 1, 60, status=503)
    assert back_off("a", 1, 300, status=status) == pytest.approx(900, rel=0.11)
    assert back_off("a", 1, 7200, status=status) == pytest.approx(7200, rel=0.11)


def test_what_is_gone_is_asked_once_a_day() -> None:
    assert back_off("a", 1, 60, status=410) >= GONE_DELAY


@given(KEYS)
def test_a_share_lies_in_the_unit_interval(key: str) -> None:
    assert 0 <= share(key) < 1


def test_shares_are_spread_evenly() -> None:
    tenths = [int(share(f"https://news.example/{number}") * 10) for number in range(2000)]
    assert all(140 < tenths.count(tenth) < 260 for tenth in range(10))
