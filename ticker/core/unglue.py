"""Recover the items of a ticker line that stand glued together without a separator.

Separators come first. What is left is cut at *seams*: the cheapest way to read the line as a row of
items, found by dynamic programming (`glue.reading`) over

- language: what reads better as two words than as one (`glue.seams`), by built-in word lists, their
  forms, and the words of the text around;
- length: how many words headlines have;
- repeats: what the line holds twice begins and ends where items do (`glue.candidates`);
- headlines known already, from the desk or from the text around.

All evidence is in nats and adds up; where it is thin the line stays whole. Knows lines and items; must
not know feeds, pages or what an item means.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ticker.core.glue.candidates import candidates
from ticker.core.glue.line import Line, known_spans, sightings
from ticker.core.glue.reading import Reading
from ticker.core.glue.seams import seams
from ticker.core.glue.separators import split_separators
from ticker.core.glue.spelling import WORD, bare, fold
from ticker.core.glue.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CHARS = 10_000
"""Characters of a line that are searched for seams; the rest is cut at separators and sentence ends."""
MAX_CONTEXT = 100_000
"""Characters of context that are learned from."""

_SEAM_COST = 0.5  # nats; a bias to leave a line whole
_SEPARATED = 3.0  # nats more where the line has separators of its own
_GLUED_END = re.compile(r"(?<=[؟?!])(?=[^\W\d_])")


def _segment(text: str, words: Words, known: Iterable[str], seam_cost: float) -> list[str]:
    line = Line.of(text)
    spans = known_spans(line, known)
    scores = candidates(line, seams(text, line.tokens, words), spans)
    headlines = frozenset(line.folded[start:end] for start, end in spans)
    return Reading(line, scores, headlines, seam_cost).choose() if scores else [text]


def unglue(line: str, *, context: str = "", known: Iterable[str] = ()) -> list[str]:
    """Give the items of a ticker line in order, as displayed, trimmed; never raises.

    `context` is the text around the line: its words are learned, and its own lines are looked for in the
    ticker. `known` are headlines of the desk, as displayed. Apart from separators and space nothing of the
    line is lost. Time is near-linear, see `MAX_CHARS`.
    """
    context = context[:MAX_CONTEXT]
    pieces = split_separators(line)
    around = [match.group() for match in WORD.finditer(context)]
    words = Words(Counter(map(fold, around)) + sightings(line[:MAX_CHARS]), map(bare, around))
    whole = Line.of(line[:MAX_CHARS])
    headlines = {whole.folded[a:b] for a, b in known_spans(whole, [*known, *context.split("\n")])}
    seam_cost = _SEAM_COST if len(pieces) == 1 else _SEAM_COST + _SEPARATED
    items: list[str] = []
    left = MAX_CHARS
    for piece in pieces:
        head, tail = piece[:left], piece[left:]
        if tail and (space := head.rfind(" ")) > 0:
            head, tail = piece[:space], piece[space:]
        left -= len(head)
        if head.strip():
            items += _segment(head.strip(), words, headlines, seam_cost)
        if tail:
            first, *others = _GLUED_END.split(tail)
            torn = items.pop() if head.strip() else ""
            items += [torn + first, *others]
    return [kept for item in items if (kept := item.strip())]
