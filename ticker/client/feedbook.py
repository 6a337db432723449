"""The feeds as things to manage, whoever keeps them: found and previewed, added, paused, taken out.

Knows the shapes; must not know where feeds are written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.model import Instant


@dataclass(frozen=True, slots=True)
class Offer:
    """What was found at an address: what can be polled there, what it holds now, who seems to speak.

    `kind` is feed or page (then with its `selector`), `form` what the document is (rss20, atom10, …).
    `headlines` are titles with the instant each is dated (None = undated), in the document's order. `also`
    are other feeds that the page names, `tried` says in a line each what was asked in vain.
    """

    url: str
    kind: str
    form: str
    title: str
    publisher: str
    lang: str
    selector: str
    headlines: tuple[tuple[str, Instant | None], ...]
    warnings: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What became of adding a feed: whether it is new, a line that says so, and a `warning` ("" = none)."""

    new: bool
    said: str
    warning: str = ""


class FeedBook(Protocol):
    """Where the feeds of a desk are written down. Its errors are TickerErrors, one line each."""

    async def find(self, address: str, *, selector: str = "") -> Offer:
        """Look for what can be polled at an address, or with a `selector` on that page; changes nothing."""
        ...

    async def add(self, offer: Offer, *, publisher: str = "") -> Added:
        """Add what was found; `publisher` "" = as guessed."""
        ...

    async def pause(self, urls: Sequence[str], *, paused: bool) -> Sequence[str]:
        """Leave feeds unasked, or ask them again; returns those that this has changed."""
        ...

    async def remove(self, urls: Sequence[str]) -> Sequence[str]:
        """Take feeds out; returns those that were there. Their stories stay until they expire."""
        ...
