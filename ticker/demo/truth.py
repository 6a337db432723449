"""How far the stories that came out agree with the written truth: pairs, traps, and the worst errors.

A pair is two entries of the day; the truth has it when both tell one event, the result when both are in
one story. An entry that is in no story counts as a story of its own, so losing one costs its pairs.
`agreement` is the pairwise F1, 2·TP / (2·TP + FP + FN); `accuracy` the share of all pairs judged right,
which is high for any careful matcher, as most pairs are apart in both.

Knows the day and a partition of its entries; must not know how the partition came about. Pure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.demo.day import Day, Trap, Written

WANTED: Final = 0.97
"""The agreement from which a run of the demo has passed."""

_WORST = 10
_ID_TAIL = re.compile(r"(?:^|[:/])(?P<outlet>[a-z-]+)[-/](?P<number>\d{3})$")


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry as the desk holds it: its feed (URL or key), its id and title there, and its story."""

    feed: str
    id: str
    title: str
    story: str


@dataclass(frozen=True, slots=True)
class Mixed:
    """A story that holds several events: `wrong` pairs, and one title of each event, most told first."""

    story: str
    wrong: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Torn:
    """An event spread over several stories: `missed` pairs, and one title of each part, largest first."""

    event: str
    missed: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The count of one run. `found`, `wrong`, `missed` and `pairs` are pairs of entries.

    `entries` of the day, of which `lost` came into no story; `doubled` were placed more than once;
    `unknown` are titles that nobody wrote. `merged` are the traps that fell shut, as (why, events).
    """

    entries: int
    events: int
    stories: int
    pairs: int
    found: int
    wrong: int
    missed: int
    lost: tuple[str, ...]
    doubled: int
    unknown: tuple[str, ...]
    traps: int
    merged: tuple[tuple[str, tuple[str, ...]], ...]
    mixed: tuple[Mixed, ...]
    torn: tuple[Torn, ...]

    @property
    def precision(self) -> float:
        """The share of pairs made that the truth has too."""
        return _share(self.found, self.found + self.wrong)

    @property
    def recall(self) -> float:
        """The share of the truth's pairs that were made."""
        return _share(self.found, self.found + self.missed)

    @property
    def agreement(self) -> float:
        """Pairwise F1: how far pairs made and pairs written are the same."""
        return _share(2 * self.found, 2 * self.found + self.wrong + self.missed)

    @property
    def accuracy(self) -> float:
        """The share of all pairs that are as the truth has them."""
        return 1 - _share(self.wrong + self.missed, self.pairs) if self.pairs else 1.0

    @property
    def passed(self) -> bool:
        """Whether the run is as good as ticker promises: pairs as written, no trap merged."""
        return self.agreement >= WANTED and not self.merged

    def report(self) -> dict[str, Any]:
        """Show the verdict as JSON."""
        return {
            "passed": self.passed,
            "entries": self.entries,
            "events": self.events,
            "stories": self.stories,
            "agreement": round(self.agreement, 4),
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "accuracy": round(self.accuracy, 6),
            "pairs": {"all": self.pairs, "found": self.found, "wrong": self.wrong, "missed": self.missed},
            "lost": list(self.lost),
            "doubled": self.doubled,
            "unknown": list(self.unknown),
            "traps": self.traps,
            "merged": [{"why": why, "events": list(events)} for why, events in self.merged],
            "mixed": [
                {"story": one.story, "wrong": one.wrong, "titles": list(one.titles)} for one in self.mixed
            ],
            "torn": [
                {"event": one.event, "missed": one.missed, "titles": list(one.titles)} for one in self.torn
            ],
        }


def judge(day: Day, placed: Iterable[Placed]) -> Verdict:
    """Compare where the entries of `day` were `placed` with the written truth."""
    known = _Written(day)
    story_of: dict[str, str] = {}
    unknown: list[str] = []
    doubled = 0
    stories = set()
    for one in placed:
        stories.add(one.story)
        entry = known.find(one)
        if entry is None:
            unknown.append(one.title)
        elif entry.id in story_of:
            doubled += 1
        else:
            story_of[entry.id] = one.story
    cells: Counter[tuple[str, str]] = Counter()
    titles: dict[tuple[str, str], str] = {}
    for entry in day.entries:
        cell = (story_of.get(entry.id, f"lost {entry.id}"), entry.event)
        cells[cell] += 1
        titles.setdefault(cell, entry.title)
    by_story = _margin(cells, 0)
    by_event = _margin(cells, 1)
    found = _pairs(cells.values())
    made = sum(_pairs([sum(row.values())]) for row in by_story.values())
    written = sum(_pairs([sum(row.values())]) for row in by_event.values())
    return Verdict(
        entries=len(day.entries),
        events=len(by_event),
        stories=len(stories),
        pairs=comb(len(day.entries), 2),
        found=found,
        wrong=made - found,
        missed=written - found,
        lost=tuple(entry.title for entry in day.entries if entry.id not in story_of),
        doubled=doubled,
        unknown=tuple(unknown),
        traps=len(day.traps),
        merged=tuple(_fallen(day.traps, cells)),
        mixed=tuple(
            Mixed(story, wrong, tuple(titles[story, event] for event in events))
            for story, wrong, events in _worst(by_story)
        ),
        torn=tuple(
            Torn(event, missed, tuple(titles[story, event] for story in parts))
            for event, missed, parts in _worst(by_event)
        ),
    )


class _Written:
    """Finds the written entry behind a placed one: by title, which no outlet uses twice, else by id."""

    def __init__(self, day: Day) -> None:
        self._by_title = {(entry.outlet, entry.title): entry for entry in day.entries}
        self._by_id = {entry.id: entry for entry in day.entries}

    def find(self, one: Placed) -> Written | None:
        outlet = one.feed.rpartition("/")[2].partition(".")[0]
        if entry := self._by_title.get((outlet, one.title)):
            return entry
        if (tail := _ID_TAIL.search(one.id)) and tail["outlet"] == outlet:
            return self._by_id.get(f"{outlet}-{tail['number']}")
        return None


def _margin(cells: Counter[tuple[str, str]], side: int) -> dict[str, Counter[str]]:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for cell, count in cells.items():
        rows[cell[side]][cell[1 - side]] = count
    return rows


def _worst(rows: dict[str, Counter[str]]) -> list[tuple[str, int, list[str]]]:
    """Return the rows with most pairs across their cells, each with those cells, largest first."""
    costs = [
        (key, _pairs([sum(row.values())]) - _pairs(row.values()), [name for name, _ in row.most_common()])
        for key, row in rows.items()
    ]
    return sorted((one for one in costs if one[1]), key=lambda one: (-one[1], one[0]))[:_WORST]


def _fallen(traps: Iterable[Trap], cells: Counter[tuple[str, str]]) -> Iterable[tuple[str, tuple[str, ...]]]:
    stories: dict[str, set[str]] = defaultdict(set)
    for story, event in cells:
        stories[event].add(story)
    for trap in traps:
        together = {
            event
            for pair in combinations(trap.events, 2)
            if stories[pair[0]] & stories[pair[1]]
            for event in pair
        }
        if together:
            yield trap.why, tuple(event for event in trap.events if event in together)


def _pairs(counts: Iterable[int]) -> int:
    return sum(comb(count, 2) for count in counts)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
