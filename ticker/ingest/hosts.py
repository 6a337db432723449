"""Taking turns at a host: few requests at once, and some time between two of them.

Knows hosts by name; must not know what is asked there.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host is treated: requests under way `at_once`, and seconds between two that begin."""

    at_once: int = 1
    delay: float = 0.0


GENTLE = Manners()


class Places(asyncio.Semaphore):
    """A semaphore whose number of places may change; places that are taken away are taken when left."""

    def __init__(self, places: int) -> None:
        super().__init__(places)
        self._size = places
        self._owed = 0

    def resize(self, places: int) -> None:
        """Have so many places from now on."""
        more, self._size = places - self._size - self._owed, places
        self._owed = max(0, -more)
        for _ in range(more):
            super().release()

    def release(self) -> None:
        """Leave a place."""
        if self._owed:
            self._owed -= 1
        else:
            super().release()


class Hosts:
    """The queues in front of all hosts; the manners that a host was first met with stay."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def turn(self, host: str, manners: Manners) -> AsyncIterator[None]:
        """Wait for a turn at `host`, first come, first served, and hold it."""
        queue = self._queues.setdefault(host, _Queue(manners.at_once))
        async with queue.places:
            clock = asyncio.get_running_loop().time
            begin = max(queue.next, clock())
            queue.next = begin + manners.delay
            await asyncio.sleep(begin - clock())
            yield


class _Queue:
    def __init__(self, at_once: int) -> None:
        self.places = asyncio.Semaphore(at_once)
        self.next = 0.0
