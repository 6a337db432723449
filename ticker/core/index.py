"""Candidate retrieval: the live headlines that could say the same, at nearly flat cost.

Postings are read rarest key first under a budget and summed into one score array; what shares most is
compared once more, all at a time, by keys and trigram masks. Slots live in segments that are dropped
whole when all their headlines are gone, so expiry costs what insertion did. Answers depend on the live
headlines alone, never on how they lie in segments. Knows keys and masks; must not know stories.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ticker.core.features import PRIOR_TITLES, RARE
from ticker.core.lexicon import PRIOR
from ticker.core.weights import MODELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ticker.core.model import Ordinal
    from ticker.core.text import Headline

SEGMENT = 1 << 16
"""Slots of a segment: a slot's number fits 16 bits."""

CANDIDATES = 32
"""How many live headlines are compared by their masks."""

BUDGET = 16_000
"""Postings read for one headline; the two rarest keys are always read."""

_ROW = 16
_MASK_WORDS = 8
_BIAS, _W = MODELS["filter"]
_GROWN = np.array([_W[name] for name in ("shared", "keys", "length", "extra", "extras", "gap")])


class Found(NamedTuple):
    """A candidate and its estimated score, 0..1."""

    ordinal: Ordinal
    estimate: float


class _Gathered(NamedTuple):
    """Slots of one segment with the mass that they share with the headline."""

    segment: _Segment
    slots: NDArray[np.uint16]
    mass: NDArray[np.float32]


def _heaviest(mass: NDArray[np.float32], ages: NDArray[np.integer]) -> NDArray[np.intp] | None:
    """Places of the `CANDIDATES` heaviest, of equals those with the highest `ages`; None = all of them."""
    if len(mass) <= CANDIDATES:
        return None
    cut = np.partition(mass, len(mass) - CANDIDATES)[len(mass) - CANDIDATES]
    above, level = np.flatnonzero(mass > cut), np.flatnonzero(mass == cut)
    room = CANDIDATES - len(above)
    if len(level) > room:
        level = level[np.argpartition(ages[level], len(level) - room)[len(level) - room :]]
    return np.concatenate([above, level])


class Vocabulary:
    """Numbers for keys and how many live headlines hold each; callable as the window's IDF."""

    __slots__ = ("_free", "_ids", "_rare", "counts", "logs", "scale", "titles", "weight")

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._free: list[int] = []
        self._rare: list[float] = [0.0]
        self.counts: list[int] = [0]
        self.logs: NDArray[np.float32] = np.zeros(1024, np.float32)
        self.weight: NDArray[np.float32] = np.zeros(1024, np.float32)
        self.titles = 0
        self.scale = 1.0 / math.log(PRIOR_TITLES)

    def __call__(self, key: str) -> float:
        """How rare the key is, 0..1 (see `features.Idf`)."""
        known = self._ids.get(key)
        if known is not None:
            return 1.0 - self._rare[known] * self.scale
        return 1.0 - math.log(PRIOR.get(key, RARE) * PRIOR_TITLES) * self.scale

    def get(self, key: str) -> int:
        """The key's number, 0 where no live headline holds it."""
        return self._ids.get(key, 0)

    def rarity(self, number: int) -> float:
        """The IDF of a key by its number, 0..1."""
        return 1.0 - self._rare[number] * self.scale

    def count(self, keys: tuple[str, ...]) -> list[int]:
        """Count one more headline; the numbers of its keys."""
        self._resize(1)
        numbers = []
        for key in keys:
            number = self._ids.get(key)
            if number is None:
                number = self._number(key)
            count = self.counts[number] = self.counts[number] + 1
            self.logs[number] = self._rare[number] = math.log(count + PRIOR.get(key, RARE) * PRIOR_TITLES)
            numbers.append(number)
        return numbers

    def uncount(self, keys: tuple[str, ...]) -> None:
        """Take a counted headline back; keys that nothing live holds give their number free."""
        self._resize(-1)
        for key in keys:
            number = self._ids[key]
            count = self.counts[number] = self.counts[number] - 1
            if count:
                self.logs[number] = self._rare[number] = math.log(count + PRIOR.get(key, RARE) * PRIOR_TITLES)
            else:
                del self._ids[key]
                self._free.append(number)

    def _resize(self, change: int) -> None:
        self.titles += change
        self.scale = 1.0 / math.log(self.titles + PRIOR_TITLES)

    def _number(self, key: str) -> int:
        if self._free:
            number = self._free.pop()
        else:
            number = len(self.counts)
            self.counts.append(0)
            self._rare.append(0.0)
            if number >= len(self.logs):
                self.logs = np.concatenate([self.logs, np.zeros_like(self.logs)])
                self.weight = np.zeros(len(self.logs), np.float32)
        self._ids[key] = number
        return number


