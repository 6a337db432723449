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
from ticker.core.weights import FILTER_BIAS, FILTER_WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ticker.core.model import Ordinal
    from ticker.core.text import Headline

SEGMENT = 1 << 16
"""Slots of a segment: a slot's number fits 16 bits."""

CANDIDATES = 48
"""How many live headlines are compared by their masks."""

BUDGET = 16_000
"""Postings read for one headline; the two rarest keys are always read."""

_ROW = 16
_MASK_WORDS = 8
_ORDER = ("trigrams", "least", "most", "shared", "keys", "length", "extra", "extras", "same_source", "gap")
_FILTER = np.array([FILTER_WEIGHTS[name] for name in _ORDER])


class Found(NamedTuple):
    """A candidate and its estimated score, 0..1."""

    ordinal: Ordinal
    estimate: float


class Vocabulary:
    """Numbers for keys and how many live headlines hold each; callable as the window's IDF."""

    __slots__ = ("_free", "_ids", "counts", "logs", "scale", "titles", "weight")

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._free: list[int] = []
        self.counts: list[int] = [0]
        self.logs: NDArray[np.float32] = np.zeros(1024, np.float32)
        self.weight: NDArray[np.float32] = np.zeros(1024, np.float32)
        self.titles = 0
        self.scale = 1.0 / math.log(PRIOR_TITLES)

    def __call__(self, key: str) -> float:
        """How rare the key is, 0..1 (see `features.Idf`)."""
        known = self._ids.get(key)
        count = 0 if known is None else self.counts[known]
        return 1.0 - math.log(count + PRIOR.get(key, RARE) * PRIOR_TITLES) * self.scale

    def get(self, key: str) -> int:
        """The key's number, 0 where no live headline holds it."""
        return self._ids.get(key, 0)

    def count(self, keys: tuple[str, ...]) -> list[int]:
        """Count one more headline; the numbers of its keys."""
        self._resize(1)
        numbers = []
        for key in keys:
            number = self._ids.get(key)
            if number is None:
                number = self._number(key)
            count = self.counts[number] = self.counts[number] + 1
            self.logs[number] = math.log(count + PRIOR.get(key, RARE) * PRIOR_TITLES)
            numbers.append(number)
        return numbers

    def uncount(self, keys: tuple[str, ...]) -> None:
        """Take a counted headline back; keys that nothing live holds give their number free."""
        self._resize(-1)
        for key in keys:
            number = self._ids[key]
            count = self.counts[number] = self.counts[number] - 1
            if count:
                self.logs[number] = math.log(count + PRIOR.get(key, RARE) * PRIOR_TITLES)
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
            if number >= len(self.logs):
                self.logs = np.concatenate([self.logs, np.zeros_like(self.logs)])
                self.weight = np.zeros(len(self.logs), np.float32)
        self._ids[key] = number
        return number


class _Segment:
    """A run of slots in ordinal order, with their keys, masks and postings."""

    __slots__ = ("alive", "live", "masks", "ordinals", "postings", "rows", "sizes", "times", "voices")

    def __init__(self) -> None:
        self.ordinals = array("q")
        self.times = array("d")
        self.voices = array("q")
        self.sizes = array("H")
        self.alive = np.zeros(SEGMENT, np.bool_)
        self.rows = np.zeros((SEGMENT, _ROW), np.uint32)
        self.masks = np.zeros((SEGMENT, _MASK_WORDS), np.uint64)
        self.postings: dict[int, array[int]] = {}
        self.live = 0

    def slot(self, ordinal: Ordinal) -> int:
        """The slot of an ordinal of this segment."""
        return bisect_left(self.ordinals, ordinal)


def _mask(trigrams: int) -> NDArray[np.uint64]:
    return np.frombuffer(trigrams.to_bytes(_MASK_WORDS * 8, "little"), np.uint64)


