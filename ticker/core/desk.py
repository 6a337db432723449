"""The desk: one rolling stream of stories as a fold of its log.

`apply(event) -> updates` is the only way in. Two desks that applied the same events hold the same
stories, bit for bit; a desk restored from a snapshot goes on exactly as the one that made it, since
every index is derived from the live copies in their order, and from the journal of actions.

Knows what an event does to stories; must not know where events come from or where updates go.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import structs

from ticker.core.curate import Curator
from ticker.core.journal import Journal
from ticker.core.model import UNTOUCHED, Action, Changes, DeskSettings, Entry, Snapshot, Tick
from ticker.core.shelf import Shelf, signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticker.core.cluster import Considered
    from ticker.core.match import Match
    from ticker.core.model import Copy, Event, Ordinal, Story, StoryId, Update
    from ticker.core.readings import Readings

__all__ = ["Desk", "signature"]


class Desk:
    """State machine of one desk. Not thread-safe; one writer owns it."""

    def __init__(self, settings: DeskSettings | None = None) -> None:
        self._shelf = Shelf(settings or DeskSettings())
        self._journal = Journal()
        self._curator = Curator(self._shelf, self._journal)

    @classmethod
    def restore(cls, snapshot: Snapshot, readings: Iterable[Readings] = ()) -> Desk:
        """Rebuild the desk that wrote `snapshot`; it decides from here on as that one would.

        `readings` are what desks of this log said of theirs, whatever is still live of it: what they know is
        not read out of titles again.
        """
        desk = cls(snapshot.settings)
        desk._shelf.fill(snapshot, readings)
        for act in snapshot.acts:
            desk._journal.put(act)
        desk._journal.next_action = snapshot.next_action
        desk.drain()
        return desk

    def readings(self, start: Ordinal, end: Ordinal) -> Readings:
        """What was read of the live headlines from ordinal `start` to before `end`, for a later `restore`."""
        return self._shelf.readings(start, end)

    def snapshot(self) -> Snapshot:
        """The whole state, as `restore` needs it."""
        shelf, journal = self._shelf, self._journal
        return Snapshot(
            settings=shelf.settings,
            stories=tuple(sorted(shelf.stories.values(), key=lambda story: int(story.id))),
            copies=tuple(shelf.copies.values()),
            offset=shelf.offset,
            next_ordinal=shelf.next_ordinal,
            now=shelf.now,
            acts=tuple(journal.acts.values()),
            next_action=journal.next_action,
        )

    @property
    def settings(self) -> DeskSettings:
        """What the desk decides by at this moment."""
        return self._shelf.settings

    @property
    def overdue(self) -> bool:
        """Whether the last tick left something that the next one is to drop (see `Shelf.expire`)."""
        return self._shelf.overdue

    @property
    def next_ordinal(self) -> Ordinal:
        """The ordinal that the next copy gets."""
        return self._shelf.next_ordinal

    @property
    def stories(self) -> Mapping[StoryId, Story]:
        """Live stories by id."""
        return MappingProxyType(self._shelf.stories)

    @property
    def copies(self) -> Mapping[Ordinal, Copy]:
        """Live copies by ordinal, oldest first."""
        return MappingProxyType(self._shelf.copies)

    def story_of(self, feed: str, entry_id: str) -> tuple[Story, Copy] | None:
        """The story and the copy that hold this entry, while it is live."""
        shelf = self._shelf
        ordinal = shelf.known.get(feed, entry_id)
        return None if ordinal is None else (shelf.stories[shelf.home[ordinal]], shelf.copies[ordinal])

    def consider(self, entry: Entry, most: int | None = None) -> list[Considered]:
        """The live stories that a new entry would be weighed against, best first; changes nothing."""
        found: dict[StoryId, Considered] = {}
        for one in self._shelf.window.consider(signature(entry), most):
            home = self._shelf.home[one.via]
            found.setdefault(home, structs.replace(one, story=home))
        return list(found.values())

    def compare(self, entry: Entry, ordinal: Ordinal) -> Match:
        """How an entry stands to one live copy; changes nothing."""
        return self._shelf.window.compare(signature(entry), ordinal)

    def apply(self, event: Event) -> list[Update]:
        """Fold one event into the state; return what consumers see of it, in order."""
        before = len(self._shelf.pending.updates)
        if isinstance(event, Entry):
            self._shelf.at = event.received
            self._take(event)
        elif isinstance(event, Tick):
            self._shelf.at = event.now
            self._shelf.now = max(self._shelf.now, event.now)
            self._shelf.expire()
            self._curator.forget()
        elif isinstance(event, Action):
            self._shelf.at = event.at
            self._curator.apply(event)
        elif event != self._shelf.settings:
            self._shelf.configure(event)
        return self._shelf.pending.updates[before:]

    def drain(self) -> Changes:
        """Hand over everything that changed since the last drain: the body of one commit."""
        shelf, journal = self._shelf, self._journal
        changes, shelf.pending = shelf.pending, Changes()
        changes.acts, journal.pending = journal.pending, {}
        changes.offset, changes.next_ordinal, changes.now = shelf.offset, shelf.next_ordinal, shelf.now
        changes.next_action, changes.settings = journal.next_action, shelf.settings
        return changes

    def _take(self, entry: Entry) -> None:
        shelf = self._shelf
        known = shelf.known.get(entry.feed, entry.id)
        if known is not None:
            if shelf.copies[known].entry.title != entry.title:
                shelf.revise(known, entry)
            return
        if entry.alias and shelf.aliases.get(entry.feed, entry.alias) is not None:
            return  # the feed gave an entry that is here already another guid
        read = signature(entry)
        decision = shelf.window.place(read)
        copy = shelf.copy_of(entry, decision)
        if decision.story is None:
            shelf.found(copy, read)
            return
        shelf.join(copy, shelf.story_of_part(decision.story), read)
        if decision.merge:
            self._unite((decision.story, *decision.merge))

    def _unite(self, parts: tuple[str, ...]) -> None:
        """Fold stories that turned out to be one into the oldest, or into the one that editors touched.

        What editors hold back, took apart or laid hands on both sides of is theirs to merge.
        """
        shelf = self._shelf
        matched: dict[StoryId, str] = {}
        for part in parts:
            story = shelf.stories[shelf.story_of_part(part)]
            if story.id in matched or (matched and not self._may_join(story, matched)):
                continue
            matched[story.id] = part
        if len(matched) < 2:
            return
        into = min(matched, key=lambda one: (shelf.stories[one].edits == UNTOUCHED, int(one)))
        plan = {}
        for story_id, part in matched.items():
            for member in shelf.stories[story_id].members if story_id != into else ():
                own = shelf.part_of(member)
                plan[member] = (into, matched[into] if own == part else own)
        shelf.rehome(plan)
        for story_id, part in matched.items():
            if story_id != into:
                self._journal.rename(part, matched[into])

    def _may_join(self, story: Story, others: Mapping[StoryId, str]) -> bool:
        shelf, all_of = self._shelf, [story, *(self._shelf.stories[one] for one in others)]
        if any(one.held for one in all_of) or sum(one.edits != UNTOUCHED for one in all_of) > 1:
            return False
        parts = shelf.parts_of(story.id)
        return not any(self._journal.are_apart(parts, shelf.parts_of(one)) for one in others)
