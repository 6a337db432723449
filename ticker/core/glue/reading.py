"""The best reading of a line as a row of items: dynamic programming over candidate seams.

A reading costs what its seams and the lengths of its items cost, less what repeats and known headlines
explain; all in nats. Knows spans; must not know words or characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from math import inf, log
from typing import TYPE_CHECKING

from ticker.core.fold import unspaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker.core.glue.line import Line

# How many of a hundred headlines have 0, 1, 2 … words; each further word costs `_LONG_SLOPE` nats.
_SHARES = (
    0.001, 0.04, 0.3, 1.3, 3.5, 6.5, 9, 10.5, 11.2, 11.2, 10.4, 9, 7.5, 6, 4.5, 3.3, 2.3, 1.6, 1.1, 0.75, 0.5,
    0.34, 0.23, 0.16, 0.1,
)  # fmt: skip
_LENGTH_COST = tuple(-log(share / 100) for share in _SHARES)
_LONGEST = len(_SHARES) - 1
_LONG_SLOPE = 0.5
_FRAGMENT = 40.0  # against an item inside one word
_UNSPACED_WORD = 2  # characters, in scripts that put no spaces between words
_KNOWN, _KNOWN_WORD = 16.0, 1.0  # for a known headline, and for each word of it
_COPIED_WORD = 1.5  # for each word of a span that the line holds twice
_COPY_COST = 1.0  # for each such span: two copies explain less than one copy of both
_EDGE = 3.0  # a repeat whose neighbours differ ends here, not before

Span = tuple[int, int]


class Reading:
    """The candidates of one line, and the choice among them."""

    def __init__(
        self, line: Line, scores: Mapping[int, float], known: frozenset[str], seam_cost: float
    ) -> None:
        starts, ends = [start for start, _ in line.tokens], [end for _, end in line.tokens]
        self._line = line
        self._known = known
        self._places = [0, *sorted(scores), len(line.text)]
        self._scores = [0.0, *(scores[place] - seam_cost for place in self._places[1:-1]), 0.0]
        # by candidate: the tokens that end before it, and those that begin before it
        self._first = [bisect_right(ends, place) for place in self._places]
        self._last = [bisect_left(starts, place) for place in self._places]
        self._bonus: dict[Span, float] = {}

    def choose(self) -> list[str]:
        """Give the items of the best reading; repeats count again once it is known which are items."""
        confirmed: frozenset[str] = frozenset()
        chosen: list[Span] = []
        groups = self._groups()
        for _ in range(3):
            self._weigh(groups, confirmed)
            before, chosen = chosen, self._best()
            if chosen == before:
                break
            copies = Counter(self._key(span) for span in chosen)
            confirmed = frozenset(key for key, count in copies.items() if count > 1)
        return [self._line.text[self._places[a] : self._places[b]].strip() for a, b in chosen]

    def _key(self, span: Span) -> str:
        return self._line.key(self._places[span[0]], self._places[span[1]])

    def _window(self, end: int) -> range:
        """The starts from which an item of usual length reaches `end`."""
        low = bisect_left(self._first, self._last[end] - _LONGEST)
        return range(min(low, end), end)

    def _length_cost(self, start: int, end: int) -> float:
        words = self._last[end] - self._first[start]
        if words > 1:
            return _LENGTH_COST[words]
        place = self._places[start]
        if unspaced(self._line.text[place]):
            return _LENGTH_COST[min((self._places[end] - place) // _UNSPACED_WORD, _LONGEST)]
        return _LENGTH_COST[1] + _FRAGMENT

    def _groups(self) -> dict[str, list[Span]]:
        """The spans of two words and more by what they say: those that are known, or held twice."""
        groups: defaultdict[str, list[Span]] = defaultdict(list)
        for end in range(1, len(self._places)):
            for start in self._window(end):
                if self._last[end] - self._first[start] > 1:
                    groups[self._key((start, end))].append((start, end))
        return {key: spans for key, spans in groups.items() if len(spans) > 1 or key in self._known}

    def _weigh(self, groups: dict[str, list[Span]], confirmed: frozenset[str]) -> None:
        """Give each span that is known or held twice its bonus; `confirmed` = items of the last reading."""
        self._bonus = {}
        for key, spans in groups.items():
            gain = _KNOWN + _KNOWN_WORD * (key.count(" ") + 1) if key in self._known else 0.0
            if len(spans) > 1:
                gain = max(gain, self._repeat_gain(spans, key, confirmed))
            if gain:
                self._bonus.update(dict.fromkeys(spans, gain))

    def _repeat_gain(self, spans: list[Span], key: str, confirmed: frozenset[str]) -> float:
        text = self._line.text
        before = {text[self._places[start] - 1] if start else "" for start, _ in spans}
        after = {text[self._places[end] : self._places[end] + 1] for _, end in spans}
        gain = _COPIED_WORD * (key.count(" ") + 1) - _COPY_COST
        gain += _EDGE * (len(before) > 1) + _EDGE * (len(after) > 1)
        return gain / 2 if confirmed and key not in confirmed else gain

    def _best(self) -> list[Span]:
        """The spans of the best reading, as pairs of candidates.

        Items longer than the window cost the same for each further word, so of all their starts only the
        best so far need be kept: time is linear in the candidates.
        """
        count = len(self._places)
        value, back = [0.0] * count, [0] * count
        long_value, long_start, entered = -inf, 0, 0
        for end in range(1, count):
            window = self._window(end)
            while entered < window.start:
                lifted = value[entered] + _LONG_SLOPE * self._first[entered]
                if lifted > long_value:
                    long_value, long_start = lifted, entered
                entered += 1
            top = long_value - _LONG_SLOPE * (self._last[end] - _LONGEST) - _LENGTH_COST[-1]
            choice = long_start
            for start in window:
                score = value[start] - self._length_cost(start, end) + self._bonus.get((start, end), 0.0)
                if score > top:
                    top, choice = score, start
            value[end], back[end] = top + self._scores[end], choice
        spans = []
        end = count - 1
        while end:
            spans.append((back[end], end))
            end = back[end]
        return spans[::-1]
