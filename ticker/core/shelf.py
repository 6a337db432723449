"""The stories of a desk and their copies, kept consistent: who is where, what a story shows, what changed.

A story is made of *parts* (`core/parts.py`). The window index knows parts only.

Knows who is in which story, and who must be told; must not know why something is done to a story.
"""

from __future__ import annotations

from collections import deque
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from ticker.core import showing
from ticker.core.cluster import Window
from ticker.core.identities import Identities
from ticker.core.kept import Said
from ticker.core.model import (
    Changes,
    Copy,
    DeskSettings,
    Edits,
    Entry,
    Op,
    Story,
    Update,
)
from ticker.core.moves import moves
from ticker.core.parts import Parts
from ticker.core.text import headline
from ticker.core.voices import Voices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticker.core.cluster import Decision
    from ticker.core.model import Instant, Ordinal, Snapshot, StoryId
    from ticker.core.parts import PartId
    from ticker.core.readings import Readings
    from ticker.core.text import Headline

MOST_FORMER: Final = 20
"""Earlier titles kept of one entry; the oldest give way."""

AT_ONCE: Final = 2_000
"""Copies that one tick drops at most: what comes meanwhile need not wait for 100,000 to go."""

_NOTHING: Final[Mapping[StoryId, Any]] = MappingProxyType({})


def signature(entry: Entry) -> Headline:
    """What an entry is matched by."""
    return headline(
        entry.title,
        time=entry.time,
        publisher=entry.voice,
        lang=entry.lang,
        summary=entry.summary,
        feed=entry.feed,
    )


def _shared(story: Story, lead: Entry) -> Story:
    """The same story; what it has from its lead is the lead's own object, not one more of a million."""
    title = lead.title if story.headline == lead.title else story.headline
    url = lead.url if story.url == lead.url else story.url
    if title is story.headline and url is story.url:
        return story
    return structs.replace(story, headline=title, url=url)


