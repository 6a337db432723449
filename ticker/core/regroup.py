"""Merge, split and move as plans: which copies go where, what that leaves behind, and the way back.

A merge links the parts of stories, a split and a move cut copies into a part of their own. Matching obeys by
itself then: a later copy joins the part that it matches, wherever editors put that.

Knows copies, parts and stories; must not know who asks or what was seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msgspec import structs

from ticker.core.acts import Absorbed, Cut, LabelledPair
from ticker.core.model import Edits
from ticker.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.acts import Act
    from ticker.core.model import Ordinal, Story, StoryId
    from ticker.core.shelf import Shelf
    from ticker.core.whereabouts import Whereabouts

_PAIRS = 10


@dataclass(slots=True)
class Plan:
    """What a regrouping does: `homes` says for each copy its story and part.

    `stories` are those whose copies change, `made` the part (and for a split the story) that is new.
    """

    stories: tuple[StoryId, ...]
    homes: dict[Ordinal, tuple[StoryId, str]] = field(default_factory=dict)
    edits: dict[StoryId, Edits] = field(default_factory=dict)
    absorbed: tuple[Absorbed, ...] = ()
    cuts: tuple[Cut, ...] = ()
    made: str = ""
    pairs: tuple[LabelledPair, ...] = ()


def merged(shelf: Shelf, stories: Sequence[Story]) -> Plan:
    """The others go into the first: its edits stand, theirs are set aside, notes come along."""
    first, *others = stories
    plan = Plan(tuple(story.id for story in stories))
    lead = shelf.copies[first.lead].entry
    for other in others:
        _absorb(plan, other, first, shelf.parts_of(other.id))
        plan.homes |= {member: (first.id, shelf.part_of(member)) for member in other.members}
        plan.pairs += (LabelledPair(lead, shelf.copies[other.lead].entry, same=True),)
    plan.pairs = plan.pairs[:_PAIRS]
    return plan


def split(shelf: Shelf, story: Story, ordinals: Sequence[Ordinal], made: str) -> Plan:
    """Copies leave for the new story `made`; what hides the one from the public hides the other."""
    left = [member for member in story.members if member not in ordinals]
    if not left:
        raise ActionError("unfit", f"story {story.id} has no other copy: there is nothing to split it from")
    plan = Plan((story.id, made), made=made)
    plan.cuts = tuple(_cut(shelf, one, made) for one in ordinals)
    plan.homes = dict.fromkeys(ordinals, (made, made))
    hidden = story.edits
    plan.edits[made] = Edits(spiked=hidden.spiked, reason=hidden.reason, embargo=hidden.embargo)
    rest = shelf.copies[story.lead if story.lead in left else left[0]].entry
    plan.pairs = tuple(LabelledPair(rest, shelf.copies[one].entry, same=False) for one in ordinals[:_PAIRS])
    return plan


def moved(shelf: Shelf, ordinals: Sequence[Ordinal], target: Story, made: str) -> Plan:
    """Copies leave their story for another, as a part of its own; the last ones take their story along."""
    source = shelf.stories[shelf.home[ordinals[0]]]
    plan = Plan((source.id, target.id), made=made)
    plan.cuts = tuple(_cut(shelf, one, made) for one in ordinals)
    plan.homes = dict.fromkeys(ordinals, (target.id, made))
    entry = shelf.copies[ordinals[0]].entry
    plan.pairs = (LabelledPair(shelf.copies[target.lead].entry, entry, same=True),)
    left = [member for member in source.members if member not in ordinals]
    if left:
        rest = shelf.copies[source.lead if source.lead in left else left[0]].entry
        plan.pairs += (LabelledPair(rest, entry, same=False),)
    else:
        _absorb(plan, source, target, ())
    return plan


def reverted(shelf: Shelf, act: Act, where: Whereabouts) -> Plan:
    """The way back from a merge, split or move, for every copy that is still live.

    Copies that came later go with the part that they matched; what came to a part that the action made
    returns with the copies that made it.
    """
    plan = Plan(act.stories, made=act.made)
    for one in act.absorbed:
        if one.story in shelf.stories:
            raise ActionError("unfit", f"story {one.story} is live again: nothing to take back")
        for part in one.parts:
            plan.homes |= dict.fromkeys(shelf.in_part(part), (one.story, part))
        plan.edits[one.story] = one.edits
    for cut in act.cuts:
        ordinal = shelf.known.get(cut.feed, cut.entry)
        if ordinal is None or shelf.part_of(ordinal) != cut.target:
            continue
        plan.homes[ordinal] = (_home(shelf, cut, plan, where), cut.source)
        plan.cuts += (cut,)
    if plan.cuts and act.cuts[0].target == act.made:
        first = plan.cuts[0]
        for ordinal in shelf.in_part(act.made):
            if ordinal not in plan.homes:
                plan.homes[ordinal] = (_home(shelf, first, plan, where), first.source)
                plan.cuts += (replace(_cut(shelf, ordinal, act.made), source=first.source),)
    if not plan.homes:
        raise ActionError("gone", f"action {act.number} cannot be undone: the window has dropped its copies")
    _leave_something(shelf, act, plan)
    for one in act.absorbed:
        holder = shelf.stories.get(one.into)
        if holder is not None and one.notes:
            edits = plan.edits.get(holder.id, holder.edits)
            kept = tuple(note for note in edits.notes if note.action not in one.notes)
            plan.edits[holder.id] = structs.replace(edits, notes=kept)
    return plan


def _home(shelf: Shelf, cut: Cut, plan: Plan, where: Whereabouts) -> StoryId:
    """The story to which a cut copy goes back: where its part is now, else the story that held it."""
    if shelf.in_part(cut.source):
        return shelf.story_of_part(cut.source)
    if cut.story in shelf.stories or cut.story in plan.edits:
        return cut.story
    home = where.now_in(cut.story)
    if home is None:
        raise ActionError("gone", f"story {cut.story}, from which the copy came, is no longer live")
    return home


def _leave_something(shelf: Shelf, act: Act, plan: Plan) -> None:
    """Nothing is taken back that would take a story along, but for the one that the action made."""
    for story_id in dict.fromkeys(shelf.home[ordinal] for ordinal in plan.homes):
        story = shelf.stories[story_id]
        if story_id != act.made and all(plan.homes.get(o, (story_id,))[0] != story_id for o in story.members):
            raise ActionError(
                "unfit",
                f"action {act.number} cannot be undone: nothing else is left of story {story_id}; "
                "split or merge by hand",
            )


def _cut(shelf: Shelf, ordinal: Ordinal, target: str) -> Cut:
    entry = shelf.copies[ordinal].entry
    return Cut(entry.feed, entry.id, shelf.home[ordinal], shelf.part_of(ordinal), target)


def _absorb(plan: Plan, story: Story, into: Story, parts: tuple[str, ...]) -> None:
    edits = plan.edits.get(into.id, into.edits)
    there = {note.action for note in edits.notes}
    brought = tuple(note for note in story.edits.notes if note.action not in there)
    notes = sorted((*edits.notes, *brought), key=lambda note: note.action)
    plan.edits[into.id] = structs.replace(edits, notes=tuple(notes))
    numbers = tuple(note.action for note in brought)
    plan.absorbed += (Absorbed(story.id, into.id, parts, story.edits, numbers),)
