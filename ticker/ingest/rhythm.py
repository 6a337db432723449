"""How often a feed brings news: learned from its own, for the time to the next poll and for the alarm.

A feed's rhythm is the median gap between its latest news. The next poll comes after half the gap that is
to be expected now, the silence that goes on included, within the feed's bounds. A feed is quiet when it has
been silent for far longer than its longest usual lull: a night's sleep, once known, raises no alarm.

Pure. Knows instants (POSIX seconds); must not know feeds, clocks or polls.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.model import Instant

KEPT: Final = 24
"""Instants remembered of a feed."""

_ONE_BURST: Final = 60.0  # seconds: items published together are one piece of news
_FEWEST: Final = 5  # instants before anything is said of a rhythm
_EXPECT: Final = 8  # latest gaps that say what is to be expected now

_LULL_HALF_LIFE: Final = 14 * 86_400.0  # a usual lull is forgotten slowly: weekends come once a week
_LULLS: Final = 1.5  # silences longer than this many usual lulls are strange
_GAPS: Final = 12.0  # and longer than this many usual gaps
_LEAST: Final = 3600.0
_NEW_FEED: Final = 12 * 3600.0  # until a feed was known for a day, its nights are not known
_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Pace:
    """The bounds of a feed's interval, seconds, and what holds until its rhythm is known.

    All three are the same for a feed whose interval is fixed.
    """

    least: float
    start: float
    most: float

    @classmethod
    def fixed(cls, interval: float) -> Pace:
        """The pace of a feed that is polled every `interval` seconds, whatever it does."""
        return cls(interval, interval, interval)

    def after(self, news: tuple[Instant, ...], now: Instant) -> float:
        """Seconds to the next poll of a feed with these latest `news` (oldest first)."""
        if self.least >= self.most or len(news) < _FEWEST:
            return min(max(self.start, self.least), self.most)
        gaps = min(_EXPECT, len(news) - 1)
        expected = max(now - news[-gaps - 1], 0.0) / gaps
        return min(max(expected / 2, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is known of a feed's news; the fields are those of `FeedState`."""

    news: tuple[Instant, ...] = ()
    lull: float = 0.0
    known_since: Instant | None = None

    @property
    def gap(self) -> float:
        """The usual seconds between two pieces of news; 0 = not known yet."""
        if len(self.news) < _FEWEST:
            return 0.0
        return median(later - earlier for earlier, later in zip(self.news, self.news[1:], strict=False))

    def heard(self, instants: Iterable[Instant], now: Instant) -> Rhythm:
        """The rhythm after news of `instants`, in any order; those ahead of `now` count as now."""
        lull, since, news = self.lull, self.known_since, list(self.news)
        for instant in sorted(min(one, now) for one in instants):
            if since is None:
                since = instant
            if news and instant - news[-1] < _ONE_BURST:
                continue  # the same burst, or older than what is known
            if news:
                gap = instant - news[-1]
                lull = max(gap, lull * math.exp2(-gap / _LULL_HALF_LIFE))
            news.append(instant)
        return Rhythm(tuple(news[-KEPT:]), lull, since)

    def is_quiet(self, now: Instant, interval: float) -> bool:
        """Whether the silence that goes on at `now` is strange for this feed, polled every `interval` s."""
        gap = self.gap
        if not gap:
            return False
        usual = max(_LULLS * self.lull, _GAPS * gap, 4 * interval, _LEAST)
        if self.known_since is None or now - self.known_since < _DAY:
            usual = max(usual, _NEW_FEED)
        return now - self.news[-1] > usual
