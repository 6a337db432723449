"""Replay: a file of headlines through the very desk that runs live, with scores against gold.

Knows the clock of a replay (its lines' own times) and the order of its batches; must not know how to
print, nor why a line ended where it did (`service.confusion`).
"""

from __future__ import annotations

import gc
import time
from array import array
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ticker.core.arrival import batches_in_order
from ticker.core.desk import Desk
from ticker.core.evaluate import b_cubed, pairwise
from ticker.core.model import Op, Relation, Tick
from ticker.service.lines import Line, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ticker.core.model import Copy, DeskSettings, Entry, Instant, Story, StoryId

__all__ = ["Line", "Player", "Replay", "read_lines", "run"]

_TICK = 10.0  # as often as the live writer ticks
_DRAIN = 1000
_CLOCKED = 5_000  # lines up to which each one is timed …
_EVERY = 7  # … and of more, one in so many: to ask for the time of a core costs a headline some per cent


class Player:
    """A desk that hears entries and ticks as the live writer would tell them."""

    def __init__(self, settings: DeskSettings) -> None:
        self.desk = Desk(settings)
        self.merged: dict[StoryId, StoryId] = {}
        self._ticked = float("-inf")
        self._told = 0

    def pass_time(self, now: Instant) -> None:
        """Let time pass up to the next entry."""
        if now - self._ticked >= _TICK:
            self._ticked = now
            self.desk.apply(Tick(now))
            while self.desk.overdue:
                self.desk.apply(Tick(now))

    def tell(self, entry: Entry) -> tuple[Story, Copy]:
        """Apply an entry; the story that holds it now, and its copy there."""
        for update in self.desk.apply(entry):
            if update.op is Op.MERGED:
                self.merged[update.story.id] = update.into
        self._told += 1
        if self._told % _DRAIN == 0:
            self.desk.drain()
        found = self.desk.story_of(entry.feed, entry.id)
        if found is None:
            raise AssertionError(f"an applied entry is in no story: {entry!r}")
        return found


@dataclass(frozen=True, slots=True)
class Speed:
    """What a replay cost: seconds of the clock and of the one core that it had, and what was live at most.

    `p99_ms` is the slowest of a hundred headlines, in ms of the core; of many lines, one in seven is timed.
    """

    seconds: float
    cpu_seconds: float
    p99_ms: float
    live: int

    def view(self, headlines: int) -> dict[str, float]:
        """The figures of a report; headlines a second are those of one core that does nothing else."""
        return {
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
            "headlines_per_second": round(headlines / self.cpu_seconds, 1) if self.cpu_seconds else 0.0,
            "p99_ms": round(self.p99_ms, 3),
            "live_at_most": self.live,
        }


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the cycle collector off what a replay has read: it never becomes garbage while it runs."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@dataclass(slots=True)
class Replay:
    """What a replay gave: for each line, in input order, the story it ended in and by what evidence.

    `vias` are the places of the lines that were matched best, -1 = the line founded its story.
    `merged` leads from a story to the one that absorbed it, `merged_at` to the place where that happened.
    """

    lines: Sequence[Line]
    homes: list[StoryId]
    relations: list[Relation]
    scores: list[float]
    vias: list[int]
    speed: Speed
    merged: dict[StoryId, StoryId] = field(default_factory=dict)
    merged_at: dict[StoryId, int] = field(default_factory=dict)

    def story(self, place: int) -> StoryId:
        """Where line `place` ended, merges followed."""
        return self.final(self.homes[place])

    def final(self, story: StoryId) -> StoryId:
        """The story itself, or the one that it ended in."""
        while story in self.merged:
            story = self.merged[story]
        return story

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
            **self.speed.view(len(self.lines)),
        }
        gold = self.gold()
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

    def gold(self) -> dict[int, str]:
        """The true story of each line that has one, by place."""
        return {place: line.story for place, line in enumerate(self.lines) if line.story}


def run(
    lines: Sequence[Line], settings: DeskSettings, *, progress: Callable[[int], None] | None = None
) -> Replay:
    """Fold all lines into a fresh desk; `progress` hears how many are done, now and then.

    Lines that follow each other with one time are one batch: `core.arrival` puts them in order.
    """
    player = Player(settings)
    count = len(lines)
    homes, relations, scores, vias = [""] * count, [Relation.DISTINCT] * count, [0.0] * count, [-1] * count
    places = array("q", [-1])  # by ordinal; 0 is none
    merged_at: dict[StoryId, int] = {}
    order = batches_in_order([line.entry for line in lines])
    spent, live, every = array("d"), 0, 1 if count <= _CLOCKED else _EVERY
    with _uncollected():
        began, cpu = time.perf_counter(), time.process_time()
        for done, place in enumerate(order, 1):
            entry = lines[place].entry
            timed = not done % every
            start = time.process_time() if timed else 0.0
            player.pass_time(entry.received)
            story, copy = player.tell(entry)
            if timed:
                spent.append(time.process_time() - start)
            live = max(live, len(player.desk.copies))
            if copy.ordinal == len(places):
                places.append(place)
            homes[place], relations[place], scores[place] = story.id, copy.relation, copy.score
            vias[place] = places[copy.via]
            if len(player.merged) > len(merged_at):
                merged_at |= dict.fromkeys(player.merged.keys() - merged_at.keys(), place)
            if progress is not None and done % _DRAIN == 0:
                progress(done)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    p99 = sorted(spent)[len(spent) * 99 // 100] * 1e3 if spent else 0.0
    speed = Speed(seconds, cpu, p99, live)
    return Replay(lines, homes, relations, scores, vias, speed, player.merged, merged_at)
