"""The rolling window: which live story does this headline join, or none?

Its state is a pure function of the live headlines in ordinal order, so a restart that adds them again
decides as if nothing had happened. Knows headlines and story ids; must not know entries, ranks, time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from ticker.core.match import THRESHOLDS, Idf, Match, match, pair_score
from ticker.core.model import Relation

if TYPE_CHECKING:
    from ticker.core.model import DeskSettings, Ordinal, StoryId
    from ticker.core.text import Headline

_CANDIDATES = 14
_BUDGET = 2_500
_MEMBERS = 10


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a headline belongs: `story` None = it founds a new one (relation distinct, `via` 0).

    `score` is the story's score, or the best seen where none was joined; `via` the ordinal of the
    member it matched best; `merge` other stories which by strong evidence are the same one.
    """

    story: StoryId | None
    relation: Relation
    score: float
    via: Ordinal
    reasons: tuple[str, ...]
    merge: tuple[StoryId, ...] = ()


class Window:
    """The live headlines of a desk, indexed by their keys."""

    def __init__(self, settings: DeskSettings) -> None:
        self._settings = settings
        self._threshold = THRESHOLDS[settings.grain] if settings.threshold is None else settings.threshold
        self._live: dict[Ordinal, Headline] = {}
        self._story: dict[Ordinal, StoryId] = {}
        self._postings: defaultdict[str, dict[Ordinal, None]] = defaultdict(dict)
        self._signs: defaultdict[str, dict[Ordinal, None]] = defaultdict(dict)
        self._sizes: Counter[StoryId] = Counter()
        self._idf = Idf()

    def __len__(self) -> int:
        return len(self._live)

    def add(self, ordinal: Ordinal, headline: Headline, story: StoryId) -> None:
        """Make a headline live, as a member of `story`."""
        self._live[ordinal] = headline
        self._story[ordinal] = story
        self._sizes[story] += 1
        self._idf.add(headline.keys)
        for key in headline.keys:
            self._postings[key][ordinal] = None
        if not headline.keys:
            self._signs[headline.title.strip()][ordinal] = None

    def remove(self, ordinal: Ordinal) -> None:
        """Take a headline out again; costs what adding it did."""
        headline = self._live.pop(ordinal)
        self._leave(self._story.pop(ordinal))
        self._idf.add(headline.keys, -1)
        for table, keys in (
            (self._postings, headline.keys),
            (self._signs, () if headline.keys else (headline.title.strip(),)),
        ):
            for key in keys:
                del table[key][ordinal]
                if not table[key]:
                    del table[key]

    def move(self, ordinal: Ordinal, story: StoryId) -> None:
        """Give a live headline to another story."""
        self._leave(self._story[ordinal])
        self._story[ordinal] = story
        self._sizes[story] += 1

    def _leave(self, story: StoryId) -> None:
        self._sizes[story] -= 1
        if not self._sizes[story]:
            del self._sizes[story]

    def place(self, headline: Headline) -> Decision:
        """Ask which story the headline belongs to; changes nothing."""
        if not headline.keys:
            twins = self._signs.get(headline.title.strip(), {}) if headline.title.strip() else {}
            candidates = list(twins)[-1:]
        else:
            candidates = self._candidates(headline)
        scored: defaultdict[StoryId, list[tuple[float, Ordinal]]] = defaultdict(list)
        for ordinal in candidates:
            score = pair_score(headline, self._live[ordinal], self._idf)
            scored[self._story[ordinal]].append((score, ordinal))
        ranked = sorted(
            ((self._agreement(members, self._sizes[story]), members) for story, members in scored.items()),
            key=lambda s: -s[0],
        )
        seen = ranked[0][0] if ranked else 0.0
        for agreed, members in ranked:
            if agreed < self._threshold:
                break
            via = max(members)[1]
            found = match(
                headline,
                self._live[via],
                grain=self._settings.grain,
                idf=self._idf,
                threshold=self._threshold,
            )
            if found.same:
                return self._joined(self._story[via], found, agreed, via, members)
        return Decision(None, Relation.DISTINCT, min(seen, self._threshold), 0, ())

    def _joined(
        self, story: StoryId, found: Match, agreed: float, via: Ordinal, members: list[tuple[float, Ordinal]]
    ) -> Decision:
        reasons = [reason.text for reason in found.reasons]
        backing = sum(score >= self._threshold for score, _ in members)
        if backing > 1:
            reasons.append(f"{backing} members of the story agree")
        return Decision(story, found.relation, agreed, via, tuple(reasons))

    @staticmethod
    def _agreement(members: list[tuple[float, Ordinal]], size: int) -> float:
        """Half the best member, half the mean of the ten best: one lucky neighbour is not enough."""
        best = nlargest(_MEMBERS, (score for score, _ in members))
        return 0.5 * best[0] + 0.5 * sum(best) / min(size, _MEMBERS)

    def _candidates(self, headline: Headline) -> list[Ordinal]:
        """Live headlines that share the most rare words, best first."""
        postings = sorted((found for key in headline.keys if (found := self._postings.get(key))), key=len)
        weights = {key: self._idf(key) for key in headline.keys}
        keyed = sorted((len(self._postings[key]), key) for key in headline.keys if key in self._postings)
        mass: defaultdict[Ordinal, float] = defaultdict(float)
        budget = _BUDGET
        for size, key in keyed:
            if budget < size and mass:
                break
            budget -= size
            weight = weights[key]
            for ordinal in self._postings[key]:
                mass[ordinal] += weight
        del postings
        return [ordinal for _, ordinal in nlargest(_CANDIDATES, ((m, o) for o, m in mass.items()))]
