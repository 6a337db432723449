"""Where one item of a glued line may end and the next begin, and how likely, by language alone.

A seam is a position between two characters with no space around it. Its score is a log-odds in nats:
positive means that two words (or a word and a number, a mark and a word) read better than one. Knows
characters and words; must not know items, repeats or lengths.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from ticker.core.glue import words_ar, words_en
from ticker.core.glue.edges import first_word, last_word
from ticker.core.glue.forms import listed
from ticker.core.glue.joints import Run, joints, quotes, runs
from ticker.core.glue.spelling import SILENT, WORD, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticker.core.glue.words import Words

FLOOR = -5.0
"""Nats; below it a seam is not worth trying without a repeat."""

_LONGEST_RUN = 48  # letters; a longer run is no headline's word, and is split by repeats and marks only
_BRACKETED = re.compile(r"«[^«»]{1,80}»|“[^“”]{1,80}”|\([^()]{1,80}\)|‹[^‹›]{1,80}›|\[[^\[\]]{1,80}\]")
_TRUST = 0.65  # of the word model: its letters are not independent, so it is surer than it should be
_TORN = 6.0  # nats against a seam inside a quotation or a bracket
_CASE_CHANGE = 4.0  # nats at least for "endBegin"
_CAPITAL_INSIDE = 10.0  # nats against a capital after a small letter in one word
_DISAGREES = 4.0  # nats against "the escalation Syrian": an adjective agrees with its noun in the article
_CAMEL = frozenset(words_en.CAMEL.split())
_CAMEL_HEADS = frozenset(words_en.CAMEL_HEADS.split())


@lru_cache(maxsize=1)
def _nisbas() -> frozenset[str]:
    return frozenset(map(fold, words_ar.NISBAS.split()))


def _camel(word: str) -> float:
    if word in _CAMEL or not any(a.islower() and b.isupper() for a, b in pairwise(word)):
        return 0.0
    return _CAPITAL_INSIDE


def _in_word(run: Run, line: str, words: Words, *, small: bool) -> Iterator[tuple[int, float]]:
    """Score each position inside a word."""
    text = run.text
    if len(text) > _LONGEST_RUN:
        yield from ((place, 2 * FLOOR) for place in range(run.start + 1, run.end))
    elif text.upper() == text.lower():
        yield from _in_uncased(run, line, words)
    else:
        yield from _in_cased(run, line, words, small=small)


def _in_uncased(run: Run, line: str, words: Words) -> Iterator[tuple[int, float]]:
    text = run.text
    whole = words.cost(text, text)
    after = WORD.match(line, run.end + 1)
    nisba = after is not None and fold(after.group()).removesuffix("ة") in _nisbas()
    for cut in range(1, len(text)):
        if unicodedata.combining(text[cut]) or text[cut] in SILENT + "'’" or text[cut - 1] in "'’":
            continue
        left, right = text[:cut], text[cut:]
        score = _TRUST * (whole - words.cost(left, text) - words.cost(right, text))
        if nisba and right.startswith("ال"):
            score -= _DISAGREES
        yield run.start + cut, score + last_word(left) + first_word(right)


def _in_cased(run: Run, line: str, words: Words, *, small: bool) -> Iterator[tuple[int, float]]:
    """Score each position inside a word of a script that has capitals; items begin with one."""
    text = run.text
    whole = words.cost(text, text) + _camel(text)
    for cut in range(1, len(text)):
        left, right = text[:cut], text[cut:]
        if unicodedata.combining(right[0]) or right[0] in SILENT + "'’" or left[-1] in "'’":
            continue
        if len(left) > 1 and left.casefold() in _CAMEL_HEADS:
            continue
        if text.isupper() and max(listed(left), listed(right)) == inf:
            continue  # capitals throughout: only words that are known part
        score = whole - words.cost(left, text) - words.cost(right, text) - _camel(left) - _camel(right)
        if text not in _CAMEL and right[0].isupper():
            initial = len(right) == 1 and line[run.end : run.end + 1] == "."
            begins = initial or (len(right) > 2 and right[1].islower())
            ends = len(left) > 2 if left[-1].islower() else len(left) > 1 and listed(left) < inf
            if begins and ends:
                score = max(score, _CASE_CHANGE)
        yield run.start + cut, score + last_word(left) + first_word(right, small=small)


def seams(line: str, tokens: Iterable[tuple[int, int]], words: Words) -> dict[int, float]:
    """Score every position inside `tokens` (spans of the line) that may be a seam: position -> nats."""
    found: dict[int, float] = {}
    opens = quotes(line)
    small = line == line.lower()
    for start, end in tokens:
        parts = runs(line, start, end)
        for run in parts:
            if run.kind == "w":
                found.update(_in_word(run, line, words, small=small))
        found.update(joints(line, parts, opens))
    for match in _BRACKETED.finditer(line):
        for place in range(match.start() + 1, match.end()):
            if place in found:
                found[place] -= _TORN
    return found
