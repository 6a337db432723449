"""What Link headers name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.linked import linked

BASE = "https://a.example/feed"


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (['<https://hub.example/>; rel="hub"'], ("https://hub.example/", "")),
        (
            ['<https://hub.example/>; rel=hub, </feed>; title="x, y"; rel="self alternate"'],
            ("https://hub.example/", "https://a.example/feed"),
        ),
        (["<https://one.example/>; rel=hub", "<https://b.example/>; rel=hub"], ("https://one.example/", "")),
        (["<javascript:x>; rel=hub"], ("", "")),
        (["<https://hub.example/>"], ("", "")),
        (["garbage;;;<<>>"], ("", "")),
        ([], ("", "")),
    ],
)  # fmt: skip
def test_hub_and_topic(headers: list[str], found: tuple[str, str]) -> None:
    assert linked(headers, BASE) == found


@given(st.lists(st.text(max_size=300), max_size=3))
def test_any_header_is_read_or_passed_over(headers: list[str]) -> None:
    for address in linked(headers, BASE):
        assert address == "" or address.startswith(("http://", "https://"))
