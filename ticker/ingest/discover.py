"""Which feeds a web page names, where feeds usually are, and who speaks in one.

By scanning, since a page that is only looked at for its head needs no tree. Knows pages' heads and feeds'
titles; must not know the network.
"""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from ticker.ingest.clean import clean_line, clean_title
from ticker.ingest.links import clean_link

MOST: Final = 20
"""Feeds taken from one page."""

USUAL_PATHS: Final = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
)
"""Where sites keep their feed when no page of theirs says so, the usual first."""

_HEAD: Final = 300_000
_LINK: Final = re.compile(r"<link\b[^<>]{0,1500}>", re.IGNORECASE)
_ANCHOR: Final = re.compile(r"<a\b[^<>]{0,1500}>", re.IGNORECASE)
_META: Final = re.compile(r"<meta\b[^<>]{0,1500}>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""([A-Za-z:-]{1,20})\s*=\s*(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'<>]{1,500}))"""
)
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_FEED_PATH: Final = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:[/._?-]|$)", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"comment|kommentar|commentaire|تعليقات", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_LANG: Final = re.compile(r"""<html\b[^<>]{0,500}?\blang\s*=\s*["']?([A-Za-z-]{2,20})""", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s+[-–—|»>·•:]+\s+|\s*[|»•]\s*|:\s+")
_GENERIC: Final = re.compile(
    r"(?:(?:rss|atom|xml|feeds?|news|latest|breaking|top|all|live|home|page|front|headlines?|stories|articles?|posts?"
    r"|world|international|national|local|politics|business|sports?|technology|culture|opinion|updates?|channel|index"
    r"|the|and|from|in|of|online|de|la|le|les|actualités?|nachrichten|noticias|خلاصات|أخبار|اخبار|الأخبار|عاجل|آخر"
    r"|الرئيسية|العالم|رئيسية|كل|موقع|من|في|و)\b[\s,&.]*)+",
    re.IGNORECASE,
)


def named_feeds(page: str, url: str) -> list[str]:
    """Addresses of the feeds that a page names, absolute, the likely one first.

    Alternates in its head come before links in its text; feeds of comments come last.
    """
    base = _base(page, url)
    alternates, linked = [], []
    for tag in _LINK.findall(page, 0, _HEAD):
        said = _attributes(tag)
        if said.get("type", "").strip().lower() in _FEED_TYPES and "alternate" in said.get("rel", "").lower():
            alternates.append((said.get("href", ""), said.get("title", "")))
    for tag in _ANCHOR.findall(page):
        href = _attributes(tag).get("href", "")
        if _FEED_PATH.search(urlsplit(href).path if _is_split(href) else ""):
            linked.append((href, ""))
    found: dict[str, bool] = {}
    for href, title in (*alternates, *linked):
        link = clean_link(href, base)
        if link and link != url:
            found.setdefault(link, _COMMENTS.search(f"{title} {link}") is not None)
    return sorted(found, key=found.__getitem__)[:MOST]


def usual_feeds(url: str) -> list[str]:
    """Where the feed of the site at `url` may be, if no page of it says so."""
    here = url.partition("#")[0].partition("?")[0].rstrip("/")
    below = [f"{here}/feed"] if urlsplit(here).path else []
    return list(dict.fromkeys([*below, *(urljoin(url, path) for path in USUAL_PATHS)]))


def page_language(page: str) -> str:
    """The language that a page says it is in, "" = it does not say."""
    found = _LANG.search(page, 0, _HEAD)
    return found[1].lower() if found else ""


def publisher_of(feed_title: str, url: str, page: str = "") -> str:
    """Who speaks in a feed: the site's own name, else the telling part of the feed's title, else the host.

    >>> publisher_of("World news | The Lantern", "https://www.thelantern.example/world/rss")
    'The Lantern'
    """
    for tag in _META.findall(page, 0, _HEAD):
        said = _attributes(tag)
        if said.get("property", said.get("name", "")).lower() in ("og:site_name", "application-name"):
            name = clean_title(said.get("content", ""))
            if 1 < len(name) <= 60:
                return name
    title = clean_title(feed_title)
    if not title and (found := _TITLE.search(page, 0, _HEAD)):
        title = clean_title(html.unescape(found[1]))
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("feeds.").removeprefix("rss.")
    parts = [part.strip() for part in _PARTS.split(title) if part.strip()]
    telling = [part for part in parts if not _GENERIC.fullmatch(part) and len(part) <= 60]
    letters = re.sub(r"[^a-z0-9]", "", host)
    ours = [part for part in telling if _is_in_host(part, letters)]
    return clean_line((ours or telling or [host])[0], 60)


def _is_in_host(part: str, host: str) -> bool:
    squeezed = re.sub(r"[^a-z0-9]", "", part.casefold())
    words = [word for word in re.findall(r"[a-z0-9]{3,}", part.casefold()) if word in host]
    return bool(squeezed) and (squeezed in host or sum(map(len, words)) * 2 >= len(squeezed))


def _attributes(tag: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(tag)
    }


def _base(page: str, url: str) -> str:
    found = re.search(r"<base\b[^<>]{0,500}>", page[:_HEAD], re.IGNORECASE)
    return (clean_link(_attributes(found[0]).get("href", ""), url) if found else "") or url


def _is_split(href: str) -> bool:
    try:
        urlsplit(href)
    except ValueError:
        return False
    return True
