"""A desk in memory, and editors who act on it.

Knows actions and what they leave; must not know what a test expects of them.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from ticker.core import rank
from ticker.core.desk import Desk
from ticker.core.model import Action, DeskSettings, Entry, Op, Tick, Update, Verb

if TYPE_CHECKING:
    from ticker.core.acts import Verdict


START = 1_790_000_000.0
MINUTE, HOUR = 60.0, 3600.0


BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"


BANK = "Central bank of Norland holds rates at 4.25 percent"


FERRY = "Ferry strike in Kalmar enters third day as talks collapse"


FIRE = "Wildfire near Monte Verano kills 5, forces hundreds from homes"


FIRE_GROWN = "Wildfire near Monte Verano kills 8, forces hundreds from homes"


def entry(title: str, feed: str = "a", *, at: float = START, key: str = "") -> Entry:
    return Entry(id=key or title, feed=feed, publisher=feed.title(), title=title, received=at, time=at)


class Night:
    """A desk, and editors who act on it a second apart."""

    def __init__(self, *titles: str, **settings: Any) -> None:
        self.desk = Desk(DeskSettings(**settings))
        self.updates: list[Update] = []
        self.verdicts: list[Verdict] = []
        self._ids = count(1)
        for title in titles:
            self.feed(entry(title))

    def feed(self, *entries: Entry | Tick) -> list[Update]:
        new = [update for one in entries for update in self.desk.apply(one)]
        self.updates += new
        return new

    def act(self, verb: Verb, *stories: str, by: str = "amal", **fields: Any) -> Verdict:
        number = next(self._ids)
        fields.setdefault("at", START + number)
        self.updates += self.desk.apply(Action(f"id{number}", verb, by=by, stories=stories, **fields))
        self.verdicts += self.desk.drain().verdicts
        return self.verdicts[-1]

    def done(self, verb: Verb, *stories: str, **fields: Any) -> Verdict:
        verdict = self.act(verb, *stories, **fields)
        assert not verdict.refused, verdict.reason
        return verdict

    def refused(self, kind: str, verb: Verb, *stories: str, **fields: Any) -> str:
        before = self.desk.snapshot()
        verdict = self.act(verb, *stories, **fields)
        after = self.desk.snapshot()
        assert verdict.refused == kind, verdict
        assert (after.stories, after.copies, after.acts) == (before.stories, before.copies, before.acts)
        assert (after.offset, after.next_ordinal) == (before.offset, before.next_ordinal)
        return verdict.reason

    def order(self) -> list[str]:
        return [story.id for story in sorted(self.desk.stories.values(), key=rank.order)]

    def partition(self) -> dict[str, tuple[int, ...]]:
        return {story.id: story.members for story in self.desk.stories.values()}

    def marks(self) -> dict[str, str]:
        named = {
            story.id: "held" * story.held + "pinned" * story.pinned for story in self.desk.stories.values()
        }
        return {story_id: marks for story_id, marks in named.items() if marks}

    def last(self, many: int) -> list[tuple[Op, str, str]]:
        return [(update.op, update.story.id, update.into) for update in self.updates[-many:]]
