"""The evidence that the pair score weighs: cheap, symmetric numbers about two headlines.

Knows two headlines and how rare their words are; must not know what the numbers decide.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from ticker.core.lexicon import OPPOSITES, PRIOR, RELATED
from ticker.core.places import another_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.text import Headline

SOFT = 72.0
"""Two unshared words whose `fuzz.ratio` reaches this are spellings or inflections of one."""

RELATIVE = 0.5
"""What two related words ("blast", "attack") are worth beside one word twice."""

PRIOR_TITLES = 2000.0
"""How many titles the prior frequencies weigh."""

RARE = 0.0005
"""Prior share of titles that hold a word nobody listed."""


Rarity = Callable[[str], float]
"""How rare a key is, 0..1: an `Idf`, or the window's own vocabulary."""


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


def _soft(a: list[str], b: list[str], weights: dict[str, float]) -> float:
    """Mass of words that pair up, greedily, each word once: spellings at `SOFT` or better, then relatives."""
    total = 0.0
    free = [key for key in b if key[0] not in "#="]
    left = []
    for key in a:
        if free and key[0] not in "#=":
            found = extractOne(key, free, scorer=fuzz.ratio, score_cutoff=SOFT)
            if found is not None:
                other, ratio, at = found
                total += min(weights[key], weights[other]) * ratio / 100.0
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
                total += min(weights[key], weights[other]) * RELATIVE
                others.remove(other)
                break
    return total


class _Overlap(NamedTuple):
    """Where the keys of one title stand in another; keys are distinct."""

    shared: list[str]
    shared_weights: list[float]
    only: list[str]
    only_weights: list[float]
    pairs: int
    """Neighbours in both, in the same order."""
    run: int
    """Keys of the longest run in both."""


def _overlap(keys: tuple[str, ...], others: tuple[str, ...], idf: Rarity) -> _Overlap:
    places = dict(zip(others, range(len(others)), strict=True))
    shared: list[str] = []
    shared_weights: list[float] = []
    only: list[str] = []
    only_weights: list[float] = []
    pairs = run = longest = 0
    before = -2
    for key, weight in zip(keys, map(idf, keys), strict=True):
        place = places.get(key)
        if place is None:
            only.append(key)
            only_weights.append(weight)
            before = -2
            continue
        shared.append(key)
        shared_weights.append(weight)
        if place == before + 1:
            pairs += 1
            run += 1
            longest = max(longest, run)
        else:
            run = 0
        before = place
    return _Overlap(shared, shared_weights, only, only_weights, pairs, longest + 1 if shared else 0)


def _opposite(only_a: list[str], only_b: list[str]) -> bool:
    known = [OPPOSITES[key] for key in only_a if key in OPPOSITES]
    return any(not others.isdisjoint(only_b) for others in known)


def features(a: Headline, b: Headline, idf: Rarity) -> Features:
    """Compare two headlines with non-empty keys; symmetric."""
    if (a.text, a.time or 0.0) > (b.text, b.time or 0.0):
        a, b = b, a
    keys_a, keys_b = a.keys, b.keys
    shared_keys, hard_weights, only_a, rest_a, pairs, run = _overlap(keys_a, keys_b, idf)
    both = set(shared_keys)
    only_b = [key for key in keys_b if key not in both]
    rest_b = [*map(idf, only_b)]
    hard = math.fsum(hard_weights)
    mass_a = hard + math.fsum(rest_a) + 1e-9
    mass_b = hard + math.fsum(rest_b) + 1e-9
    soft = 0.0
    if only_a and only_b:
        weights = dict(zip((*only_a, *only_b), (*rest_a, *rest_b), strict=True))
        soft = _soft(only_a, only_b, weights)
    rare_a = max(rest_a, default=0.0)
    rare_b = max(rest_b, default=0.0)
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
    content = math.log1p(spoken)
    shorter = min(len(keys_a), len(keys_b))
    first = float(keys_a[0] == keys_b[0])
    order = pairs / max(1, shorter - 1)
    least = (hard + soft) / max(mass_a, mass_b)
    most = min((hard + soft) / min(mass_a, mass_b), 1.0)
    letters = fuzz.token_set_ratio(a.text, b.text) / 100.0
    shared = math.log1p(hard + soft)
    keys = math.log1p(len(both))
    length = math.log1p(shorter)
    head = float(not set(keys_a[:3]).isdisjoint(keys_b[:3]))
    fewer, more = sorted((len(only_a), len(only_b)))
    extra = math.log1p(fewer)
    extras = math.log1p(more)
    gap = 0.0 if a.time is None or b.time is None else math.log1p(abs(a.time - b.time) / 3600.0)
    return Features(
        trigrams=(a.trigrams & b.trigrams).bit_count() / math.sqrt(bits) if bits else 0.0,
        least=least,
        most=most,
        shared=shared,
        keys=keys,
        content=content,
        soft=soft,
        letters=letters,
        order=order,
        run=math.log1p(run),
        first=first,
        head=head,
        rarest=min(rare_a, rare_b),
        rarer=max(rare_a, rare_b),
        extra=extra,
        extras=extras,
        speaker=speaker,
        other_speaker=other_speaker,
        other_number=other_number,
        same_number=same_number,
        place=float(any(name in b.places for name in a.places)),
        other_place=float(another_place(a, b) != ""),
        opposite=float(_opposite(only_a, only_b)),
        denied=float(a.negated != b.negated),
        names=math.log1p(sum([key[0] not in "=#" and key not in PRIOR for key in shared_keys])),
        one_number=float(bool(a.numbers) != bool(b.numbers)),
        last=float(keys_a[-1] == keys_b[-1]),
        length=length,
        same_source=float(bool(a.publisher) and a.publisher == b.publisher),
        gap=gap,
    )
