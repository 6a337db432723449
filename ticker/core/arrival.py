"""The order in which entries that arrive together enter a desk's log: a total order by content.

A batch is what arrives at one instant: the items of one polled document, or the lines of a replay that
bear one time. Which of its entries came first nobody knows, so the order they are listed in must not
decide which of them founds a story. Knows entries; must not know logs.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticker.core.model import Entry

arrival = attrgetter("time", "feed", "id", "title", "url", "summary")
"""The tie-break: earlier news first, then feed, id and what else the entry says, as text."""


def in_order(batch: Iterable[Entry]) -> list[Entry]:
    """The entries of one batch as they go into the log, however they were listed."""
    return sorted(batch, key=arrival)


def batches_in_order(entries: Sequence[Entry]) -> list[int]:
    """Places 0 … n-1 of `entries` as a log would hold them: runs of one `received` put in order."""
    order: list[int] = []
    for _, run in groupby(range(len(entries)), key=lambda place: entries[place].received):
        order += sorted(run, key=lambda place: arrival(entries[place]))
    return order
