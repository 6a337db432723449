"""At which instant each item of a document counts: a date is believed as far as the feed's dates deserve it.

How many items of the document are odd decides what an odd one means:

    one or two lie ahead        a slip or an item planned for later: counts as now
    many lie ahead, by hours    the feed's clock has the wrong zone: all its dates move back together
    ahead by more than a zone   no date at all
    all are dated alike, now    stamped when the feed was built: no dates at all
    undated among dated ones    as old as its neighbour in the list
    (nearly) all undated        in a first document as old as its place in the list, later new

Pure. Knows dates and places; must not know feeds, formats or clocks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.model import Instant

_STEP: Final = 60.0  # an undated item of a first document counts as this much older than the one above it
_OLDEST_UNDATED: Final = 3600.0

_SKEW: Final = 900.0  # clocks differ by minutes, zones do not
_ZONES: Final = 14 * 3600.0  # no zone is further from another's clock that is read as UTC
_MANY: Final = 3
_ZONE_STEP: Final = 1800.0

_ALIKE: Final = 4  # so many items with one date, which is just now, were stamped and not dated
_JUST_NOW: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Times:
    """The instant of each item, in the order of the items, and what had to be corrected, in plain words."""

    instants: tuple[Instant, ...]
    notes: tuple[str, ...] = ()


def counting_times(
    published: Sequence[Instant | None], received: Instant, *, window: float, first: bool
) -> Times:
    """When items count that a document lists in this order; all in seconds, never ahead of `received`.

    `first` says that it is the feed's first document. A date before the window counts at its far edge,
    so that old news stands at the bottom and is not lost.
    """
    notes: list[str] = []
    believed = _moved_back(_usable(published, received, notes), received, notes)
    dated = [instant for instant in believed if instant is not None]
    mostly_dated = 2 * len(dated) >= len(believed)
    instants = []
    above = dated[0] if dated else received
    for place, instant in enumerate(believed):
        if instant is not None:
            above = at = instant
        elif mostly_dated:
            at = above
        else:
            at = received - min(_STEP * (place + 1), _OLDEST_UNDATED) if first else received
        instants.append(max(min(at, received), received - window))
    undated = len(believed) - len(dated)
    if undated and dated:
        notes.append(f"{undated} of {len(believed)} items have no usable date: as old as their neighbours")
    return Times(tuple(instants), tuple(notes))


def _usable(published: Sequence[Instant | None], received: Instant, notes: list[str]) -> list[Instant | None]:
    """The dates without those that say nothing."""
    dates = {instant for instant in published if instant is not None}
    alike = len(dates) == 1 and len(published) >= _ALIKE and None not in published
    if alike and abs(dates.pop() - received) < _JUST_NOW:
        notes.append("all items bear the time at which the feed was built: taken as undated")
        return [None] * len(published)
    far = sum(instant is not None and instant - received > _ZONES for instant in published)
    if far:
        notes.append(f"{far} of {len(published)} items are dated far ahead: taken as undated")
    return [None if instant is None or instant - received > _ZONES else instant for instant in published]


def _moved_back(dates: list[Instant | None], received: Instant, notes: list[str]) -> list[Instant | None]:
    """All dates moved back by whole half hours where many lie ahead."""
    ahead = [instant for instant in dates if instant is not None and instant - received > _SKEW]
    count = sum(instant is not None for instant in dates)
    if not ahead or (len(ahead) < _MANY and 2 * len(ahead) < count):
        return dates
    shift = math.ceil((max(ahead) - received) / _ZONE_STEP) * _ZONE_STEP
    notes.append(
        f"{len(ahead)} of {len(dates)} items are dated ahead: the feed's clock is taken to be"
        f" {shift / 3600:g} h fast"
    )
    return [None if instant is None else instant - shift for instant in dates]
