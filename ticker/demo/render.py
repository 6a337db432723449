"""How an outlet serves its items: RSS 2.0 (UTF-8 and windows-1256), RDF, Atom, JSON Feed, page, line.

Items come newest first. A page lists its items, undated, and then all of them again; a line glues them
together, each twice: as the news site that started the project does.

Knows the formats; must not know when an item is released or who asks.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticker.core.model import Instant
    from ticker.demo.day import Outlet, Written


class Shown(NamedTuple):
    """An item as it stands in a feed: what was written, where it links to, when it was released."""

    entry: Written
    link: str
    instant: Instant


class Body(NamedTuple):
    """The bytes of one answer and their media type, charset included."""

    content: bytes
    media_type: str


def render(outlet: Outlet, items: Sequence[Shown], home: str) -> Body:
    """Write the feed of `outlet` with `items`, newest first; `home` is the URL of its site."""
    return _FORMATS[outlet.format](outlet, items, home)


def article(outlet: Outlet, entry: Written) -> Body:
    """Write the page that an item links to."""
    text = (
        f"{_html_head(outlet, entry.title)}<p>{escape(outlet.name)}</p>\n<h1>{escape(entry.title)}</h1>\n"
        f"<p>{escape(entry.summary)}</p>\n<p>Invented for the demo of ticker.</p>\n</body></html>\n"
    )
    return Body(text.encode(), "text/html; charset=utf-8")


def _rss(outlet: Outlet, items: Sequence[Shown], home: str, encoding: str = "utf-8") -> Body:
    rows = "".join(
        f'<item><guid isPermaLink="false">{item.entry.id}</guid><title>{escape(item.entry.title)}</title>'
        f"<link>{item.link}</link><pubDate>{_rfc822(item.instant)}</pubDate>"
        f"{_tag('description', item.entry.summary)}</item>\n"
        for item in items
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{home}</link>"
        f"<description>{escape(outlet.name)}</description><language>{outlet.lang}</language>\n"
        f"{rows}</channel></rss>\n"
    )
    # what windows-1256 lacks (Arabic-Indic digits) stands as a character reference, as publishers do
    content = text.encode(encoding, "xmlcharrefreplace")
    return Body(content, f"application/rss+xml; charset={encoding}")


def _rss1256(outlet: Outlet, items: Sequence[Shown], home: str) -> Body:
    return _rss(outlet, items, home, "windows-1256")


def _rdf(outlet: Outlet, items: Sequence[Shown], home: str) -> Body:
    listed = "".join(f'<rdf:li rdf:resource="{item.link}"/>' for item in items)
    rows = "".join(
        f'<item rdf:about="{item.link}"><title>{escape(item.entry.title)}</title><link>{item.link}</link>'
        f"<dc:date>{_iso(item.instant)}</dc:date>{_tag('description', item.entry.summary)}</item>\n"
        for item in items
    )
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{home}">'
        f"<title>{escape(outlet.name)}</title><link>{home}</link>"
        f"<description>{escape(outlet.name)}</description><dc:language>{outlet.lang}</dc:language>"
        f"<items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n{rows}</rdf:RDF>\n"
    )
    return Body(text.encode(), "application/rdf+xml; charset=utf-8")


def _atom(outlet: Outlet, items: Sequence[Shown], home: str) -> Body:
    rows = "".join(
        f"<entry><id>tag:demo.invalid,2026:{item.entry.id}</id><title>{escape(item.entry.title)}</title>"
        f'<link rel="alternate" href="{item.link}"/><published>{_iso(item.instant)}</published>'
        f"<updated>{_iso(item.instant)}</updated>{_tag('summary', item.entry.summary)}</entry>\n"
        for item in items
    )
    updated = _iso(items[0].instant if items else 0.0)
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{outlet.lang}"><id>{home}</id><title>{escape(outlet.name)}</title>'
        f'<link rel="alternate" href="{home}"/><updated>{updated}</updated>\n{rows}</feed>\n'
    )
    return Body(text.encode(), "application/atom+xml; charset=utf-8")


def _json(outlet: Outlet, items: Sequence[Shown], home: str) -> Body:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": home,
        "language": outlet.lang,
        "items": [
            {
                "id": item.entry.id,
                "url": item.link,
                "title": item.entry.title,
                "content_text": item.entry.summary,
                "date_published": _iso(item.instant),
            }
            for item in items
        ],
    }
    return Body(json.dumps(feed, ensure_ascii=False).encode(), "application/feed+json; charset=utf-8")


def _page(outlet: Outlet, items: Sequence[Shown], home: str) -> Body:
    rows = "".join(f'<li><a href="{item.link}">{escape(item.entry.title)}</a></li>\n' for item in items)
    text = (
        f"{_html_head(outlet, outlet.name)}"
        f'<nav><ul><li><a href="{home}">{escape(outlet.name)}</a></li></ul></nav>\n'
        f'<div class="ticker"><ul>\n{rows}{rows}</ul></div>\n</body></html>\n'
    )
    return Body(text.encode(), "text/html; charset=utf-8")


def _line(_outlet: Outlet, items: Sequence[Shown], _home: str) -> Body:
    text = "".join(item.entry.title * 2 for item in items)
    return Body(f"{text}\n".encode(), "text/plain; charset=utf-8")


_FORMATS: dict[str, Callable[[Outlet, Sequence[Shown], str], Body]] = {
    "rss20": _rss,
    "rss1256": _rss1256,
    "rdf": _rdf,
    "atom": _atom,
    "json": _json,
    "page": _page,
    "line": _line,
}


def _html_head(outlet: Outlet, title: str) -> str:
    direction = "rtl" if outlet.lang == "ar" else "ltr"
    return (
        f'<!doctype html>\n<html lang="{outlet.lang}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body>\n"
    )


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _rfc822(instant: Instant) -> str:
    return format_datetime(datetime.fromtimestamp(instant, UTC).replace(microsecond=0), usegmt=True)


def _iso(instant: Instant) -> str:
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
