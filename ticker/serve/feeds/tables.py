"""Plain text, CSV for spreadsheets, and OPML of the feeds that a desk reads.

Knows these three; must not know where stories come from.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from ticker.serve.feeds.channel import plain, web_address
from ticker.serve.feeds.elements import document, element
from ticker.spreadsheet import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.config import FeedConfig
    from ticker.serve.feeds.channel import Channel

TEXT_TYPE: Final = "text/plain; charset=utf-8"
CSV_TYPE: Final = "text/csv; charset=utf-8; header=present"
OPML_TYPE: Final = "text/x-opml; charset=utf-8"

_COLUMNS: Final = (
    "story",
    "headline",
    "url",
    "lang",
    "publishers",
    "copies",
    "first_seen",
    "last_seen",
    "breaking",
    "pinned",
    "score",
)


def text(feed: Channel) -> bytes:
    """One headline a line, best first."""
    return "".join(f"{item.headline}\n" for item in feed.items).encode()


def csv_table(feed: Channel) -> bytes:
    """One story a row. A byte order mark stands first: without it spreadsheets misread Arabic."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for item in feed.items:
        table.writerow(
            [
                cell(item.id),
                cell(item.headline),
                cell(item.url),
                cell(item.lang),
                cell("; ".join(item.publishers)),
                item.copies,
                item.first_seen,
                item.updated,
                str(item.breaking).lower(),
                str(item.pinned).lower(),
                item.score,
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def opml(desk: str, feeds: Iterable[FeedConfig]) -> bytes:
    """The feeds of a desk as an OPML 2.0 list, in the order of the configuration."""
    head, body = element("head"), element("body")
    head.append(element("title", f"ticker: {desk}"))
    for feed in feeds:
        name = plain(feed.publisher) or feed.url
        # a web page is no feed: readers are to show it, not to subscribe to it
        kind, address = ("rss", "xmlUrl") if feed.kind == "feed" else ("link", "url")
        made = element("outline", type=kind, text=name, title=name, **{address: web_address(feed.url)})
        if feed.lang:
            made.set("language", feed.lang)
        body.append(made)
    return document("opml", [head, body], {}, version="2.0")
