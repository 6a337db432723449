"""Expressions of several words that stand for one: "steps down" is a resignation, «إلقاء القبض» an arrest.

Finds them in a title's keys, longest first, and says by which key to compare what was found. Knows
sequences of keys; must not know titles.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ticker.core.lexicon import PHRASES

if TYPE_CHECKING:
    from collections.abc import Sequence


class Span(NamedTuple):
    """Words `start` to `end` (exclusive) of a title are compared as `key`; "" = they say nothing."""

    start: int
    end: int
    key: str


def _by_start() -> dict[tuple[str, str], tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
    for (first, second, *rest), key in PHRASES.items():
        table.setdefault((first, second), []).append((tuple(rest), key))
    return {start: tuple(sorted(found, key=lambda one: -len(one[0]))) for start, found in table.items()}


_BY_START = _by_start()
STARTS = frozenset(start for start, _ in _BY_START)
"""Keys, and stop words, that an expression may begin with."""


def spans(keys: Sequence[str]) -> list[Span]:
    """The phrases in a title's keys, from left to right, never overlapping; stop words stand as they are."""
    starts = [*pairwise(keys)]
    if _BY_START.keys().isdisjoint(starts):
        return []
    found: list[Span] = []
    free = 0
    for at, start in enumerate(starts):
        if at < free or start not in _BY_START:
            continue
        for rest, key in _BY_START[start]:
            end = at + 2 + len(rest)
            if tuple(keys[at + 2 : end]) == rest:
                found.append(Span(at, end, key))
                free = end
                break
    return found
