"""When copies arrived, as a line of bars with its meaning in words beside it.

Knows instants and cells; must not know stories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.terminal import duration

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"
_NONE = "·"


def sparkline(instants: Sequence[float], *, width: int, now: float) -> str:
    """Return `width` cells from the first of `instants` to `now`; "" for none.

    A dot is a span in which nothing arrived, the highest bar the busiest span.
    """
    if not instants or width < 1:
        return ""
    start = min(instants)
    step = max(now - start, 1.0) / width
    counts = [0] * width
    for instant in instants:
        counts[max(0, min(width - 1, int((instant - start) / step)))] += 1
    most = max(counts)
    return "".join(_NONE if not count else _BARS[(count * len(_BARS) - 1) // most] for count in counts)


def in_words(instants: Sequence[float], *, width: int, now: float) -> str:
    """Say the same as the bars do: the span, and how many came in its busiest part."""
    if not instants or width < 1:
        return ""
    start = min(instants)
    step = max(now - start, 1.0) / width
    counts: dict[int, int] = {}
    for instant in instants:
        place = max(0, min(width - 1, int((instant - start) / step)))
        counts[place] = counts.get(place, 0) + 1
    return f"{duration(now - start)}, at most {max(counts.values())} in {duration(step)}"
