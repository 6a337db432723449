"""The evidence that the pair score weighs: cheap, symmetric numbers about two headlines.

Knows two headlines and how rare their words are; must not know what the numbers decide.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from ticker.core.lexicon import PRIOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.text import Headline

SOFT = 72.0
"""Two unshared words whose `fuzz.ratio` reaches this are spellings or inflections of one."""

_PRIOR_TITLES = 2000.0
_RARE = 0.0005


class Idf:
    """How rare a key is: online document counts over a prior worth 2,000 titles.

    `idf(key)` is in 0..1: 0 = in every title, 1 = in none of the titles seen.
    """

    __slots__ = ("_counts", "_scale", "_titles")

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._titles = 0
        self._scale = 1.0 / math.log(_PRIOR_TITLES)

    def add(self, keys: Iterable[str], sign: int = 1) -> None:
        """Count one title's distinct keys (`sign` -1 takes them back)."""
        self._titles += sign
        self._scale = 1.0 / math.log(self._titles + _PRIOR_TITLES)
        for key in keys:
            count = self._counts.get(key, 0) + sign
            if count:
                self._counts[key] = count
            else:
                del self._counts[key]

    def __call__(self, key: str) -> float:
        """How rare the key is, 0..1."""
        seen = self._counts.get(key, 0) + PRIOR.get(key, _RARE) * _PRIOR_TITLES
        return max(1.0 - math.log(seen) * self._scale, 0.0)


class Features(NamedTuple):
    """What a pair is judged by. Overlaps are shares of IDF mass, 0..1."""

    trigrams: float
    """Cosine of the hashed character trigram sets."""
    least: float
    """Shared mass (soft pairs included) over the heavier title."""
    most: float
    """The same over the lighter title: 1 = one holds the other."""
    shared: float
    """log(1 + shared mass): how much there is to agree on."""
    soft: float
    """Mass of unshared words that pair up as spellings of each other."""
    order: float
    """Share of neighbouring word pairs in common."""
    rarest: float
    """The rarer unshared word of the side that has less to hide: both sides must say something new."""
    rarer: float
    """The rarest unshared word of either side."""
    speaker: float
    """1 where both quote the same speaker before a colon."""
    other_number: float
    """1 where both have numbers and share none."""
    same_number: float
    """1 where a number is shared."""
    length: float
    """log(1 + keys of the shorter title)."""
    same_source: float
    """1 where one publisher says both."""
    timed: float
    """1 where both times are known."""
    gap: float
    """log(1 + hours between them), 0 where unknown."""


def _soft(a: list[str], b: list[str], weights: dict[str, float]) -> float:
    """Mass of words that pair up at `SOFT` or better, greedily, each word once."""
    total = 0.0
    free = [key for key in b if key[0] not in "#="]
    for key in a:
        if key[0] in "#=" or not free:
            continue
        best, other = max((fuzz.ratio(key, other, score_cutoff=SOFT), other) for other in free)
        if best:
            total += min(weights[key], weights[other]) * best / 100.0
            free.remove(other)
    return total


def features(a: Headline, b: Headline, idf: Idf) -> Features:
    """Compare two headlines with non-empty keys; symmetric."""
    if a.keys > b.keys:
        a, b = b, a
    weights = {key: idf(key) for key in {*a.keys, *b.keys}}
    in_a, in_b = set(a.keys), set(b.keys)
    only_a = [key for key in a.keys if key not in in_b]
    only_b = [key for key in b.keys if key not in in_a]
    mass_a = sum([weights[key] for key in a.keys]) + 1e-9
    mass_b = sum([weights[key] for key in b.keys]) + 1e-9
    shared = sum([weights[key] for key in a.keys if key in in_b])
    soft = _soft(only_a, only_b, weights)
    rare_a = max([weights[key] for key in only_a], default=0.0)
    rare_b = max([weights[key] for key in only_b], default=0.0)
    bits = a.trigrams.bit_count() * b.trigrams.bit_count()
    pairs_a, pairs_b = set(pairwise(a.keys)), set(pairwise(b.keys))
    numbers_a = {number.value for number in a.numbers}
    numbers_b = {number.value for number in b.numbers}
    common = not numbers_a.isdisjoint(numbers_b)
    timed = a.time is not None and b.time is not None
    return Features(
        trigrams=(a.trigrams & b.trigrams).bit_count() / math.sqrt(bits) if bits else 0.0,
        least=(shared + soft) / max(mass_a, mass_b),
        most=min((shared + soft) / min(mass_a, mass_b), 1.0),
        shared=math.log1p(shared),
        soft=soft,
        order=len(pairs_a & pairs_b) / max(1, min(len(pairs_a), len(pairs_b))),
        rarest=min(rare_a, rare_b),
        rarer=max(rare_a, rare_b),
        speaker=float(not a.speaker.isdisjoint(b.speaker)),
        other_number=float(bool(numbers_a) and bool(numbers_b) and not common),
        same_number=float(common),
        length=math.log1p(min(len(a.keys), len(b.keys))),
        same_source=float(bool(a.publisher) and a.publisher == b.publisher),
        timed=float(timed),
        gap=math.log1p(abs(a.time - b.time) / 3600.0) if timed else 0.0,  # type: ignore[operator]  # timed says so
    )
