"""APScheduler, set to ticker's clock instead of the machine's, which may be set by an hour or a day.

The scheduler asks what time it is as `datetime.now(its time zone)`, and a zone may answer what it likes: this
one says what `ticker.clock` says. Every instant it deals with is of this zone, so none is ever converted;
its waits are the loop's own, by the monotonic clock. Set back by a day, it would else poll nothing for a day.

Knows APScheduler and the clock; must not know feeds.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from ticker.clock import now

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from apscheduler.job import Job

    from ticker.core.model import Instant


class _TickersTime(tzinfo):
    """UTC, by ticker's clock: its answer to "what time is it" is the only one it gives."""

    def fromutc(self, _wall: datetime) -> datetime:
        return at(now())

    def utcoffset(self, _when: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, _when: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _when: datetime | None) -> str:
        return "ticker"


_ZONE: Final = _TickersTime()


def at(instant: Instant) -> datetime:
    """An instant as the scheduler has it."""
    return datetime.fromtimestamp(instant, UTC).replace(tzinfo=_ZONE)


class _Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Again after an interval, in seconds; whoever knows better moves the job's next run."""

    def __init__(self, interval: float) -> None:
        self._interval = timedelta(seconds=interval)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """An interval from now: missed runs are not made up for."""
        return now if previous_fire_time is None else now + self._interval


class Timers:
    """One timer a key, from `start` to `stop`; each calls `fire(key)`, which must return at once."""

    def __init__(self, fire: Callable[[str], Awaitable[None]]) -> None:
        self._fire = fire
        self._scheduler = AsyncIOScheduler(
            timezone=_ZONE,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin; called inside the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Fire no more."""
        if self._scheduler.running:
            self._scheduler.pause()  # at once; the shutdown itself takes effect a turn of the loop later
            self._scheduler.shutdown(wait=False)

    def add(self, key: str, interval: float, due: Instant) -> Job:
        """A timer that fires at `due`, and then every `interval` seconds unless it is set anew."""
        return self._scheduler.add_job(
            self._fire, _Every(interval), args=(key,), id=key, next_run_time=at(due)
        )

    @staticmethod
    def set(timer: Job, due: Instant) -> None:
        """Fire at `due` instead."""
        timer.modify(next_run_time=at(due))

    @staticmethod
    def pace(timer: Job, interval: float) -> None:
        """Another interval from the next firing on."""
        timer.modify(trigger=_Every(interval))
