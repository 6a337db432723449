"""Durations and sizes, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.config import duration, duration_text, size, size_text
from ticker.config.units import quoted
from ticker.errors import UsageError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("72h", 259_200),
        ("5m", 300),
        ("20s", 20),
        ("1h30m", 5400),
        ("500ms", 0.5),
        ("1.5h", 5400),
        ("2d", 172_800),
        ("1w", 604_800),
        (" 1H 30M ", 5400),
        (90, 90),
        (0.25, 0.25),
        ("90", 90),
    ],
)
def test_durations_are_read(text: object, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "bad",
    ["", "h", "5 minutes", "5x", "-5m", -1, "5m1h", "1h1h", "٥m", True, None, [], "1" * 40, 1e300, "5m 3"],
)
def test_what_is_no_duration_is_refused_with_an_example(bad: object) -> None:
    with pytest.raises(UsageError, match=r'"1h30m"'):
        duration(bad)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("10MB", 10_000_000),
        ("512KiB", 524_288),
        ("1.5kb", 1500),
        ("1 GiB", 2**30),
        (42, 42),
        ("42", 42),
        ("7B", 7),
    ],
)
def test_sizes_are_read(text: object, count: int) -> None:
    assert size(text) == count


@pytest.mark.parametrize(
    "bad", ["", "10XB", "MB", "-1", -1, "10 M", False, None, {}, float("inf"), float("nan")]
)
def test_what_is_no_size_is_refused_with_an_example(bad: object) -> None:
    with pytest.raises(UsageError, match=r'"10MB"'):
        size(bad)


@given(st.integers(0, 10**11))
def test_a_duration_survives_being_written(milliseconds: int) -> None:
    assert duration(duration_text(milliseconds / 1000)) == pytest.approx(milliseconds / 1000, abs=1e-4)


@given(st.integers(0, 10**11))
def test_a_size_survives_being_written(count: int) -> None:
    assert size(size_text(count).removesuffix(" bytes")) == count


@pytest.mark.parametrize(
    ("seconds", "text"), [(259_200, "72h"), (2_592_000, "30d"), (5400, "1h30m"), (0.5, "500ms"), (0, "0s")]
)
def test_durations_are_shown_as_newsrooms_say_them(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


@given(st.text())
def test_a_quoted_value_is_one_short_printable_line(text: str) -> None:
    shown = quoted(text)
    assert shown.isprintable()
    assert len(shown) < 700
