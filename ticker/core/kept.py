"""Where a window finds what its live headlines are made from, and which story each belongs to.

A desk has both already, so its window asks there instead of holding everything twice; a window on its own
keeps them itself. Knows what a headline is read from; must not know how it is matched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from ticker.core.decoration import WHOLE
from ticker.core.text import headline

if TYPE_CHECKING:
    from ticker.core.decoration import Cut
    from ticker.core.model import Ordinal, StoryId
    from ticker.core.text import Headline


class Said(NamedTuple):
    """What a headline is read from (see `text.headline`)."""

    title: str
    time: float | None
    publisher: str
    lang: str
    summary: str
    feed: str


def said_by(read: Headline) -> Said:
    """What a headline was read from."""
    return Said(read.title, read.time, read.publisher, read.lang, read.summary, read.feed)


def read_again(said: Said, cut: Cut = WHOLE) -> Headline:
    """The headline, analysed anew, between two edges of its title."""
    title, time, publisher, lang, summary, feed = said
    return headline(title, time=time, publisher=publisher, lang=lang, summary=summary, feed=feed, cut=cut)


class Keeper(Protocol):
    """Holds the live headlines of a window."""

    def said(self, ordinal: Ordinal) -> Said:
        """What a live headline is read from."""

    def part_of(self, ordinal: Ordinal) -> StoryId:
        """The story, or part of one, that a live headline belongs to."""


class OwnKeeper:
    """The keeper of a window that no desk stands behind."""

    def __init__(self) -> None:
        self._said: dict[Ordinal, Said] = {}
        self._part: dict[Ordinal, StoryId] = {}

    def said(self, ordinal: Ordinal) -> Said:
        """What a live headline is read from."""
        return self._said[ordinal]

    def part_of(self, ordinal: Ordinal) -> StoryId:
        """The story that a live headline belongs to."""
        return self._part[ordinal]

    def keep(self, ordinal: Ordinal, said: Said, part: StoryId) -> None:
        """A headline is live."""
        self._said[ordinal], self._part[ordinal] = said, part

    def move(self, ordinal: Ordinal, part: StoryId) -> None:
        """A headline belongs to another story."""
        self._part[ordinal] = part

    def drop(self, ordinal: Ordinal) -> None:
        """A headline is no longer live."""
        del self._said[ordinal], self._part[ordinal]
