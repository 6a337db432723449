"""Bytes of a feed, a page or a ticker to a document: the one way in for everything that was fetched.

    bytes ── decode ──▶ text ── sniff ──▶ JSON Feed
                                 ├──────▶ XML: as it is → mended → feedparser
                                 └──────▶ page or ticker, where that is asked for

`parse` may take long on hostile input; `ingest.worker` runs it where it can be stopped. Knows the order in
which readings are tried; must not know the network, the clock or the store.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ticker.core.unglue import unglue
from ticker.errors import ParseError
from ticker.ingest.assemble import assemble
from ticker.ingest.decode import decode
from ticker.ingest.discover import named_feeds
from ticker.ingest.document import MAX_ITEMS, PLAIN, Document, Item, RawFeed, RawItem, Reading
from ticker.ingest.jsonfeed import read_json
from ticker.ingest.mend import expand, first_element, is_cut, mend, prolog, root_at, trim_after_root
from ticker.ingest.wellformed import UnknownNamespaceError, read_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_ITEMS", "Document", "Doubtful", "Item", "Reading", "parse", "parse_strict"]

_BINARY = {
    b"\x1f\x8b": "gzip data",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a RIFF media file",
    b"PK\x03\x04": "a zip archive",
    b"%PDF": "a PDF",
    b"\x28\xb5\x2f\xfd": "zstd data",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"\x7fELF": "a program",
}
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class Doubtful(Exception):  # noqa: N818 - a signal between modules, not an error that a user sees
    """The quick readings fail; what is left may take long. `text` and `warnings` are what they got to."""

    def __init__(self, text: str, warnings: tuple[str, ...]) -> None:
        super().__init__("needs the lenient reading")
        self.text = text
        self.warnings = warnings


def parse(body: bytes, how: Reading = PLAIN) -> Document:
    """The document that `body` holds.

    Raises ParseError, whose `kind` is one of: empty, encoding, not_a_feed, html (a web page), opml,
    malformed, entities (a DTD against the policy), too_deep, selector (none given, or one that cannot be
    read). The worker adds too_slow, too_big and crashed.
    """
    try:
        return parse_strict(body, how)
    except Doubtful as doubt:
        from ticker.ingest.lenient import read_broken  # noqa: PLC0415 - feedparser: only broken feeds need it

        raw = read_broken(doubt.text)
        raw.warnings = [*doubt.warnings, "not well-formed: read leniently", *raw.warnings]
        raw.cut = is_cut(doubt.text)
        if raw.cut:
            raw.warnings.append("the feed ends before its end tag: cut short")
        if not raw.items and not raw.title and not raw.link:
            raise ParseError("malformed", "the feed is broken: nothing could be read from it") from None
        return assemble(raw, url=how.url, lang=how.lang, max_items=how.max_items)


def parse_strict(body: bytes, how: Reading = PLAIN) -> Document:
    """As `parse`, by readings that are quick on any input. Raises Doubtful where only feedparser is left."""
    if not body.strip():
        raise ParseError("empty", "the body is empty")
    for magic, what in _BINARY.items():
        if body.startswith(magic):
            raise ParseError("not_a_feed", f"no feed: this is {what}")
    decoded = decode(body, content_type=how.content_type, lang=how.lang)
    if how.kind == "page":
        raw = _page(decoded.text, how.selector, how.url)
    elif how.kind == "ticker":
        raw = _ticker(decoded.text, how.selector, how.known)
    else:
        raw = _feed(decoded.text, decoded.warnings, how.url)
    raw.warnings = [*decoded.warnings, *raw.warnings]
    return assemble(raw, url=how.url, lang=how.lang, max_items=how.max_items)


def _feed(text: str, warnings: tuple[str, ...], url: str) -> RawFeed:
    start = text.lstrip("\ufeff \t\r\n\0")
    if start[:1] in ("{", "["):
        return read_json(start)
    if _HTML.match(text, first_element(text)) and root_at(text) < 0:
        raise _web_page(text, url)
    noted = list(warnings)
    if start[:1] != "<":
        text = _from_root(text, noted)
        if not text:
            raise ParseError("not_a_feed", "no feed: neither XML nor JSON")
    text = _without_prolog(text)
    try:
        return read_xml(text)
    except (etree.XMLSyntaxError, UnknownNamespaceError):
        text = _without_prolog(_from_root(text, noted) or text)
    try:
        raw = read_xml(mend(trim_after_root(text)))
    except (etree.XMLSyntaxError, UnknownNamespaceError):
        if root_at(text) < 0:
            raise ParseError("not_a_feed", "no feed: neither RSS nor Atom elements in it") from None
        raise Doubtful(mend(text), tuple(noted)) from None
    raw.warnings += [*noted[len(warnings) :], "not well-formed: mended"]
    return raw


def _without_prolog(text: str) -> str:
    text, entities = prolog(text)
    return expand(text, entities) if entities else text


def _from_root(text: str, noted: list[str]) -> str:
    """`text` from its feed's root on, "" where there is none; what stood before is noted."""
    position = root_at(text)
    if position > 0:
        noted.append(f"{position} characters before the feed dropped")
    return text[position:] if position >= 0 else ""


def _web_page(text: str, url: str) -> ParseError:
    """The refusal of a web page, which names the feeds that it names."""
    feeds = named_feeds(text, url)
    hint = f"it names a feed: {feeds[0]}" if feeds else "try kind: page with a selector"
    return ParseError("html", f"this is a web page, not a feed; {hint}")


def _page(text: str, selector: str | None, url: str) -> RawFeed:
    from ticker.ingest.page import page_items, propose  # noqa: PLC0415 - selectolax: feeds never need it

    if not selector:
        found = [f"{one.selector} ({one.count} items)" for one in propose(text)[:3]]
        hint = "; try: " + ", ".join(found) if found else ""
        raise ParseError("selector", f"a page needs a CSS selector for its headlines{hint}")
    items = page_items(text, selector=selector, base_url=url)
    return RawFeed(
        "page", link=url, items=[RawItem(title=item.text, link=item.url, permalink=False) for item in items]
    )


def _ticker(text: str, selector: str | None, known: Sequence[str]) -> RawFeed:
    """Glued headlines: all of a text, or of what `selector` finds on a page."""
    from ticker.ingest.page import page_items, plain_text, ticker_text  # noqa: PLC0415 - as in _page

    if selector:
        found = page_items(text, selector=selector, base_url="")
        line, context = "\n".join(item.text for item in found), plain_text(text)
    else:
        line, context = ticker_text(text)
    items = unglue(line, context=context, known=known)
    if not items:
        raise ParseError("empty", "no headlines in this text")
    return RawFeed("ticker", items=[RawItem(title=item) for item in items])
