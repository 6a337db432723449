"""RSS 2.0, with Atom's self link and tombstones as extensions.

Knows the elements; must not know where stories come from.
"""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from ticker.serve.feeds.atom import deleted
from ticker.serve.feeds.channel import instant
from ticker.serve.feeds.elements import ATOM, DC, TOMBSTONES, document, element

if TYPE_CHECKING:
    from lxml import etree

    from ticker.serve.feeds.channel import Channel, Item

MEDIA_TYPE: Final = "application/rss+xml; charset=utf-8"


def rss(feed: Channel) -> bytes:
    """The feed as an RSS document."""
    channel = element("channel")
    channel.extend(
        [
            element("title", feed.title),
            element("link", feed.home),
            element("description", feed.about),
            element("lastBuildDate", _date(feed.updated)),
            element("generator", "ticker"),
            element(f"{ATOM}link", rel="self", type="application/rss+xml", href=feed.self_url),
            *map(_item, feed.items),
            *map(deleted, feed.gone),
        ]
    )
    return document("rss", [channel], {"atom": ATOM, "at": TOMBSTONES, "dc": DC}, version="2.0")


def _item(item: Item) -> etree._Element:
    made = element("item", lang=item.lang)
    made.extend(
        [
            element("title", item.headline),
            *([element("link", item.url)] if item.url else []),
            element("guid", item.uri, isPermaLink="false"),
            element("pubDate", _date(item.first_seen)),
            element("description", item.about),
            *(element("category", term) for term in item.marks),
            *(element(f"{DC}creator", name) for name in item.publishers),
            *([element(f"{DC}language", item.lang)] if item.lang else []),
            element(f"{ATOM}updated", item.updated),
        ]
    )
    return made


def _date(iso: str) -> str:
    return format_datetime(instant(iso), usegmt=True)