class Index:
    """The live headlines by key. Ordinals must be added in ascending order."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._segments: list[_Segment] = []
        self._score: NDArray[np.float32] = np.zeros(SEGMENT, np.float32)
        self._last: NDArray[np.int32] = np.zeros(SEGMENT, np.int32)
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
        segment.sizes.append(len(row))
        segment.ordinals.append(ordinal)
        segment.times.append(math.nan if headline.time is None else headline.time)
        segment.voices.append(self._voices.setdefault(headline.publisher, len(self._voices)))
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

    def find(self, headline: Headline, most: int = CANDIDATES) -> list[Found]:
        """The live headlines that share the most rare keys, best estimate first."""
        numbers = [number for key in headline.keys if (number := self.vocabulary.get(key))]
        if not numbers:
            return []
        gathered = [
            (segment, *found)
            for segment in self._segments
            if (found := self._gather(segment, self._affordable(numbers), most)) is not None
        ]
        if not gathered:
            return []
        return self._compare(headline, numbers, gathered, most)

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

    def _gather(
        self, segment: _Segment, numbers: list[int], most: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]] | None:
        """Slots of the segment that share the most mass, at least `most` of them where there are so many."""
        score, postings = self._score, segment.postings
        vocabulary = self.vocabulary
        read = []
        for number in numbers:
            posting = postings.get(number)
            if posting is not None:
                slots = np.frombuffer(posting, np.uint16)
                score[slots] += np.float32(1.0 - vocabulary.logs[number] * vocabulary.scale)
                read.append(slots)
        if not read:
            return None
        if len(read) == 1:
            distinct = read[0].astype(np.intp)
        else:
            touched = np.concatenate(read).astype(np.intp)
            places = np.arange(len(touched), dtype=np.int32)
            self._last[touched] = places
            distinct = touched[self._last[touched] == places]
        mass = score[distinct]
        score[distinct] = 0.0
        kept = segment.alive[distinct]
        distinct, mass = distinct[kept], mass[kept]
        if len(distinct) > most:
            cut = np.partition(mass, len(mass) - most)[len(mass) - most]
            kept = mass >= cut
            distinct, mass = distinct[kept], mass[kept]
        return (distinct, mass) if len(distinct) else None

    def _compare(
        self,
        headline: Headline,
        numbers: list[int],
        gathered: list[tuple[_Segment, NDArray[np.intp], NDArray[np.float32]]],
        most: int,
    ) -> list[Found]:
        """Estimate the pair score of each gathered slot by keys and masks alone."""
        vocabulary = self.vocabulary
        ordinals = np.concatenate([np.frombuffer(seg.ordinals, np.int64)[slots] for seg, slots, _ in gathered])
        mass = np.concatenate([mass for *_, mass in gathered])
        order = np.lexsort((-ordinals, -mass))[:most]
        ordinals = ordinals[order]

        def pick(columns: list[NDArray[np.generic]]) -> NDArray[np.generic]:
            return (columns[0] if len(columns) == 1 else np.concatenate(columns))[order]

        rows = pick([seg.rows[slots] for seg, slots, _ in gathered])
        masks = pick([seg.masks[slots] for seg, slots, _ in gathered])
        sizes = pick([np.frombuffer(seg.sizes, np.uint16)[slots] for seg, slots, _ in gathered])
        times = pick([np.frombuffer(seg.times, np.float64)[slots] for seg, slots, _ in gathered])
        voices = pick([np.frombuffer(seg.voices, np.int64)[slots] for seg, slots, _ in gathered])
        weight = vocabulary.weight
        weight[numbers] = 1.0 - vocabulary.logs[numbers] * vocabulary.scale
        shared_weights = weight[rows]
        weight[numbers] = 0.0
        shared = shared_weights.sum(1)
        both = np.count_nonzero(shared_weights, axis=1)
        own = math.fsum([vocabulary(key) for key in headline.keys]) + 1e-9
        other = sizes - vocabulary.logs[rows].sum(1) * vocabulary.scale + 1e-9
        here = len(headline.keys)
        only_here, only_there = here - both, sizes - both
        bits = np.bitwise_count(masks).sum(1) * float(headline.trigrams.bit_count())
        common = np.bitwise_count(masks & _mask(headline.trigrams)).sum(1)
        voice = self._voices.get(headline.publisher, -1)
        when = math.nan if headline.time is None else headline.time
        columns = (
            common / np.sqrt(bits + 1e-9),
            shared / np.maximum(own, other),
            np.minimum(shared / np.minimum(own, other), 1.0),
            np.log1p(shared),
            np.log1p(both),
            np.log1p(np.minimum(here, sizes)),
            np.log1p(np.minimum(only_here, only_there)),
            np.log1p(np.maximum(only_here, only_there)),
            (voices == voice) & (voice > 0),
            np.nan_to_num(np.log1p(np.abs(times - when) / 3600.0)),
        )
        logits = np.column_stack(columns) @ _FILTER + FILTER_BIAS
        estimates = 1.0 / (1.0 + np.exp(-logits))
        best = np.lexsort((-ordinals, -estimates))
        return [Found(*pair) for pair in zip(ordinals[best].tolist(), estimates[best].tolist(), strict=True)]
