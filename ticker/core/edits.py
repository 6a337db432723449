"""What editors laid over one story, as values: how a verb changes it, and what follows for the copies.

Every verb that is not about which copies belong together changes one aspect of `Edits`, named in
`ASPECTS`: undo puts back that aspect alone, and two editors are in each other's way only there.

Knows edits, entries and actions; must not know stories, the desk or its log.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import structs

from ticker.core.fold import fold
from ticker.core.model import Edits, Note, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker.core.model import Action, Entry

ASPECTS: Final[Mapping[Verb, tuple[str, ...]]] = MappingProxyType(
    {
        Verb.PIN: ("pin",),
        Verb.UNPIN: ("pin",),
        Verb.BREAKING: ("breaking",),
        Verb.URGENCY: ("urgency",),
        Verb.SPIKE: ("spiked", "reason"),
        Verb.RESTORE: ("spiked", "reason"),
        Verb.RETITLE: ("headline",),
        Verb.BOOST: ("boost",),
        Verb.EMBARGO: ("embargo",),
        Verb.MUTE: ("muted_sources", "muted_phrases"),
        Verb.UNMUTE: ("muted_sources", "muted_phrases"),
        Verb.NOTE: ("notes",),
    }
)


def edited(edits: Edits, action: Action, number: int) -> Edits:
    """`edits` after the action of this number, for every verb of `ASPECTS` but a pin.

    A pin needs to know the other pinned stories: `core.curate` places it.
    """
    value, until = action.value, action.until or 0.0
    match action.verb:
        case Verb.UNPIN:
            return structs.replace(edits, pin=None)
        case Verb.BREAKING:
            return structs.replace(edits, breaking=until if until > action.at else 0.0)
        case Verb.URGENCY:
            return structs.replace(edits, urgency=int(value or 0))
        case Verb.SPIKE:
            return structs.replace(edits, spiked=True, reason=action.text)
        case Verb.RESTORE:
            return structs.replace(edits, spiked=False, reason="")
        case Verb.RETITLE:
            return structs.replace(edits, headline=action.text)
        case Verb.BOOST:
            return structs.replace(edits, boost=1.0 if value is None else float(value))
        case Verb.EMBARGO:
            return structs.replace(edits, embargo=until)
        case Verb.MUTE | Verb.UNMUTE:
            return _muted(edits, action)
        case Verb.NOTE:
            note = Note(action.by, action.at, action.text, number)
            notes = sorted((*edits.notes, note), key=lambda one: one.action)  # a redo puts it where it was
            return structs.replace(edits, notes=tuple(notes))
    raise AssertionError(f"{action.verb} changes no edits")


def _muted(edits: Edits, action: Action) -> Edits:
    def changed(muted: tuple[str, ...], name: str) -> tuple[str, ...]:
        without = tuple(one for one in muted if folded(one) != folded(name))
        return (*without, name) if action.verb is Verb.MUTE else without

    if action.source:
        return structs.replace(edits, muted_sources=changed(edits.muted_sources, action.source))
    return structs.replace(edits, muted_phrases=changed(edits.muted_phrases, action.text))


def put_back(edits: Edits, verb: Verb, before: Edits, number: int) -> Edits:
    """`edits` with the aspect of `verb` as it was `before`; of notes, only the action's own goes."""
    if verb is Verb.NOTE:
        return structs.replace(edits, notes=tuple(note for note in edits.notes if note.action != number))
    return structs.replace(edits, **{name: getattr(before, name) for name in ASPECTS[verb]})


def is_muted(entry: Entry, edits: Edits) -> bool:
    """Whether a copy neither leads nor counts, by its publisher or by a phrase in its title."""
    if not (edits.muted_sources or edits.muted_phrases):
        return False
    if edits.muted_sources and folded(entry.publisher) in map(folded, edits.muted_sources):
        return True
    title = f" {folded(entry.title)} "
    return any(f" {folded(phrase)} " in title for phrase in edits.muted_phrases)


def folded(text: str) -> str:
    """A name or phrase as it is compared: hamza, marks, case and white space do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(fold(plain).split()) or plain.strip()
