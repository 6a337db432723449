"""The evidence that the pair score weighs: cheap, symmetric numbers about two headlines.

Knows two headlines and how rare their words are; must not know what the numbers decide.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from ticker.core.lexicon import OPPOSITES, PRIOR, RELATED, is_name
from ticker.core.places import another_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticker.core.text import Headline

SOFT = 72.0
"""Two unshared words whose `fuzz.ratio` reaches this are spellings or inflections of one."""

RELATIVE = 0.5
"""What two related words ("blast", "attack") are worth beside one word twice."""

PRIOR_TITLES = 2000.0
"""How many titles the prior frequencies weigh."""

RARE = 0.0005
"""Prior share of titles that hold a word nobody listed."""


class Rarity(Protocol):
    """How rare keys are, 0..1: an `Idf`, or the window's own vocabulary."""

    def __call__(self, key: str) -> float:
        """How rare a key is."""

    def of(self, keys: Sequence[str]) -> list[float]:
        """How rare each of them is."""


class Idf:
    """How rare a key is: online document counts over a prior worth 2,000 titles.

    `idf(key)` is in 0..1: 0 = in every title, 1 = in none of the titles seen.
    """

    __slots__ = ("_counts", "_scale", "_titles")

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._titles = 0
        self._scale = 1.0 / math.log(PRIOR_TITLES)

    def add(self, keys: Iterable[str], sign: int = 1) -> None:
        """Count one title's distinct keys (`sign` -1 takes them back)."""
        self._titles += sign
        self._scale = 1.0 / math.log(self._titles + PRIOR_TITLES)
        for key in keys:
            count = self._counts.get(key, 0) + sign
            if count:
                self._counts[key] = count
            else:
                del self._counts[key]

    def __call__(self, key: str) -> float:
        """How rare the key is, 0..1."""
        seen = self._counts.get(key, 0) + PRIOR.get(key, RARE) * PRIOR_TITLES
        return max(1.0 - math.log(seen) * self._scale, 0.0)

    def of(self, keys: Sequence[str]) -> list[float]:
        """How rare each of the keys is, 0..1."""
        return [*map(self, keys)]


class Features(NamedTuple):
    """What a pair is judged by. Overlaps are shares of IDF mass, 0..1; counts go in as log(1 + n)."""

    trigrams: float
    """Cosine of the hashed character trigram sets."""
    least: float
    """Shared mass (soft pairs included) over the heavier title."""
    most: float
    """The same over the lighter title: 1 = one holds the other."""
    shared: float
    """log(1 + shared mass): how much there is to agree on."""
    keys: float
    """log(1 + shared keys)."""
    content: float
    """log(1 + shared mass outside the words of either speaker)."""
    soft: float
    """Mass of unshared words that pair up as spellings of each other."""
    letters: float
    """rapidfuzz's token set ratio of the folded titles."""
    order: float
    """Share of neighbouring key pairs in common."""
    run: float
    """log(1 + longest run of keys in common)."""
    first: float
    """1 where both begin with the same key."""
    head: float
    """1 where the first three keys of both share one."""
    rarest: float
    """The rarer unshared word of the side that has less to hide: both sides must say something new."""
    rarer: float
    """The rarest unshared word of either side."""
    extra: float
    """log(1 + unshared keys of the side that has fewer)."""
    extras: float
    """log(1 + unshared keys of the side that has more)."""
    speaker: float
    """1 where both quote the same speaker before a colon."""
    other_speaker: float
    """1 where both name a speaker before a colon and share no word of it."""
    other_number: float
    """1 where both have numbers and share none."""
    same_number: float
    """1 where a number is shared."""
    place: float
    """1 where a place is shared."""
    other_place: float
    """1 where each names a place that the other does not, and neither lies in the other."""
    opposite: float
    """1 where one says the opposite of a word of the other."""
    denied: float
    """1 where one alone says no."""
    names: float
    """log(1 + shared words that no list knows: mostly names)."""
    one_number: float
    """1 where one alone has numbers."""
    last: float
    """1 where both end with the same key."""
    length: float
    """log(1 + keys of the shorter title)."""
    same_source: float
    """1 where one publisher says both."""
    gap: float
    """log(1 + hours between them), 0 where unknown."""


def _soft(a: dict[str, float], b: dict[str, float]) -> float:
    """Mass of words that pair up, greedily, each word once: spellings at `SOFT` or better, then relatives."""
    total = 0.0
    free = [key for key in b if key[0] not in "#="]
    left = []
    for key, weight in a.items():
        if free and key[0] not in "#=":
            found = extractOne(key, free, scorer=fuzz.ratio, score_cutoff=SOFT)
            if found is not None:
                other, ratio, at = found
                total += min(weight, b[other]) * ratio / 100.0
                del free[at]
                continue
        if key in RELATED:
            left.append(key)
    if not left:
        return total
    others = [key for key in b if key in RELATED]
    for key in left:
        relatives = RELATED[key]
        for other in others:
            if other in relatives:
                total += min(a[key], b[other]) * RELATIVE
                others.remove(other)
                break
    return total


