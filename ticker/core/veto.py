"""Hard rules below the learned score: what forbids that two headlines are one story, however alike.

Numbers, places, opposites, negation and swapped roles, each only where the frame around it is the same:
elsewhere such a difference is a detail, and the score has weighed it. Knows two headlines; must not
know stories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from ticker.core.lexicon import (
    BYLINES,
    COUNTERPARTS,
    DEATHS,
    HURT,
    OPPOSITES,
    RELATED,
    REVERSALS,
    RISES,
    THINGS,
    is_name,
)
from ticker.core.naming import another_name
from ticker.core.places import another_place
from ticker.core.siblings import another_league, siblings
from ticker.core.text import normalise, words_of

if TYPE_CHECKING:
    from ticker.core.numbers import Number
    from ticker.core.text import Headline

_TOLL = DEATHS | HURT
_TOLL_HOURS = 48.0
_FEW = 2  # words of a side that differ, among which counterparts are what differs
_SHORT = 4  # content words of a frame in which one word is the subject, wherever it stands


class Verdict(NamedTuple):
    """`veto` names what forbids the match ("" = nothing), `changed` the number that is an update."""

    veto: str = ""
    kind: str = ""
    changed: str = ""


def _roughly(x: float, y: float) -> bool:
    """Whether one is the other rounded: 12,884 and «12 ألف»."""
    high, low = max(x, y), min(x, y)
    return high >= 100 and low > 0 and high / low <= 1.1 and (high % 100 == 0 or low % 100 == 0)


def _format(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def _numbers(a: Headline, b: Headline, frame: float) -> Verdict:
    values_a = {number.value for number in a.numbers}
    values_b = {number.value for number in b.numbers}
    only_a = [number for number in a.numbers if number.value not in values_b]
    only_b = [number for number in b.numbers if number.value not in values_a]
    for x in only_a:
        for y in only_b:
            if x.unit != y.unit or _roughly(x.value, y.value):
                continue
            shown = f"{_format(x.value)} ≠ {_format(y.value)}"
            if _is_toll(x, a) and _is_toll(y, b):
                late = a.time is not None and b.time is not None and abs(a.time - b.time) > _TOLL_HOURS * 3600
                return Verdict(shown, "number") if late else Verdict(changed=shown)
            if frame >= 0.6 and (
                x.unit or not x.beside or not y.beside or not set(x.beside).isdisjoint(y.beside)
            ):
                return Verdict(shown, "number")
    return Verdict()


def _is_toll(number: Number, headline: Headline) -> bool:
    """Whether the number counts victims: such counts grow while a story lives."""
    if number.unit or number.value != int(number.value):
        return False
    if not _TOLL.isdisjoint(number.near):
        return True
    return not RISES.isdisjoint(number.near) and not _TOLL.isdisjoint(headline.keys)


def is_place(text: str) -> bool:
    """Whether a text names places and nothing else."""
    words = [word for word in words_of(normalise(text)) if not word.stop]
    return bool(words) and all(word.place for word in words)


def _opposites(only_a: set[str], only_b: set[str]) -> str:
    for key in sorted(only_a):
        clash = OPPOSITES.get(key, frozenset()) & only_b
        if clash:
            return f"{key.lstrip('=')} ≠ {min(clash).lstrip('=')}"
    return ""


def _counterparts(a: Headline, b: Headline, only_a: set[str], only_b: set[str]) -> str:
    """Words against one another where little else differs: two keys at most, or one and the small words."""
    if max(len(only_a), len(only_b)) > _FEW:
        return ""
    sides = [(only_a, only_b)]
    if len(only_a) + len(only_b) <= 1:  # "before" and "after"; "boy" and "girl", which are children both
        texts_a, texts_b = set(a.text.split()), set(b.text.split())
        own_a, own_b = texts_a - texts_b, texts_b - texts_a
        if max(len(own_a), len(own_b)) <= _FEW:  # else an expression stands for a word
            sides.append((own_a, own_b))
    for one, other in sides:
        for word in sorted(one):
            clash = COUNTERPARTS.get(word, frozenset()) & other
            if clash:
                return f"{word.lstrip('=')} ≠ {min(clash).lstrip('=')}"
    return ""


def _reversal(only: set[str], others: set[str]) -> str:
    """What one side alone says, and little else, by which the other's event did not happen."""
    if others or len(only) > _FEW or only.isdisjoint(REVERSALS):
        return ""
    return min(only & REVERSALS).lstrip("=")


