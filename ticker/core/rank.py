"""How a story ranks: exponential forward decay, one total order, and the breakdown behind a score.

Each corroborating voice adds `weight · 2^(t / half_life)` at its first report, t in seconds since the
epoch (Cormode, Shkapenyuk, Srivastava, Xu: *Forward decay*, ICDE 2009). The stored score is the log2
of that sum. Decay multiplies every story by the same factor, so the order of untouched stories never
changes and nothing is rescored as time passes.

Knows the formula; must not know how stories are matched or kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp2, log1p, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.model import Instant, Story, StoryId

_LN2 = 0.6931471805599453
_LIGHTEST = 2.0**-20  # a weight of 0 in a config means "hardly counts", never log2(0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One voice's share of a score: its weight, its first report and what is left of it now."""

    voice: str
    weight: float
    reported: Instant
    remaining: float


def report(weight: float, at: Instant, half_life: float) -> float:
    """Log2 of what one first report adds: `log2(weight) + at / half_life` (both in seconds)."""
    return log2(max(weight, _LIGHTEST)) + at / half_life


def add(score: float | None, other: float) -> float:
    """Log2(2^score + 2^other) without leaving the log domain; None is the empty sum."""
    if score is None:
        return other
    high, low = (score, other) if score >= other else (other, score)
    return high + log1p(exp2(low - high)) / _LN2


def total(reports: Iterable[float]) -> float:
    """Log2 of the sum of all reports, added smallest first so that their order does not matter."""
    score: float | None = None
    for one in sorted(reports):
        score = add(score, one)
    if score is None:
        raise ValueError("a story has at least one report")
    return score


def heat(score: float, now: Instant, half_life: float) -> float:
    """What a score is worth at `now`: the decayed sum of weights (1.0 = one fresh report of weight 1)."""
    return exp2(min(score - now / half_life, 1000.0))


def contribution(voice: str, weight: float, at: Instant, now: Instant, half_life: float) -> Contribution:
    """Show one voice's first report as it counts at `now`."""
    return Contribution(voice, weight, at, heat(report(weight, at, half_life), now, half_life))


def order(story: Story) -> tuple[bool, float, int, StoryId]:
    """Sort key of the one total order: pinned first, by `place`, then score, ties by the older story."""
    return (not story.pinned, place(story), len(story.id), story.id)


def place(story: Story) -> float:
    """Where a story stands among its like, lowest first: the editors' order, else its score."""
    return -story.score if story.edits.pin is None else story.edits.pin