class Shelf:
    """Live copies and stories of one desk, and what changed in them since the last drain."""

    def __init__(self, settings: DeskSettings) -> None:
        self.settings = settings
        self.window = Window(settings, self)
        self.stories: dict[StoryId, Story] = {}
        self.copies: dict[Ordinal, Copy] = {}
        self.home: dict[Ordinal, StoryId] = {}
        self.known = Identities()
        self.aliases = Identities()
        self.offset = 0
        self.next_ordinal: Ordinal = 1
        self.now: Instant = 0.0
        self.at: Instant = 0.0  # of the event at hand: what consumers read
        self.pending = Changes()
        self.action = 0
        self.hand = ""
        self._voices = Voices()
        self._alive: deque[Ordinal] = deque()
        self._timed: set[StoryId] = set()
        self._parts = Parts()

    # parts

    def part_of(self, ordinal: Ordinal) -> PartId:
        """The part that a live copy belongs to."""
        return self.copies[ordinal].part or self.home[ordinal]

    def said(self, ordinal: Ordinal) -> Said:
        """What a live copy's headline is read from."""
        entry = self.copies[ordinal].entry
        return Said(entry.title, entry.time, entry.voice, entry.lang, entry.summary, entry.feed)

    def story_of_part(self, part: PartId) -> StoryId:
        """The story that holds a part (which need not be live)."""
        return self._parts.home(part)

    def parts_of(self, story_id: StoryId) -> tuple[PartId, ...]:
        """The parts of a live story, in order of their first copies."""
        return tuple(dict.fromkeys(self.part_of(member) for member in self.stories[story_id].members))

    def in_part(self, part: PartId) -> list[Ordinal]:
        """The live copies of a part."""
        story = self.stories.get(self.story_of_part(part))
        return [] if story is None else [one for one in story.members if self.part_of(one) == part]

    # what a headline does

    def take_ordinal(self) -> Ordinal:
        """The next ordinal, for a copy or for a story that no copy founds."""
        self.next_ordinal += 1
        return self.next_ordinal - 1

    def found(self, copy: Copy, read: Headline) -> StoryId:
        """A copy founds its own story."""
        story_id = str(copy.ordinal)
        self.keep(copy, story_id, read)
        story = showing.founded(story_id, copy, self.settings.half_life)
        self.put(story)
        self.say(Op.CREATED, story_id, copy.ordinal)
        return story_id

    def join(self, copy: Copy, story_id: StoryId, read: Headline) -> None:
        """A copy joins a live story, in the part that `copy.part` names."""
        story = self.stories[story_id]
        fresh = not self._voices.has(story_id, copy.entry.voice)
        self.keep(copy, story_id, read)
        grown = showing.grown(story, copy, self.copies, self.settings.half_life, fresh=fresh)
        self.put(grown)
        self.say(Op.CHANGED, story_id, copy.ordinal)

    def revise(self, old: Ordinal, entry: Entry) -> None:
        """The feed changed the title of an entry: same copy, new ordinal, the old title kept."""
        story, was = self.stories[self.home[old]], self.copies[old]
        # each title once: a feed whose servers disagree would go on for ever
        former = tuple(dict.fromkeys((*was.former, was.entry.title)))[-MOST_FORMER:]
        copy = structs.replace(was, ordinal=self.take_ordinal(), entry=entry, former=former)
        self._drop(old)
        self.keep(copy, story.id)
        members = (*(member for member in story.members if member != old), copy.ordinal)
        story = structs.replace(story, members=members, last_seen=max(story.last_seen, entry.time))
        if showing.mutes(story):
            story = self._rebuilt(story, keep_lead=True)
        self.put(showing.led(story, copy) if story.lead == old else story)
        self.say(Op.CHANGED, story.id, copy.ordinal)

    # what time and settings do

    def expire(self) -> None:
        """Drop what the window no longer holds, and end marks and embargoes whose time has come.

        `AT_ONCE` copies are dropped at most, the oldest first: `overdue` says that there are more.
        """
        lost: dict[StoryId, None] = {}
        for _ in range(AT_ONCE):
            if not self.overdue:
                break
            ordinal = self._alive.popleft()
            lost[self.home[ordinal]] = None
            self._drop(ordinal)
        for story_id in lost:
            self._shrink(story_id)
        for story in [self.stories[one] for one in sorted(self._timed, key=int)]:
            dressed = self._dressed(story, story.edits)
            if dressed != story:
                self.put(dressed)
                self.say(Op.RESTORED if story.held and not dressed.held else Op.CHANGED, story.id)

    @property
    def overdue(self) -> bool:
        """Whether the window still holds a copy that it should not."""
        alive = self._alive
        while alive and alive[0] not in self.copies:
            alive.popleft()
        return bool(alive) and self.copies[alive[0]].entry.received <= self.now - self.settings.window

    def _shrink(self, story_id: StoryId) -> None:
        story = self.stories[story_id]
        members = tuple(member for member in story.members if member in self.copies)
        if members:
            self.put(self._rebuilt(structs.replace(story, members=members), keep_lead=True))
            self.say(Op.CHANGED, story_id)
            return
        self.remove(story_id)
        self.tell(Op.EXPIRED, story)

    def configure(self, settings: DeskSettings) -> None:
        """Go on by other settings; scores change where the half-life does."""
        rescored = settings.half_life != self.settings.half_life
        self.settings = settings
        self.window.configure(settings)
        if rescored:
            for story in sorted(self.stories.values(), key=lambda one: int(one.id)):
                self.put(
                    structs.replace(story, score=showing.score_of(story, self.copies, settings.half_life))
                )
                self.say(Op.CHANGED, story.id)

    # what editors and strong evidence do

    def rehome(
        self,
        plan: Mapping[Ordinal, tuple[StoryId, PartId]],
        edits: Mapping[StoryId, Edits] = _NOTHING,
    ) -> None:
        """Give copies to other stories and parts, all at once.

        `edits` are laid over stories that change by it. Those that it empties are merged into the one that
        got their first copy.
        """
        moved = moves({one: target for one, (target, _) in plan.items()}, self.home, self.stories)
        for ordinal in sorted(plan):
            self._relabel(ordinal, *plan[ordinal])
        for story_id in moved.emptied:
            story = self.stories[story_id]
            self.remove(story_id)
            self.tell(Op.MERGED, story, into=moved.heir[story_id])
        live = moved.live
        for story_id in live:
            self._refill(story_id, moved.members[story_id])
            story = self.stories[story_id]
            self.put(self._dressed(story, edits.get(story_id, story.edits)))
        for story_id in (one for one in live if one not in moved.made):
            came_out = moved.out_of(story_id)
            for one in came_out:
                self.tell(Op.SPLIT, self.stories[story_id], into=one)
            if not came_out:
                self.say(Op.CHANGED, story_id)
        for story_id in (one for one in live if one in moved.made):
            self.say(Op.CREATED, story_id)

    def _refill(self, story_id: StoryId, members: Iterable[Ordinal]) -> None:
        ordered = tuple(sorted(members))
        self._voices.recount(story_id, (self.copies[member].entry.voice for member in ordered))
        story = self.stories.get(story_id)
        if story is None:
            story = showing.founded(story_id, self.copies[ordered[0]], self.settings.half_life)
        self.put(self._rebuilt(structs.replace(story, members=ordered)))

    def _relabel(self, ordinal: Ordinal, story_id: StoryId, part: PartId) -> None:
        copy = self.copies[ordinal]
        if part != self.part_of(ordinal):
            self.window.move(ordinal, part)
        self._parts.leave(copy.part)
        self.home[ordinal] = story_id
        label = "" if part == story_id else part
        if copy.part != label:
            self.copies[ordinal] = self.pending.copies[ordinal] = copy = structs.replace(copy, part=label)
        self._parts.enter(copy.part, story_id)

    def dress(self, story_id: StoryId, edits: Edits) -> None:
        """Lay these edits over a live story, and say what that is to consumers."""
        before = self.stories[story_id]
        after = self._dressed(before, edits)
        if after != before:
            self.put(after)
            self.say(showing.op_of(before, after), story_id)

    def _dressed(self, story: Story, edits: Edits) -> Story:
        return showing.dressed(story, edits, self.now, self.copies, self.settings.half_life)

    def _rebuilt(self, story: Story, *, keep_lead: bool = False) -> Story:
        return showing.rebuilt(story, self.copies, self.settings.half_life, keep_lead=keep_lead)

    # bookkeeping

    def copy_of(self, entry: Entry, decision: Decision) -> Copy:
        """A new copy, as matching placed it."""
        part = decision.story or ""
        label = part if part in self._parts else ""
        return Copy(
            self.take_ordinal(),
            entry,
            decision.relation,
            decision.score,
            decision.via,
            decision.reasons,
            part=label,
            veto=decision.veto,
        )

    def keep(self, copy: Copy, story_id: StoryId, read: Headline | None = None) -> None:
        """Make a copy live as a member of a story; the story itself is the caller's to put."""
        self.pending.copies[copy.ordinal] = copy
        self._enter(copy, story_id)
        self.window.add(copy.ordinal, read or signature(copy.entry), copy.part or story_id)

    def fill(self, snapshot: Snapshot, readings: Iterable[Readings]) -> None:
        """Take over the stories and copies of a snapshot, on an empty shelf (see `Window.fill`)."""
        self.offset, self.next_ordinal, self.now = snapshot.offset, snapshot.next_ordinal, snapshot.now
        entries = {copy.ordinal: copy.entry for copy in snapshot.copies}
        homes = {}
        for story in snapshot.stories:
            self.put(_shared(story, entries[story.lead]))
            homes.update(dict.fromkeys(story.members, story.id))
        for copy in sorted(snapshot.copies, key=attrgetter("ordinal")):
            self._enter(copy, homes[copy.ordinal])
        self.window.fill(self._alive, readings)
        self.pending = Changes()

    def _enter(self, copy: Copy, story_id: StoryId) -> None:
        entry, ordinal = copy.entry, copy.ordinal
        self.copies[ordinal] = copy
        self.home[ordinal] = story_id
        self._alive.append(ordinal)
        self._voices.add(story_id, entry.voice)
        self.known.put(entry.feed, entry.id, ordinal)
        if entry.alias:
            self.aliases.put(entry.feed, entry.alias, ordinal)
        self._parts.enter(copy.part, story_id)

    def readings(self, start: Ordinal, end: Ordinal) -> Readings:
        """What was read of the live copies from `start` to before `end`."""
        return self.window.readings(one for one in range(start, end) if one in self.copies)

    def _drop(self, ordinal: Ordinal) -> None:
        self.window.remove(ordinal)
        copy = self.copies.pop(ordinal)
        entry = copy.entry
        self.pending.copies[ordinal] = None
        self._voices.remove(self.home.pop(ordinal), entry.voice)
        self.known.drop(entry.feed, entry.id, ordinal)
        self.aliases.drop(entry.feed, entry.alias, ordinal)
        self._parts.leave(copy.part)

    def put(self, story: Story) -> None:
        """Keep this state of a story."""
        self.stories[story.id] = story
        self.pending.stories[story.id] = story
        if story.breaking or (story.held and not story.edits.spiked):
            self._timed.add(story.id)
        else:
            self._timed.discard(story.id)

    def remove(self, story_id: StoryId) -> None:
        """Take a story away that has no copies any more."""
        del self.stories[story_id]
        self._voices.forget(story_id)
        self._timed.discard(story_id)
        self.pending.stories[story_id] = None

    def say(self, op: Op, story_id: StoryId, cause: Ordinal = 0) -> None:
        """Tell consumers what has happened to a live story."""
        if cause:
            self.pending.causes[cause] = self.copies[cause]
        self.tell(op, self.stories[story_id], entry=cause)

    def tell(self, op: Op, story: Story, *, entry: Ordinal = 0, into: StoryId = "") -> None:
        """Tell consumers what has happened to a story, live or not."""
        self.offset += 1
        update = Update(self.offset, op, story, entry, into, self.action, self.hand, self.at)
        self.pending.updates.append(update)
