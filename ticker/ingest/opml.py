"""Subscription lists: OPML in (listparser) and out, folders as desks.

Bytes only: listparser fetches what looks like a URL, so it never sees a string from outside. Knows OPML; must
not know the configuration file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape, quoteattr

import listparser
from lxml import etree

from ticker.errors import ParseError
from ticker.ingest.clean import clean_line, clean_title
from ticker.ingest.decode import decode
from ticker.ingest.links import clean_link
from ticker.ingest.mend import expand, mend, prolog
from ticker.ingest.tongue import language

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_FEEDS = 10_000
"""Feeds taken from one list."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list. `folder` is the innermost folder, "" = none; `lang` a BCP 47 tag or ""."""

    url: str
    title: str
    folder: str = ""
    lang: str = ""


class Listed(Protocol):
    """What a feed must tell about itself to be written into a list."""

    @property
    def url(self) -> str:
        """The address that is polled."""

    @property
    def publisher(self) -> str:
        """Who speaks."""

    @property
    def desk(self) -> str:
        """The folder that it stands in."""

    @property
    def lang(self) -> str:
        """Its language, "" = not known."""


def import_opml(body: bytes) -> list[Subscription]:
    """The feeds that an OPML file names, in its order, each URL once.

    Raises ParseError: "empty", "entities", "malformed", "not_opml" (something else), "no_feeds".
    """
    if not body.strip():
        raise ParseError("empty", "the file is empty")
    text, entities = prolog(decode(body).text)
    if entities:
        text = expand(text, entities)
    text = mend(text)
    if "<opml" not in text[:2000].lower():
        raise ParseError("not_opml", "this is no OPML file: its first element is not <opml>")
    # the byte order mark tells listparser's HTML parser the encoding
    found = listparser.parse(b"\xef\xbb\xbf" + text.encode("utf-8", "replace"))
    languages = _languages(text)
    listed: dict[str, Subscription] = {}
    for feed in found["feeds"]:
        url = clean_link(_text(feed.get("url")))
        if url and url not in listed and len(listed) < MAX_FEEDS:
            listed[url] = Subscription(
                url, clean_title(_text(feed.get("title"))) or url, _folder(feed), languages.get(url, "")
            )
    if not listed:
        raise ParseError("no_feeds", "this OPML file names no feeds with an http(s) xmlUrl")
    return list(listed.values())


def export_opml(feeds: Iterable[Listed], *, title: str = "ticker") -> str:
    """An OPML 2.0 document of `feeds`, one folder a desk, in their order."""
    folders: dict[str, list[Listed]] = {}
    for feed in feeds:
        folders.setdefault(feed.desk, []).append(feed)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head><title>{escape(title)}</title></head>", "  <body>"]
    for folder, members in folders.items():
        name = quoteattr(clean_line(folder))
        lines.append(f"    <outline text={name} title={name}>")
        lines += [f"      {_outline(feed)}" for feed in members]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(feed: Listed) -> str:
    name = quoteattr(clean_line(feed.publisher) or feed.url)
    lang = f" language={quoteattr(feed.lang)}" if feed.lang else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={quoteattr(feed.url)}{lang}/>'


def _folder(feed: dict[str, object]) -> str:
    categories = feed.get("categories")
    names = (
        [name for path in categories if isinstance(path, list) for name in path]
        if isinstance(categories, list)
        else []
    )
    return clean_line(next((name for name in reversed(names) if name), ""), 100)


def _languages(text: str) -> dict[str, str]:
    """The `language` attributes of a well-formed list, which listparser passes over."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return {}
    return {
        clean_link(outline.get("xmlUrl", "")): language(outline.get("language", ""))
        for outline in root.iter("outline")
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
