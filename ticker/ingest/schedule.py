"""When each feed is polled: one job per feed, spread out, never twice at once, few at one host.

APScheduler tells the time; its jobs only start a task here and return at once, so a slow poll delays
no other. A poll waits for its host's turn, then for a free place among all polls. A poll that is
still running when it is due again is left alone: the missed turn is not made up for.

A first poll comes at once for the first few feeds (the screen fills), for the others at an instant
within the spread that follows from the feed's key, so that a restart asks no host in a burst.
Each later interval varies by a tenth, so that feeds which once met drift apart.

Knows intervals, hosts and tasks; must not know what a poll does, nor why it wants another delay.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from ticker.clock import now
from ticker.ingest.politeness import LONGEST_DELAY, share

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from apscheduler.job import Job as Timer

    from ticker.core.model import Instant

_JITTER: Final = 0.1  # of the interval, half before and half after
_SOONEST: Final = (
    1.0  # seconds; no answer of a poll brings the next one sooner, unless the interval is shorter
)


@dataclass(frozen=True, slots=True)
class Job:
    """One feed to poll every `interval` seconds.

    `host` is what the polls at one time are limited by. `due` is the earliest instant of the first
    poll (POSIX seconds), as remembered from before a restart; 0 = no such wish.
    """

    key: str
    interval: float
    host: str
    due: Instant = 0.0


@dataclass(slots=True)
class _Slot:
    job: Job
    timer: Timer
    gate: asyncio.Semaphore
    task: asyncio.Task[None] | None = None
    polling: bool = False
    held: bool = False  # the last poll set the next instant itself


class Schedule:
    """Polls what `set_feeds` names, until stopped.

    `poll(key)` returns the seconds until that feed's next poll, or None for its regular interval.
    What it raises goes to `on_error(key, error)` and disturbs nothing. `spread` is the seconds over
    which first polls are spread (at most one interval), `immediate` how many feeds of one `set_feeds` go
    at once, `per_host` and `concurrency` how many polls run at one time, at one host and in all.
    """

    def __init__(
        self,
        poll: Callable[[str], Awaitable[float | None]],
        on_error: Callable[[str, Exception], object],
        *,
        spread: float = 30.0,
        immediate: int = 8,
        per_host: int = 1,
        concurrency: int = 64,
    ) -> None:
        self._poll = poll
        self._on_error = on_error
        self._spread = spread
        self._immediate = immediate
        self._per_host = per_host
        self._places = asyncio.Semaphore(concurrency)
        self._gates: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._slots: dict[str, _Slot] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin to poll; called inside the running loop."""
        self._scheduler.start()

    async def stop(self, grace: float = 5.0) -> None:
        """Start no more polls, give those under way `grace` seconds to end, cancel the rest.

        Polls that still wait for their turn end at once. Returns when no task is left.
        """
        if self._scheduler.running and not self._stopping:
            self._scheduler.pause()  # at once; the shutdown itself takes effect a turn of the loop later
            self._scheduler.shutdown(wait=False)
        self._stopping = True
        for slot in self._slots.values():
            if slot.task is not None and not slot.polling:
                slot.task.cancel()
        try:
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=grace)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(asyncio.sleep(0), *self._tasks, return_exceptions=True)

    def set_feeds(self, jobs: Mapping[str, Job]) -> None:
        """Poll exactly these feeds from now on; those already polled and unchanged notice nothing.

        A removed feed's poll under way is cancelled. A changed interval counts from now, unless the
        next poll is due sooner or was put off by the last one.
        """
        for key in self._slots.keys() - jobs.keys():
            self._remove(self._slots.pop(key))
        added = 0
        for key, job in jobs.items():
            slot = self._slots.get(key)
            if slot is None:
                self._slots[key] = self._add(key, job, at_once=added < self._immediate)
                added += 1
            elif slot.job != job:
                self._change(slot, job)

    def poll_now(self, key: str) -> None:
        """Poll a feed at once, whatever was agreed; its interval counts from now. KeyError: no such feed."""
        self._slots[key].timer.modify(next_run_time=_moment(now()))

    def next_due(self, key: str) -> Instant:
        """When a feed is polled next, POSIX seconds. KeyError: no such feed."""
        return _instant(self._slots[key].timer)

    def running(self) -> frozenset[str]:
        """The feeds whose poll is under way (not those that wait for their turn)."""
        return frozenset(key for key, slot in self._slots.items() if slot.polling)

    def _add(self, key: str, job: Job, *, at_once: bool) -> _Slot:
        first = now() + (0.0 if at_once else share(key) * min(job.interval, self._spread))
        latest = now() + max(job.interval, LONGEST_DELAY)  # `due` may stem from a clock that was wrong
        timer = self._scheduler.add_job(
            self._fire,
            _rhythm(job.interval),
            args=(key,),
            id=key,
            next_run_time=_moment(max(first, min(job.due, latest))),
        )
        return _Slot(job, timer, self._gate(job.host))

    def _change(self, slot: _Slot, job: Job) -> None:
        slot.gate = self._gate(job.host)
        if job.interval != slot.job.interval:
            due = _instant(slot.timer)
            soonest = due if slot.held else min(due, now() + job.interval)
            slot.timer.modify(trigger=_rhythm(job.interval), next_run_time=_moment(soonest))
        slot.job = job

    def _remove(self, slot: _Slot) -> None:
        slot.timer.remove()
        if slot.task is not None:
            slot.task.cancel()

    def _gate(self, host: str) -> asyncio.Semaphore:
        return self._gates.setdefault(host, asyncio.Semaphore(self._per_host))

    async def _fire(self, key: str) -> None:
        slot = self._slots.get(key)
        if slot is None or slot.task is not None or self._stopping:
            return
        slot.task = asyncio.create_task(self._run(key, slot, slot.gate), name=f"poll {key}")
        self._tasks.add(slot.task)
        slot.task.add_done_callback(self._ended)

    async def _run(self, key: str, slot: _Slot, gate: asyncio.Semaphore) -> None:
        try:
            async with gate, self._places:
                slot.polling = True
                slot.held = False
                wait = await self._poll(key)
                if wait is not None and self._slots.get(key) is slot:
                    self._put_off(slot, wait)
        except Exception as error:  # noqa: BLE001 - whatever a poll raises is the caller's to judge
            self._on_error(key, error)
        finally:
            slot.polling = False
            slot.task = None

    def _put_off(self, slot: _Slot, wait: float) -> None:
        if self._stopping:
            return
        slot.held = True
        soonest = min(slot.job.interval, _SOONEST)
        slot.timer.modify(next_run_time=_moment(now() + max(wait, soonest)))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # only on_error itself can have raised: the loop's handler is the last to tell
            task.get_loop().call_exception_handler(
                {"message": "on_error of the poll schedule failed", "exception": error, "task": task}
            )


def _rhythm(interval: float) -> IntervalTrigger:
    return IntervalTrigger(seconds=interval * (1 - _JITTER / 2), jitter=interval * _JITTER, timezone=UTC)


def _moment(instant: Instant) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


def _instant(timer: Timer) -> Instant:
    return float(timer.next_run_time.timestamp())
