"""Substrings that a text holds twice or more, by a suffix array: the ends of its maximal repeats.

Knows strings; must not know words or items.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

LONGEST = 400  # characters; longer repeats are found by their parts


class Repeat(NamedTuple):
    """Two places where the same `length` characters stand and cannot be extended on either side."""

    first: int
    second: int
    length: int


def _common(text: str, a: int, b: int) -> int:
    """Length of the common prefix of two suffixes, at most `LONGEST`; bisection over slices."""
    low, high = 0, min(LONGEST, len(text) - max(a, b))
    while low < high:
        middle = (low + high + 1) // 2
        if text.startswith(text[a + low : a + middle], b + low):
            low = middle
        else:
            high = middle - 1
    return low


def maximal_repeats(text: str, shortest: int) -> list[Repeat]:
    """Find repeats of at least `shortest` characters; neighbours in suffix order only, O(n log n).

    Every maximal repeat shows up at some pair of neighbours, though not at every pair of its places.
    """
    order = sorted(range(len(text)), key=lambda at: text[at : at + LONGEST])
    found = []
    for a, b in pairwise(order):
        if a and b and text[a - 1] == text[b - 1]:
            continue
        length = _common(text, a, b)
        if length >= shortest:
            found.append(Repeat(min(a, b), max(a, b), length))
    return found
