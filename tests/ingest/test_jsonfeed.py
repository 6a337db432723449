"""JSON Feed: every member may be anything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.errors import ParseError
from ticker.ingest.jsonfeed import read_json
from ticker.ingest.parse import parse

VERSION = "https://jsonfeed.org/version/1.1"
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def test_a_mark_and_control_characters_inside_strings_are_read() -> None:
    body = (
        b'\xef\xbb\xbf{"version": "%s", "items": [{"id": 1, "title": "two\tlines\nhere"}]}' % VERSION.encode()
    )
    assert [item.title for item in parse(body).items] == ["two lines here"]


def test_lone_surrogates_and_huge_numbers_do_no_harm() -> None:
    body = f'{{"version": "{VERSION}", "items": [{{"id": {"9" * 5000}, "title": "half \\ud83d pair"}}]}}'
    (item,) = parse(body.encode()).items
    assert item.id.startswith("sha256:")
    assert item.title == "half pair"


def test_the_last_of_two_equal_keys_counts() -> None:
    assert read_json('{"items": [{"title": "a", "title": "b"}]}').items[0].title == "b"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{", "malformed"),
        (f'{{"version": "{VERSION}"}}', "malformed"),
        (f'{{"version": "{VERSION}", "items": {{}}}}', "malformed"),
        ('{"items": [Infinity]}', "malformed"),
        ('{"version": 5}', "not_a_feed"),
        ("[]", "not_a_feed"),
        ('{"items": ' + "[" * 100_000, "too_deep"),
    ],
)
def test_refusals(text: str, kind: str) -> None:
    with pytest.raises(ParseError) as refusal:
        read_json(text)
    assert refusal.value.kind == kind


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "url", "date_published", "language", "content_html"]), ANYTHING
    )
)
def test_an_item_of_any_values_is_read_or_skipped(item: dict[str, object]) -> None:
    body = json.dumps({"version": VERSION, "title": [], "hubs": item, "items": [item, item]}).encode()
    document = parse(body)
    assert len(document.items) + document.skipped == 2
