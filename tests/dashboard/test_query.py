"""What the filter line finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.dashboard.query import Query


@pytest.fixture(scope="module")
def story(night: Any) -> Any:
    """The quake: Arabic headline, Arabic and English publishers, breaking."""
    return night.bare(next(view for view in night.stories() if view["id"] == "s1"))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  ",
        "زلزال",
        "زِلْزال",
        "إجلاء مرسي",  # order is free, spellings fold
        '"مرسى النور"',
        "meridian",
        "publisher:HARBOUR زلزال",
        'publisher:"harbour post"',
        "lang:ar breaking",
        "5.8",
        "٥.٨",
        '"زلزال بقوة',  # the quote is still being typed
    ],
)
def test_found(story: Any, line: str) -> None:
    assert Query.parse(line).matches(story)


@pytest.mark.parametrize(
    "line",
    ["volcano", '"النور مرسى"', "lang:en", "publisher:lantern", "pinned", "publisher:زلزال", "زلزال volcano"],
)
def test_not_found(story: Any, line: str) -> None:
    assert not Query.parse(line).matches(story)


def test_only_terms_make_a_filter() -> None:
    assert not Query.parse(' "" lang: ')
    assert Query.parse(" x ").text == "x"


@given(st.text())
def test_every_line_means_something(story: Any, line: str) -> None:
    assert Query.parse(line).matches(story) in {True, False}
