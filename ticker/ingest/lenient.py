"""The slow path: whatever feedparser can still make of a feed that is not well-formed.

Never give feedparser bytes or text: it opens URLs and files named by them. It may take seconds or all
memory on hostile input, so hostile input is read in a child (`ingest.worker`). It gives raw fields; dates,
links and text are read by the same code as on the quick path. Knows feedparser; must not know policy.
"""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser
from lxml import etree

from ticker.errors import ParseError
from ticker.ingest.document import RawFeed, RawItem
from ticker.ingest.wellformed import UnknownNamespaceError, best_link, link_rank, read_xml

# feedparser takes an empty link for one, so that a permalink guid would not serve
_NO_LINK = re.compile(
    r"""<link\s*/>|<link>\s*</link>|<link\s[^<>]{0,300}?href\s*=\s*(?:""|'')[^<>]{0,300}>"""
)
_KINDS = {"rss10": "rss10", "rss090": "rss09x", "atom10": "atom10", "atom": "atom10"}


def read_broken(text: str) -> RawFeed:
    """Read a feed from `text` (no declaration, no DOCTYPE), well-formed or not.

    Raises ParseError("not_a_feed") where nothing in it looks like a feed, "malformed" where feedparser fails.
    """
    try:
        found = feedparser.parse(
            io.BytesIO(_NO_LINK.sub("", text).encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError) as fault:
        # feedparser meets its own bugs on broken input; each is one refused document
        raise ParseError("malformed", f"the feed is broken beyond repair ({type(fault).__name__})") from fault
    if not any(entry.get("title") or entry.get("summary") for entry in found.entries):
        # one wrong end tag can swallow everything for feedparser; libxml2 closes what is open
        recovered = _recovered(text)
        if recovered and (recovered.items or (not found.entries and (recovered.title or recovered.link))):
            return recovered
    version = str(found.get("version") or "")
    if not version and not found.entries:
        raise ParseError("not_a_feed", "no feed: neither RSS nor Atom elements in it")
    head = found.feed
    kind = _KINDS.get(version) or ("atom03" if version.startswith("atom") else "")
    feed = RawFeed(
        kind or ("rss09x" if version.startswith("rss09") else "rss20"),
        link=_link(head),
        lang=_text(head.get("language")),
        hub=_named(head, "hub"),
        topic=_named(head, "self"),
    )
    feed.title, feed.title_html = _title(head, feed.kind)
    feed.items = [_item(entry, feed.kind) for entry in found.entries]
    return feed


def _recovered(text: str) -> RawFeed | None:
    try:
        return read_xml(text, recover=True)
    except (ParseError, etree.XMLSyntaxError, UnknownNamespaceError):
        return None


def _item(entry: Any, kind: str) -> RawItem:
    title, is_html = _title(entry, kind)
    detail = entry.get("title_detail") or {}
    guid = _text(entry.get("id"))
    summary, summary_html = _summary(entry)
    return RawItem(
        guid=guid,
        # `guidislink` also says whether there is another link; `link` is the guid where it serves as one
        permalink=bool(entry.get("guidislink", True)),
        title=title,
        title_html=is_html,
        link=_link(entry),
        base=_text(detail.get("base")),
        published=_text(entry.get("published")),
        # feedparser's own `get` would answer with `published`, and warn that it does
        updated=_text(dict.get(entry, "created")) or _text(dict.get(entry, "updated")),
        lang=_text(detail.get("language")),
        summary=summary,
        summary_html=summary_html,
    )


def _title(of: Any, kind: str) -> tuple[str, bool]:
    declared = _text((of.get("title_detail") or {}).get("type"))
    is_html = declared == "application/xhtml+xml" or (declared == "text/html" and kind.startswith("atom"))
    return _text(of.get("title")), is_html


def _summary(entry: Any) -> tuple[str, bool]:
    value = _text(entry.get("summary"))
    if value:
        return value, (entry.get("summary_detail") or {}).get("type") != "text/plain"
    for content in entry.get("content") or ():
        if content.get("value"):
            return _text(content.get("value")), content.get("type") != "text/plain"
    return "", True


def _links(of: Any) -> list[Any]:
    links = of.get("links")
    return links if isinstance(links, list) else []


def _named(of: Any, rel: str) -> str:
    return next((_text(link.get("href")) for link in _links(of) if link.get("rel") == rel), "")


def _link(of: Any) -> str:
    ranked = [
        (
            link_rank(_text(link.get("rel")) or "alternate", _text(link.get("type")) or "text/html"),
            _text(link.get("href")),
        )
        for link in _links(of)
    ]
    return best_link(ranked)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
