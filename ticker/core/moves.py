"""What moving copies between stories amounts to, before anything is moved: who has which members after it.

Knows places of copies; must not know what a story shows or who is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker.core.model import Ordinal, Story, StoryId


@dataclass(slots=True)
class Moves:
    """The outcome of a plan.

    `members` are those of every story that changes, after the move. `heir` says where a story's first copy
    went that it gave away, `made` which story a new one came out of.
    """

    members: dict[StoryId, set[Ordinal]] = field(default_factory=dict)
    heir: dict[StoryId, StoryId] = field(default_factory=dict)
    made: dict[StoryId, StoryId] = field(default_factory=dict)

    @property
    def emptied(self) -> list[StoryId]:
        """Stories that have no member any more, oldest first."""
        return sorted((one for one in self.members if not self.members[one]), key=int)

    @property
    def live(self) -> list[StoryId]:
        """Stories that changed and have members, oldest first."""
        return sorted((one for one in self.members if self.members[one]), key=int)

    def out_of(self, story_id: StoryId) -> list[StoryId]:
        """The new stories that came out of one, oldest first."""
        return sorted((one for one, source in self.made.items() if source == story_id), key=int)


def moves(
    plan: Mapping[Ordinal, StoryId], home: Mapping[Ordinal, StoryId], stories: Mapping[StoryId, Story]
) -> Moves:
    """Each copy of `plan` goes to the story named there, which may be new; `home` says where it is now."""
    found = Moves()
    for ordinal in sorted(plan):
        source, target = home[ordinal], plan[ordinal]
        if source == target:
            continue
        for one in (source, target):
            found.members.setdefault(one, set(stories[one].members if one in stories else ()))
        found.members[source].discard(ordinal)
        found.members[target].add(ordinal)
        found.heir.setdefault(source, target)
        if target not in stories:
            found.made.setdefault(target, source)
    return found
