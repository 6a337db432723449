"""Which feeds a page names, where feeds usually are, and who speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.discover import named_feeds, page_language, publisher_of, usual_feeds
from ticker.ingest.tongue import language_of

URL = "https://www.kestrel.example/news/"


def test_alternates_come_before_links_and_comments_last() -> None:
    page = """<html><head>
    <link rel="alternate" type="application/rss+xml" title="Post » Comments" href="/comments/feed">
    <LINK REL='alternate' TYPE='application/atom+xml' HREF='atom.xml?a=1&amp;b=2'>
    <link rel=alternate type=application/feed+json href=//cdn.example/feed.json>
    <link rel="stylesheet" type="text/css" href="/rss.css"><link rel="alternate" hreflang="ar" href="/ar">
    </head><body><a href="/feeds/world">feed</a><a href="/refeeding">no</a>
    <a href="javascript:rss/x">x</a></body>"""
    assert named_feeds(page, URL) == [
        "https://www.kestrel.example/news/atom.xml?a=1&b=2",
        "https://cdn.example/feed.json",
        "https://www.kestrel.example/feeds/world",
        "https://www.kestrel.example/comments/feed",
    ]


def test_a_base_counts_and_the_page_itself_does_not() -> None:
    page = (
        f'<base href="/x/"><link rel="alternate" type="application/rss+xml" href="rss"><a href="{URL}">f</a>'
    )
    assert named_feeds(page, URL) == ["https://www.kestrel.example/x/rss"]


def test_usual_addresses_are_the_sites_own() -> None:
    found = usual_feeds("https://kestrel.example/ar/world?x=1#y")
    assert found[:3] == [
        "https://kestrel.example/ar/world/feed",
        "https://kestrel.example/feed",
        "https://kestrel.example/rss",
    ]
    assert all(one.startswith("https://kestrel.example/") for one in found)


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("World news | The Kestrel Post", "https://www.kestrelpost.example/rss", "The Kestrel Post"),
        ("Kestrel Post - World", "https://feeds.kestrel.example/x", "Kestrel Post"),
        ("Kestrel Post – Breaking News and Video from Kestrel", "https://kestrel.example", "Kestrel Post"),
        ("NBT > World News", "https://rss.nbt.example/x", "NBT"),
        ("أفق | آخر الأخبار", "https://ufuq.example/feed", "أفق"),
        ("أخبار العالم - وكالة أفق", "https://ufuq.example/feed", "وكالة أفق"),
        ("RSS Feed", "https://www.kestrel.example/rss", "kestrel.example"),
        ("", "https://www.kestrel.example/rss", "kestrel.example"),
    ],
)  # fmt: skip
def test_the_publisher_is_the_telling_part_of_the_title(title: str, url: str, name: str) -> None:
    assert publisher_of(title, url) == name


def test_a_sites_own_name_stands_above_the_feeds_title() -> None:
    page = '<meta content="Kestrel &amp; Co" property="og:site_name"><title>Home</title>'
    assert publisher_of("World news", URL, page) == "Kestrel & Co"
    assert publisher_of("", URL, "<title>News &#8211; Kestrel Post</title>") == "Kestrel Post"


def test_the_language_is_what_is_said_unless_the_script_speaks_against_it() -> None:
    assert page_language('<!doctype html><html class="x" lang="en-GB">') == "en-gb"
    assert page_language("<html>") == ""
    assert language_of(["خبر عن الميناء", "خبر آخر"], "en-us") == "ar"
    assert language_of(["خبر عن الميناء"], "fa") == "fa"
    assert language_of(["Harbour shut"], "en") == "en"
    assert language_of([], "") == ""


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_page_gives_addresses_and_a_name(page: str, title: str) -> None:
    wrapped = f"<link rel=alternate type=application/rss+xml href='{page}'><a href={page}>{page}"
    assert all(one.startswith(("http://", "https://")) for one in named_feeds(wrapped, URL))
    assert 0 < len(publisher_of(title, URL, page)) <= 60
