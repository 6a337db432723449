"""Items of a parsed document become the desk's entries: who speaks, and at which instant it counts.

Knows the rule for undated, old and future items; must not know how a document was fetched or parsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.arrival import in_order
from ticker.core.model import Entry

if TYPE_CHECKING:
    from ticker.core.model import Instant
    from ticker.ingest.parse import Document, Item

_STEP = 60.0  # an undated item of a first poll counts as this much older than the one above it
_OLDEST_UNDATED = 3600.0


@dataclass(frozen=True, slots=True)
class Origin:
    """What the configuration says of a feed, as its entries carry it."""

    feed: str
    publisher: str
    lang: str = ""
    family: str = ""
    weight: float = 1.0


def counting_time(
    published: Instant | None, received: Instant, *, window: float, place: int, first: bool
) -> Instant:
    """The instant at which an item counts, all in seconds.

    A date is believed unless it lies ahead (then: now) or before the window (then: its far edge, so
    that old news stands at the bottom and is not lost). Undated is not new by itself: in a feed's
    first document an undated item is as old as its `place` in the list (0 = top), later it is new.
    """
    if published is None:
        return received - min(_STEP * (place + 1), _OLDEST_UNDATED) if first else received
    return max(min(published, received), received - window)


def entries(
    document: Document, origin: Origin, *, received: Instant, window: float, first: bool
) -> list[Entry]:
    """All items of `document` as entries in the order of the log: oldest first, ties by `core.arrival`."""

    def entry(place: int, item: Item) -> Entry:
        return Entry(
            id=item.id,
            feed=origin.feed,
            publisher=origin.publisher or document.title or origin.feed,
            title=item.title,
            received=received,
            time=counting_time(item.published, received, window=window, place=place, first=first),
            published=item.published,
            url=item.url,
            lang=item.lang or origin.lang or document.lang,
            summary=item.summary,
            alias=item.alias,
            family=origin.family,
            weight=origin.weight,
        )

    return in_order(entry(place, item) for place, item in enumerate(document.items))
