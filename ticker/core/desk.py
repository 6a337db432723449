"""The desk: one rolling stream of stories as a fold of its log.

`apply(event) -> updates` is the only way in. Two desks that applied the same events hold the same
stories, bit for bit; a desk restored from a snapshot goes on exactly as the one that made it, since
every index is derived from the live copies in their order.

Knows what an event does to stories; must not know where events come from or where updates go.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from ticker.core import rank
from ticker.core.cluster import Window
from ticker.core.model import (
    Changes,
    Copy,
    DeskSettings,
    Entry,
    Op,
    Relation,
    Snapshot,
    Story,
    Tick,
    Update,
)
from ticker.core.text import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticker.core.cluster import Considered, Decision
    from ticker.core.match import Match
    from ticker.core.model import Event, Instant, Ordinal, StoryId
    from ticker.core.text import Headline


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


class Desk:
    """State machine of one desk. Not thread-safe; one writer owns it."""

    def __init__(self, settings: DeskSettings | None = None) -> None:
        self._settings = settings or DeskSettings()
        self._window = Window(self._settings)
        self._stories: dict[StoryId, Story] = {}
        self._copies: dict[Ordinal, Copy] = {}
        self._home: dict[Ordinal, StoryId] = {}
        self._voices: dict[StoryId, Counter[str]] = {}
        self._known: dict[tuple[str, str], Ordinal] = {}
        self._aliases: dict[tuple[str, str], Ordinal] = {}
        self._alive: deque[Ordinal] = deque()
        self._offset = 0
        self._next: Ordinal = 1
        self._now: Instant = 0.0
        self._pending = Changes()

    @classmethod
    def restore(cls, snapshot: Snapshot) -> Desk:
        """Rebuild the desk that wrote `snapshot`; it decides from here on as that one would."""
        desk = cls(snapshot.settings)
        desk._offset, desk._next, desk._now = snapshot.offset, snapshot.next_ordinal, snapshot.now
        desk._stories = {story.id: story for story in sorted(snapshot.stories, key=lambda s: int(s.id))}
        home = {member: story.id for story in snapshot.stories for member in story.members}
        for copy in sorted(snapshot.copies, key=lambda c: c.ordinal):
            desk._keep(copy, home[copy.ordinal])
        desk._pending = Changes()
        return desk

    def snapshot(self) -> Snapshot:
        """The whole state, as `restore` needs it."""
        return Snapshot(
            settings=self._settings,
            stories=tuple(self._stories.values()),
            copies=tuple(self._copies.values()),
            offset=self._offset,
            next_ordinal=self._next,
            now=self._now,
        )

    @property
    def settings(self) -> DeskSettings:
        """What the desk decides by at this moment."""
        return self._settings

    @property
    def stories(self) -> Mapping[StoryId, Story]:
        """Live stories by id."""
        return MappingProxyType(self._stories)

    @property
    def copies(self) -> Mapping[Ordinal, Copy]:
        """Live copies by ordinal, oldest first."""
        return MappingProxyType(self._copies)

    def story_of(self, feed: str, entry_id: str) -> tuple[Story, Copy] | None:
        """The story and the copy that hold this entry, while it is live."""
        ordinal = self._known.get((feed, entry_id))
        return None if ordinal is None else (self._stories[self._home[ordinal]], self._copies[ordinal])

    def consider(self, entry: Entry, most: int | None = None) -> list[Considered]:
        """The live stories that a new entry would be weighed against, best first; changes nothing."""
        return self._window.consider(signature(entry), most)

    def compare(self, entry: Entry, ordinal: Ordinal) -> Match:
        """How an entry stands to one live copy; changes nothing."""
        return self._window.compare(signature(entry), ordinal)

    def apply(self, event: Event) -> list[Update]:
        """Fold one event into the state; return what consumers see of it, in order."""
        before = len(self._pending.updates)
        if isinstance(event, Entry):
            self._take(event)
        elif isinstance(event, Tick):
            self._pass_time(event.now)
        else:
            self._configure(event)
        return self._pending.updates[before:]

    def drain(self) -> Changes:
        """Hand over everything that changed since the last drain: the body of one commit."""
        changes, self._pending = self._pending, Changes()
        changes.offset, changes.next_ordinal = self._offset, self._next
        changes.now, changes.settings = self._now, self._settings
        return changes

    # entries

    def _take(self, entry: Entry) -> None:
        known = self._known.get((entry.feed, entry.id))
        if known is not None:
            if self._copies[known].entry.title != entry.title:
                self._revise(known, entry)
            return
        if entry.alias and (entry.feed, entry.alias) in self._aliases:
            return  # the feed gave an entry that is here already another guid
        found = signature(entry)
        decision = self._window.place(found)
        copy = self._copy(entry, decision)
        story_id = decision.story
        if story_id is None:
            story_id = str(copy.ordinal)
            self._keep(copy, story_id, found)
            self._put(self._found(story_id, copy))
            self._say(Op.CREATED, story_id, copy.ordinal)
            return
        joined = self._stories[story_id]
        fresh = entry.voice not in self._voices[story_id]
        self._keep(copy, story_id, found)
        self._put(self._joined(joined, copy, fresh=fresh))
        self._say(Op.CHANGED, story_id, copy.ordinal)
        if decision.merge:
            self._merge((story_id, *decision.merge))

    def _copy(self, entry: Entry, decision: Decision) -> Copy:
        ordinal = self._next
        self._next += 1
        return Copy(ordinal, entry, decision.relation, decision.score, decision.via, decision.reasons)

    def _found(self, story_id: StoryId, copy: Copy) -> Story:
        entry = copy.entry
        return Story(
            id=story_id,
            lead=copy.ordinal,
            headline=entry.title,
            url=entry.url,
            lang=entry.lang,
            score=rank.report(entry.weight, entry.time, self._settings.half_life),
            members=(copy.ordinal,),
            publishers=(entry.publisher,),
            first_seen=entry.time,
            last_seen=entry.time,
        )

    def _joined(self, story: Story, copy: Copy, *, fresh: bool) -> Story:
        entry = copy.entry
        score = story.score
        if fresh:
            score = rank.add(score, rank.report(entry.weight, entry.time, self._settings.half_life))
        publishers = story.publishers
        if entry.publisher not in publishers:
            publishers = (*publishers, entry.publisher)
        grown = replace(
            story,
            score=score,
            members=(*story.members, copy.ordinal),
            publishers=publishers,
            first_seen=min(story.first_seen, entry.time),
            last_seen=max(story.last_seen, entry.time),
        )
        return self._led(grown, copy.ordinal) if self._leads(copy, story) else grown

    def _leads(self, copy: Copy, story: Story) -> bool:
        """A changed fact takes the headline, unless it is older than the one that is shown."""
        shown = self._copies[story.lead].entry
        return copy.relation is Relation.UPDATE and copy.entry.time >= shown.time

    def _led(self, story: Story, ordinal: Ordinal) -> Story:
        entry = self._copies[ordinal].entry
        return replace(story, lead=ordinal, headline=entry.title, url=entry.url, lang=entry.lang)

    def _revise(self, old: Ordinal, entry: Entry) -> None:
        """The feed changed the title of an entry: same copy, new ordinal, the old title kept."""
        story = self._stories[self._home[old]]
        was = self._copies[old]
        copy = replace(was, ordinal=self._next, entry=entry, former=(*was.former, was.entry.title))
        self._next += 1
        self._drop(old)
        self._keep(copy, story.id)
        members = tuple(member for member in story.members if member != old)
        story = replace(story, members=(*members, copy.ordinal), last_seen=max(story.last_seen, entry.time))
        self._put(self._led(story, copy.ordinal) if story.lead == old else story)
        self._say(Op.CHANGED, story.id, copy.ordinal)

    def _merge(self, ids: Iterable[StoryId]) -> None:
        """Fold stories that turned out to be one into the oldest of them."""
        stories = sorted({self._stories[one].id for one in ids}, key=int)
        into = stories[0]
        for absorbed in (self._stories[one] for one in stories[1:]):
            for member in absorbed.members:
                self._home[member] = into
                self._window.move(member, into)
            self._voices[into] += self._voices.pop(absorbed.id)
            del self._stories[absorbed.id]
            self._pending.stories[absorbed.id] = None
            self._offset += 1
            self._pending.updates.append(Update(self._offset, Op.MERGED, absorbed, into=into))
            members = tuple(sorted((*self._stories[into].members, *absorbed.members)))
            self._put(self._rebuilt(self._stories[into], members))
        self._say(Op.CHANGED, into)

    # time and settings

    def _pass_time(self, now: Instant) -> None:
        self._now = max(self._now, now)
        horizon = self._now - self._settings.window
        lost: dict[StoryId, None] = {}
        while self._alive:
            copy = self._copies.get(self._alive[0])
            if copy is not None and copy.entry.received > horizon:
                break
            self._alive.popleft()
            if copy is not None:
                lost[self._home[copy.ordinal]] = None
                self._drop(copy.ordinal)
        for story_id in lost:
            self._shrink(story_id)

    def _shrink(self, story_id: StoryId) -> None:
        story = self._stories[story_id]
        members = tuple(member for member in story.members if member in self._copies)
        if members:
            self._put(self._rebuilt(story, members))
            self._say(Op.CHANGED, story_id)
            return
        del self._stories[story_id]
        del self._voices[story_id]
        self._pending.stories[story_id] = None
        self._offset += 1
        self._pending.updates.append(Update(self._offset, Op.EXPIRED, story))

    def _configure(self, settings: DeskSettings) -> None:
        if settings == self._settings:
            return
        rescored = settings.half_life != self._settings.half_life
        self._settings = settings
        self._window = Window(settings)
        for ordinal, copy in self._copies.items():
            self._window.add(ordinal, signature(copy.entry), self._home[ordinal])
        if rescored:
            for story in list(self._stories.values()):
                self._put(replace(story, score=self._score(story.members)))
                self._say(Op.CHANGED, story.id)

    def _rebuilt(self, story: Story, members: tuple[Ordinal, ...]) -> Story:
        """The story over `members` (in ordinal order): score, lead, publishers and times anew."""
        copies = [self._copies[member] for member in members]
        story = replace(
            story,
            members=members,
            score=self._score(members),
            publishers=tuple(dict.fromkeys(copy.entry.publisher for copy in copies)),
            first_seen=min(copy.entry.time for copy in copies),
            last_seen=max(copy.entry.time for copy in copies),
        )
        if story.lead in self._copies:
            return story
        facts = [copy for copy in copies if copy.relation is Relation.UPDATE]
        return self._led(story, (facts[-1] if facts else copies[0]).ordinal)

    def _score(self, members: Iterable[Ordinal]) -> float:
        firsts: dict[str, Entry] = {}
        for member in members:
            entry = self._copies[member].entry
            firsts.setdefault(entry.voice, entry)
        half_life = self._settings.half_life
        return rank.total(rank.report(entry.weight, entry.time, half_life) for entry in firsts.values())

    # bookkeeping

    def _keep(self, copy: Copy, story_id: StoryId, found: Headline | None = None) -> None:
        entry, ordinal = copy.entry, copy.ordinal
        self._copies[ordinal] = copy
        self._pending.copies[ordinal] = copy
        self._home[ordinal] = story_id
        self._alive.append(ordinal)
        self._voices.setdefault(story_id, Counter())[entry.voice] += 1
        self._known[entry.feed, entry.id] = ordinal
        if entry.alias:
            self._aliases[entry.feed, entry.alias] = ordinal
        self._window.add(ordinal, found or signature(entry), story_id)

    def _drop(self, ordinal: Ordinal) -> None:
        entry = self._copies.pop(ordinal).entry
        self._pending.copies[ordinal] = None
        voices = self._voices[self._home.pop(ordinal)]
        voices[entry.voice] -= 1
        if not voices[entry.voice]:
            del voices[entry.voice]
        for known, key in ((self._known, entry.id), (self._aliases, entry.alias)):
            if known.get((entry.feed, key)) == ordinal:
                del known[entry.feed, key]
        self._window.remove(ordinal)

    def _put(self, story: Story) -> None:
        self._stories[story.id] = story
        self._pending.stories[story.id] = story

    def _say(self, op: Op, story_id: StoryId, cause: Ordinal = 0) -> None:
        self._offset += 1
        if cause:
            self._pending.causes[cause] = self._copies[cause]
        self._pending.updates.append(Update(self._offset, op, self._stories[story_id], entry=cause))
