"""Ages, spans, lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.terminal import age, duration, line


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "now"),
        (0, "now"),
        (59.9, "now"),
        (60, "1m"),
        (3599, "59m"),
        (3600, "1h"),
        (86_399, "23h"),
        (345_600, "4d"),
    ],
)
def test_age(seconds: float, shown: str) -> None:
    assert age(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-1, "0.0 s"), (0.42, "0.4 s"), (42.9, "42 s"), (180, "3 min"), (7200, "2 h"), (200_000, "2 d")],
)
def test_duration(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


@given(st.floats(0, 300 * 86_400))
def test_an_age_takes_at_most_four_cells(seconds: float) -> None:
    assert len(age(seconds)) <= 4


def test_a_line_reads_nothing_as_markup() -> None:
    text = line("[bold]a[/]", ("[@click=app.quit]b", "red"))
    assert text.plain == "[bold]a[/][@click=app.quit]b"
    assert [(span.start, span.end, span.style) for span in text.spans] == [(10, 28, "red")]
