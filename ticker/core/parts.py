"""Which story holds which part.

A part is a cluster that matching made. Most stories are one part, named like the story; where editors merged
stories, each keeps its part, so that matching goes on as before and a merge can be taken back exactly.

Knows parts that copies carry as a label; must not know copies or why a part moved.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.core.model import StoryId

PartId = str


class Parts:
    """The parts that are not named like their story, each while it has a live copy."""

    def __init__(self) -> None:
        self._home: dict[PartId, StoryId] = {}
        self._size: Counter[PartId] = Counter()

    def __contains__(self, part: PartId) -> bool:
        return part in self._home

    def home(self, part: PartId) -> StoryId:
        """The story that holds a part (which need not be live)."""
        return self._home.get(part, part)

    def enter(self, part: PartId, story_id: StoryId) -> None:
        """A copy with this label ("" = its story's own part) came into a story; its part is there now."""
        if part:
            self._home[part] = story_id
            self._size[part] += 1

    def leave(self, part: PartId) -> None:
        """A copy with this label left its story."""
        if part:
            self._size[part] -= 1
            if not self._size[part]:
                del self._size[part], self._home[part]
