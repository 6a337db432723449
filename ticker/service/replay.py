"""Replay: a file of headlines through the very desk that runs live, with scores against gold.

Knows the line format and the clock of a replay (its lines' own times); must not know how to print.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ticker.core.desk import Desk
from ticker.core.evaluate import b_cubed, pairwise, worst_merges, worst_misses
from ticker.core.model import Entry, Op, Relation, Tick
from ticker.errors import UsageError
from ticker.ingest.clean import clean_title
from ticker.jsonl import objects

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from ticker.core.model import DeskSettings, StoryId

_TICK = 10.0  # as often as the live writer ticks


@dataclass(frozen=True, slots=True)
class Line:
    """One headline of a replay file; `story` is the gold label, "" = none."""

    entry: Entry
    story: str = ""


def _text(value: dict[str, Any], key: str, where: str, *, needed: bool = False) -> str:
    got = value.get(key, "")
    if got is None:
        got = ""
    if not isinstance(got, str):
        raise UsageError(f'{where}: "{key}" must be text')
    if needed and not got:
        raise UsageError(f'{where}: "{key}" is missing')
    return got


def _instant(value: Any, where: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f'{where}: "time" must be ISO 8601 (2026-11-23T18:00:00Z) or POSIX seconds'
        ) from error
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def read_lines(path: Path) -> list[Line]:
    """Read `{"id","time","source","title"[,"lang","url","summary","story"]}` lines in arrival order.

    Raises UsageError naming `file:line` and field.
    """
    lines = []
    for number, value in objects(path):
        where = f"{path}:{number}"
        source = _text(value, "source", where, needed=True)
        at = _instant(value.get("time"), where)
        entry = Entry(
            id=_text(value, "id", where, needed=True),
            feed=source,
            publisher=source,
            title=clean_title(_text(value, "title", where), html=False),
            received=at,
            time=at,
            published=at,
            url=_text(value, "url", where),
            lang=_text(value, "lang", where),
            summary=_text(value, "summary", where),
        )
        lines.append(Line(entry, _text(value, "story", where)))
    return lines


@dataclass(frozen=True, slots=True)
class Mistake:
    """A group that should not be one (or should): `pairs` judged wrongly, a title of each part."""

    pairs: int
    titles: tuple[str, ...]


@dataclass(slots=True)
class Replay:
    """What a replay gave: for each line, in input order, the story it ended in and by what evidence."""

    lines: Sequence[Line]
    homes: list[StoryId]
    relations: list[Relation]
    scores: list[float]
    seconds: float
    merged: dict[StoryId, StoryId] = field(default_factory=dict)

    def story(self, place: int) -> StoryId:
        """Where line `place` ended, merges followed."""
        home = self.homes[place]
        while home in self.merged:
            home = self.merged[home]
        return home

    def assignments(self) -> list[dict[str, Any]]:
        """`{"id","story","relation","score"}` a line, in input order."""
        return [
            {
                "id": line.entry.id,
                "story": self.story(place),
                "relation": str(self.relations[place]),
                "score": round(self.scores[place], 4),
            }
            for place, line in enumerate(self.lines)
        ]

    def report(self) -> dict[str, Any]:
        """Counts, headlines per second and, where gold is given, B-cubed and pairwise figures."""
        found = {place: self.story(place) for place in range(len(self.lines))}
        report: dict[str, Any] = {
            "headlines": len(self.lines),
            "stories": len(set(found.values())),
            "seconds": round(self.seconds, 3),
            "headlines_per_second": round(len(self.lines) / self.seconds, 1) if self.seconds else 0.0,
        }
        gold = self._gold()
        if gold:
            judged = {place: found[place] for place in gold}
            for name, measure in (("bcubed", b_cubed), ("pairwise", pairwise)):
                figures = measure(judged, gold)
                report[name] = {
                    "precision": round(figures.precision, 4),
                    "recall": round(figures.recall, 4),
                    "f1": round(figures.f1, 4),
                }
        return report

    def worst_merges(self, most: int) -> list[Mistake]:
        """The stories that hold the most pairs the gold has apart, one title of each part."""
        found, gold = self._judged()
        return [
            Mistake(one.wrong_pairs, self._samples(found, one.label, gold, [part for part, _ in one.parts]))
            for one in worst_merges(found, gold, most)
        ]

    def worst_misses(self, most: int) -> list[Mistake]:
        """The gold stories that were told apart in the most pairs, one title of each part."""
        found, gold = self._judged()
        return [
            Mistake(one.wrong_pairs, self._samples(gold, one.label, found, [part for part, _ in one.parts]))
            for one in worst_misses(found, gold, most)
        ]

    def _gold(self) -> dict[int, str]:
        return {place: line.story for place, line in enumerate(self.lines) if line.story}

    def _judged(self) -> tuple[dict[int, StoryId], dict[int, str]]:
        gold = self._gold()
        return {place: self.story(place) for place in gold}, gold

    def _samples(
        self, by: dict[int, str], label: Hashable, against: dict[int, str], parts: list[Hashable]
    ) -> tuple[str, ...]:
        first: dict[str, str] = {}
        for place, one in by.items():
            if one == label:
                first.setdefault(against[place], self.lines[place].entry.title)
        return tuple(first[str(part)] for part in parts)


def run(
    lines: Sequence[Line], settings: DeskSettings, *, progress: Callable[[int], None] | None = None
) -> Replay:
    """Fold all lines into a fresh desk; `progress` hears how many are done, now and then."""
    desk = Desk(settings)
    homes: list[StoryId] = []
    relations: list[Relation] = []
    scores: list[float] = []
    merged: dict[StoryId, StoryId] = {}
    ticked = float("-inf")
    began = time.perf_counter()
    for place, line in enumerate(lines):
        entry = line.entry
        if entry.received - ticked >= _TICK:
            ticked = entry.received
            desk.apply(Tick(ticked))
        for update in desk.apply(entry):
            if update.op is Op.MERGED:
                merged[update.story.id] = update.into
        found = desk.story_of(entry.feed, entry.id)
        if found is None:
            raise AssertionError(f"line {place + 1}: an applied entry is in no story")
        story, copy = found
        homes.append(story.id)
        relations.append(copy.relation)
        scores.append(copy.score)
        if place % 1000 == 999:
            desk.drain()
            if progress is not None:
                progress(place + 1)
    return Replay(lines, homes, relations, scores, time.perf_counter() - began, merged)
