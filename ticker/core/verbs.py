"""The one list of what editors can do: arguments, help and the least role of every verb.

Command line, API, dashboard and page read this table; `check` is the only judge of an action's form.
Whether it fits the desk as it stands (is the story there?) is `core.curate`'s to say.

Knows verbs and their arguments; must not know stories.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from unicodedata import category

from ticker.core.model import Verb
from ticker.core.roles import Role
from ticker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker.core.model import Action, Instant

BREAKING_FOR: Final = 20 * 60.0
"""Seconds that a breaking mark holds unless the editor says otherwise."""

MOST_STORIES: Final = 200
"""Stories or copies that one action may name."""

MOST_TEXT: Final = 500
"""Characters of a headline, a reason, a note, a phrase or a name."""

MOST_BOOST: Final = 20.0
"""Largest boost either way; +20 outranks a million times the mass."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a verb beside its stories and copies: the field of `Action` that carries it.

    `option` is its name on the command line ("" = positional); `needed` = the verb is nothing without.
    """

    field: str
    option: str
    help: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class VerbSpec:
    """One row of the table: how many stories and copies the verb takes (least, most), and what else."""

    verb: Verb
    help: str
    stories: tuple[int, int] = (1, MOST_STORIES)
    entries: tuple[int, int] = (0, 0)
    arguments: tuple[Argument, ...] = ()
    role: Role = Role.EDITOR

    @property
    def fields(self) -> frozenset[str]:
        """The fields of `Action` that the verb may fill beside stories and entries."""
        return frozenset(argument.field for argument in self.arguments)


_DROPPED = frozenset({"Cc", "Cf", "Cs", "Cn"})
_KEPT = frozenset("\u200c\u200d\u200e\u200f")  # joiners spell words; LRM and RLM override nothing
_LATEST = 253_402_300_799.0  # the end of the year 9999
_ONE = (1, 1)
_NONE = (0, 0)
_TABLE: Final = (
    VerbSpec(
        Verb.PIN,
        "Pin stories above the ranking, after those already pinned.",
        arguments=(Argument("value", "place", "Stand at this place among the pinned, 1 = first."),),
    ),
    VerbSpec(Verb.UNPIN, "Let stories stand where their score puts them."),
    VerbSpec(
        Verb.BREAKING,
        "Mark stories as breaking; the mark expires by itself.",
        arguments=(Argument("until", "for", "How long: 90s, 20m (the default), 2h; 0 ends the mark now."),),
    ),
    VerbSpec(
        Verb.URGENCY,
        "Set the urgency of stories: 1 (most) to 9 (least), 0 takes it away.",
        arguments=(Argument("value", "", "1 to 9, or 0.", needed=True),),
    ),
    VerbSpec(
        Verb.SPIKE,
        "Take stories out of the stream; later copies go with them.",
        arguments=(Argument("text", "reason", "Why, for the audit."),),
    ),
    VerbSpec(
        Verb.RESTORE,
        "Bring spiked stories back.",
        arguments=(Argument("text", "reason", "Why, for the audit."),),
    ),
    VerbSpec(
        Verb.RETITLE,
        "Give a story another headline, kept against later copies; an empty one gives the feeds' back.",
        stories=_ONE,
        arguments=(Argument("text", "", "The headline."),),
    ),
    VerbSpec(
        Verb.MERGE,
        "Say that stories are one: the others go into the first. Matching obeys.",
        stories=(2, MOST_STORIES),
    ),
    VerbSpec(
        Verb.SPLIT,
        "Take copies out of a story into a new one. Matching obeys.",
        stories=_ONE,
        entries=(1, MOST_STORIES),
    ),
    VerbSpec(
        Verb.MOVE,
        "Move one copy into another story. Matching obeys.",
        stories=_ONE,
        entries=_ONE,
    ),
    VerbSpec(
        Verb.BOOST,
        "Lift stories in the ranking (negative: lower them): +1 counts as twice the publishers, 0 ends it.",
        arguments=(Argument("value", "by", "How much, -20 to 20; 1 unless said."),),
    ),
    VerbSpec(
        Verb.MUTE,
        "Let a publisher, or copies with a phrase, neither lead a story nor count in it.",
        stories=_ONE,
        arguments=(
            Argument("source", "source", "The publisher's name as the story shows it."),
            Argument("text", "phrase", "Words that a title must hold."),
        ),
    ),
    VerbSpec(
        Verb.UNMUTE,
        "End a mute.",
        stories=_ONE,
        arguments=(
            Argument("source", "source", "The publisher's name as it was muted."),
            Argument("text", "phrase", "The words as they were muted."),
        ),
    ),
    VerbSpec(
        Verb.EMBARGO,
        "Hold stories back from the public until an instant; without one, release them now.",
        arguments=(
            Argument("until", "until", "ISO 8601 (2026-11-23T18:00Z), or how long from now: 90m, 2h."),
        ),
    ),
    VerbSpec(
        Verb.NOTE,
        "Write a note on stories for other editors; the public does not see it.",
        arguments=(Argument("text", "", "The note.", needed=True),),
    ),
    VerbSpec(
        Verb.UNDO,
        "Undo an action: the one named, else your last one that stands.",
        stories=_NONE,
        arguments=(Argument("action", "", "The action's number, as `edit` and `audit` print it."),),
    ),
    VerbSpec(
        Verb.REDO,
        "Do again what was undone: the action named, else the one that you undid last.",
        stories=_NONE,
        arguments=(Argument("action", "", "The action's number, as `edit` and `audit` print it."),),
    ),
)
VERBS: Final[Mapping[Verb, VerbSpec]] = MappingProxyType({spec.verb: spec for spec in _TABLE})


def may(role: Role, verb: Verb) -> bool:
    """Whether somebody of this role may do this."""
    return role.covers(VERBS[verb].role)


def ends(verb: Verb, until: Instant | None, at: Instant) -> Instant | None:
    """The instant an action carries: what was asked for, or the verb's default from `at` on."""
    return at + BREAKING_FOR if until is None and verb is Verb.BREAKING else until


