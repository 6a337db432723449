"""The hands of the role `poll`: takes turns from the store, so many at a time, and says what became of them.

While it works it says so every second; a taker that falls silent loses its turns to others, and drops the
polls that it finds gone to another, so that no host is asked twice at once.

Knows turns; must not know what a turn is for, nor who gives it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ticker.errors import StoreError
from ticker.store import Report, Turns
from ticker.tasks import cancel, until_one_ends

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.store import Turn

_AT_ONCE: Final = 8  # turns taken in one step: the rest is for other processes
_BLOCK: Final = 1.0
_ALIVE: Final = 1.0  # seconds between two signs of life
_RETRY: Final = 0.5


class Taker:
    """Takes turns until stopped, `places` at one time; `poll(turn)` says what became of one."""

    def __init__(
        self,
        redis: Redis | RedisCluster,
        poll: Callable[[Turn], Awaitable[Report]],
        *,
        name: str,
        places: int,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._turns = Turns(redis)
        self._poll = poll
        self._name = name
        self._places = places
        self._log = log
        self._running: dict[str, asyncio.Task[None]] = {}
        self._reports: dict[str, Report] = {}
        self._room = asyncio.Event()
        self._news = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take turns."""
        self._room.set()
        self._work = asyncio.create_task(self._run(), name="turns")

    async def stop(self, grace: float) -> None:
        """Take no more turns, give polls under way `grace` seconds, leave the rest to others."""
        if self._work is not None:
            await cancel([self._work])
        if self._running:
            await asyncio.wait(self._running.values(), timeout=grace)
        await cancel(self._running.values())
        with suppress(StoreError):  # others notice the silence
            await self._say()
            await self._turns.leave(self._name)

    async def _run(self) -> None:
        while True:
            try:
                await self._turns.open()
                await self._take_and_tell()
            except StoreError as error:
                self._log.warning("the store failed; polls wait", reason=str(error))
                await asyncio.sleep(_RETRY)

    async def _take_and_tell(self) -> None:
        """Until the store fails or this is cancelled; polls under way go on."""
        await until_one_ends([self._take(), self._live(), self._tell()])

    async def _take(self) -> None:
        while True:
            await self._room.wait()
            free = self._places - len(self._running)
            for turn in await self._turns.take(self._name, count=min(free, _AT_ONCE), block=_BLOCK):
                self._begin(turn)

    async def _live(self) -> None:
        while True:
            mine = {*self._running, *self._reports}
            room = self._places - len(self._running)
            lost, taken = await self._turns.keep(self._name, mine, room=room)
            for turn_id in lost:
                self._reports.pop(turn_id, None)
                if turn_id in self._running:
                    self._log.warning("a poll went to another process", turn=turn_id)
                    self._running[turn_id].cancel()
            for turn in taken:
                self._log.info("a poll of a process that fell silent is taken over", feed=turn.key)
                self._begin(turn)
            await asyncio.sleep(_ALIVE)

    async def _tell(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._say()

    async def _say(self) -> None:
        reports = dict(self._reports)
        if reports:
            await self._turns.end(self._name, reports.items())
        for turn_id in reports:
            self._reports.pop(turn_id, None)

    def _begin(self, turn: Turn) -> None:
        if turn.id in self._running or turn.id in self._reports:
            return
        self._running[turn.id] = asyncio.create_task(self._end(turn), name=f"poll {turn.key}")
        if len(self._running) >= self._places:
            self._room.clear()

    async def _end(self, turn: Turn) -> None:
        try:
            report = await self._poll(turn)
        except StoreError as error:
            # not ended: whoever has the store again takes it up
            self._log.error("the store failed; the feed is asked again", feed=turn.key, reason=str(error))
        except Exception:  # noqa: BLE001 - one poll that breaks must not end the others
            self._log.exception("a poll broke", feed=turn.key)
            self._reports[turn.id] = Report()
        else:
            self._reports[turn.id] = report
        finally:
            del self._running[turn.id]
            self._room.set()
            self._news.set()