class _Segment:
    """A run of slots in ordinal order, with their keys, masks and postings."""

    __slots__ = ("alive", "live", "masks", "meta", "ordinals", "postings", "rows")

    def __init__(self) -> None:
        self.ordinals = array("q")
        self.alive = np.zeros(SEGMENT, np.bool_)
        self.rows = np.zeros((SEGMENT, _ROW), np.uint32)
        self.masks = np.zeros((SEGMENT, _MASK_WORDS), np.uint64)
        self.meta = np.zeros((SEGMENT, 4))  # keys in the row, hours (nan = unknown), voice, norm of the mask
        self.postings: dict[int, array[int]] = {}
        self.live = 0

    def slot(self, ordinal: Ordinal) -> int:
        """The slot of an ordinal of this segment."""
        return bisect_left(self.ordinals, ordinal)


def _mask(trigrams: int) -> NDArray[np.uint64]:
    return np.frombuffer(trigrams.to_bytes(_MASK_WORDS * 8, "little"), np.uint64)


def _hours(headline: Headline) -> float:
    return math.nan if headline.time is None else headline.time / 3600.0


class Index:
    """The live headlines by key. Ordinals must be added in ascending order.

    `floor` is the share of the read keys' mass that a candidate must hold, 0..1.
    """

    def __init__(self, floor: float = 0.0) -> None:
        self._floor = floor
        self.vocabulary = Vocabulary()
        self._segments: list[_Segment] = []
        self._score: NDArray[np.float32] = np.zeros(SEGMENT, np.float32)
        self._last: NDArray[np.int64] = np.zeros(SEGMENT, np.int64)
        self._places = np.arange(SEGMENT)
        self._voices: dict[str, int] = {"": 0}

    def add(self, ordinal: Ordinal, headline: Headline) -> None:
        """Make a headline findable."""
        segment = self._segments[-1] if self._segments else None
        if segment is None or len(segment.ordinals) == SEGMENT:
            segment = _Segment()
            self._segments.append(segment)
        slot = len(segment.ordinals)
        numbers = self.vocabulary.count(headline.keys)
        for number in numbers:
            posting = segment.postings.get(number)
            if posting is None:
                segment.postings[number] = array("H", (slot,))
            else:
                posting.append(slot)
        row = numbers[:_ROW]
        segment.rows[slot, : len(row)] = row
        segment.masks[slot] = _mask(headline.trigrams)
        voice = self._voices.setdefault(headline.publisher, len(self._voices))
        norm = max(math.sqrt(headline.trigrams.bit_count()), 1.0)
        segment.meta[slot] = (len(row), _hours(headline), voice, norm)
        segment.ordinals.append(ordinal)
        segment.alive[slot] = True
        segment.live += 1

    def remove(self, ordinal: Ordinal, headline: Headline) -> None:
        """Forget a headline that was added under this ordinal."""
        at = bisect_left(self._segments, ordinal, key=lambda segment: segment.ordinals[-1])
        segment = self._segments[at]
        segment.alive[segment.slot(ordinal)] = False
        segment.live -= 1
        self.vocabulary.uncount(headline.keys)
        if not segment.live:
            del self._segments[at]

    def find(self, headline: Headline, least: float = 0.0) -> list[Found]:
        """Live headlines that share the most rare keys, best estimate first, none below `least`."""
        numbers = [number for key in headline.keys if (number := self.vocabulary.get(key))]
        if not numbers:
            return []
        read = [(number, self.vocabulary.rarity(number)) for number in self._affordable(numbers)]
        own = math.fsum([self.vocabulary(key) for key in headline.keys])
        floor = self._floor * math.fsum([weight for _, weight in read])
        gathered = [
            found for segment in self._segments if (found := self._gather(segment, read, floor)) is not None
        ]
        return self._compare(headline, numbers, own, gathered, least) if gathered else []

    def _affordable(self, numbers: list[int]) -> list[int]:
        """The keys to read, rarest first, until the budget is spent."""
        counts = self.vocabulary.counts
        ordered = sorted(numbers, key=counts.__getitem__)
        spent = 0
        for at, number in enumerate(ordered):
            spent += counts[number]
            if spent > BUDGET and at >= 2:
                return ordered[:at]
        return ordered

    def _gather(self, segment: _Segment, read: list[tuple[int, float]], floor: float) -> _Gathered | None:
        """Slots of the segment that share the most mass, at most `CANDIDATES`."""
        score, postings = self._score, segment.postings
        touched = []
        for number, weight in read:
            posting = postings.get(number)
            if posting is not None:
                slots = np.frombuffer(posting, np.uint16)
                score[slots] += weight
                touched.append(slots)
        if not touched:
            return None
        if len(touched) == 1:
            distinct = touched[0]
        else:
            every = np.concatenate(touched)
            places = self._places[: len(every)] if len(every) <= len(self._places) else np.arange(len(every))
            self._last[every] = places
            distinct = every[self._last[every] == places]
        mass = score[distinct]
        score[distinct] = 0.0
        enough = mass >= floor
        if segment.live < len(segment.ordinals):
            enough &= segment.alive[distinct]
        distinct, mass = distinct[enough], mass[enough]
        kept = _heaviest(mass, distinct)
        if kept is not None:
            distinct, mass = distinct[kept], mass[kept]
        return _Gathered(segment, distinct, mass) if len(distinct) else None

    def _compare(
        self, headline: Headline, numbers: list[int], own: float, gathered: list[_Gathered], least: float
    ) -> list[Found]:
        """Estimate the pair score of what was gathered by keys and masks alone."""
        ordinals = np.concatenate(
            [np.frombuffer(seg.ordinals, np.int64)[slots] for seg, slots, _ in gathered]
        )
        rows = np.concatenate([seg.rows[slots] for seg, slots, _ in gathered])
        masks = np.concatenate([seg.masks[slots] for seg, slots, _ in gathered])
        meta = np.concatenate([seg.meta[slots] for seg, slots, _ in gathered])
        mass = np.concatenate([mass for *_, mass in gathered])
        kept = _heaviest(mass, ordinals) if len(gathered) > 1 else None
        if kept is not None:
            ordinals, rows, masks, meta = ordinals[kept], rows[kept], masks[kept], meta[kept]
        logits = self._logits(headline, numbers, own, rows=rows, masks=masks, meta=meta)
        likely = (
            np.flatnonzero(logits >= math.log(least / (1.0 - least))) if least else np.arange(len(logits))
        )
        found = [
            Found(ordinal, 1.0 / (1.0 + math.exp(-logit)))
            for ordinal, logit in zip(ordinals[likely].tolist(), logits[likely].tolist(), strict=True)
        ]
        found.sort(key=lambda one: (-one.estimate, -one.ordinal))
        return found

    def _logits(
        self,
        headline: Headline,
        numbers: list[int],
        own: float,
        *,
        rows: NDArray[np.uint32],
        masks: NDArray[np.uint64],
        meta: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """The filter's features, all candidates at a time, weighed (see `features.Features`)."""
        vocabulary = self.vocabulary
        weight, logs = vocabulary.weight, vocabulary.logs
        weight[numbers] = 1.0 - logs[numbers] * vocabulary.scale
        held = weight[rows]
        weight[numbers] = 0.0
        sizes, hours, voices, norms = meta.T
        shared = held.sum(1)
        both = np.count_nonzero(held, axis=1)
        other = sizes - logs[rows].sum(1) * vocabulary.scale
        here = len(headline.keys)
        only_here, only_there = here - both, sizes - both
        common = np.bitwise_count(masks & _mask(headline.trigrams)).sum(1)
        grown = np.empty((6, len(rows)))
        grown[0] = shared
        grown[1] = both
        np.minimum(here, sizes, out=grown[2])
        np.minimum(only_here, only_there, out=grown[3])
        np.maximum(only_here, only_there, out=grown[4])
        # fmax takes the number where a time is unknown (nan): no gap
        grown[5] = np.fmax(np.abs(hours - _hours(headline)), 0.0)
        np.log1p(grown, out=grown)
        logits: NDArray[np.float64] = _GROWN @ grown
        logits += common * (_W["trigrams"] / max(math.sqrt(headline.trigrams.bit_count()), 1.0)) / norms
        logits += shared * (_W["least"] / np.maximum(own, other))
        logits += _W["most"] * np.minimum(shared / np.minimum(own, other), 1.0)
        logits += _W["same_source"] * (voices == (self._voices.get(headline.publisher, -1) or -1))
        return logits + _BIAS
