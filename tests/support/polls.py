"""Polls that count, and a schedule that runs them.

Knows the schedule; must not know what a test expects of it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from ticker.ingest.hosts import GENTLE, Manners
from ticker.ingest.schedule import Again, Job, Schedule

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


Until = Callable[[Callable[[], object]], Awaitable[None]]
"""Waits until a condition holds."""


def jobs(*keys: str, interval: float = 3600.0, host: str = "", manners: Manners = GENTLE) -> dict[str, Job]:
    """One job a key, each at a host of its own unless told otherwise."""
    return {key: Job(key, interval, host or key, manners=manners) for key in keys}


class Polls:
    """A poll that counts, and can be told to wait, to fail, or to ask for another delay."""

    def __init__(self) -> None:
        self.begun: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.active: set[str] = set()
        self.most_active = 0
        self.errors: list[tuple[str, Exception]] = []
        self.waits: dict[str, Again] = {}
        self.fails: set[str] = set()
        self.gate = asyncio.Event()
        self.gate.set()

    async def poll(self, key: str) -> Again | None:
        assert key not in self.active, "a feed is polled twice at once"
        self.begun[key] += 1
        self.active.add(key)
        self.most_active = max(self.most_active, len(self.active))
        try:
            await asyncio.sleep(0)
            await self.gate.wait()
            if key in self.fails:
                raise ValueError(key)
            self.ended[key] += 1
            return self.waits.get(key)
        finally:
            self.active.discard(key)

    def on_error(self, key: str, error: Exception) -> None:
        self.errors.append((key, error))


@asynccontextmanager
async def running(polls: Polls, **settings: float) -> AsyncIterator[Schedule]:
    schedule = Schedule(polls.poll, polls.on_error, **settings)  # type: ignore[arg-type]  # counts come as whole floats
    schedule.start()
    try:
        yield schedule
    finally:
        await schedule.stop(grace=0)
