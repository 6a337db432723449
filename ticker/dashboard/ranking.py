"""The stories of a desk in their one order, filtered, kept sorted under updates.

A reader's copy of the ranking: `snapshot + updates = next snapshot`. An update costs a binary search
and a memory move, also with 5,000 stories.

Knows story views and their order; must not know who looks at them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from ticker.core.model import Op
from ticker.core.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.model import Instant
    from ticker.core.view import StoryView, TopView, UpdateView

_Key = tuple[bool, float, int, str]
GONE = frozenset({Op.EXPIRED, Op.MERGED})
"""Changes after which the story is no more."""


def order(story: StoryView) -> _Key:
    """Return the sort key of `core.rank.order` for a view: pinned in their order, score, the older story."""
    place = -story["score"] if story["pin"] is None else story["pin"]
    return (not story["pinned"], place, len(story["id"]), story["id"])


class Ranking:
    """Stories by rank. `epoch` and `offset` say what has been applied; "" = nothing yet.

    `base` is what the list is for, `query` what its reader asks for on top of that. `now` is the time
    of the news by which ages are judged; whoever owns the ranking keeps it current.
    """

    def __init__(self, base: Query | None = None) -> None:
        self.epoch = ""
        self.offset = 0
        self.base = base or Query()
        self.query = Query()
        self.now = 0.0
        self._stories: dict[str, StoryView] = {}
        self._keys: list[_Key] = []

    def __len__(self) -> int:
        """How many stories pass the filter."""
        return len(self._keys)

    def __contains__(self, story_id: object) -> bool:
        return isinstance(story_id, str) and self.index(story_id) is not None

    @property
    def total(self) -> int:
        """How many stories there are, filter aside."""
        return len(self._stories)

    @property
    def best(self) -> float:
        """The highest score among the stories that stand where their score puts them."""
        place = bisect_left(self._keys, (True,))
        return -self._keys[place][1] if place < len(self._keys) else 0.0

    def load(self, top: TopView) -> set[str]:
        """Replace everything by a snapshot; returns the ids that were not known before."""
        known = set(self._stories)
        self.epoch, self.offset = top["epoch"], top["offset"]
        self._stories = {story["id"]: story for story in top["stories"]}
        self._sort()
        return set(self._stories) - known

    def everything(self) -> list[StoryView]:
        """Return every story, shown or not, in their order."""
        return sorted(self._stories.values(), key=order)

    def as_top(self) -> TopView:
        """Return every story as the snapshot that it would be now."""
        return {
            "desk": "",
            "epoch": self.epoch,
            "offset": self.offset,
            "stories": list(self._stories.values()),
        }

    def apply(self, update: UpdateView) -> bool:
        """Apply one update; False = it was applied before (its offset is not ahead)."""
        if update["offset"] <= self.offset:
            return False
        self.offset = update["offset"]
        story = update["story"]
        self._remove(story["id"])
        if update["op"] not in GONE:
            self._stories[story["id"]] = story
            if self._wanted(story):
                insort(self._keys, order(story))
        return True

    def filter(self, query: Query) -> None:
        """Show only the stories that `query` matches."""
        self.query = query
        self._sort()

    def again(self, now: Instant) -> bool:
        """Let time pass: True = what is asked for depends on it, and the list was made anew."""
        self.now = now
        if not (self.base.timed or self.query.timed):
            return False
        self._sort()
        return True

    def at(self, index: int) -> StoryView:
        """Return the story at a rank, counted from 0 among those shown."""
        return self._stories[self._keys[index][-1]]

    def between(self, start: int, stop: int) -> Sequence[StoryView]:
        """Return the shown stories of the ranks `start` up to, not including, `stop`."""
        return [self._stories[key[-1]] for key in self._keys[start:stop]]

    def index(self, story_id: str) -> int | None:
        """Return the rank of a story among those shown, or None."""
        story = self._stories.get(story_id)
        if story is None:
            return None
        key = order(story)
        place = bisect_left(self._keys, key)
        return place if place < len(self._keys) and self._keys[place] == key else None

    def get(self, story_id: str) -> StoryView | None:
        """Return a story, shown or filtered out."""
        return self._stories.get(story_id)

    def _wanted(self, story: StoryView) -> bool:
        return self.base.matches(story, self.now) and self.query.matches(story, self.now)

    def _sort(self) -> None:
        self._keys = sorted(order(story) for story in self._stories.values() if self._wanted(story))

    def _remove(self, story_id: str) -> None:
        place = self.index(story_id)
        if place is not None:
            del self._keys[place]
        self._stories.pop(story_id, None)
