"""How a story follows from its copies and from what editors laid over it: headline, score, marks.

Functions of values alone; `copies` are the live copies by ordinal, `half_life` seconds. Knows what a story
shows; must not know who belongs to it, nor who is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from ticker.core import rank
from ticker.core.edits import is_muted
from ticker.core.model import Op, Relation, Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticker.core.model import Copy, Edits, Entry, Instant, Ordinal, StoryId

    Copies = Mapping[Ordinal, Copy]


def founded(story_id: StoryId, copy: Copy, half_life: float) -> Story:
    """The story of one copy alone."""
    entry = copy.entry
    return Story(
        id=story_id,
        lead=copy.ordinal,
        headline=entry.title,
        url=entry.url,
        lang=entry.lang,
        score=rank.report(entry.weight, entry.time, half_life),
        members=(copy.ordinal,),
        publishers=(entry.publisher,),
        first_seen=entry.time,
        last_seen=entry.time,
    )


def grown(story: Story, copy: Copy, copies: Copies, half_life: float, *, fresh: bool) -> Story:
    """The story with one more copy, its newest; `fresh` = its voice was not among the story's.

    The same as `rebuilt`, without a look at every member.
    """
    entry, members = copy.entry, (*story.members, copy.ordinal)
    if mutes(story):
        return rebuilt(structs.replace(story, members=members), copies, half_life)
    score, boost = story.score, story.edits.boost
    if fresh:
        score = rank.add(score - boost, rank.report(entry.weight, entry.time, half_life)) + boost
    publishers = story.publishers
    if entry.publisher not in publishers:
        publishers = (*publishers, entry.publisher)
    takes_over = _leads(copy, copies[story.lead])
    story = structs.replace(
        story,
        score=score,
        members=members,
        publishers=publishers,
        first_seen=min(story.first_seen, entry.time),
        last_seen=max(story.last_seen, entry.time),
    )
    return led(story, copy) if takes_over else story


def rebuilt(story: Story, copies: Copies, half_life: float, *, keep_lead: bool = False) -> Story:
    """The story over its members (in ordinal order): score, lead, publishers and times anew.

    It leads with the newest fact, else with the first headline of its own part.
    """
    count = counted(story, copies)
    story = structs.replace(
        story,
        score=score_of(story, copies, half_life),
        publishers=tuple(dict.fromkeys(copy.entry.publisher for copy in count)),
        first_seen=min(copy.entry.time for copy in count),
        last_seen=max(copy.entry.time for copy in count),
    )
    if keep_lead and any(copy.ordinal == story.lead for copy in count):
        return story
    lead = next((copy for copy in count if copy.part in ("", story.id)), count[0])
    for copy in count:
        if copy is not lead and _leads(copy, lead):
            lead = copy
    return led(story, lead)


def dressed(story: Story, edits: Edits, now: Instant, copies: Copies, half_life: float) -> Story:
    """The story as it shows itself under these edits at `now`."""
    before = story.edits
    story = structs.replace(
        story,
        edits=edits,
        pinned=edits.pin is not None,
        breaking=edits.breaking > now,
        held=edits.spiked or edits.embargo > now,
    )
    if (before.boost, before.muted_sources, before.muted_phrases) != (
        edits.boost,
        edits.muted_sources,
        edits.muted_phrases,
    ):
        story = rebuilt(story, copies, half_life)
    return led(story, copies[story.lead])


def led(story: Story, copy: Copy) -> Story:
    """The story with this copy as its lead, under the editors' headline where there is one."""
    entry, title = copy.entry, story.edits.headline
    return structs.replace(
        story,
        lead=copy.ordinal,
        headline=title or entry.title,
        original=entry.title if title else "",
        url=entry.url,
        lang=entry.lang,
    )


def counted(story: Story, copies: Copies) -> Sequence[Copy]:
    """The members that count: those that no editor muted, or all where none is left."""
    members = [copies[member] for member in story.members]
    return [copy for copy in members if not is_muted(copy.entry, story.edits)] or members


def mutes(story: Story) -> bool:
    """Whether editors let some copies neither lead nor count."""
    return bool(story.edits.muted_sources or story.edits.muted_phrases)


def score_of(story: Story, copies: Copies, half_life: float) -> float:
    """The log2 of the mass of each voice's first report, and the editors' boost."""
    firsts: dict[str, Entry] = {}
    for copy in counted(story, copies):
        firsts.setdefault(copy.entry.voice, copy.entry)
    reports = (rank.report(entry.weight, entry.time, half_life) for entry in firsts.values())
    return rank.total(reports) + story.edits.boost


def op_of(before: Story, after: Story) -> Op:
    """What a change of a story's edits is to consumers."""
    if before.held != after.held:
        return Op.SPIKED if after.held else Op.RESTORED
    if before.edits.pin != after.edits.pin:
        return Op.PINNED if after.pinned else Op.UNPINNED
    if after.breaking and before.edits.breaking != after.edits.breaking:
        return Op.BREAKING
    return Op.CHANGED


def _leads(copy: Copy, shown: Copy) -> bool:
    """A changed fact takes the headline, unless it is older than the one that is shown."""
    return copy.relation is Relation.UPDATE and copy.entry.time >= shown.entry.time
