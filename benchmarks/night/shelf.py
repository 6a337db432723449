"""A book of feeds that knows one invented offer, for the dialogs that add and remove feeds.

Knows the promise of a `dashboard.source.FeedBook`; must not know where feeds are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from night.told import EVENTS, NOW
from ticker.client.feedbook import Added, Offer

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shelf:
    """A `dashboard.source.FeedBook` that finds the same at every address, and keeps nothing."""

    async def find(self, address: str, *, selector: str = "") -> Offer:
        """Return an invented offer."""
        return Offer(
            url=f"{address}/feed.xml",
            kind="feed",
            form="rss20",
            title="Kestrel Post | World",
            publisher="Kestrel Post",
            lang="ar",
            selector=selector,
            headlines=tuple((event.headline, NOW - 240 * place) for place, event in enumerate(EVENTS)),
            warnings=("2 of its entries have no date",),
            also=(f"{address}/comments.xml",),
        )

    async def add(self, offer: Offer, *, publisher: str = "") -> Added:
        """Say that it was added."""
        return Added(new=True, said=f"added: {publisher or offer.publisher}")

    async def pause(self, urls: Sequence[str], *, paused: bool) -> Sequence[str]:
        """Say that all are."""
        return urls if paused else []

    async def remove(self, urls: Sequence[str]) -> Sequence[str]:
        """Say that all are gone."""
        return urls
