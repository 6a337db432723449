"""The query language: which stories somebody wants to see, in one line.

    words                all occur in the headline or a publisher's name, in any order and spelling
    "these words"        together, in this order
    lang:ar,en           one of these languages     publisher:wire   a publisher's name holds this
    publishers>=3        also copies, urgency, age (age<30m, age>=2h), with > >= < <= =
    breaking  pinned     the story carries this mark (also held, spiked, retitled, noted, curated =
                         any editor's hand on it); quote it to search for the word
    -term                not this

A line that is half right is half applied: what cannot be read is told in `faults`, the rest holds.

Knows story views; must not know who asks.
"""

from __future__ import annotations

import difflib
import operator
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ticker.core.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ticker.core.model import Instant
    from ticker.core.view import StoryView

_TERM: Final = re.compile(
    r'(?P<no>-)?(?:(?P<field>[A-Za-z]+)(?P<sign>>=|<=|[:<>=]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S*))'
)
_SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ":": operator.eq,
}
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPAN: Final = re.compile(r"(\d+)([smhd])")


def _edited(story: StoryView) -> bool:
    """Whether an editor's hand is on the story."""
    return bool(
        story["pinned"]
        or story["breaking"]
        or story["held"]
        or story["urgency"]
        or story["original"] is not None
        or story.get("edits")
    )


MARKS: Final[Mapping[str, Callable[[StoryView], bool]]] = {
    "breaking": lambda story: story["breaking"],
    "pinned": lambda story: story["pinned"],
    "held": lambda story: story["held"],
    "spiked": lambda story: "edits" in story and story["edits"]["spiked"],
    "retitled": lambda story: story["original"] is not None,
    "noted": lambda story: "edits" in story and bool(story["edits"]["notes"]),
    "curated": _edited,
}
"""The words that alone ask for a mark."""

_COUNTS: Final[Mapping[str, Callable[[StoryView], float]]] = {
    "publishers": lambda story: len(story["publishers"]),
    "copies": lambda story: story["copies"],
    # what has no urgency is less urgent than all that has
    "urgency": lambda story: story["urgency"] or 10,
}
_TEXTS: Final = frozenset({"lang", "publisher", "id"})
_FIELDS: Final = (*sorted(_TEXTS), *_COUNTS, "age")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `field` "" = words; one of `values` (folded) must hold; counts have a `number`."""

    field: str
    values: tuple[str, ...] = ()
    sign: str = ":"
    number: float = 0.0
    negated: bool = False

    def holds(self, story: StoryView, now: Instant) -> bool:
        """Tell whether the story satisfies it."""
        return self._found(story, now) is not self.negated

    def _found(self, story: StoryView, now: Instant) -> bool:
        if self.field in MARKS:
            return MARKS[self.field](story)
        if self.field in _COUNTS:
            return _SIGNS[self.sign](_COUNTS[self.field](story), self.number)
        match self.field:
            case "age":
                return _SIGNS[self.sign](now - _instant(story["first_seen"]), self.number)
            case "lang":
                lang = story["lang"].lower()
                return any(lang == value or lang.startswith(f"{value}-") for value in self.values)
            case "id":
                return story["id"] in self.values
            case "publisher":
                return any(value in folded(name) for value in self.values for name in story["publishers"])
            case _:
                texts = (story["headline"], *story["publishers"])
                return any(value in folded(text) for value in self.values for text in texts)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed line. `faults` says what in it could not be read, and how it is written."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    faults: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read a line; never raises."""
        terms: list[Term] = []
        faults: list[str] = []
        for found in _TERM.finditer(text):
            if not found[0]:
                continue
            term = _term(found)
            if isinstance(term, str):
                faults.append(term)
            elif term is not None:
                terms.append(term)
        return cls(text.strip(), tuple(terms), tuple(faults))

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def timed(self) -> bool:
        """Whether its answer changes with time alone."""
        return any(term.field == "age" for term in self.terms)

    def matches(self, story: StoryView, now: Instant) -> bool:
        """Tell whether the story satisfies every term; `now` is the time of the news."""
        return all(term.holds(story, now) for term in self.terms)


@lru_cache(maxsize=32_768)
def folded(text: str) -> str:
    """Return text as it is searched: case, marks, hamza and digits of other scripts do not matter."""
    return " ".join(fold(unicodedata.normalize("NFKC", text).casefold()).split())


@lru_cache(maxsize=16_384)
def _instant(iso: str) -> Instant:
    return datetime.fromisoformat(iso).timestamp()


def _term(found: re.Match[str]) -> Term | str | None:
    """Return a term, a fault in words, or None for what asks for nothing."""
    negated = bool(found["no"])
    name = (found["field"] or "").lower()
    word, phrase, sign = found["word"], found["phrase"], found["sign"]
    value = word if word is not None else phrase
    if not name or (sign == ":" and value.startswith("//")):  # no field, or a link
        return _words(found, value, negated=negated, quoted=word is None)
    if name == "pub":
        name = "publisher"
    if name in _TEXTS:
        return _text(name, sign, value, negated=negated)
    if name == "age":
        return _age(sign, value, negated=negated)
    if name in _COUNTS:
        if not value.isdecimal():
            return f"{name}{sign} needs a whole number, as in {name}>=3"
        return Term(name, sign=sign, number=int(value), negated=negated)
    return _unknown(name, found[0])


def _words(found: re.Match[str], value: str, *, negated: bool, quoted: bool) -> Term | None:
    if not quoted and value.lower() in MARKS:
        return Term(value.lower(), negated=negated)
    text = folded(value if quoted or not found["field"] else found[0].removeprefix("-"))
    return Term("", (text,), negated=negated) if text else None


def _text(name: str, sign: str, value: str, *, negated: bool) -> Term | str:
    if sign not in ":=":
        return f"{name} is not counted; write {name}:…"
    parts = [part.strip() for part in value.split(",")]
    values = tuple(filter(None, (folded(part) if name == "publisher" else part.lower() for part in parts)))
    if not values:
        return f"{name}: needs a value, as in {_EXAMPLES[name]}"
    return Term(name, values, negated=negated)


_EXAMPLES: Final = {"lang": "lang:ar", "publisher": 'publisher:"harbour post"', "id": "id:17"}


def _age(sign: str, value: str, *, negated: bool) -> Term | str:
    spans = _SPAN.findall(value.lower())
    if sign in ":=" or not spans or "".join(map("".join, spans)) != value.lower():
        return "age needs < or > and a time, as in age<30m or age>=2h"
    seconds = sum(int(number) * _UNITS[unit] for number, unit in spans)
    return Term("age", sign=sign, number=seconds, negated=negated)


def _unknown(name: str, whole: str) -> str:
    near = difflib.get_close_matches(name, _FIELDS, n=1)
    help_ = f"did you mean {near[0]}?" if near else f"fields are {', '.join(_FIELDS)}."
    return f'“{name}” is no field; {help_} For the words themselves: "{whole.strip(chr(34))}"'
