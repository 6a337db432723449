"""What a feed hangs on most of its titles, learned from its live headlines: "Outlet: …", "… | Site".

A trie of the edges of its titles (see `decoration.edges`), each node with how many live titles pass
through it and how many different words stand beside it. An edge is decoration where most titles of the
feed have it, beside ever different words. Nothing is remembered beyond counts of live headlines, so what
is learned is a function of them alone: expiry takes it back, and a restart learns it again. Knows edges
and counts; must not know stories.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from ticker.core.decoration import WHOLE
from ticker.core.veto import is_place

if TYPE_CHECKING:
    from ticker.core.decoration import Cut, Edge

LEAST = 6
"""Live titles of one feed that must have an edge before it can be decoration …"""

ALL = 3
"""… fewer where every title of the feed has it: a new feed's first stories are founded on these."""

SHARE = 0.5
"""Share of the feed's live titles that must have it."""

BESIDE = 12
"""Different words beside it: half as many as titles that have it, but never more than these are asked for."""

_ONE = 1 << 32  # a node holds titles in its lower, different neighbours in its upper bits


class _Feed:
    """The trie of one feed, flat: a path's hash → titles and neighbours; path and neighbour → titles."""

    __slots__ = ("beside", "nodes", "titles")

    def __init__(self) -> None:
        self.titles = 0
        self.nodes: dict[int, int] = {}
        self.beside: dict[int, int] = {}

    def count(self, edge: Edge, sign: int) -> None:
        node = crc32(edge.text.encode("utf-8", "surrogatepass"))
        pair = crc32(edge.beside.encode("utf-8", "surrogatepass"), node)
        before = self.beside.get(pair, 0)
        change = sign
        if before + sign:
            self.beside[pair] = before + sign
        else:
            del self.beside[pair]
            change -= _ONE
        if not before:
            change += _ONE
        now = self.nodes.get(node, 0) + change
        if now:
            self.nodes[node] = now
        else:
            del self.nodes[node]

    def is_habit(self, edge: Edge) -> bool:
        node = self.nodes.get(crc32(edge.text.encode("utf-8", "surrogatepass")), 0)
        titles, beside = node % _ONE, node // _ONE
        return (
            titles >= (ALL if titles == self.titles else LEAST)
            and titles >= SHARE * self.titles
            and beside >= min(titles / 2, BESIDE)
            and not _says_something(edge.text[1:])
        )


@lru_cache(maxsize=4096)
def _says_something(text: str) -> bool:
    """Whether an edge is news however often it comes: a place alone tells "Egypt: …" from "Iraq: …"."""
    return is_place(text)


class Habits:
    """The habits of all feeds of a window."""

    def __init__(self) -> None:
        self._feeds: dict[str, _Feed] = {}

    def add(self, feed: str, edges: tuple[Edge, ...]) -> None:
        """Count one more live title of a feed."""
        if not feed:
            return
        known = self._feeds.get(feed)
        if known is None:
            known = self._feeds[feed] = _Feed()
        known.titles += 1
        for edge in edges:
            known.count(edge, 1)

    def remove(self, feed: str, edges: tuple[Edge, ...]) -> None:
        """Take a counted title back."""
        if not feed:
            return
        known = self._feeds[feed]
        known.titles -= 1
        for edge in edges:
            known.count(edge, -1)
        if not known.titles:
            del self._feeds[feed]

    def cut(self, feed: str, edges: tuple[Edge, ...]) -> Cut:
        """What of a title is left when the feed's habits are cut off."""
        known = self._feeds.get(feed)
        if known is None or known.titles < ALL:
            return WHOLE
        start, end = WHOLE
        for edge in edges:
            if known.is_habit(edge):
                if edge.text[0] == "<":
                    start = max(start, edge.at)
                else:
                    end = edge.at if end is None else min(end, edge.at)
        return start, end
