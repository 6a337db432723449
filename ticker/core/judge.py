"""Second opinions on pairs that the words of two titles leave open.

A judge sees both headlines and the learned score, and answers the score to go by. The first one reads
the summaries, where feeds give them: their agreement raises, their absence changes nothing, and their
difference never lowers, for two outlets may sum up one event by two of its facts. Knows two headlines;
must not know vetoes, stories or thresholds.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from ticker.core.text import keys_alone, marks_of

if TYPE_CHECKING:
    from ticker.core.features import Rarity
    from ticker.core.text import Headline

UNCERTAIN = (0.01, 0.6)
"""Scores between which a second opinion is asked."""

_AGREE = 0.3
_GAIN = 9.0
_LEAST_KEYS = 5
_LIKELY = 0.12  # of words in common, below which no share of their mass comes near `_AGREE`


# a new headline is weighed against several others, and those against the next ones
_keys = lru_cache(maxsize=1024)(keys_alone)
_marks = lru_cache(maxsize=16_384)(marks_of)  # some 300 bytes each


class Judge(Protocol):
    """Anything that gives a second opinion; it must be pure and symmetric."""

    def __call__(self, a: Headline, b: Headline, score: float, idf: Rarity) -> float:
        """The score to go by, 0..1, given the learned one."""


def by_summary(a: Headline, b: Headline, score: float, idf: Rarity) -> float:
    """Raise the score where the summaries share more of their IDF mass than chance explains.

    Both summaries must hold at least five content words and come from two publishers: one outlet hangs
    the same sentence under all of its headlines ("the post appeared first on …"). The gain is 9 in
    log-odds for each whole share above 0.3; hand-set, held by the tests' own fixtures.
    """
    if not a.summary or not b.summary or (a.publisher and a.publisher == b.publisher):
        return score
    if not _likely(a.summary, b.summary):
        return score
    one, other = _keys(a.summary), _keys(b.summary)
    if min(len(one), len(other)) < _LEAST_KEYS:
        return score
    rarity = dict(zip(one, idf.of(one), strict=True))
    shared = math.fsum([rarity[key] for key in other if key in rarity])
    if shared <= _AGREE * math.fsum(rarity.values()):  # the other's mass can only lower their agreement
        return score
    agreement = shared / (max(math.fsum(rarity.values()), math.fsum(idf.of(other))) + 1e-9)
    if agreement <= _AGREE:
        return score
    odds = math.log(max(score, 1e-6) / max(1.0 - score, 1e-6)) + _GAIN * (agreement - _AGREE)
    return max(score, 1.0 / (1.0 + math.exp(-odds)))


def _likely(one: str, other: str) -> bool:
    """Whether two summaries could agree, told at a hundredth of the price: most pairs share hardly a word."""
    marks, others = _marks(one), _marks(other)
    return (marks & others).bit_count() >= _LIKELY * max(marks.bit_count(), others.bit_count())
