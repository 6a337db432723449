"""An HTML page as a tree, and the visible text of its elements.

Nothing of a page is run or fetched. Knows markup; must not know which elements are news.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from ticker.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

MAX_TEXT = 4_000
"""Characters of one element's text that are read; a ticker strip is longer than a headline."""

_MAX_DEPTH = 3_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSED_LIST = (
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option path"
)
_CLOSED_BY_ITSELF = frozenset(_CLOSED_LIST.split())
_SILENT_LIST = (
    "script style template noscript iframe object embed svg math head title textarea select datalist"
)
_SILENT = frozenset(_SILENT_LIST.split())
_BLOCK_LIST = """
address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 header hr html li main marquee menu nav ol option p pre section
summary table tbody td tfoot th thead tr ul
"""
_BLOCK = frozenset(_BLOCK_LIST.split())
_SPACE = re.compile(r"\s+")


def read_html(html: str) -> LexborHTMLParser:
    """Parse a page; any text gives a tree.

    Raises ParseError("too_deep"): the parser's time grows with the square of the depth.
    """
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[1]:
            depth -= depth > 0
        elif tag[2].lower() not in _CLOSED_BY_ITSELF:
            depth += 1
            if depth > _MAX_DEPTH:
                raise ParseError("too_deep", f"the page nests over {_MAX_DEPTH} elements; no news page does")
    return LexborHTMLParser(html)


def pieces(node: LexborNode) -> Iterator[str]:
    """Walk the visible text below `node` in document order; a line feed marks the edge of a block."""
    here = None if node.tag in _SILENT else node.child
    while here is not None:
        if here.is_text_node:
            yield here.text_content or ""
        elif here.tag in _BLOCK:
            yield "\n"
        if here.child is not None and here.tag not in _SILENT:
            here = here.child
            continue
        while here.next is None:
            above = here.parent
            if above is None or above.mem_id == node.mem_id:
                return
            here = above
            if here.tag in _BLOCK:
                yield "\n"
        here = here.next


def node_text(node: LexborNode, limit: int = MAX_TEXT) -> str:
    """Give an element's visible text on one line, cut at `limit` characters."""
    parts: list[str] = []
    size = 0
    for piece in pieces(node):
        parts.append(piece)
        size += len(piece)
        if size > 2 * limit:
            break
    return _SPACE.sub(" ", "".join(parts)).strip()[:limit]
