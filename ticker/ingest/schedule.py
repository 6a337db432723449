"""When each feed is polled: one job per feed, never twice at once, one after the other at a host.

APScheduler tells the time (`timers`), by a clock that nobody sets; its jobs only start a task here and
return at once, so a slow poll delays no other. A poll waits for its host's turn (`hosts`), then for a free
place among all polls. A poll that is still running when it is due again is left alone: the missed turn is
not made up for. Feeds whose last poll went badly share a quarter of the places, so that many that hang
cannot hold up the others.

All first polls are due at once (the screen fills); the second comes after half an interval to a whole one,
as the feed's key says, so that polls are spread from then on. Each later interval varies by a tenth, so
that feeds which once met drift apart.

Knows intervals, hosts and tasks; must not know what a poll does, nor why it wants another delay.
"""

from __future__ import annotations

import asyncio
import math
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticker.clock import now
from ticker.ingest.hosts import GENTLE, Hosts, Manners, Places
from ticker.ingest.politeness import LONGEST_DELAY, share
from ticker.ingest.timers import Timers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from apscheduler.job import Job as Timer

    from ticker.core.model import Instant

_JITTER: Final = 0.1  # of the interval, half before and half after
_SOONEST: Final = (
    1.0  # seconds; no answer of a poll brings the next one sooner, unless the interval is shorter
)


_BAD_SHARE: Final = 4  # feeds that fail get one place in so many


@dataclass(frozen=True, slots=True)
class Job:
    """One feed to poll every `interval` seconds, where its polls do not say otherwise.

    `host` is whom the polls ask, with which `manners`. `due` is the earliest instant of the first
    poll (POSIX seconds), as remembered from before a restart; 0 = no such wish.
    """

    key: str
    interval: float
    host: str
    due: Instant = 0.0
    manners: Manners = GENTLE


@dataclass(frozen=True, slots=True)
class Again:
    """What a poll wishes: the next one in `wait` seconds from its own beginning.

    `bad` says that it failed, or was told to stay away: the wait is kept to the second, also when the
    configured interval changes meanwhile.
    """

    wait: float
    bad: bool = False


@dataclass(slots=True)
class _Slot:
    job: Job
    timer: Timer
    due: Instant
    fresh: bool  # not polled since it was added, nor before
    polls: int = 0
    late: float = 0.0
    task: asyncio.Task[None] | None = None
    polling: bool = False
    bad: bool = False


class Schedule:
    """Polls what `set_feeds` names, until stopped.

    `poll(key)` returns when it wants to be polled again, None for its regular interval. What it raises
    goes to `on_error(key, error)` and disturbs nothing. `concurrency` is how many polls run at one time.
    """

    def __init__(
        self,
        poll: Callable[[str], Awaitable[Again | None]],
        on_error: Callable[[str, Exception], object],
        *,
        concurrency: int = 64,
    ) -> None:
        self._poll = poll
        self._on_error = on_error
        self._places = Places(concurrency)
        self._bad_places = asyncio.Semaphore(max(1, concurrency // _BAD_SHARE))
        self._hosts = Hosts()
        self._slots: dict[str, _Slot] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._timers = Timers(self._fire)

    def start(self) -> None:
        """Begin to poll; called inside the running loop."""
        self._timers.start()

    def resume(self, keys: Iterable[str]) -> None:
        """Begin the polls of these feeds before all others: they are under way. Called before `start`."""
        for key in keys:
            if key in self._slots:
                self._begin(key, self._slots[key])

    def widen(self, concurrency: int) -> None:
        """Let so many polls run at one time from now on; those that run already go on."""
        self._places.resize(concurrency)

    async def stop(self, grace: float = 5.0) -> None:
        """Start no more polls, give those under way `grace` seconds to end, cancel the rest.

        Polls that still wait for their turn end at once. Returns when no task is left.
        """
        if not self._stopping:
            self._timers.stop()
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
        for key, job in jobs.items():
            slot = self._slots.get(key)
            if slot is None:
                self._slots[key] = self._add(job)
            elif slot.job != job:
                self._change(slot, job)

    def poll_now(self, key: str) -> None:
        """Poll a feed at once, whatever was agreed; its interval counts from now. KeyError: no such feed."""
        self._set(self._slots[key], now())

    def lateness(self, key: str) -> float:
        """Seconds from when the feed was last due to when its poll began. KeyError: no such feed."""
        return self._slots[key].late

    def next_due(self, key: str) -> Instant:
        """When a feed is polled next, POSIX seconds. KeyError: no such feed."""
        return self._slots[key].due

    def running(self) -> frozenset[str]:
        """The feeds whose poll is under way (not those that wait for their turn)."""
        return frozenset(key for key, slot in self._slots.items() if slot.polling)

    def _add(self, job: Job) -> _Slot:
        soonest = now()
        latest = soonest + max(job.interval, LONGEST_DELAY)  # `due` may stem from a clock that was wrong
        due = max(soonest, min(job.due, latest))
        return _Slot(job, self._timers.add(job.key, job.interval, due), due, fresh=not job.due)

    def _change(self, slot: _Slot, job: Job) -> None:
        if job.interval != slot.job.interval:
            self._timers.pace(slot.timer, job.interval)
            self._set(slot, slot.due if slot.bad else min(slot.due, now() + job.interval))
        slot.job = job

    def _set(self, slot: _Slot, due: Instant) -> None:
        slot.due = due
        if not self._stopping:
            self._timers.set(slot.timer, due)

    @staticmethod
    def _remove(slot: _Slot) -> None:
        slot.timer.remove()
        if slot.task is not None:
            slot.task.cancel()

    async def _fire(self, key: str) -> None:
        slot = self._slots.get(key)
        if slot is None or slot.task is not None or self._stopping:
            return
        self._begin(key, slot)

    def _begin(self, key: str, slot: _Slot) -> None:
        slot.task = asyncio.create_task(self._run(key, slot), name=f"poll {key}")
        self._tasks.add(slot.task)
        slot.task.add_done_callback(self._ended)

    async def _run(self, key: str, slot: _Slot) -> None:
        began = now()
        try:
            host = self._hosts.turn(slot.job.host, slot.job.manners)
            async with self._bad_places if slot.bad else nullcontext(), host, self._places:
                began = now()
                slot.polling = True
                slot.late = max(0.0, began - slot.due)
                self._put_off(slot, await self._poll(key), began)
        except Exception as error:  # noqa: BLE001 - whatever a poll raises is the caller's to judge
            self._put_off(slot, None, began)
            self._on_error(key, error)
        finally:
            slot.polling = False
            slot.task = None

    def _put_off(self, slot: _Slot, again: Again | None, began: Instant) -> None:
        if self._stopping or self._slots.get(slot.job.key) is not slot:
            return
        if again is not None and not math.isfinite(again.wait):
            raise ValueError(f"a poll wishes to be put off by {again.wait} s")
        slot.bad = again is not None and again.bad
        wait = slot.job.interval if again is None else max(again.wait, 0.0)
        slot.polls += 1
        chance = share(f"{slot.job.key} {slot.polls}")
        if slot.fresh and not slot.bad:
            wait *= 0.5 + chance / 2
        elif not slot.bad:
            wait *= 1 + _JITTER * (chance - 0.5)
        slot.fresh = False
        self._set(slot, max(began + wait, now() + min(slot.job.interval, _SOONEST)))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # only on_error itself can have raised: the loop's handler is the last to tell
            task.get_loop().call_exception_handler(
                {"message": "on_error of the poll schedule failed", "exception": error, "task": task}
            )
