"""Candidate retrieval: the live headlines that could say the same, at nearly flat cost.

Postings of the headline's keys are summed into one score array; what shares enough mass is compared once
more, all at a time, by the records of a ring (`core.ring`). Answers depend on the live headlines alone, never
on where they lie. Knows keys and masks; must not know stories.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ticker.core.ring import MASK_BYTES, Ring, hours_of, mask_of
from ticker.core.vocabulary import Vocabulary
from ticker.core.weights import FILTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ticker.core.columns import Columns
    from ticker.core.model import Ordinal
    from ticker.core.text import Headline

CANDIDATES: Final = 32
"""How many candidates are answered at most."""

BUDGET = 32_000
"""Postings up to which every key is read; of the key that breaks it, the newest, unless it is too common to
matter. Reading them costs less than asking the records of candidates for keys that were left out."""

COMPARED = 192
"""Headlines compared by their records at most."""

_NEWEST = 6_000  # postings of the key that breaks the budget that are read at least
_SHORT = 1_000  # a posting up to which an entry is taken out at once
_REPEATED = 4  # a place is read once for each key that it shares
_ROUNDING = 1e-5  # of sums in single precision
_BIAS, _W = FILTER
_FIELDS = ("shared", "gap", "trigrams", "same_source", "first")
_WEIGHTS = np.array([[_W[name]] for name in _FIELDS])
_EACH = np.ones(MASK_BYTES // 8)


@lru_cache(maxsize=64)
def _logit(chance: float) -> float:
    return math.log(chance / (1.0 - chance)) if chance else -math.inf


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))


class Found(NamedTuple):
    """A candidate and its estimated score, 0..1."""

    ordinal: Ordinal
    estimate: float


class _Read(NamedTuple):
    """What is read for one headline: postings and their weights; keys that are left out."""

    postings: list[array[int]]
    weights: list[float]
    missed: list[int] | tuple[()] = ()
    missed_mass: float = 0.0


class Index:
    """The live headlines by key. Ordinals must be added in ascending order.

    `floor` is the share of its own mass that a headline must share with a candidate, 0..1.
    """

    def __init__(self, floor: float = 0.0) -> None:
        self.floor = floor
        self.vocabulary = Vocabulary()
        self._ring = Ring()
        self._postings: list[array[int]] = [array("I")]  # by key number; slots ascend
        self._dead = 0  # posting entries whose slot is dead
        self._make_room()

    def _make_room(self) -> None:
        self._score: NDArray[np.float32] = np.zeros(self._ring.room + 1, np.float32)
        self._mark: NDArray[np.int32] = np.zeros(self._ring.room, np.int32)

    def add(self, ordinal: Ordinal, headline: Headline) -> None:
        """Make a headline findable."""
        if self._ring.crowded:
            self._grow()
        numbers = self.vocabulary.count(headline.keys)
        slot = self._ring.add(ordinal, headline, numbers)
        postings = self._postings
        for number in numbers:
            if number < len(postings):
                postings[number].append(slot)
            else:
                postings.append(array("I", (slot,)))

    def reserve(self, count: int) -> None:
        """Make room for so many headlines, in an empty index."""
        self._ring.reserve(count)
        self._make_room()

    def extend(self, read: Columns, hours: NDArray[np.float64], publishers: Iterable[str]) -> None:
        """Make headlines findable all at once, for which room was made: all have keys, ordinals ascend."""
        held = np.bincount(read.keys, minlength=len(read.words))
        used = held.nonzero()[0]
        words = zip([read.words[at] for at in used.tolist()], held[used].tolist(), strict=True)
        number_of = np.zeros(len(read.words), np.uint32)
        number_of[used] = self.vocabulary.extend(len(read.ordinals), words)
        numbers = number_of[read.keys]
        first = self._ring.extend(read, numbers, hours, publishers)
        order = numbers.argsort(kind="stable")
        own = np.arange(first, first + len(read.sizes), dtype=np.uint32)
        slots = memoryview(own.repeat(read.sizes)[order].tobytes())
        present, starts = np.unique(numbers[order], return_index=True)
        ends = [*(starts * 4).tolist(), len(slots)]
        postings = self._postings
        for number, (start, end) in zip(present.tolist(), pairwise(ends), strict=True):
            if number == len(postings):  # new numbers come in their order
                postings.append(array("I"))
            postings[number].frombytes(slots[start:end])

    def remove(self, ordinal: Ordinal) -> None:
        """Forget the headline that was added under this ordinal."""
        slot, numbers = self._ring.remove(ordinal)
        self.vocabulary.uncount(numbers)
        counts, postings = self.vocabulary.counts, self._postings
        for number in numbers:
            posting = postings[number]
            if len(posting) <= _SHORT:
                posting.remove(slot)  # mostly the first one
                continue
            self._dead += 1
            if len(posting) - counts[number] > counts[number] // 4:
                self._trim(number)

    def find(self, headline: Headline, least: float = 0.0, worth: float = 0.0) -> list[Found]:
        """Live headlines that share rare keys: the `CANDIDATES` best estimates, none below `least`.

        Where not one of them reaches `worth`, the best alone.
        """
        known, mass = self.vocabulary.known(headline.keys)
        floor = max(self.floor * mass - _ROUNDING, _ROUNDING)
        if sum([weight for _, _, weight in known]) < floor:
            return []
        places, shared = self._gather(self._readable(known, floor), floor, hours_of(headline))
        if not len(places):
            return []
        logits = self._logits(headline, places, shared)
        at = logits.argmax()
        best = logits.item(at)
        if best < _logit(least):
            return []
        if best < _logit(worth):
            return [Found(self._ring.ordinals.item(places.item(at)), _chance(best))]
        likely = (logits >= _logit(least)).nonzero()[0]
        ordinals = self._ring.ordinals.take(places.take(likely))
        # a place may stand there more than once, each time with the same logit
        found = dict(zip(ordinals.tolist(), logits.take(likely).tolist(), strict=True))
        ranked = sorted([(-logit, -ordinal) for ordinal, logit in found.items()])[:CANDIDATES]
        return [Found(-ordinal, _chance(-logit)) for logit, ordinal in ranked]

    def _grow(self) -> None:
        ring = self._ring
        if not ring.sparse:
            ring.grow()
        else:
            for number in range(len(self._postings)):
                self._trim(number)
            moved = ring.renumber()
            for number, posting in enumerate(self._postings):
                slots = moved[np.frombuffer(posting, np.uint32) % len(moved)]
                self._postings[number] = array("I", slots.tobytes())
        self._make_room()

    def _trim(self, number: int) -> None:
        """Take dead slots out of a posting."""
        posting = self._postings[number]
        slots = np.frombuffer(posting, np.uint32)
        kept = self._postings[number] = array("I", slots[self._ring.living(slots)].tobytes())
        self._dead -= len(posting) - len(kept)

    def _readable(self, known: list[tuple[int, int, float]], floor: float) -> _Read:
        """All; if too many, rarest first until the rest cannot make a candidate or be paid for."""
        postings = self._postings
        if sum([count for count, _, _ in known]) <= BUDGET:
            return _Read([postings[number] for _, number, _ in known], [weight for _, _, weight in known])
        known.sort(key=itemgetter(0))
        weights = [weight for _, _, weight in known]
        numbers = [number for _, number, _ in known]
        spent = at = 0
        while spent + known[at][0] <= BUDGET:
            spent += known[at][0]
            at += 1
        read, left = [postings[number] for number in numbers[:at]], math.fsum(weights[at:])
        if left < floor and at:
            return _Read(read, weights[:at], numbers[at:], left)
        newest = self._newest(numbers[at], max(BUDGET - spent, _NEWEST))
        return _Read([*read, newest], weights[: at + 1], numbers[at + 1 :], left)

    def _newest(self, number: int, most: int) -> array[int]:
        posting = self._postings[number]
        dead = len(posting) - self.vocabulary.counts[number]
        tail = posting[-most - dead :]
        if dead:
            slots = np.frombuffer(tail, np.uint32)
            tail = array("I", slots[self._ring.living(slots)].tobytes())
        return tail[-most:]

    def _gather(
        self, read: _Read, floor: float, hours: float
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Places of the headlines that share the floor's mass, and what they share.

        More than `COMPARED` are cut to that many; of fewer, a place may stand there more than once.
        """
        ring, score = self._ring, self._score
        slots = np.frombuffer(b"".join(read.postings), np.uint32).astype(np.intp)
        weights = np.array(read.weights, np.float32).repeat([len(posting) for posting in read.postings])
        if ring.first:
            slots -= ring.first
        if self._dead:
            np.maximum(slots, -1, out=slots)  # the last cell takes what the dead would get
        np.add.at(score, slots, weights)
        score[-1] = 0.0
        mass = score.take(slots)
        score[slots] = 0.0
        enough = (mass >= floor - read.missed_mass).nonzero()[0]
        places, shared = slots.take(enough), mass.take(enough)
        if ring.first:
            places += ring.first
            places %= ring.room
        if ring.live < ring.next - ring.first:
            alive = ring.alive.take(places).nonzero()[0]
            places, shared = places.take(alive), shared.take(alive)
        if len(places) > COMPARED:
            kept = self._likeliest(places, shared, hours)
            places, shared = places.take(kept), shared.take(kept)
        whole = shared.astype(np.float64)
        if read.missed and len(places):
            whole += self._held(read.missed, places)
            enough = (whole >= floor).nonzero()[0]
            places, whole = places.take(enough), whole.take(enough)
        return places, whole

    def _likeliest(
        self, places: NDArray[np.intp], shared: NDArray[np.float32], hours: float
    ) -> NDArray[np.intp]:
        """Which to compare by their records, each place once, by what they share so far and their age."""
        gap = np.fmax(np.abs(self._ring.hours.take(places) - hours), 0.0).astype(np.float32)
        worth = np.log1p(shared) * np.float32(_W["shared"]) + np.log1p(gap) * np.float32(_W["gap"])
        most = COMPARED * _REPEATED
        kept: NDArray[np.intp] = np.arange(len(worth))
        if len(worth) > most:
            kept = (worth >= np.partition(worth, -most)[-most]).nonzero()[0]
        # of a place's several entries the last one written stays
        order = np.arange(len(kept), dtype=np.int32)
        self._mark[places.take(kept)] = order
        kept = kept.take((self._mark.take(places.take(kept)) == order).nonzero()[0])
        ordinals = self._ring.ordinals.take(places.take(kept))
        best = np.lexsort((ordinals, worth.take(kept)))[-COMPARED:]  # of equals the newest
        return kept[best]

    def _held(self, numbers: list[int], places: NDArray[np.intp]) -> NDArray[np.float64]:
        """How much of these keys' mass each record holds (of longer titles, the first keys alone)."""
        weight, vocabulary = self.vocabulary.weight, self.vocabulary
        weight[numbers] = 1.0 - vocabulary.logs[numbers] * vocabulary.scale
        held: NDArray[np.float64] = np.add.reduce(weight.take(self._ring.rows.take(places, 0)), 1)
        weight[numbers] = 0.0
        return held

    def _logits(
        self, headline: Headline, places: NDArray[np.intp], shared: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The filter's numbers for every place, weighed."""
        ring = self._ring
        terms = np.empty((len(_FIELDS), len(places)))
        mass, gap, cosine, same, first = terms
        np.log1p(shared, out=mass)
        # fmax takes the number where a time is unknown (nan): no gap
        np.fmax(np.abs(ring.hours.take(places) - hours_of(headline)), 0.0, out=gap)
        np.log1p(gap, out=gap)
        own = np.frombuffer(mask_of(headline), np.uint64)
        common = np.bitwise_count(ring.masks.take(places, 0) & own)
        np.dot(common, _EACH, out=cosine)
        cosine *= ring.norms.take(places)
        cosine /= math.sqrt(headline.trigrams.bit_count() or 1)
        same[:] = ring.voices.take(places) == ring.voice(headline.publisher)
        first[:] = ring.leads.take(places) == self.vocabulary.number(headline.keys[0])
        terms *= _WEIGHTS
        logits: NDArray[np.float64] = np.add.reduce(terms, 0, initial=_BIAS)
        return logits
