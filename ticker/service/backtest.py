"""What a changed setting would merge or split: one sequence of headlines under two configurations.

Knows replays and how two groupings differ; must not know where the headlines came from or how to print.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from msgspec import structs

from ticker.service.examine import examine, examined_view
from ticker.service.lines import Line, line_view
from ticker.service.replay import run

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from ticker.config import Config
    from ticker.core.model import DeskSettings, Entry, StoryId
    from ticker.service.examine import Examined
    from ticker.service.replay import Replay

_DECISIONS = 3  # shown of one change, on each side


class Kind(StrEnum):
    """What the second configuration does to stories of the first."""

    MERGED = "merged"
    SPLIT = "split"
    REGROUPED = "regrouped"


@dataclass(frozen=True, slots=True)
class Group:
    """A story of one side: its id there, and its lines' places in order."""

    story: StoryId
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of headlines that only one side puts together; `true` and `false` by the gold, where given."""

    count: int = 0
    true: int = 0
    false: int = 0

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.count + other.count, self.true + other.true, self.false + other.false)


@dataclass(frozen=True, slots=True)
class Change:
    """Stories that hold the same headlines on both sides, but not together.

    `joined` are the pairs that only B has together, `parted` those that only A has.
    """

    a: tuple[Group, ...]
    b: tuple[Group, ...]
    joined: Pairs
    parted: Pairs

    @property
    def kind(self) -> Kind:
        """Whether stories became one, one became several, or both at once."""
        if len(self.b) == 1:
            return Kind.MERGED
        return Kind.SPLIT if len(self.a) == 1 else Kind.REGROUPED


@dataclass(frozen=True, slots=True)
class Why:
    """Where one `side` joined what the other kept apart, and what the other saw at that moment."""

    side: Literal["a", "b"]
    place: int
    joined: Examined
    apart: Examined


@dataclass(frozen=True, slots=True)
class Backtest:
    """Both replays, and every change from A to B, the one with most pairs first."""

    a: Replay
    b: Replay
    settings: tuple[DeskSettings, DeskSettings]
    changes: tuple[Change, ...]

    @property
    def joined(self) -> Pairs:
        """All pairs that only B has together."""
        return sum((change.joined for change in self.changes), Pairs())

    @property
    def parted(self) -> Pairs:
        """All pairs that only A has together."""
        return sum((change.parted for change in self.changes), Pairs())


def as_configured(lines: Sequence[Line], config: Config) -> list[Line]:
    """The lines as `config` would have them: the family and the weight of each one's publisher."""
    feeds = {feed.url: feed for feed in config.feeds}

    def spoken(entry: Entry) -> Entry:
        publisher = config.publishers.get(entry.publisher)
        family = "" if publisher is None else publisher.family
        weight = 1.0 if publisher is None else publisher.weight
        if (feed := feeds.get(entry.feed)) is not None:
            weight = config.weight(feed)
        return structs.replace(entry, family=family, weight=weight)

    return [Line(spoken(line.entry), line.story) for line in lines]


def backtest(
    a: Sequence[Line], b: Sequence[Line], settings_a: DeskSettings, settings_b: DeskSettings
) -> Backtest:
    """Fold the same headlines under two settings; `a` and `b` may differ in their publishers' families."""
    one, other = run(a, settings_a), run(b, settings_b)
    return Backtest(one, other, (settings_a, settings_b), tuple(_changes(one, other)))


def _changes(a: Replay, b: Replay) -> list[Change]:
    here, there = ([one.story(place) for place in range(len(one.lines))] for one in (a, b))
    gold = a.gold()
    changes = []
    for places in _entangled(here, there):
        groups_a, groups_b = _groups(places, here), _groups(places, there)
        if len(groups_a) == len(groups_b) == 1:
            continue
        cells: list[Hashable] = [(here[place], there[place]) for place in places]
        labels = [gold.get(place) for place in places]
        joined = _only(cells, [there[place] for place in places], labels)
        parted = _only(cells, [here[place] for place in places], labels)
        changes.append(Change(groups_a, groups_b, joined, parted))
    return sorted(changes, key=lambda one: (-one.joined.count - one.parted.count, one.a[0].places[0]))


