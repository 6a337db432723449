"""Editors' actions laid over stories: each is applied whole or refused with its reason.

Refusals (`ActionError.kind`): `unknown`, `gone`, `merged` (what was named is not there, and where it is),
`conflict` (another editor changed the same thing unseen), `blocked` (an undo or redo under an action that
stands, or of one that does not), `unfit` (it cannot be done to this story).

Undo takes an action's effect back where nothing that stands was built on it (`core.journal`), so what it
leaves is what the action found; redo does it anew under the same rule.

Knows what an action does to a desk; must not know how it came here or who is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from ticker.core import rank, regroup
from ticker.core.acts import Act, Retouch, Verdict
from ticker.core.edits import ASPECTS, edited, is_muted, put_back
from ticker.core.journal import needed, parts_in
from ticker.core.model import UNTOUCHED, Verb
from ticker.core.verbs import check
from ticker.core.whereabouts import Whereabouts
from ticker.errors import ActionError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ticker.core.journal import Journal
    from ticker.core.model import Action, Edits, Ordinal, Story, StoryId
    from ticker.core.shelf import Shelf

_AUDIT = "`ticker audit` shows the actions"


class Curator:
    """Applies actions to one desk's shelf and keeps its journal."""

    def __init__(self, shelf: Shelf, journal: Journal) -> None:
        self._shelf = shelf
        self._journal = journal
        self._where = Whereabouts(shelf, journal)

    def apply(self, action: Action) -> None:
        """Apply an action or refuse it; either way its verdict stands in the pending changes."""
        if self._journal.knows(action.id):
            return
        number = self._journal.take_number()
        shelf = self._shelf
        shelf.action, shelf.hand = number, action.by
        try:
            check(action)
            verdict = self._do(action, number)
        except UsageError as error:
            verdict = Verdict(number, action, shelf.offset, "unfit", str(error))
        except ActionError as error:
            verdict = Verdict(number, action, shelf.offset, error.kind, error.message)
        finally:
            shelf.action, shelf.hand = 0, ""
        shelf.pending.verdicts.append(verdict)

    def forget(self) -> None:
        """Let go of actions that the window has dropped."""

        def is_live(act: Act) -> bool:
            stories = (*act.stories, *(one.story for one in act.retouched))
            return any(one in self._shelf.stories for one in stories) or any(
                self._shelf.in_part(part) for part in parts_in(act)
            )

        self._journal.forget(self._shelf.now - self._shelf.settings.window, is_live)

    # doing

    def _do(self, action: Action, number: int) -> Verdict:
        if action.verb in {Verb.UNDO, Verb.REDO}:
            return self._turn(action, number)
        act = Act(number, action, number, 0, action.by)
        if action.verb in ASPECTS:
            stories = [self._where.story(one) for one in action.stories]
            self._unseen(action)
            wanted = self._wanted(stories, action, number)
            self._fits(action, wanted)
            return self._dress(act, wanted, action.stories)
        return self._regroup(act, self._planned(action))

    def _wanted(self, stories: Sequence[Story], action: Action, number: int) -> dict[StoryId, Edits]:
        if action.verb is Verb.PIN:
            return self._pins(stories, action)
        return {story.id: edited(story.edits, action, number) for story in stories}

    def _pins(self, stories: Sequence[Story], action: Action) -> dict[StoryId, Edits]:
        """Places among the pinned: last, or the one asked for; others move only where no room is left."""
        named = {story.id for story in stories}
        pinned = sorted((one for one in self._shelf.stories.values() if one.pinned), key=rank.order)
        others = [one for one in pinned if one.id not in named]
        if action.value is None:
            last = rank.place(pinned[-1]) if pinned else 0.0
            fresh = [story for story in stories if not story.pinned]
            return {story.id: structs.replace(story.edits, pin=last + n) for n, story in enumerate(fresh, 1)}
        (story,) = stories
        at = min(int(action.value) - 1, len(others))
        below = rank.place(others[at - 1]) if at else None
        above = rank.place(others[at]) if at < len(others) else None
        if above is None:
            pin = 1.0 if below is None else below + 1.0
        else:
            pin = above - 1.0 if below is None else (below + above) / 2
        if (below is None or below < pin) and (above is None or pin < above):
            return {story.id: structs.replace(story.edits, pin=pin)}
        row = [*others[:at], story, *others[at:]]
        return {one.id: structs.replace(one.edits, pin=float(n)) for n, one in enumerate(row, 1)}

    def _fits(self, action: Action, wanted: Mapping[StoryId, Edits]) -> None:
        if action.verb is Verb.EMBARGO and action.until is not None and action.until <= action.at:
            raise ActionError("unfit", "embargo: its end has passed; leave the end out to release now")
        if action.verb is Verb.MUTE:
            for story_id, edits in wanted.items():
                members = self._shelf.stories[story_id].members
                if all(is_muted(self._shelf.copies[one].entry, edits) for one in members):
                    raise ActionError(
                        "unfit", f"that would mute every copy of story {story_id}: spike it instead"
                    )

    def _dress(
        self, act: Act, wanted: Mapping[StoryId, Edits], named: Iterable[StoryId], *, of: int = 0
    ) -> Verdict:
        stories = self._shelf.stories
        changed = {one: edits for one, edits in wanted.items() if edits != stories[one].edits}
        before = tuple(stories[one] for one in changed)
        if act.stands:  # a redo that finds it so already is still of these stories
            kept = wanted if of else changed
            retouched = tuple(Retouch(one, stories[one].edits, edits) for one, edits in kept.items())
            act = replace(act, retouched=retouched)
        for story_id, edits in changed.items():
            self._shelf.dress(story_id, edits)
        if changed or of:
            self._journal.put(replace(act, offset=self._shelf.offset))
        after = tuple(stories[one] for one in changed)
        return Verdict(
            act.order,
            act.action,
            self._shelf.offset,
            stories=tuple(dict.fromkeys((*named, *changed))),
            before=before,
            after=after,
            of=of,
        )

    def _planned(self, action: Action) -> regroup.Plan:
        shelf, where = self._shelf, self._where
        stories = [where.story(one) for one in action.stories]
        if action.verb is Verb.MERGE:
            self._unseen(action)
            return regroup.merged(shelf, stories)
        if action.verb is Verb.MOVE:
            ordinal = where.copy(action.entries[0])
            self._unseen(action, shelf.home[ordinal])
            if shelf.home[ordinal] == stories[0].id:
                raise ActionError("unfit", f"copy #{ordinal} is in story {stories[0].id} already")
            made = str(shelf.next_ordinal)
            return regroup.moved(shelf, [ordinal], stories[0], made)
        ordinals = list(dict.fromkeys(where.copy(one, stories[0]) for one in action.entries))
        self._unseen(action)
        return regroup.split(shelf, stories[0], ordinals, str(shelf.next_ordinal))

    def _regroup(self, act: Act, plan: regroup.Plan, *, of: int = 0) -> Verdict:
        shelf = self._shelf
        if plan.made == str(shelf.next_ordinal):
            shelf.take_ordinal()
        homes = (home for one, place in plan.homes.items() for home in (shelf.home[one], place[0]))
        concerned = tuple(dict.fromkeys((*plan.stories, *homes)))
        before = tuple(shelf.stories.get(one) for one in concerned)
        if act.stands:
            born = plan.edits.get(plan.made, UNTOUCHED)
            act = replace(act, absorbed=plan.absorbed, made=plan.made, born=born, stories=plan.stories)
        shelf.rehome(plan.homes, plan.edits)
        self._journal.put(replace(act, cuts=plan.cuts, offset=shelf.offset))
        return Verdict(
            act.order,
            act.action,
            shelf.offset,
            stories=tuple(one for one in concerned if one in shelf.stories),
            before=before,
            after=tuple(shelf.stories.get(one) for one in concerned),
            pairs=() if of else plan.pairs,
            of=of,
        )

    def _unseen(self, action: Action, *more: StoryId) -> None:
        """Refuse what would overwrite another editor's work that this one had not on screen."""
        if not action.seen:
            return
        keys = needed(action) | {("copies", story_id) for story_id in more}
        other = self._journal.changed_since(keys, action.seen, action.by)
        if other is not None:
            stories = ", ".join(dict.fromkeys((*other.stories, *(one.story for one in other.retouched))))
            raise ActionError(
                "conflict",
                f"{other.hand} changed story {stories} after what you saw (action {other.order}, "
                f"{other.action.verb}): look again, then repeat",
            )

    # undoing

    def _turn(self, action: Action, number: int) -> Verdict:
        """Undo or redo; an undo of an undo is a redo, and so on."""
        stand = action.verb is Verb.REDO
        if action.action:
            act = self._journal.find(action.action)
            if act is None:
                raise ActionError("unknown", f"there is no action {action.action} to {action.verb}: {_AUDIT}")
            if act.of:
                stand = stand is act.stands
                act = self._journal.acts[act.of]
        else:
            act = self._journal.last(action.by, stands=not stand)
            if act is None:
                raise ActionError("unknown", f"{action.by} has nothing to {action.verb}: {_AUDIT}")
        if act.stands is stand:
            state, way = ("stands", "undo") if stand else ("is undone already", "redo")
            raise ActionError("blocked", f"action {act.number} {state} (by {act.hand}); {way} it instead")
        above = self._journal.above(act)
        if above is not None:
            raise ActionError(
                "blocked",
                f"action {above.number} ({above.action.verb} by {above.action.by}) came after action "
                f"{act.number} and stands: undo {above.number} first",
            )
        turned = replace(act, stands=stand, order=number, hand=action.by)
        verdict = self._redone(turned) if stand else self._undone(turned)
        pointer = Act(number, action, number, self._shelf.offset, action.by, stand, of=act.number)
        self._journal.put(pointer)
        return replace(verdict, action=action, of=act.number, stands=stand)

    def _undone(self, act: Act) -> Verdict:
        if act.action.verb not in ASPECTS:
            return self._regroup(act, regroup.reverted(self._shelf, act, self._where), of=act.number)
        stories = self._shelf.stories
        wanted = {
            one.story: put_back(stories[one.story].edits, act.action.verb, one.before, act.number)
            for one in self._still(act)
        }
        return self._dress(act, wanted, wanted, of=act.number)

    def _redone(self, act: Act) -> Verdict:
        verb = act.action.verb
        if verb not in ASPECTS:
            return self._regroup(act, self._again(act), of=act.number)
        still = {one.story: one for one in self._still(act)}
        if verb is Verb.PIN:  # to the place that it had
            stories = self._shelf.stories
            wanted = {
                one: put_back(stories[one].edits, verb, touch.after, act.number)
                for one, touch in still.items()
            }
        else:
            wanted = self._wanted([self._shelf.stories[one] for one in still], act.action, act.number)
        return self._dress(act, wanted, wanted, of=act.number)

    def _still(self, act: Act) -> list[Retouch]:
        """Those of an action's stories that are live; where one was merged away it says so."""
        live = [one for one in act.retouched if one.story in self._shelf.stories]
        lost = [one for one in act.retouched if one.story not in self._shelf.stories]
        for one in lost:
            merge = self._journal.absorbed(one.story)
            if merge is not None:
                raise ActionError(
                    "blocked",
                    f"story {one.story} is part of another since action {merge.number}: "
                    f"undo {merge.number} first",
                )
        if not live:
            self._where.story(lost[0].story)
        return live

    def _again(self, act: Act) -> regroup.Plan:
        shelf, action = self._shelf, act.action
        if action.verb is Verb.MERGE:
            stories = {(story := self._now(one)).id: story for one in action.stories}
            if len(stories) < 2:
                (only,) = stories
                raise ActionError("merged", f"the stories of action {act.number} are all in story {only} now")
            return regroup.merged(shelf, list(stories.values()))
        ordinals: list[Ordinal] = []
        for cut in act.cuts:
            ordinal = shelf.known.get(cut.feed, cut.entry)
            if ordinal is not None and (not ordinals or shelf.home[ordinal] == shelf.home[ordinals[0]]):
                ordinals.append(ordinal)
        if not ordinals:
            raise ActionError("gone", f"the window has dropped the copies of action {act.number}")
        if action.verb is Verb.MOVE:
            return regroup.moved(shelf, ordinals, self._now(action.stories[0]), act.made)
        plan = regroup.split(shelf, shelf.stories[shelf.home[ordinals[0]]], ordinals, act.made)
        plan.edits[act.made] = act.born
        return plan

    def _now(self, name: StoryId) -> Story:
        """The story of this name, or the one that it went into."""
        now = self._where.now_in(name) if name not in self._shelf.stories else None
        return self._where.story(now or name)
