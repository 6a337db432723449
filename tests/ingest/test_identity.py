"""The ladder of ids, the alias, and links in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.identity import MAX_ID, Facts, clean_id, identify
from ticker.ingest.links import canonical, clean_link


def _facts(guid: str = "", link: str = "", title: str = "T", published: float | None = None) -> Facts:
    return Facts(guid, link, title, published)


def test_the_guid_stays_as_the_feed_gave_it() -> None:
    found = identify(
        [_facts("https://a.example/1#top", "https://a.example/1"), _facts("Tag:x,1", "https://a.example/2")]
    )
    assert found.ids == ["https://a.example/1#top", "Tag:x,1"]
    assert found.warnings == []


def test_a_guid_that_counts_the_revisions_of_its_article_is_one_guid() -> None:
    first = identify([_facts("https://a.example/news/1#0", "https://a.example/news/1", "Bridge shut")])
    later = identify([_facts("https://a.example/news/1#3", "https://a.example/news/1", "Bridge open")])
    assert first.ids == later.ids == ["https://a.example/news/1"]


def test_a_number_that_tells_items_apart_stays() -> None:
    guids = ["https://a.example/live#12", "https://a.example/live#11"]
    assert identify([_facts(guid, title=guid) for guid in guids]).ids == guids
    with_page = ["https://a.example/live", "https://a.example/live#1"]
    assert identify([_facts(guid, title=guid) for guid in with_page]).ids == with_page
    assert identify([_facts("g#1")]).ids == ["g#1"], "no URL"


def test_each_item_takes_the_highest_rung_that_holds() -> None:
    found = identify(
        [
            _facts("0", "https://a.example/1", "One"),
            _facts("0", "https://a.example/2", "Two"),
            _facts("", "https://a.example/3", "Three"),
            _facts("", "https://a.example/", "Four", 10.0),
            _facts("", "https://a.example/", "Five", 10.0),
            _facts("ok", "https://a.example/6", "Six"),
        ]
    )
    assert found.ids[:3] == ["https://a.example/1", "https://a.example/2", "https://a.example/3"]
    assert found.ids[3].startswith("t:")
    assert found.ids[3] != found.ids[4]
    assert found.ids[5] == "ok"
    assert len(found.warnings) == 3


def test_what_is_shown_twice_is_kept_and_numbered() -> None:
    found = identify([_facts("g", "https://a.example/1")] * 3)
    assert found.ids == ["g", "g#2", "g#3"]
    assert [alias.partition("#")[2] for alias in found.aliases] == ["", "2", "3"]


def test_a_number_never_meets_a_guid_of_the_feed() -> None:
    found = identify([_facts("g"), _facts("g"), _facts("g#2", title="Other")])
    assert len(set(found.ids)) == 3
    assert "g#2" in found.ids


def test_the_alias_outlives_a_guid_a_scheme_and_tracking() -> None:
    first = identify([_facts("1-a", "http://a.example/1?utm_source=rss", "Same  words")])
    later = identify([_facts("1-b", "https://a.example/1#3", "same words")])
    other = identify([_facts("1-b", "https://a.example/1", "other words")])
    assert first.aliases == later.aliases
    assert first.aliases != other.aliases
    assert first.ids != later.ids


def test_long_and_acting_ids_are_made_safe() -> None:
    assert clean_id("x" * 1_000_000).startswith("sha256:")
    assert len(clean_id("ع" * 400)) == len("sha256:") + 64
    assert clean_id("a\r\n\x1b[2Jb") == "a b"


@given(
    st.lists(
        st.builds(
            Facts,
            st.sampled_from(["", "a", "b", "a#2"]),
            st.sampled_from(["", "https://a.example/", "https://a.example/1"]),
            st.sampled_from(["One", "Two"]),
            st.sampled_from([None, 1.0]),
        ),
        max_size=12,
    )
)
def test_ids_and_aliases_are_unique_whatever_the_feed_does(items: list[Facts]) -> None:
    found = identify(items)
    assert len(set(found.ids)) == len(set(found.aliases)) == len(items)
    assert all(name and len(name.encode()) <= MAX_ID + 8 for name in found.ids)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x", "https://A.example/x/"),
        ("https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"),
        ("https://a.example/x?b=2&a=1&fbclid=z", "https://a.example/x?a=1&b=2"),
        ("https://a.example/x#0", "https://a.example/x#3"),
        ("https://a.example/%d8%ae%41", "https://a.example/%D8%AEA"),
        ("https://a.example:443/x", "http://a.example:80/x"),
        ("https://www.google.com/url?q=1&url=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"),
    ],
)
def test_two_spellings_of_one_page(one: str, other: str) -> None:
    assert canonical(clean_link(one)) == canonical(clean_link(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?p=123", "https://a.example/?p=124"),
        ("https://a.example/?p=123", "https://a.example/"),
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/#!/story/1", "https://a.example/#!/story/2"),
        ("https://a.example/a", "https://b.example/a"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(clean_link(one)) != canonical(clean_link(other))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  https://a.example/b c ", "https://a.example/b%20c"),
        ("https://a.example/خبر?q=ب", "https://a.example/%D8%AE%D8%A8%D8%B1?q=%D8%A8"),
        ("http://аррӏе.com/", "http://xn--80ak6aa92e.com/"),
        ("https://user:secret@a.example/x", "https://a.example/x"),
        ("HTTPS://A.example/x", "https://a.example/x"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("a\u202eb", "https://base.example/dir/a%E2%80%AEb"),
        ("/rooted", "https://base.example/rooted"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?p=1", "https://base.example/dir/feed.xml?p=1"),
        ("javascript:alert(1)", ""),
        (" java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("ftp://a.example/x", ""),
        ("mailto:a@a.example", ""),
        ("http://a.example/a\r\nSet-Cookie: x=1", ""),
        ("http://a.example:99999999/", ""),
        ("http://[::bad", ""),
        ("http://", ""),
        ("http:///path", ""),
        ("http://a b.example/", ""),
        ("https://a.example/" + "x" * 5000, ""),
        ("", ""),
    ],
)
def test_links_are_absolute_http_or_nothing(raw: str, clean: str) -> None:
    assert clean_link(raw, "https://base.example/dir/feed.xml") == clean


@given(st.text(max_size=80))
def test_a_link_is_ascii_and_stays_as_it_is(raw: str) -> None:
    link = clean_link(raw, "https://base.example/")
    assert link.isascii()
    assert link.isprintable()
    assert clean_link(link) == link
    canonical(link)
