"""Items of a parsed document become the desk's entries: who speaks, in which language, with which weight.

Knows what the configuration adds to an item; must not know how a document was fetched or parsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.arrival import in_order
from ticker.core.model import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.model import Instant
    from ticker.ingest.parse import Document, Item


@dataclass(frozen=True, slots=True)
class Origin:
    """What the configuration says of a feed, as its entries carry it."""

    feed: str
    publisher: str
    lang: str = ""
    family: str = ""
    weight: float = 1.0


def entries(
    document: Document, origin: Origin, times: Sequence[Instant], *, received: Instant
) -> list[Entry]:
    """All items of `document`, which count at `times`, as entries in the order of the log.

    Oldest first, ties by `core.arrival`.
    """

    def entry(place: int, item: Item) -> Entry:
        return Entry(
            id=item.id,
            feed=origin.feed,
            publisher=origin.publisher or document.title or origin.feed,
            title=item.title,
            received=received,
            time=times[place],
            published=item.published,
            url=item.url,
            lang=item.lang or origin.lang or document.lang,
            summary=item.summary,
            alias=item.alias,
            family=origin.family,
            weight=origin.weight,
        )

    return in_order(entry(place, item) for place, item in enumerate(document.items))
