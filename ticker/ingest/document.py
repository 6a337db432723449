"""The shapes between bytes and entries: what a parser read (raw) and what a reader gets (clean).

What there is one of for each item is a msgspec `Struct`, made several times as fast as a dataclass.

Knows fields and their units; must not know any format or policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

MAX_ITEMS = 10_000
"""Items kept of one document, newest first as the feed lists them; the rest is counted as skipped."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a body is to be read.

    `content_type` is the HTTP header, believed for its charset only; `url` is where the body came from;
    `kind` is what is expected: feed, page (with its CSS `selector`) or ticker (`known`: headlines of the
    desk that help to part glued ones). `lang` is the configured language.
    """

    content_type: str = ""
    url: str = ""
    kind: str = "feed"
    selector: str | None = None
    lang: str = ""
    known: tuple[str, ...] = ()
    max_items: int = MAX_ITEMS


PLAIN = Reading()
"""A feed of which nothing more is known."""


class Item(Struct, frozen=True, gc=False):
    """One thing that a document says, cleaned: plain text, safe to store and to show.

    `id` is unique within the document (see `ingest.identity`); `alias` is a second identity by link
    and title, "" never within one document twice. `published` is POSIX seconds, None = nothing usable.
    `url` is absolute http(s) or "". `lang` is a lower-case BCP 47 tag or "".
    """

    id: str
    title: str
    url: str = ""
    published: float | None = None
    lang: str = ""
    summary: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What one body of a feed, page or ticker holds, in the order it was given.

    `kind` is one of rss20, rss10, rss09x, atom10, atom03, json11, json10, page, ticker. `skipped` counts
    items without any text and those over the cap; `warnings` says in plain words what was mended,
    guessed or refused. `hub` is the WebSub hub that the feed names and `topic` the address that it gives
    itself there, "" = none. `cut` says that the body ends before the feed does: some items may be missing.
    """

    kind: str
    title: str
    url: str
    lang: str
    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()
    skipped: int = 0
    hub: str = ""
    topic: str = ""
    cut: bool = False


class RawItem(Struct, gc=False):
    """An item as a parser found it: text still dirty, links still relative.

    `permalink` says that the guid may serve as the link. `base` is the item's own xml:base ("" = the
    document's). The `*_html` flags say that the feed declares its text to be HTML.
    `published` and `updated` are the feed's own words for an instant.
    """

    guid: str = ""
    permalink: bool = True
    title: str = ""
    title_html: bool = False
    link: str = ""
    base: str = ""
    published: str = ""
    updated: str = ""
    lang: str = ""
    summary: str = ""
    summary_html: bool = True


@dataclass(slots=True)
class RawFeed:
    """A feed as a parser found it; `items` in document order."""

    kind: str
    title: str = ""
    title_html: bool = False
    link: str = ""
    base: str = ""
    lang: str = ""
    hub: str = ""
    topic: str = ""
    cut: bool = False
    items: list[RawItem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