def check(action: Action) -> None:
    """Judge the form of an action.

    Raises:
        UsageError: what is missing, too much or out of range, in one line that says how to put it.
    """
    spec, verb = VERBS[action.verb], action.verb
    if not action.id or len(action.id) > MOST_TEXT or not action.by or len(action.by) > MOST_TEXT:
        raise UsageError(f"{verb}: an action needs an id and an editor of 1 to {MOST_TEXT} characters")
    _count(verb, "story", "stories", action.stories, spec.stories)
    _count(verb, "copy", "copies", action.entries, spec.entries)
    for field in ("text", "source", "value", "until", "action"):
        value = getattr(action, field)
        if value not in (None, "") and field not in spec.fields:
            raise UsageError(f"{verb}: takes no {field}")
    for argument in spec.arguments:
        if argument.needed and getattr(action, argument.field) in (None, ""):
            raise UsageError(f"{verb}: needs {argument.help[0].lower()}{argument.help[1:]}")
    for text in (action.text, action.source, action.action, *action.stories):
        if len(text) > MOST_TEXT:
            raise UsageError(f"{verb}: {text[:20]!r}… is longer than {MOST_TEXT} characters")
    _ranges(action)


def tidied(action: Action) -> Action:
    """The action with its words made plain: one line, no control, bidi-override or lone surrogate."""
    return replace(action, by=plain(action.by), text=plain(action.text), source=plain(action.source))


def plain(text: str) -> str:
    """One line of visible characters, marks, joiners and single spaces."""
    kept = (
        " " if category(char)[0] == "Z" or char in "\t\n\r\v\f\x85" else char
        for char in text
        if char in _KEPT or category(char) not in _DROPPED or char in "\t\n\r\v\f\x85"
    )
    return " ".join("".join(kept).split())


def _count(verb: Verb, one: str, many: str, given: tuple[str, ...], allowed: tuple[int, int]) -> None:
    least, most = allowed
    if len(set(given)) != len(given):
        twice = next(name for at, name in enumerate(given) if name in given[:at])
        raise UsageError(f"{verb}: {one} {twice!r} is named twice")
    if least <= len(given) <= most:
        return
    word = one if least == most == 1 else many
    wanted = "no" if most == 0 else str(least) if least == most else f"{least} to {most}"
    raise UsageError(f"{verb}: takes {wanted} {word}, not {len(given)}")


def _ranges(action: Action) -> None:
    verb, value = action.verb, action.value
    if value is not None and not isfinite(value):
        raise UsageError(f"{verb}: {value} is no number to use")
    if action.until is not None and not 0 <= action.until <= _LATEST:
        raise UsageError(f"{verb}: no instant that a calendar has")
    if verb is Verb.PIN and value is not None and (value < 1 or value != int(value)):
        raise UsageError(f"pin: a place is a whole number from 1 on, not {value:g}")
    if verb is Verb.URGENCY and value not in range(10):
        raise UsageError(f"urgency: 1 (most) to 9 (least), or 0 to take it away, not {value:g}")
    if verb is Verb.BOOST and value is not None and not -MOST_BOOST <= value <= MOST_BOOST:
        raise UsageError(f"boost: {-MOST_BOOST:g} to {MOST_BOOST:g}, not {value:g}")
    if verb in {Verb.MUTE, Verb.UNMUTE} and bool(action.source) == bool(action.text):
        raise UsageError(f"{verb}: name either a source or a phrase")
    if verb is Verb.PIN and value is not None and len(action.stories) > 1:
        raise UsageError("pin: a place is for one story")
