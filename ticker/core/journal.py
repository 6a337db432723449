"""The journal of applied actions: what can be undone, what stands on what, and what must stay apart.

Keys say what an action is about: an aspect of a story, a copy, a part, the copies of a story. An action
is undone or done again only while nothing that was applied after it and stands uses a key that it needs, so
it leaves behind what it found. An undo or a redo is kept as a pointer to the action that it changed.

Knows acts and their keys; must not know stories.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ticker.core.edits import ASPECTS
from ticker.core.model import Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ticker.core.acts import Act
    from ticker.core.model import Action, Instant

Key = tuple[str, ...]

_NOBODY: Final[frozenset[str]] = frozenset()

MOST: Final = 20_000
"""Acts kept at most; beyond it the oldest that hold nothing apart become final."""


class Journal:
    """The acts that undo and matching still need, by number, oldest first."""

    def __init__(self) -> None:
        self.acts: dict[int, Act] = {}
        self.next_action = 1
        self.pending: dict[int, Act | None] = {}
        self._by_id: dict[str, int] = {}
        self._apart: dict[str, set[str]] | None = None
        self._origin: dict[str, set[str]] = {}
        self._named: set[str] | None = None

    def take_number(self) -> int:
        """The number of the next action."""
        self.next_action += 1
        return self.next_action - 1

    def knows(self, action_id: str) -> bool:
        """Whether an action of this id was applied and is still kept."""
        return action_id in self._by_id

    def put(self, act: Act) -> None:
        """Keep this state of an act."""
        self.acts[act.number] = self.pending[act.number] = act
        self._by_id[act.action.id] = act.number
        self._apart = self._named = None

    def find(self, name: str) -> Act | None:
        """The act of this id, else of this number."""
        number = self._by_id.get(name)
        if number is None and name.isascii() and name.isdecimal() and len(name) < 19:
            number = int(name)
        return None if number is None else self.acts.get(number)

    def last(self, by: str, *, stands: bool) -> Act | None:
        """The last action of an editor that stands, or the one that this editor undid last."""
        if stands:
            own = [act for act in self._effects() if act.stands and act.action.by == by]
        else:
            own = [act for act in self._effects() if not act.stands and act.hand == by]
        return max(own, key=lambda act: act.order, default=None)

    def above(self, act: Act) -> Act | None:
        """The last act that stands, was applied after the last turn of `act`, and is built on it."""
        keys = needs(act)
        later = [other for other in self._effects() if other.stands and other.order > act.order]
        meets = [other for other in later if not keys.isdisjoint(uses(other))]
        return max(meets, key=lambda other: other.order, default=None)

    def changed_since(self, keys: Collection[Key], seen: int, by: str) -> Act | None:
        """The last act of another editor after the offset `seen` that is about one of these keys."""
        for act in reversed(list(self._effects())):
            if act.offset > seen and act.hand != by and not set(keys).isdisjoint(concerns(act)):
                return act
        return None

    def absorbed(self, story_id: str) -> Act | None:
        """The standing act that merged this story away."""
        for act in reversed(list(self._effects())):
            if act.stands and any(one.story == story_id for one in act.absorbed):
                return act
        return None

    def are_apart(self, some: Collection[str], others: Collection[str]) -> bool:
        """Whether an editor took a part of the one story away from a part of the other.

        What was cut out of a part stays apart from what that part is apart from.
        """
        if self._apart is None:
            self._apart, self._origin = self._derived()
        here, there = self._origins(some), self._origins(others)
        return any(not self._apart.get(part, _NOBODY).isdisjoint(there) for part in here)

    def _origins(self, parts: Collection[str]) -> set[str]:
        found: set[str] = set()
        left = list(parts)
        while left:
            part = left.pop()
            if part not in found:
                found.add(part)
                left += self._origin.get(part, _NOBODY)
        return found

    def rename(self, part: str, into: str) -> None:
        """A part was folded into another: what was said of it holds of that one."""
        if self._named is None:
            self._named = {part for act in self._effects() for part in parts_in(act)}
        if part not in self._named:
            return
        for act in list(self._effects()):
            cuts = tuple(
                replace(
                    cut,
                    source=into if cut.source == part else cut.source,
                    target=into if cut.target == part else cut.target,
                )
                for cut in act.cuts
            )
            absorbed = tuple(
                replace(one, parts=tuple(dict.fromkeys(into if p == part else p for p in one.parts)))
                for one in act.absorbed
            )
            if cuts != act.cuts or absorbed != act.absorbed:
                self.put(replace(act, cuts=cuts, absorbed=absorbed))

    def forget(self, horizon: Instant, is_live: Callable[[Act], bool]) -> None:
        """Drop acts older than the window whose stories and parts are gone, and what is too many."""
        gone = {act.number for act in self._effects() if act.action.at <= horizon and not is_live(act)}
        if len(self.acts) > MOST:
            loose = [act.number for act in self.acts.values() if act.of]
            loose += [act.number for act in self._effects() if not act.cuts]
            gone |= set(loose[: len(self.acts) - MOST])
        if not gone:
            return
        gone |= {act.number for act in self.acts.values() if act.of in gone}
        for number in sorted(gone):
            act = self.acts.pop(number)
            del self._by_id[act.action.id]
            self.pending[number] = None
        self._apart = self._named = None

    def _effects(self) -> Iterator[Act]:
        return (act for act in self.acts.values() if not act.of)

    def _derived(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        apart: dict[str, set[str]] = {}
        origin: dict[str, set[str]] = {}
        for act in self._effects():
            for cut in act.cuts if act.stands else ():
                apart.setdefault(cut.source, set()).add(cut.target)
                apart.setdefault(cut.target, set()).add(cut.source)
                origin.setdefault(cut.target, set()).add(cut.source)
        return apart, origin


def parts_in(act: Act) -> set[str]:
    """The parts that an act names."""
    cut = {part for one in act.cuts for part in (one.source, one.target)}
    return cut | {part for one in act.absorbed for part in one.parts}


def needs(act: Act) -> set[Key]:
    """What a turn of the act must find as its last turn left it.

    A story that a merge or move went into keeps the copies of its own; a story that a copy was taken from is
    still there; of a story that a split made nothing else was made.
    """
    keys = _leaves(act) | {("gone", cut.story) for cut in act.cuts}
    match act.action.verb:
        case Verb.MERGE:
            keys.add(("out", act.stories[0]))
        case Verb.MOVE:
            keys.add(("out", act.stories[1]))
        case Verb.SPLIT:
            keys.add(("copies", act.made))
            keys |= {(names[0], act.made) for names in ASPECTS.values()}
    return keys


def uses(act: Act) -> set[Key]:
    """What the act, as long as it stands, is built on and leaves behind."""
    keys = _leaves(act) | {("copies", story) for story in act.stories}
    keys |= {("gone", one.story) for one in act.absorbed} | {("part", cut.source) for cut in act.cuts}
    keys |= {(aspect_of(act.action.verb), one.story) for one in act.retouched}
    return keys | {("out", act.stories[0])} if act.cuts else keys


def _leaves(act: Act) -> set[Key]:
    keys: set[Key] = set()
    if act.action.verb is not Verb.NOTE:
        aspect = aspect_of(act.action.verb)
        keys |= {(aspect, one.story) for one in act.retouched}
    keys |= {("part", part) for one in act.absorbed for part in one.parts}
    for cut in act.cuts:
        keys |= {("copy", cut.feed, cut.entry), ("part", cut.target)}
    return keys


def concerns(act: Act) -> set[Key]:
    """The keys at which another editor's eyes must have seen the act."""
    if act.retouched and act.action.verb is Verb.NOTE:
        return set()
    aspect = aspect_of(act.action.verb)
    return {(aspect, one.story) for one in act.retouched} | {("copies", one) for one in act.stories}


def needed(action: Action) -> set[Key]:
    """What an editor must have seen to do this: the same aspect; the copies where it is about them all."""
    verb = action.verb
    if verb not in ASPECTS:
        return {("copies", one) for one in action.stories}
    keys: set[Key] = {(aspect_of(verb), one) for one in action.stories}
    if verb in {Verb.SPIKE, Verb.RETITLE, Verb.EMBARGO}:
        keys |= {("copies", one) for one in action.stories}
    return keys


def aspect_of(verb: Verb) -> str:
    """The name of what a verb changes: the first field of `ASPECTS`, or the copies."""
    return ASPECTS[verb][0] if verb in ASPECTS else "copies"
