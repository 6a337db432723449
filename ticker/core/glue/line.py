"""A ticker line and its folded form, and where known headlines stand in it.

Knows characters and spaces; must not know seams or items.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.glue.spelling import WORD, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = re.compile(r"\S+")
_HEAD = 10  # folded characters by which a known headline is looked for; a shorter one is no evidence
_OPENING = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line; its tokens as spans; its folded form, in which character `i` stands at `fold_at[i]`."""

    text: str
    tokens: tuple[tuple[int, int], ...]
    folded: str
    fold_at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Line:
        """Fold `text` and find its tokens."""
        folded, places = _folded(text)
        return cls(text, tuple(match.span() for match in _TOKEN.finditer(text)), folded, tuple(places))

    def key(self, start: int, end: int) -> str:
        """Give the folded form of `[start, end)`, by which two spans are the same."""
        return self.folded[self.fold_at[start] : self.fold_at[end]].strip()


def _folded(text: str) -> tuple[str, list[int]]:
    """Fold case, hamza seats, marks and spaces; and where each character went."""
    out: list[str] = []
    places: list[int] = []
    for char in text:
        places.append(len(out))
        if char.isspace():
            if out and out[-1] != " ":
                out.append(" ")
        else:
            out.extend(fold(char))
    places.append(len(out))
    return "".join(out), places


def sightings(text: str) -> Counter[str]:
    """How often each folded word of a line is seen between different neighbours.

    A glued pair that is repeated with its items has the same neighbours each time: one sighting.
    """
    found = [fold(match.group()) for match in WORD.finditer(text)]
    seen = set(zip(["", *found], found, [*found[1:], ""], strict=False))
    return Counter(word for _, word, _ in seen)


def known_spans(line: Line, known: Iterable[str]) -> list[tuple[int, int]]:
    """Find known headlines of three words or more in the line: spans of its folded form."""
    heads: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(line.folded) - _HEAD + 1):
        heads[line.folded[at : at + _HEAD]].append(at)
    openings = {head[:_OPENING] for head in heads}
    spans = []
    for headline in set(known):
        opening = headline[:_OPENING]
        if opening.isalpha() and fold(opening) not in openings:
            continue
        head = _folded(headline[: 4 * _HEAD].strip())[0][:_HEAD]
        if head not in heads:
            continue
        whole = _folded(headline.strip())[0].strip()
        if whole.count(" ") > 1:
            spans += [(at, at + len(whole)) for at in heads[head] if line.folded.startswith(whole, at)]
    return spans