def _entangled(here: Sequence[str], there: Sequence[str]) -> list[list[int]]:
    """Places whose stories hang together through either side, as connected components in order."""
    root = list(range(len(here)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = place = root[root[place]]
        return place

    first: dict[tuple[int, str], int] = {}
    for place, stories in enumerate(zip(here, there, strict=True)):
        for label in enumerate(stories):
            one, other = find(first.setdefault(label, place)), find(place)
            root[max(one, other)] = min(one, other)
    components: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(len(root)):
        components[find(place)].append(place)
    return list(components.values())


def _groups(places: Iterable[int], stories: Sequence[str]) -> tuple[Group, ...]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for place in places:
        members[stories[place]].append(place)
    return tuple(
        Group(story, tuple(held))
        for story, held in sorted(members.items(), key=lambda one: (-len(one[1]), one[1][0]))
    )


def _pairs(labels: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def _only(cells: list[Hashable], side: list[Hashable], gold: list[str | None]) -> Pairs:
    """Pairs together on this side, less those together on both; with gold, how many are true."""
    told = [place for place, label in enumerate(gold) if label]

    def beyond(key: Iterable[int], *, by_gold: bool) -> int:
        key = list(key)
        marks = [gold[place] if by_gold else None for place in key]
        mine = _pairs((side[place], mark) for place, mark in zip(key, marks, strict=True))
        both = _pairs((cells[place], mark) for place, mark in zip(key, marks, strict=True))
        return mine - both

    true = beyond(told, by_gold=True)
    return Pairs(beyond(range(len(cells)), by_gold=False), true, beyond(told, by_gold=False) - true)


def whys(found: Backtest, changes: Sequence[Change]) -> list[list[Why]]:
    """For each change, the first decisions by which the two sides went different ways."""
    by_a = [_joints(found.a, found.b, one) for one in changes]
    by_b = [_joints(found.b, found.a, one) for one in changes]
    # each side is asked how it joined what it joined, and what kept apart what the other one joined
    asked_a: dict[int, Sequence[int]] = {place: () for joints in by_a for place in joints}
    asked_b: dict[int, Sequence[int]] = {place: () for joints in by_b for place in joints}
    asked_a |= {place: (via,) for joints in by_b for place, via in joints.items()}
    asked_b |= {place: (via,) for joints in by_a for place, via in joints.items()}
    seen_a = examine(found.a.lines, found.settings[0], asked_a)
    seen_b = examine(found.b.lines, found.settings[1], asked_b)
    return [
        [Why("a", place, seen_a[place], seen_b[place]) for place in joined_a]
        + [Why("b", place, seen_b[place], seen_a[place]) for place in joined_b]
        for joined_a, joined_b in zip(by_a, by_b, strict=True)
    ]


def _joints(joining: Replay, parting: Replay, change: Change) -> dict[int, int]:
    """Places that one side joined to a line (their via) that the other side has in another story.

    Where there is none, whole stories became one: the places where that happened, with a line of another
    story of the other side.
    """
    places = sorted(place for group in change.a for place in group.places)
    found = {
        place: via
        for place in places
        if (via := joining.vias[place]) >= 0 and parting.story(place) != parting.story(via)
    }
    if not found:
        for place in sorted({*joining.merged_at.values()} & {*places}):
            before = (one for one in places if one < place)
            apart = next((one for one in before if parting.story(one) != parting.story(place)), -1)
            if apart >= 0:
                found[place] = apart
    return dict(list(found.items())[:_DECISIONS])


def change_view(found: Backtest, change: Change, why: list[Why]) -> dict[str, Any]:
    """One change as programs read it."""

    def groups(side: Replay, groups: tuple[Group, ...]) -> list[dict[str, Any]]:
        return [
            {"story": one.story, "headlines": [line_view(side.lines[place]) for place in one.places]}
            for one in groups
        ]

    return {
        "kind": str(change.kind),
        "a": groups(found.a, change.a),
        "b": groups(found.b, change.b),
        "joined": pairs_view(change.joined),
        "parted": pairs_view(change.parted),
        "decisions": [
            {
                "side": one.side,
                "joined": examined_view(found.a.lines, one.place, replace(one.joined, apart=None)),
                "apart": examined_view(found.a.lines, one.place, one.apart)["apart"],
            }
            for one in why
        ],
    }


def pairs_view(pairs: Pairs) -> dict[str, int]:
    """How many pairs, and how many of them the gold says are one story, or not."""
    return {"pairs": pairs.count, "true": pairs.true, "false": pairs.false}
