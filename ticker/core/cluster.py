"""The rolling window: which live story does this headline join, or none?

Three steps: the index finds what shares rare keys, the pair score judges the likeliest, and a story is
joined on the agreement of its members. The state is a pure function of the live headlines in ordinal
order, so a restart that adds them again decides as if nothing had happened. Knows headlines and story
ids (to a desk whose editors merge, each a part of a story); must not know entries, ranks or clocks.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, OrderedDict
from heapq import nlargest
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, structs

from ticker.core.columns import gathered, mark_of, readings_of
from ticker.core.decoration import WHOLE
from ticker.core.habits import Habits
from ticker.core.index import Index
from ticker.core.kept import OwnKeeper, read_again, said_by
from ticker.core.match import THRESHOLDS, Match, Weighed, match, weigh
from ticker.core.model import Grain, Relation
from ticker.core.text import edges_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticker.core.decoration import Cut
    from ticker.core.index import Found
    from ticker.core.kept import Keeper
    from ticker.core.model import DeskSettings, Ordinal, StoryId
    from ticker.core.readings import Readings
    from ticker.core.text import Headline

_MEMBERS = 10
_JUDGED = 8
HOPELESS = 0.15
_RISE = math.exp(1.8)  # odds; one pair in five hundred rises by more
_MERGE = 0.65
FLOOR = {Grain.REPEATS: 0.25, Grain.STORIES: 0.22, Grain.TOPICS: 0.0}
_CACHED = 16_384
_FILLED = 16_384  # headlines that are made live together: more would want as much memory again for a moment

_Scored = tuple[float, tuple[float, "Ordinal"], list[tuple[float, "Ordinal"]]]
"""A story's score, its likest member with that pair's score, and all its members that were found."""


class Decision(Struct, frozen=True, gc=False):
    """Where a headline belongs: `story` None = it founds a new one (relation distinct, `via` 0).

    `score` is the story's score, or the best seen where none was joined; `via` the ordinal of the
    member it matched best; `merge` other stories which by strong evidence are the same one. `veto` is the
    kind of the veto without which the headline would be in a likelier story ("" = there was none).
    """

    story: StoryId | None
    relation: Relation
    score: float
    via: Ordinal
    reasons: tuple[str, ...]
    merge: tuple[StoryId, ...] = ()
    veto: str = ""


class Considered(Struct, frozen=True, gc=False):
    """A live story as a headline finds it: its `score`, and the match with `via`, its likest member."""

    story: StoryId
    score: float
    via: Ordinal
    match: Match


def _risen(estimate: float, rise: float = _RISE) -> float:
    """The score of a pair that turns out likelier than it was estimated, by `rise` in odds."""
    odds = rise * estimate / max(1.0 - estimate, 1e-9)
    return odds / (1.0 + odds)


class Window:
    """The live headlines of a desk and the stories they belong to.

    `keeper` holds what they are made from: a desk, or None = the window itself. A desk's copy must be in
    its place when it is added, moved and removed here.
    """

    def __init__(self, settings: DeskSettings, keeper: Keeper | None = None) -> None:
        self._index = Index()
        self.configure(settings)
        self._own = OwnKeeper() if keeper is None else None
        self._kept: Keeper = keeper or self._own or OwnKeeper()
        self._count = 0
        self._sizes: Counter[StoryId] = Counter()
        self._wordless: dict[Ordinal, str] = {}
        self._signs: dict[str, array[int]] = {}
        self._read: OrderedDict[Ordinal, Headline] = OrderedDict()  # a plain dict's first key costs a scan
        self._habits = Habits(self._index.vocabulary.held)
        self._bared: OrderedDict[Ordinal, tuple[Cut, Headline]] = OrderedDict()

    def configure(self, settings: DeskSettings) -> None:
        """Decide by these settings from now on; what is live stays."""
        self._grain = settings.grain
        self._threshold = THRESHOLDS[settings.grain] if settings.threshold is None else settings.threshold
        self._hopeless = self._threshold * HOPELESS
        self._hopeful = _risen(self._threshold, 1.0 / _RISE)
        self._index.floor = FLOOR[settings.grain]

    def __len__(self) -> int:
        return self._count

    def add(self, ordinal: Ordinal, headline: Headline, story: StoryId) -> None:
        """Make a headline live, as a member of `story`; ordinals must ascend."""
        if self._own is not None:
            self._own.keep(ordinal, said_by(headline), story)
        self._count += 1
        self._sizes[story] += 1
        self._habits.add(headline.feed, headline.edges)
        if headline.keys:
            self._index.add(ordinal, headline)
            self._remember(ordinal, headline)
            return
        self._add_sign(ordinal, headline.title)

    def _add_sign(self, ordinal: Ordinal, title: str) -> None:
        sign = self._wordless[ordinal] = title.strip()
        if sign:
            self._signs.setdefault(sign, array("q")).append(ordinal)

    def fill(self, ordinals: Sequence[Ordinal], readings: Iterable[Readings] = ()) -> None:
        """Make live what the keeper of an empty window holds: what adding it in this (ascending) order does.

        What `readings` know of it is not read out of its titles again.
        """
        whole, runs = list(ordinals), list(readings)
        self._index.reserve(len(whole))
        for start in range(0, len(whole), _FILLED):
            self._extend(whole[start : start + _FILLED], runs)

    def _extend(self, ordinals: Sequence[Ordinal], readings: Iterable[Readings]) -> None:
        self._count += len(ordinals)
        self._sizes.update(map(self._kept.part_of, ordinals))
        marks, hours, publishers, feeds = array("I"), array("d"), [], []
        for ordinal in ordinals:
            title, time, publisher, _, _, feed = self._kept.said(ordinal)
            marks.append(mark_of(title, publisher))
            hours.append(math.nan if time is None else time / 3600.0)
            publishers.append(publisher)
            feeds.append(feed)
        read, edges = gathered(ordinals, marks, readings, self._headline)
        for ordinal, feed in zip(ordinals, feeds, strict=True):
            self._habits.add(feed, edges.get(ordinal, ()))
        worded = read.sizes > 0
        for ordinal in read.ordinals[~worded].tolist():
            self._add_sign(ordinal, self._kept.said(ordinal).title)
        self._index.extend(
            read.take(worded.nonzero()[0]),
            np.array(hours)[worded],
            list(compress(publishers, worded.tolist())),
        )

    def readings(self, ordinals: Iterable[Ordinal]) -> Readings:
        """What was read of live headlines, in ascending order: for `fill`."""
        return readings_of((ordinal, self._headline(ordinal)) for ordinal in ordinals)

    def remove(self, ordinal: Ordinal) -> None:
        """Take a headline out again; costs what adding it did."""
        said, read = self._kept.said(ordinal), self._read.pop(ordinal, None)
        self._count -= 1
        self._leave(self._kept.part_of(ordinal))
        self._bared.pop(ordinal, None)
        if said.feed:
            self._habits.remove(said.feed, read.edges if read else edges_of(said.title, said.publisher))
        if self._own is not None:
            self._own.drop(ordinal)
        sign = self._wordless.pop(ordinal, None)
        if sign is None:
            self._index.remove(ordinal)
        elif sign:
            twins = self._signs[sign]
            twins.remove(ordinal)
            if not twins:
                del self._signs[sign]

    def move(self, ordinal: Ordinal, story: StoryId) -> None:
        """Give a live headline to another story; the keeper still says the one it leaves."""
        self._leave(self._kept.part_of(ordinal))
        self._sizes[story] += 1
        if self._own is not None:
            self._own.move(ordinal, story)

    def place(self, headline: Headline) -> Decision:
        """Ask which story the headline belongs to; changes nothing."""
        if not headline.keys:
            return self._place_sign(headline)
        headline = self._bare(headline)
        near = self._index.find(headline, self._hopeless, self._hopeful)
        if not near or near[0].estimate < self._hopeful:  # mostly: nothing live is worth a closer look
            return Decision(None, Relation.DISTINCT, near[0].estimate if near else 0.0, 0, ())
        seen, veto = 0.0, ""
        joined: Decision | None = None
        merge: list[StoryId] = []
        weighed: dict[Ordinal, Weighed] = {}
        for agreed, (_, via), members in self._ranked(headline, near, weighed):
            if agreed < (self._threshold if joined is None else _MERGE):
                seen = max(seen, agreed)
                break
            found = self.compare(headline, via, weighed.get(via))
            if not found.same:
                seen = max(seen, found.score)
                veto = veto or ("" if joined else found.veto)
            elif joined is None:
                joined = self._joined(found, agreed, via, members)
            elif self.compare(self._seen(joined.via), via).same:
                merge.append(self._kept.part_of(via))
        if joined is None:
            return Decision(None, Relation.DISTINCT, seen, 0, (), veto=veto)
        return structs.replace(joined, merge=tuple(merge), veto=veto) if merge or veto else joined

    def consider(self, headline: Headline, most: int | None = None) -> list[Considered]:
        """The live stories that a headline is weighed against, the `most` best first; changes nothing."""
        if not headline.keys:
            return []
        headline = self._bare(headline)
        near = self._index.find(headline, self._hopeless)
        weighed: dict[Ordinal, Weighed] = {}
        return [
            Considered(self._kept.part_of(via), agreed, via, self.compare(headline, via, weighed.get(via)))
            for agreed, (_, via), _ in self._ranked(headline, near, weighed)[:most]
        ]

    def compare(self, headline: Headline, ordinal: Ordinal, weighed: Weighed | None = None) -> Match:
        """How the headline stands to one live headline, by the window's own rarity.

        `weighed` is what `weigh` said of the two just now, if it was asked.
        """
        return match(
            self._bare(headline),
            self._seen(ordinal),
            grain=self._grain,
            idf=self._index.vocabulary,
            threshold=self._threshold,
            weighed=weighed,
        )

    def _place_sign(self, headline: Headline) -> Decision:
        twins = self._signs.get(headline.title.strip())
        if not twins:
            return Decision(None, Relation.DISTINCT, 0.0, 0, ())
        found = match(headline, self._headline(twins[-1]))
        return self._joined(found, 1.0, twins[-1], [(1.0, twins[-1])])

    def _joined(
        self, found: Match, agreed: float, via: Ordinal, members: list[tuple[float, Ordinal]]
    ) -> Decision:
        reasons = [reason.text for reason in found.reasons]
        backing = sum(score >= self._threshold for score, _ in members)
        if backing > 1:
            reasons.append(f"{backing} members of the story agree")
        return Decision(self._kept.part_of(via), found.relation, agreed, via, tuple(reasons))

    def _ranked(
        self, headline: Headline, near: Iterable[Found], weighed: dict[Ordinal, Weighed]
    ) -> list[_Scored]:
        """The stories of what is `near`, best first; fills `weighed`."""
        scored = self._scores(headline, near, weighed)
        return sorted(
            ((self._agreement(story, members), max(members), members) for story, members in scored.items()),
            key=lambda one: (-one[0], -one[1][1]),
        )

    def _scores(
        self, headline: Headline, near: Iterable[Found], weighed: dict[Ordinal, Weighed]
    ) -> dict[StoryId, list[tuple[float, Ordinal]]]:
        """Pair scores by story: learned for the likeliest, estimated for the rest.

        A story that could not be joined even if every member scored `_RISE` above its estimate is not
        judged at all.
        """
        estimated: dict[StoryId, list[tuple[float, Ordinal]]] = {}
        for ordinal, estimate in near:
            estimated.setdefault(self._kept.part_of(ordinal), []).append((estimate, ordinal))
        hopeful = [
            (-estimate, -ordinal)
            for story, members in estimated.items()
            if members[0][0] >= self._hopeful  # the best come first: agreement is never above it
            and (self._sizes[story] == 1 or self._may_agree(story, members))
            for estimate, ordinal in members
        ]
        for _, ordinal in sorted(hopeful)[:_JUDGED]:
            weighed[-ordinal] = weigh(headline, self._seen(-ordinal), self._index.vocabulary)
        return {
            story: [
                (weighed[ordinal].score if ordinal in weighed else estimate, ordinal)
                for estimate, ordinal in members
            ]
            for story, members in estimated.items()
        }

    def _may_agree(self, story: StoryId, members: list[tuple[float, Ordinal]]) -> bool:
        """Whether the story could be joined if every member scored `_RISE` above its estimate."""
        return self._agreement(story, [(_risen(estimate), 0) for estimate, _ in members]) >= self._threshold

    def _agreement(self, story: StoryId, members: list[tuple[float, Ordinal]]) -> float:
        """Half the best member, half the mean of the ten best, members that are unlike counting 0."""
        best = [members[0][0]] if len(members) == 1 else nlargest(_MEMBERS, [score for score, _ in members])
        return 0.5 * best[0] + 0.5 * sum(best) / min(self._sizes[story], _MEMBERS)

    def _leave(self, story: StoryId) -> None:
        self._sizes[story] -= 1
        if not self._sizes[story]:
            del self._sizes[story]

    def _bare(self, headline: Headline) -> Headline:
        """The headline without what its feed is in the habit of hanging on its titles."""
        cut = self._habits.cut(headline.feed, headline.edges) if headline.edges else WHOLE
        return headline if cut == headline.cut else read_again(said_by(headline), cut)

    def _seen(self, ordinal: Ordinal) -> Headline:
        """A live headline as it is compared: bare."""
        headline = self._headline(ordinal)
        if not headline.edges:
            return headline
        cut = self._habits.cut(headline.feed, headline.edges)
        if cut == WHOLE:
            return headline
        known = self._bared.get(ordinal)
        if known is None or known[0] != cut:
            if len(self._bared) >= _CACHED:
                self._bared.popitem(last=False)
            known = self._bared[ordinal] = cut, read_again(said_by(headline), cut)
        return known[1]

    def _headline(self, ordinal: Ordinal) -> Headline:
        known = self._read.get(ordinal)
        if known is None:
            known = read_again(self._kept.said(ordinal))
            self._remember(ordinal, known)
        return known

    def _remember(self, ordinal: Ordinal, headline: Headline) -> None:
        if len(self._read) >= _CACHED:
            self._read.popitem(last=False)
        self._read[ordinal] = headline
