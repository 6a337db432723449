"""The filter line: which stories a reader wants to see.

Words must all occur in the headline or a publisher's name; `"…"` keeps words together;
`lang:ar` and `publisher:name` ask for a field; `breaking` and `pinned` alone ask for the mark.

Knows story views; must not know the screen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.fold import fold

if TYPE_CHECKING:
    from ticker.core.view import StoryView

_TERM = re.compile(r'(?:(?P<field>lang|publisher):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))', re.IGNORECASE)
_MARKS = frozenset({"breaking", "pinned"})
# A field whose value has not been typed yet asks for nothing.
_UNFINISHED = frozenset({"lang:", "publisher:"})


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed filter line. `terms` are (field, folded text); field "" = headline or publisher."""

    text: str = ""
    terms: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read a filter line. Every line means something: what is no field is searched for."""
        terms: list[tuple[str, str]] = []
        for found in _TERM.finditer(text):
            field = (found["field"] or "").lower()
            word = found["word"]
            if word is not None and word.lower() in _UNFINISHED:
                continue
            if word is not None and not field and word.lower() in _MARKS:
                terms.append((word.lower(), ""))
                continue
            value = _folded(word if word is not None else found["phrase"])
            if value:
                terms.append((field, value))
        return cls(text.strip(), tuple(terms))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, story: StoryView) -> bool:
        """Tell whether the story satisfies every term."""
        return all(_holds(story, field, value) for field, value in self.terms)


def _folded(text: str) -> str:
    return " ".join(fold(unicodedata.normalize("NFKC", text).casefold()).split())


def _holds(story: StoryView, field: str, value: str) -> bool:
    match field:
        case "breaking":
            return story["breaking"]
        case "pinned":
            return story["pinned"]
        case "lang":
            return story["lang"].lower().startswith(value)
        case "publisher":
            return any(value in _folded(name) for name in story["publishers"])
        case _:
            return value in _folded(story["headline"]) or any(
                value in _folded(name) for name in story["publishers"]
            )