def _share_date(a: Headline, b: Headline) -> bool:
    """Whether a bare number, as of a day, is in both."""
    bare = {number.value for number in a.numbers if not number.unit}
    return any(number.value in bare for number in b.numbers if not number.unit)


def _swapped(a: Headline, b: Headline) -> str:
    """Roles changed hands: the same words, two of them far apart exchanged ("A beats B", "B beats A")."""
    if len(a.words) != len(b.words) or sorted(a.words) != sorted(b.words):
        return ""
    if (" by " in a.text) != (" by " in b.text):
        return ""  # the passive turns the sentence round, not the roles
    moved = [at for at, word in enumerate(a.words) if word != b.words[at]]
    if len(moved) == 2 and moved[1] - moved[0] > 1:
        return f"{a.words[moved[0]]} ↔ {a.words[moved[1]]}"
    # another preposition turns the sentence round as well: "opens with", "opens"
    return _turned(a.words, b.words) if sorted(a.text.split()) == sorted(b.text.split()) else ""


def _turned(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    """What stands before and after one word changed places: "captain sues harbour master" and back."""
    for at, word in enumerate(a):
        if at and word in b[1:]:
            turn = b.index(word, 1)
            end = at + 1 + turn
            if a[at + 1 : end] == b[:turn] and b[turn + 1 : end] == a[:at] and a[end:] == b[end:]:
                return f"{' '.join(a[:at])} ↔ {' '.join(b[:turn])}"
    return ""


def _may_be_subject(key: str) -> bool:
    return key[0] not in "=#" or key in THINGS


def _hollow(a: Headline, b: Headline, only_a: set[str], only_b: set[str]) -> Verdict:
    """Titles that are alike by form alone: a section's name, one mouth, one word changed in a short frame."""
    fewer, more = sorted((len(a.keys), len(b.keys)))
    if fewer <= 2 and more - fewer >= 2 and (not only_a or not only_b):
        return Verdict("too short to say the same", "generic")
    said = a.speaker | b.speaker
    by = a.speaker & b.speaker & BYLINES
    if by and not (set(a.keys) & set(b.keys)) - said:
        return Verdict("one byline, nothing else shared", "byline")
    if len(only_a) == len(only_b) == 1 and more == fewer:
        one, other = min(only_a), min(only_b)
        at = a.keys.index(one)
        related = other in RELATED.get(one, ()) or fuzz.ratio(one, other) >= 60.0
        if fewer <= _SHORT:
            subjects = _may_be_subject(one) and _may_be_subject(other)
        else:  # at the head of a title a word that no list knows is mostly a name
            subjects = at == 0 and is_name(one) and is_name(other)
        if at == b.keys.index(other) and not related and subjects:
            return Verdict(f"{one} ≠ {other}", "subject")
    return Verdict()


def verdict(a: Headline, b: Headline, frame: float) -> Verdict:
    """What forbids the match or makes it an update; `frame` is the smaller overlap of the two, 0..1."""
    in_a, in_b = set(a.keys), set(b.keys)
    only_a, only_b = in_a - in_b, in_b - in_a
    if not only_a and not only_b and (swap := _swapped(a, b)):
        return Verdict(swap, "roles")
    if frame >= 0.3 and (clash := another_name(a, b)):
        return Verdict(clash, "name")
    if clash := another_league(a, b):
        return Verdict(clash, "sibling")
    if frame >= 0.35:
        if clash := siblings(only_a, only_b):
            return Verdict(clash, "sibling")
        if max(len(only_a), len(only_b)) <= 6 and (clash := another_place(a, b)):
            return Verdict(clash, "place")
        if a.negated == b.negated and (
            clash := _opposites(only_a, only_b) or _counterparts(a, b, only_a, only_b)
        ):
            return Verdict(clash, "opposite")
    if a.negated != b.negated and max(len(only_a), len(only_b)) <= 1 and frame >= 0.7:
        return Verdict("one of them says no", "negation")
    if a.negated == b.negated and not _share_date(a, b):  # which a trial was put off to
        turn = _reversal(only_a, only_b) or _reversal(only_b, only_a)
        if turn:
            return Verdict(turn, "opposite")
    hollow = _hollow(a, b, only_a, only_b)
    if hollow.veto:
        return hollow
    return _numbers(a, b, frame) if a.numbers and b.numbers else Verdict()
