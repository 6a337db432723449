"""Expressions of several words that stand for one: "steps down" is a resignation, «إلقاء القبض» an arrest.

Finds them in a title's keys, longest first, and says by which key to compare what was found. Knows
sequences of keys; must not know titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ticker.core.lexicon import PHRASES

if TYPE_CHECKING:
    from collections.abc import Sequence


class Span(NamedTuple):
    """Words `start` to `end` (exclusive) of a title are compared as `key`; "" = they say nothing."""

    start: int
    end: int
    key: str


def _by_start() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, key in PHRASES.items():
        table.setdefault(words[0], []).append((words, key))
    return {start: tuple(sorted(found, key=lambda one: -len(one[0]))) for start, found in table.items()}


_BY_START = _by_start()
STARTS = frozenset(_BY_START)
"""Keys, and stop words, that an expression may begin with."""


def spans(keys: Sequence[str]) -> list[Span]:
    """The phrases in a title's keys, from left to right, never overlapping; stop words stand as they are."""
    if STARTS.isdisjoint(keys):
        return []
    found: list[Span] = []
    at = 0
    while at < len(keys):
        for words, key in _BY_START.get(keys[at], ()):
            if tuple(keys[at : at + len(words)]) == words:
                found.append(Span(at, at + len(words), key))
                at += len(words)
                break
        else:
            at += 1
    return found
