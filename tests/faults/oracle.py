"""What must hold after any fault: everything served is in one story, once, as if nothing had happened.

The stories are held against a fold of the same entries in the order of the log, which no fault disturbed.

Knows the store's reading side; must not know which fault there was.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticker.core.desk import Desk
from ticker.store import DeskStore, connect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker.core.model import Copy, Ordinal, Snapshot, Story, StoryId


@dataclass
class Verdict:
    """What an inspection found; empty lists are good news."""

    entries: int
    stories: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    """Entries whose story has other members than in an undisturbed run."""

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.differs)


async def snapshot_of(url: str, desk: str = "main") -> Snapshot:
    """The committed state of a desk."""
    redis = await connect(url)
    try:
        return (await DeskStore(redis, desk).load()).snapshot
    finally:
        await redis.aclose()


def held(url: str, desk: str = "main") -> set[str]:
    """The ids of all entries that are in a committed story now."""
    return {copy.entry.id for copy in asyncio.run(snapshot_of(url, desk)).copies}


def groups(copies: Mapping[Ordinal, Copy], stories: Mapping[StoryId, Story]) -> dict[str, frozenset[str]]:
    """For each entry, all entries of its story."""
    found = {}
    for story in stories.values():
        members = frozenset(copies[member].entry.id for member in story.members)
        found.update(dict.fromkeys(members, members))
    return found


def inspect(url: str, served: set[str], desk: str = "main") -> Verdict:
    """Hold what is committed against what was served, and against a fold of the same entries in order."""
    after = asyncio.run(snapshot_of(url, desk))
    counts = Counter(copy.entry.id for copy in after.copies)
    membership = Counter(member for story in after.stories for member in story.members)
    undisturbed = Desk(after.settings)
    for copy in after.copies:
        undisturbed.apply(copy.entry)
    copies = {copy.ordinal: copy for copy in after.copies}
    found = groups(copies, {story.id: story for story in after.stories})
    wanted = groups(undisturbed.copies, undisturbed.stories)
    doubled = [one for one, count in counts.items() if count > 1]
    doubled += [copies[ordinal].entry.id for ordinal, count in membership.items() if count > 1]
    return Verdict(
        entries=len(after.copies),
        stories=len(after.stories),
        lost=sorted(served - counts.keys()),
        doubled=doubled,
        differs=sorted(one for one in found.keys() | wanted.keys() if found.get(one) != wanted.get(one)),
    )
