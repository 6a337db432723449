"""What a feed hangs on most of its titles, learned from its live headlines: "Outlet: …", "… | Site".

A trie of the edges of its titles (see `decoration.edges`), each node with how many live titles pass
through it and how many different words stand beside it. An edge is decoration where most titles of the
feed have it, beside ever different words, and other titles do not speak in its words ("Kalmar: …" is
news where another feed writes of Kalmar). Nothing is remembered beyond counts of live headlines, so what
is learned is a function of them alone: expiry takes it back, and a restart learns it again. Knows edges
and counts; must not know stories.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from ticker.core.decoration import WHOLE
from ticker.core.text import normalise, words_of
from ticker.core.veto import is_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticker.core.decoration import Cut, Edge

LEAST = 6
"""Live titles of one feed that must have an edge before it can be decoration …"""

ALL = 3
"""… fewer where every title of the feed has it: a new feed's first stories are founded on these."""

SHARE = 0.5
"""Share of the feed's live titles that must have it."""

BESIDE = 12
"""Different words beside it: half as many as titles that have it, but never more than these are asked for."""

OTHERS = 2
"""Other live titles that hold each of its words, from which on an edge says something."""

_ONE = 1 << 32  # a node holds titles in its lower, different neighbours in its upper bits


class _Feed:
    """The trie of one feed, flat: a path's hash → titles and neighbours; path and neighbour → titles."""

    __slots__ = ("beside", "nodes", "titles")

    def __init__(self) -> None:
        self.titles = 0
        self.nodes: dict[int, int] = {}
        self.beside: dict[int, int] = {}

    def count(self, edge: Edge, sign: int) -> tuple[int, int]:
        """Count a title with this edge; how many had it before, and have it now."""
        node = _node(edge.text)
        pair = crc32(edge.beside.encode("utf-8", "surrogatepass"), node)
        held = self.beside.get(pair, 0)
        change = sign
        if held + sign:
            self.beside[pair] = held + sign
        else:
            del self.beside[pair]
            change -= _ONE
        if not held:
            change += _ONE
        before = self.nodes.get(node, 0)
        if before + change:
            self.nodes[node] = before + change
        else:
            del self.nodes[node]
        return before % _ONE, before % _ONE + sign

    def is_habit(self, edge: Edge) -> bool:
        """Whether most titles have this edge, beside ever different words."""
        node = self.nodes.get(_node(edge.text), 0)
        titles, beside = node % _ONE, node // _ONE
        return (
            titles >= (ALL if titles == self.titles else LEAST)
            and titles >= SHARE * self.titles
            and beside >= min(titles / 2, BESIDE)
        )


def _node(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """The keys of an edge; none where it is a place, which says something however often it comes."""
    if is_place(text):
        return ()
    return tuple(word.key for word in words_of(normalise(text)) if not word.stop)


def _nobody(_key: str) -> int:
    return 0


class Habits:
    """The habits of all feeds of a window; `held(key)` counts the live titles that hold a word."""

    def __init__(self, held: Callable[[str], int] = _nobody) -> None:
        self._feeds: dict[str, _Feed] = {}
        self._held = held
        self._hung: dict[int, int] = {}  # titles with an edge, over all feeds that hang it on `ALL` or more

    def add(self, feed: str, edges: Iterable[Edge]) -> None:
        """Count one more live title of a feed."""
        if not feed:
            return
        known = self._feeds.get(feed)
        if known is None:
            known = self._feeds[feed] = _Feed()
        known.titles += 1
        for edge in edges:
            self._hang(edge, *known.count(edge, 1))

    def remove(self, feed: str, edges: tuple[Edge, ...]) -> None:
        """Take a counted title back."""
        if not feed:
            return
        known = self._feeds[feed]
        known.titles -= 1
        for edge in edges:
            self._hang(edge, *known.count(edge, -1))
        if not known.titles:
            del self._feeds[feed]

    def _hang(self, edge: Edge, before: int, now: int) -> None:
        change = (now if now >= ALL else 0) - (before if before >= ALL else 0)
        if change:
            node = _node(edge.text)
            titles = self._hung[node] = self._hung.get(node, 0) + change
            if not titles:
                del self._hung[node]

    def _says_something(self, edge: Edge) -> bool:
        """Whether an edge is news: a place alone, or words that other titles speak in."""
        text = edge.text[1:]
        words = _words(text)
        hung = self._hung.get(_node("<" + text), 0) + self._hung.get(_node(">" + text), 0)
        return all(self._held(word) - hung >= OTHERS for word in words)

    def cut(self, feed: str, edges: tuple[Edge, ...]) -> Cut:
        """What of a title is left when the feed's habits are cut off."""
        known = self._feeds.get(feed)
        if known is None or known.titles < ALL:
            return WHOLE
        start, end = WHOLE
        for edge in edges:
            if known.is_habit(edge) and not self._says_something(edge):
                if edge.text[0] == "<":
                    start = max(start, edge.at)
                else:
                    end = edge.at if end is None else min(end, edge.at)
        return start, end
