"""Recover the items of a ticker line that stand glued together without a separator.

Separators come first. What is left is cut at *seams*: the cheapest way to read the line as a row of
items, found by dynamic programming over seam scores (language), the lengths that headlines have,
repeats inside the line, and headlines known already. All evidence is in nats and adds up; where it is
thin the line stays whole. Knows lines and items; must not know feeds, pages or what an item means.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from ticker.core.fold import unspaced
from ticker.core.glue.repeats import maximal_repeats
from ticker.core.glue.seams import FLOOR, NEVER, TOKEN, Token, seams
from ticker.core.glue.separators import split_separators
from ticker.core.glue.words import WORD, Words, bare, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_CHARS = 16_000  # of a line that are searched for seams; the rest is cut at separators and sentence ends
MAX_CONTEXT = 200_000  # characters of context that are learned from

# -log of how many headlines have 0, 1, 2 … words; each further word costs `_LONG_SLOPE`.
_SHARES = (
    1e-5, .0004, .003, .013, .035, .065, .09, .105, .112, .112, .104, .09, .075, .06,
    .045, .033, .023, .016, .011, .0075, .005, .0034, .0023, .0016, .001,
)  # fmt: skip
_LENGTH_COST = tuple(-log(share) for share in _SHARES)
_LONGEST = len(_SHARES) - 1
_LONG_SLOPE = 0.5
_SEAM_COST = 0.5  # a bias to leave a line whole
_SPACE_COST = -12.0  # an item that ends at a mere space: only between headlines known or doubled
_FRAGMENT = 40.0  # against an item inside one word
_UNSPACED_WORD = 2  # characters, in scripts that put no spaces between words
_KNOWN = 14.0
_COPIED_WORD = 1.0  # for each word of a span that the line holds twice
_COPY_COST = 1.0  # for each such span: two copies explain less than one copy of both
_EDGE = 2.0  # a repeat whose neighbours differ ends here, not before
_SHORTEST_REPEAT = 12
_SHORTEST_KNOWN = 10
_GLUED_END = re.compile(r"(?<=[؟?!])(?=[^\W\d_])")


@dataclass(slots=True)
class _Line:
    """A line, its tokens, and its folded form: `fold_at[i]` is where character i stands in `folded`."""

    text: str
    tokens: list[Token]
    folded: str
    fold_at: list[int]
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def words_between(self, start: int, end: int) -> int:
        """Count the words that `[start, end)` touches."""
        return bisect_left(self.starts, end) - bisect_right(self.ends, start)

    def key(self, start: int, end: int) -> str:
        return self.folded[self.fold_at[start] : self.fold_at[end]].strip()


def _folded(text: str) -> tuple[str, list[int]]:
    """Fold case, hamza seats, marks and spaces; and where each character went."""
    out: list[str] = []
    places: list[int] = []
    for char in text:
        places.append(len(out))
        if char.isspace():
            if out and out[-1] != " ":
                out.append(" ")
        else:
            out.extend(fold(char))
    places.append(len(out))
    return "".join(out), places


def _line(text: str) -> _Line:
    tokens = [Token(match.start(), match.end()) for match in TOKEN.finditer(text)]
    folded, places = _folded(text)
    return _Line(text, tokens, folded, places, [t.start for t in tokens], [t.end for t in tokens])


def _sightings(text: str) -> Counter[str]:
    """How often each word of the line is seen between different neighbours.

    A glued pair that is repeated with its items has the same neighbours each time: one sighting.
    """
    found = [fold(match.group()) for match in WORD.finditer(text)]
    seen = set(zip(["", *found], found, [*found[1:], ""], strict=False))
    return Counter(word for _, word, _ in seen)


def _known_spans(line: _Line, known: Iterable[str]) -> list[tuple[int, int]]:
    """Places of known headlines in the folded line, as folded offsets."""
    heads: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(line.folded) - _SHORTEST_KNOWN + 1):
        heads[line.folded[at : at + _SHORTEST_KNOWN]].append(at)
    spans = []
    opening = {line.folded[at : at + 3] for at in range(len(line.folded))}
    for headline in set(known):
        start = headline[:3]
        if start.isalpha() and fold(start) not in opening:
            continue
        head = _folded(headline[: 4 * _SHORTEST_KNOWN].strip())[0][:_SHORTEST_KNOWN]
        if head not in heads:
            continue
        whole = _folded(headline.strip())[0].strip()
        if whole.count(" ") >= 2:
            spans += [(at, at + len(whole)) for at in heads[head] if line.folded.startswith(whole, at)]
    return spans


class _Candidates:
    """Positions where an item may begin or end, with their scores in nats."""

    def __init__(self, line: _Line, scores: Mapping[int, float]) -> None:
        self._line = line
        self._all = scores
        self._back: dict[int, int] = {}
        for place, at in enumerate(line.fold_at):
            self._back.setdefault(at, place)
        most = max(64, len(line.tokens), len(line.text) // 20)
        plausible = sorted((p for p in scores if scores[p] >= FLOOR), key=lambda p: -scores[p])
        self.scores = {place: scores[place] for place in plausible[:most]}
        self._starts = frozenset(line.starts)

    def place(self, folded: int) -> int | None:
        """The position in the line of a folded offset; a space counts as the start of the word after it."""
        at = self._back.get(folded)
        if at is not None and at < len(self._line.text) and self._line.text[at].isspace():
            at = self._back.get(folded + 1)
        return at

    def admit(self, place: int | None) -> None:
        """Try a position that language alone would not."""
        if place is None or place in self.scores or not 0 < place < len(self._line.text):
            return
        if place in self._starts:
            self.scores[place] = _SPACE_COST
        elif self._all.get(place, NEVER) > NEVER:
            self.scores[place] = self._all[place]

    def admit_repeat(self, start: int, end: int) -> None:
        """Try both ends of a repeat, and the few letters that its neighbours may share by chance."""
        for near in range(4):
            for at in (start + near, end - near):
                place = self.place(at)
                if place is not None and place not in self._starts:
                    self.admit(place)

    def admit_doubled(self, middle: int) -> None:
        """Try the space between two copies that stand side by side."""
        place = self.place(middle)
        if place in self._starts and place:
            self.scores[place] = max(self.scores.get(place, NEVER), 0.0)


def _candidates(
    line: _Line, scores: Mapping[int, float], known: Sequence[tuple[int, int]]
) -> dict[int, float]:
    candidates = _Candidates(line, scores)
    for first, second, length in maximal_repeats(line.folded, _SHORTEST_REPEAT):
        if line.folded.count(" ", first, first + length) < 2:
            continue
        for at in (first, second):
            candidates.admit_repeat(at, at + length)
        if 0 <= second - first - length <= 1:
            candidates.admit_doubled(second)
    for start, end in known:
        candidates.admit(candidates.place(start))
        candidates.admit(candidates.place(end))
    return candidates.scores


class _Reading:
    """The dynamic programme over the candidates of one line."""

    def __init__(
        self, line: _Line, scores: Mapping[int, float], known: frozenset[str], seam_cost: float
    ) -> None:
        self.line = line
        self.known = known
        self.places = [0, *sorted(scores), len(line.text)]
        self.scores = [0.0, *(scores[place] - seam_cost for place in self.places[1:-1]), 0.0]
        self.first = [
            bisect_right(line.ends, place) for place in self.places
        ]  # token where an item would begin
        self.last = [
            bisect_left(line.starts, place) for place in self.places
        ]  # tokens before it, its own included
        self.bonus: dict[tuple[int, int], float] = {}

    def _window(self, end: int) -> range:
        """The starts from which an item of usual length reaches `end`."""
        low = bisect_left(self.first, self.last[end] - _LONGEST)
        return range(min(low, end), end)

    def _length_cost(self, start: int, end: int) -> float:
        words = self.last[end] - self.first[start]
        if words > 1:
            return _LENGTH_COST[words]
        place = self.places[start]
        if unspaced(self.line.text[place]):
            return _LENGTH_COST[min((self.places[end] - place) // _UNSPACED_WORD, _LONGEST)]
        return _LENGTH_COST[1] + _FRAGMENT

    def weigh_repeats(self, confirmed: frozenset[str]) -> None:
        """Give each span that the line holds twice its bonus; `confirmed` = items of the last reading."""
        groups: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for end in range(1, len(self.places)):
            for start in self._window(end):
                if self.last[end] - self.first[start] >= 2:
                    groups[self.line.key(self.places[start], self.places[end])].append((start, end))
        self.bonus = {}
        for key, spans in groups.items():
            gain = _KNOWN if key in self.known else 0.0
            if len(spans) > 1:
                gain = max(gain, self._repeat_gain(spans, key, confirmed))
            if gain:
                self.bonus.update(dict.fromkeys(spans, gain))

    def _repeat_gain(self, spans: list[tuple[int, int]], key: str, confirmed: frozenset[str]) -> float:
        text = self.line.text
        before = {text[self.places[start] - 1] if start else "" for start, _ in spans}
        after = {text[self.places[end] : self.places[end] + 1] for _, end in spans}
        gain = _COPIED_WORD * (key.count(" ") + 1) - _COPY_COST
        gain += _EDGE * (len(before) > 1) + _EDGE * (len(after) > 1)
        return gain / 2 if confirmed and key not in confirmed else gain

    def best(self) -> list[tuple[int, int]]:
        """The spans of the best reading, as indices of `places`."""
        count = len(self.places)
        value, back = [0.0] * count, [0] * count
        long_value, long_start, entered = float("-inf"), 0, 0
        for end in range(1, count):
            window = self._window(end)
            while entered < window.start:
                lifted = value[entered] + _LONG_SLOPE * self.first[entered]
                if lifted > long_value:
                    long_value, long_start = lifted, entered
                entered += 1
            top = long_value - _LONG_SLOPE * (self.last[end] - _LONGEST) - _LENGTH_COST[-1]
            choice = long_start
            for start in window:
                score = value[start] - self._length_cost(start, end) + self.bonus.get((start, end), 0.0)
                if score > top:
                    top, choice = score, start
            value[end], back[end] = top + self.scores[end], choice
        spans = []
        end = count - 1
        while end:
            spans.append((back[end], end))
            end = back[end]
        return spans[::-1]

    def items(self, spans: list[tuple[int, int]]) -> list[str]:
        return [self.line.text[self.places[a] : self.places[b]].strip() for a, b in spans]

    def keys(self, spans: list[tuple[int, int]]) -> Counter[str]:
        return Counter(self.line.key(self.places[a], self.places[b]) for a, b in spans)


def _segment(text: str, words: Words, known: Sequence[str], seam_cost: float) -> list[str]:
    line = _line(text)
    spans = _known_spans(line, known)
    scores = _candidates(line, seams(text, line.tokens, words), spans)
    if not scores:
        return [text]
    reading = _Reading(line, scores, frozenset(line.folded[a:b] for a, b in spans), seam_cost)
    confirmed: frozenset[str] = frozenset()
    best: list[tuple[int, int]] = []
    for _ in range(3):
        reading.weigh_repeats(confirmed)
        new = reading.best()
        if new == best:
            break
        best = new
        confirmed = frozenset(key for key, copies in reading.keys(best).items() if copies > 1)
    return reading.items(best)


def unglue(line: str, *, context: str = "", known: Iterable[str] = ()) -> list[str]:
    """Give the items of a ticker line in order, as displayed, trimmed; never raises.

    `context` is the text around the line: its words are learned, and its own lines are looked for in
    the ticker. `known` are headlines of the desk, as displayed. Apart from separators and space nothing
    of the line is lost. Beyond `MAX_CHARS` only separators and sentence ends cut. Time is near-linear.
    """
    context = context[:MAX_CONTEXT]
    pieces = split_separators(line)
    around = Counter(fold(match.group()) for match in WORD.finditer(context))
    seen = around + _sightings(line[:MAX_CHARS])
    words = Words(seen, (bare(match.group()) for match in WORD.finditer(context)))
    headlines = [*known, *context.split("\n")]
    items: list[str] = []
    left = MAX_CHARS
    for piece in pieces:
        head, tail = piece[:left], piece[left:]
        if tail and (space := head.rfind(" ")) > 0:
            head, tail = piece[:space], piece[space:]
        left -= len(head)
        if head:
            items += _segment(head, words, headlines, _SEAM_COST if len(pieces) == 1 else _SEAM_COST + 3)
        if tail:
            items += [part.strip() for part in _GLUED_END.split(tail)]
    return [item for item in items if item]
