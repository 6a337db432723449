"""Subscription lists in and out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.errors import ParseError
from ticker.ingest.opml import export_opml, import_opml


@dataclass(frozen=True)
class Feed:
    """What export needs to know of a feed."""

    url: str
    publisher: str
    desk: str = "main"
    lang: str = ""


def test_what_is_exported_is_imported() -> None:
    feeds = [
        Feed("https://a.example/rss?x=1&y=2", 'وكالة "ألف" <للأنباء>', "main", "ar"),
        Feed("http://b.example/", "B & Sons", "world"),
    ]
    found = import_opml(export_opml(feeds).encode())
    assert [(one.url, one.title, one.folder, one.lang) for one in found] == [
        (feed.url, feed.publisher, feed.desk, feed.lang) for feed in feeds
    ]


def test_nested_folders_give_the_innermost_and_each_url_counts_once() -> None:
    body = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
      <opml version="1.0"><head><title>\xc9</title></head><body>
      <outline text="All"><outline text="Caf\xe9">
        <outline text="X" xmlUrl="http://x.example/f"/></outline></outline>
      <outline text="Again" xmlUrl="http://x.example/f"/>
      <outline title="No folder" text="" xmlUrl="http://y.example/"/>
      <outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="File" xmlUrl="file:///etc/hosts"/>
      </body></opml>"""
    found = import_opml(body)
    assert [(one.url, one.title, one.folder) for one in found] == [
        ("http://x.example/f", "X", "Café"),
        ("http://y.example/", "No folder", ""),
    ]


def test_a_list_that_is_not_well_formed_is_still_read() -> None:
    body = b'<opml><body><outline text="A & B" xmlUrl="http://x.example/f?a=1&b=2"><outline text="C"></body>'
    (one,) = import_opml(body)
    assert (one.url, one.title) == ("http://x.example/f?a=1&b=2", "A & B")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b"<html></html>", "not_opml"),
        (b"https://a.example/list.opml", "not_opml"),
        (b"<opml><body/></opml>", "no_feeds"),
        (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hosts">]><opml/>', "entities"),
        (b'<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml/>', "entities"),
    ],
)
def test_what_is_no_list_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(ParseError) as refusal:
        import_opml(body)
    assert refusal.value.kind == kind


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=20))
def test_any_name_makes_a_list_that_can_be_read(publisher: str, desk: str) -> None:
    (one,) = import_opml(
        export_opml([Feed("https://a.example/", publisher, desk)]).encode("utf-8", "replace")
    )
    assert one.url == "https://a.example/"
