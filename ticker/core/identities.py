"""Which live copy is which entry, by the names that its feed gives it.

By feed, then by name: a key for the pair of both would weigh more than what it leads to. Knows names and
ordinals; must not know entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.core.model import Ordinal


class Identities:
    """Ordinals by feed and name."""

    __slots__ = ("_of",)

    def __init__(self) -> None:
        self._of: dict[str, dict[str, Ordinal]] = {}

    def get(self, feed: str, name: str) -> Ordinal | None:
        """The live copy that the feed calls so."""
        known = self._of.get(feed)
        return None if known is None else known.get(name)

    def put(self, feed: str, name: str, ordinal: Ordinal) -> None:
        """The feed calls this copy so from now on."""
        self._of.setdefault(feed, {})[name] = ordinal

    def drop(self, feed: str, name: str, ordinal: Ordinal) -> None:
        """Forget the name if it still means this copy."""
        known = self._of.get(feed)
        if known is None or known.get(name) != ordinal:
            return
        del known[name]
        if not known:
            del self._of[feed]