class _Overlap(NamedTuple):
    """Where the keys of one title stand in another; keys are distinct."""

    shared: list[str]
    shared_weights: list[float]
    only: dict[str, float]
    """Keys that one title alone has, with their weights."""
    others: dict[str, float]
    """Those that the other alone has."""
    pairs: int
    """Neighbours in both, in the same order."""
    run: int
    """Keys of the longest run in both."""


def _overlap(keys: tuple[str, ...], others: tuple[str, ...], idf: Rarity) -> _Overlap:
    left = dict(zip(others, idf.of(others), strict=True))
    places = dict(zip(others, range(len(others)), strict=True))
    shared: list[str] = []
    shared_weights: list[float] = []
    only: dict[str, float] = {}
    pairs = run = longest = 0
    before = -2
    for key, weight in zip(keys, idf.of(keys), strict=True):
        place = places.get(key)
        if place is None:
            only[key] = weight
            before = -2
            continue
        shared.append(key)
        shared_weights.append(weight)
        del left[key]
        if place == before + 1:
            pairs += 1
            run += 1
            longest = max(longest, run)
        else:
            run = 0
        before = place
    return _Overlap(shared, shared_weights, only, left, pairs, longest + 1 if shared else 0)


def _opposite(only_a: Iterable[str], only_b: Iterable[str]) -> bool:
    known = [OPPOSITES[key] for key in only_a if key in OPPOSITES]
    return bool(known) and any(not others.isdisjoint(only_b) for others in known)


def features(a: Headline, b: Headline, idf: Rarity) -> Features:
    """Compare two headlines with non-empty keys; symmetric."""
    if (a.text, a.time or 0.0) > (b.text, b.time or 0.0):
        a, b = b, a
    keys_a, keys_b = a.keys, b.keys
    shared_keys, hard_weights, only_a, only_b, pairs, run = _overlap(keys_a, keys_b, idf)
    hard = math.fsum(hard_weights)
    mass_a = hard + math.fsum(only_a.values()) + 1e-9
    mass_b = hard + math.fsum(only_b.values()) + 1e-9
    soft = _soft(only_a, only_b) if only_a and only_b else 0.0
    rare_a = max(only_a.values(), default=0.0)
    rare_b = max(only_b.values(), default=0.0)
    bits = a.trigrams.bit_count() * b.trigrams.bit_count()
    spoken = hard
    speaker = other_speaker = 0.0
    if a.speaker or b.speaker:
        said = a.speaker | b.speaker
        spoken = math.fsum(
            [weight for key, weight in zip(shared_keys, hard_weights, strict=True) if key not in said]
        )
        speaker = float(not a.speaker.isdisjoint(b.speaker))
        other_speaker = float(bool(a.speaker) and bool(b.speaker) and not speaker)
    same_number = other_number = 0.0
    if a.numbers and b.numbers:
        numbers = {number.value for number in a.numbers}
        same_number = float(any(number.value in numbers for number in b.numbers))
        other_number = 1.0 - same_number
    shorter = min(len(keys_a), len(keys_b))
    fewer, more = sorted((len(only_a), len(only_b)))
    return Features(  # by position: names would cost as much as a fifth of the rest
        (a.trigrams & b.trigrams).bit_count() / math.sqrt(bits) if bits else 0.0,
        (hard + soft) / max(mass_a, mass_b),  # least
        min((hard + soft) / min(mass_a, mass_b), 1.0),  # most
        math.log1p(hard + soft),  # shared
        math.log1p(len(shared_keys)),  # keys
        math.log1p(spoken),  # content
        soft,
        fuzz.token_set_ratio(a.text, b.text) / 100.0,  # letters
        pairs / max(1, shorter - 1),  # order
        math.log1p(run),
        float(keys_a[0] == keys_b[0]),  # first
        float(not set(keys_a[:3]).isdisjoint(keys_b[:3])),  # head
        min(rare_a, rare_b),  # rarest
        max(rare_a, rare_b),  # rarer
        math.log1p(fewer),  # extra
        math.log1p(more),  # extras
        speaker,
        other_speaker,
        other_number,
        same_number,
        float(bool(a.places) and not set(a.places).isdisjoint(b.places)),  # place
        float(another_place(a, b) != ""),  # other_place
        float(_opposite(only_a, only_b)),  # opposite
        float(a.negated != b.negated),  # denied
        math.log1p(sum(map(is_name, shared_keys))),  # names
        float(bool(a.numbers) != bool(b.numbers)),  # one_number
        float(keys_a[-1] == keys_b[-1]),  # last
        math.log1p(shorter),  # length
        float(bool(a.publisher) and a.publisher == b.publisher),  # same_source
        0.0 if a.time is None or b.time is None else math.log1p(abs(a.time - b.time) / 3600.0),  # gap
    )
