"""The stories of a desk and their copies, kept consistent: who is where, what a story shows, what changed.

A story is made of *parts*: the clusters that matching made. Most stories are one part, named like the
story; where editors merged stories, each keeps its part, so that matching goes on as before and a merge
can be taken back exactly. The window index knows parts only.

Knows how a story follows from its copies and its edits; must not know why something is done to it.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ticker.core import rank
from ticker.core.cluster import Window
from ticker.core.edits import is_muted
from ticker.core.identities import Identities
from ticker.core.kept import Said
from ticker.core.model import (
    Changes,
    Copy,
    DeskSettings,
    Edits,
    Entry,
    Op,
    Relation,
    Story,
    Update,
)
from ticker.core.text import headline
from ticker.core.voices import Voices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ticker.core.cluster import Decision
    from ticker.core.model import Instant, Ordinal, StoryId
    from ticker.core.text import Headline

PartId = str

MOST_FORMER: Final = 20
"""Earlier titles kept of one entry; the oldest give way."""

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
        self._part_home: dict[PartId, StoryId] = {}
        self._part_size: Counter[PartId] = Counter()

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
        return self._part_home.get(part, part)

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
        entry = copy.entry
        story = Story(
            id=story_id,
            lead=copy.ordinal,
            headline=entry.title,
            url=entry.url,
            lang=entry.lang,
            score=rank.report(entry.weight, entry.time, self.settings.half_life),
            members=(copy.ordinal,),
            publishers=(entry.publisher,),
            first_seen=entry.time,
            last_seen=entry.time,
        )
        self.put(story)
        self.say(Op.CREATED, story_id, copy.ordinal)
        return story_id

    def join(self, copy: Copy, story_id: StoryId, read: Headline) -> None:
        """A copy joins a live story, in the part that `copy.part` names."""
        story = self.stories[story_id]
        fresh = not self._voices.has(story_id, copy.entry.voice)
        self.keep(copy, story_id, read)
        members = (*story.members, copy.ordinal)
        if story.edits.muted_sources or story.edits.muted_phrases:
            grown = self.rebuilt(replace(story, members=members))
        else:
            grown = self._grown(story, copy, members, fresh=fresh)
            if self._leads(copy, self.copies[story.lead]):
                grown = self._led(grown, copy.ordinal)
        self.put(grown)
        self.say(Op.CHANGED, story_id, copy.ordinal)

    def _grown(self, story: Story, copy: Copy, members: tuple[Ordinal, ...], *, fresh: bool) -> Story:
        entry, boost = copy.entry, story.edits.boost
        score = story.score
        if fresh:
            report = rank.report(entry.weight, entry.time, self.settings.half_life)
            score = rank.add(score - boost, report) + boost
        publishers = story.publishers
        if entry.publisher not in publishers:
            publishers = (*publishers, entry.publisher)
        return replace(
            story,
            score=score,
            members=members,
            publishers=publishers,
            first_seen=min(story.first_seen, entry.time),
            last_seen=max(story.last_seen, entry.time),
        )

    def revise(self, old: Ordinal, entry: Entry) -> None:
        """The feed changed the title of an entry: same copy, new ordinal, the old title kept."""
        story, was = self.stories[self.home[old]], self.copies[old]
        # each title once: a feed whose servers disagree would go on for ever
        former = tuple(dict.fromkeys((*was.former, was.entry.title)))[-MOST_FORMER:]
        copy = replace(was, ordinal=self.take_ordinal(), entry=entry, former=former)
        self._drop(old)
        self.keep(copy, story.id)
        members = (*(member for member in story.members if member != old), copy.ordinal)
        story = replace(story, members=members, last_seen=max(story.last_seen, entry.time))
        if story.edits.muted_sources or story.edits.muted_phrases:
            story = self.rebuilt(story, keep_lead=True)
        self.put(self._led(story, copy.ordinal) if story.lead == old else story)
        self.say(Op.CHANGED, story.id, copy.ordinal)

    # what time and settings do

    def expire(self) -> None:
        """Drop what the window no longer holds, and end marks and embargoes whose time has come."""
        horizon = self.now - self.settings.window
        lost: dict[StoryId, None] = {}
        while self._alive:
            copy = self.copies.get(self._alive[0])
            if copy is not None and copy.entry.received > horizon:
                break
            self._alive.popleft()
            if copy is not None:
                lost[self.home[copy.ordinal]] = None
                self._drop(copy.ordinal)
        for story_id in lost:
            self._shrink(story_id)
        for story in [self.stories[one] for one in sorted(self._timed, key=int)]:
            dressed = self.dressed(story, story.edits)
            if dressed != story:
                self.put(dressed)
                self.say(Op.RESTORED if story.held and not dressed.held else Op.CHANGED, story.id)

    def _shrink(self, story_id: StoryId) -> None:
        story = self.stories[story_id]
        members = tuple(member for member in story.members if member in self.copies)
        if members:
            self.put(self.rebuilt(replace(story, members=members), keep_lead=True))
            self.say(Op.CHANGED, story_id)
            return
        self.remove(story_id)
        self.tell(Op.EXPIRED, story)

    def configure(self, settings: DeskSettings) -> None:
        """Go on by other settings: the index anew, and the scores where the half-life changed."""
        rescored = settings.half_life != self.settings.half_life
        self.settings = settings
        self.window = Window(settings, self)
        for ordinal, copy in self.copies.items():
            self.window.add(ordinal, signature(copy.entry), self.part_of(ordinal))
        if rescored:
            for story in sorted(self.stories.values(), key=lambda one: int(one.id)):
                self.put(replace(story, score=self._score(story)))
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
        members: dict[StoryId, set[Ordinal]] = {}
        heir: dict[StoryId, StoryId] = {}
        made: dict[StoryId, StoryId] = {}
        for ordinal in sorted(plan):
            source, (target, part) = self.home[ordinal], plan[ordinal]
            if source != target:
                for one in (source, target):
                    members.setdefault(one, set(self.stories[one].members if one in self.stories else ()))
                members[source].discard(ordinal)
                members[target].add(ordinal)
                heir.setdefault(source, target)
                if target not in self.stories:
                    made.setdefault(target, source)
            self._relabel(ordinal, target, part)
        changed = sorted(members, key=int)
        for story_id in (one for one in changed if not members[one]):
            story = self.stories[story_id]
            self.remove(story_id)
            self.tell(Op.MERGED, story, into=heir[story_id])
        live = [one for one in changed if members[one]]
        for story_id in live:
            self._refill(story_id, members[story_id])
            story = self.stories[story_id]
            story = self.dressed(story, edits.get(story_id, story.edits))
            self.put(story)
        for story_id in (one for one in live if one not in made):
            came_out = [one for one in live if made.get(one) == story_id]
            for one in came_out:
                self.tell(Op.SPLIT, self.stories[story_id], into=one)
            if not came_out:
                self.say(Op.CHANGED, story_id)
        for story_id in (one for one in live if one in made):
            self.say(Op.CREATED, story_id)

    def _refill(self, story_id: StoryId, members: Iterable[Ordinal]) -> None:
        ordered = tuple(sorted(members))
        self._voices.recount(story_id, (self.copies[member].entry.voice for member in ordered))
        story = self.stories.get(story_id)
        if story is None:
            lead = self.copies[ordered[0]].entry
            story = Story(
                id=story_id,
                lead=0,
                headline=lead.title,
                url=lead.url,
                lang=lead.lang,
                score=0.0,
                members=ordered,
                publishers=(),
                first_seen=lead.time,
                last_seen=lead.time,
            )
        self.put(self.rebuilt(replace(story, members=ordered)))

    def _relabel(self, ordinal: Ordinal, story_id: StoryId, part: PartId) -> None:
        copy = self.copies[ordinal]
        if part != self.part_of(ordinal):
            self.window.move(ordinal, part)
        self._leave_part(copy)
        self.home[ordinal] = story_id
        label = "" if part == story_id else part
        if copy.part != label:
            self.copies[ordinal] = self.pending.copies[ordinal] = copy = replace(copy, part=label)
        self._enter_part(copy, story_id)

    def dress(self, story_id: StoryId, edits: Edits) -> None:
        """Lay these edits over a live story, and say what that is to consumers."""
        before = self.stories[story_id]
        after = self.dressed(before, edits)
        if after != before:
            self.put(after)
            self.say(_op(before, after), story_id)

    def dressed(self, story: Story, edits: Edits) -> Story:
        """The story as it shows itself under these edits."""
        anew = self._counts(edits) != self._counts(story.edits)
        story = replace(
            story,
            edits=edits,
            pinned=edits.pin is not None,
            breaking=edits.breaking > self.now,
            held=edits.spiked or edits.embargo > self.now,
        )
        if anew:
            story = self.rebuilt(story)
        return self._led(story, story.lead)

    @staticmethod
    def _counts(edits: Edits) -> tuple[object, ...]:
        return edits.boost, edits.muted_sources, edits.muted_phrases

    # how a story follows from its copies

    def rebuilt(self, story: Story, *, keep_lead: bool = False) -> Story:
        """The story over its members (in ordinal order): score, lead, publishers and times anew.

        It leads with the newest fact, else with the first headline of its own part.
        """
        copies = self.counted(story)
        story = replace(
            story,
            score=self._score(story),
            publishers=tuple(dict.fromkeys(copy.entry.publisher for copy in copies)),
            first_seen=min(copy.entry.time for copy in copies),
            last_seen=max(copy.entry.time for copy in copies),
        )
        if keep_lead and any(copy.ordinal == story.lead for copy in copies):
            return story
        lead = next((copy for copy in copies if copy.part in ("", story.id)), copies[0])
        for copy in copies:
            if copy is not lead and self._leads(copy, lead):
                lead = copy
        return self._led(story, lead.ordinal)

    def counted(self, story: Story) -> Sequence[Copy]:
        """The members that count: those that no editor muted, or all where none is left."""
        copies = [self.copies[member] for member in story.members]
        return [copy for copy in copies if not is_muted(copy.entry, story.edits)] or copies

    @staticmethod
    def _leads(copy: Copy, shown: Copy) -> bool:
        """A changed fact takes the headline, unless it is older than the one that is shown."""
        return copy.relation is Relation.UPDATE and copy.entry.time >= shown.entry.time

    def _led(self, story: Story, ordinal: Ordinal) -> Story:
        entry, title = self.copies[ordinal].entry, story.edits.headline
        return replace(
            story,
            lead=ordinal,
            headline=title or entry.title,
            original=entry.title if title else "",
            url=entry.url,
            lang=entry.lang,
        )

    def _score(self, story: Story) -> float:
        firsts: dict[str, Entry] = {}
        for copy in self.counted(story):
            firsts.setdefault(copy.entry.voice, copy.entry)
        half_life = self.settings.half_life
        reports = (rank.report(entry.weight, entry.time, half_life) for entry in firsts.values())
        return rank.total(reports) + story.edits.boost

    # bookkeeping

    def copy_of(self, entry: Entry, decision: Decision) -> Copy:
        """A new copy, as matching placed it."""
        part = decision.story or ""
        label = part if part in self._part_home else ""
        return Copy(
            self.take_ordinal(),
            entry,
            decision.relation,
            decision.score,
            decision.via,
            decision.reasons,
            part=label,
        )

    def keep(self, copy: Copy, story_id: StoryId, read: Headline | None = None) -> None:
        """Make a copy live as a member of a story; the story itself is the caller's to put."""
        entry, ordinal = copy.entry, copy.ordinal
        self.copies[ordinal] = copy
        self.pending.copies[ordinal] = copy
        self.home[ordinal] = story_id
        self._alive.append(ordinal)
        self._voices.add(story_id, entry.voice)
        self.known.put(entry.feed, entry.id, ordinal)
        if entry.alias:
            self.aliases.put(entry.feed, entry.alias, ordinal)
        self._enter_part(copy, story_id)
        self.window.add(ordinal, read or signature(entry), copy.part or story_id)

    def _drop(self, ordinal: Ordinal) -> None:
        self.window.remove(ordinal)
        copy = self.copies.pop(ordinal)
        entry = copy.entry
        self.pending.copies[ordinal] = None
        self._voices.remove(self.home.pop(ordinal), entry.voice)
        self.known.drop(entry.feed, entry.id, ordinal)
        self.aliases.drop(entry.feed, entry.alias, ordinal)
        self._leave_part(copy)

    def _enter_part(self, copy: Copy, story_id: StoryId) -> None:
        if copy.part:
            self._part_home[copy.part] = story_id
            self._part_size[copy.part] += 1

    def _leave_part(self, copy: Copy) -> None:
        if copy.part:
            self._part_size[copy.part] -= 1
            if not self._part_size[copy.part]:
                del self._part_size[copy.part], self._part_home[copy.part]

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


def _op(before: Story, after: Story) -> Op:
    """What the change of a story's edits is to consumers."""
    if before.held != after.held:
        return Op.SPIKED if after.held else Op.RESTORED
    if before.edits.pin != after.edits.pin:
        return Op.PINNED if after.pinned else Op.UNPINNED
    if after.breaking and before.edits.breaking != after.edits.breaking:
        return Op.BREAKING
    return Op.CHANGED
