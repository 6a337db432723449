"""HTML pages as tickers: the items that a CSS selector names, and the plain text of a page.

Nothing of a page is run or fetched. Order and duplicates stay as the page has them: a ticker that shows an
item twice says so. Knows markup; must not know feeds, headlines or stories.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import SelectolaxError

from ticker.errors import ParseError
from ticker.ingest.links import clean_link
from ticker.ingest.propose import Proposal, propose
from ticker.ingest.tree import node_text, pieces, read_html

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["PageItem", "Proposal", "page_items", "plain_text", "propose", "ticker_text"]

_MAX_CLIMB = 64  # ancestors looked at for a link
_MAX_PLAIN = 1_000_000
_SPACE = re.compile(r"\s+")
_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!--|<!doctype|<[a-z][a-z0-9-]*[\s>/])", re.IGNORECASE)
_PSEUDO = re.compile(r"::?[a-z-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageItem:
    """One element of a page: its text on one line, and an absolute http(s) URL or ""."""

    text: str
    url: str


def _link(node: LexborNode, base: str) -> str:
    """Find the element's own link, else the first inside it, else that of the nearest ancestor."""
    inside = node.css("a[href]") if node.tag != "a" else []
    for anchor in [node, *inside]:
        link = clean_link(anchor.attributes.get("href") or "", base) if anchor.tag == "a" else ""
        if link:
            return link
    above = node.parent
    for _ in range(_MAX_CLIMB):
        if above is None:
            break
        if above.tag == "a":
            return clean_link(above.attributes.get("href") or "", base)
        above = above.parent
    return ""


def _base(tree: LexborHTMLParser, url: str) -> str:
    """Give the URL that relative links stand on: the page's `<base href>`, else where it came from."""
    base = tree.css_first("base[href]")
    return (clean_link(base.attributes.get("href") or "", url) if base else "") or url


def select(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """Give the elements that `selector` names, in document order. Raises ParseError("selector")."""
    if not selector.strip():
        raise ParseError("selector", "the CSS selector is empty; write one such as '.ticker li a'")
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError) as error:
        shown = _SPACE.sub(" ", selector)[:80]
        odd = _PSEUDO.search(selector)
        fix = f"leave out {odd.group()!r}, or " if odd else ""
        message = f"{shown!r} is no CSS selector; {fix}write one such as '.ticker li a'"
        raise ParseError("selector", message) from error


def _innermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Drop every match that holds another match: it wraps items, it is none."""
    wrappers: set[int] = set()
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in wrappers:
            wrappers.add(above.mem_id)
            above = above.parent
    return [node for node in nodes if node.mem_id not in wrappers]


def page_items(html: str, *, selector: str, base_url: str) -> list[PageItem]:
    """Give the items of an HTML ticker in document order, duplicates kept.

    `base_url` is where the page came from. A match that wraps other matches gives way to them. Raises
    ParseError: `selector` (it cannot be read), `empty` (it finds no text).
    """
    tree = read_html(html)
    base = _base(tree, base_url)
    items = [
        PageItem(text, _link(node, base))
        for node in _innermost(select(tree, selector))
        if (text := node_text(node))
    ]
    if not items:
        shown = _SPACE.sub(" ", selector)[:80]
        raise ParseError(
            "empty",
            f"the selector {shown!r} finds no text on this page; see which would: ticker check URL --as page",
        )
    return items


def plain_text(html: str) -> str:
    """Give the visible text of a page, a line per block, none of them blank."""
    tree = read_html(html)
    if tree.body is None:
        return ""
    parts: list[str] = []
    size = 0
    for piece in pieces(tree.body):
        parts.append(piece if piece == "\n" else _SPACE.sub(" ", piece))
        size += len(piece)
        if size > _MAX_PLAIN:
            break
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def ticker_text(text: str) -> tuple[str, str]:
    """Part a plain-text page into its ticker line and the text around it.

    The first line that is not blank is the ticker; the rest, trimmed, is context. HTML is read as its
    visible text first. Two empty strings where there is no text.
    """
    if _LOOKS_LIKE_HTML.match(text):
        text = plain_text(text)
    line, _, context = text.lstrip("\ufeff\0 \t\r\n\v\f\u200e\u200f").partition("\n")
    return line.strip(), context.strip()
