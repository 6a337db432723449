"""Atom 1.0 (RFC 4287); a story that has left is a deleted-entry (RFC 6721).

Knows the elements; must not know where stories come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticker.serve.feeds.elements import ATOM, TOMBSTONES, document, element

if TYPE_CHECKING:
    from lxml import etree

    from ticker.serve.feeds.channel import Channel, Gone, Item

MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"


def atom(feed: Channel) -> bytes:
    """The feed as an Atom document."""
    return document(
        f"{ATOM}feed",
        [
            element(f"{ATOM}title", feed.title),
            element(f"{ATOM}subtitle", feed.about),
            element(f"{ATOM}id", feed.uri),
            element(f"{ATOM}updated", feed.updated),
            element(f"{ATOM}link", rel="self", type="application/atom+xml", href=feed.self_url),
            element(f"{ATOM}link", rel="alternate", type="text/html", href=feed.home),
            _author("ticker"),
            element(f"{ATOM}generator", "ticker"),
            *map(_entry, feed.items),
            *map(deleted, feed.gone),
        ],
        {None: ATOM, "at": TOMBSTONES},
    )


def _entry(item: Item) -> etree._Element:
    entry = element(f"{ATOM}entry", lang=item.lang)
    entry.extend(
        [
            element(f"{ATOM}title", item.headline, type="text"),
            element(f"{ATOM}id", item.uri),
            element(f"{ATOM}updated", item.updated),
            element(f"{ATOM}published", item.first_seen),
            *map(_author, item.publishers),
            *(element(f"{ATOM}category", term=term) for term in item.marks),
            element(f"{ATOM}summary", item.about, lang="en", type="text"),
        ]
    )
    if item.url:
        entry.append(element(f"{ATOM}link", rel="alternate", href=item.url))
    return entry


def _author(name: str) -> etree._Element:
    author = element(f"{ATOM}author")
    author.append(element(f"{ATOM}name", name))
    return author


def deleted(one: Gone) -> etree._Element:
    """A tombstone; RSS carries the same element."""
    made = element(f"{TOMBSTONES}deleted-entry", ref=one.uri, when=one.when)
    made.append(element(f"{TOMBSTONES}comment", one.about, lang="en"))
    return made
