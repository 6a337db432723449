"""One reader of a desk's updates for all who listen to it here.

A listener that does not keep up is dropped, never waited for: what waits for it is bounded. Knows who
listens; must not know HTTP, nor what a listener has had already (`follower` does).
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from ticker.errors import GapError, StoreError
from ticker.serve.frames import LOOK, frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    import structlog

    from ticker.serve.frames import Frame
    from ticker.serve.limits import Limits
    from ticker.store import DeskStore

_BLOCK: Final = 10.0


class Waiting:
    """The frames that wait for one listener. `over` is set when no more will come.

    `dropped` tells a listener that was too slow from one whose desk or server was closed.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._frames: deque[Frame] = deque()
        self._bytes = 0
        self._some = asyncio.Event()
        self.over = asyncio.Event()
        self.dropped = False

    def offer(self, one: Frame) -> None:
        """Add a frame, or drop the listener for whom too much waits already."""
        if self.over.is_set():
            return
        if len(self._frames) >= self._limits.waiting_updates or (
            self._frames and self._bytes + len(one.data) > self._limits.waiting_bytes
        ):
            self.dropped = True
            self._frames.clear()
            self.end()
            return
        self._frames.append(one)
        self._bytes += len(one.data)
        self._some.set()

    def end(self) -> None:
        """Say that no more will come."""
        self.over.set()
        self._some.set()

    async def take(self, patience: float) -> list[Frame]:
        """All that waits, at least one; nothing after `patience` seconds, or when it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._some.wait()
        taken = list(self._frames)
        self._frames.clear()
        self._bytes = 0
        if not self.over.is_set():
            self._some.clear()
        return taken


class Fanout:
    """Reads one desk's updates as long as it runs and hands each to every listener."""

    def __init__(self, store: DeskStore, limits: Limits, log: structlog.typing.FilteringBoundLogger) -> None:
        self._store = store
        self._limits = limits
        self._log = log
        self._listeners: set[Waiting] = set()
        self._closed = False
        self._away = False

    def __len__(self) -> int:
        return len(self._listeners)

    @contextmanager
    def listen(self) -> Iterator[Waiting]:
        """Be handed what comes from now on."""
        waiting = Waiting(self._limits)
        self._listeners.add(waiting)
        if self._closed:
            waiting.end()
        try:
            yield waiting
        finally:
            self._listeners.discard(waiting)

    def close(self) -> None:
        """Send all listeners away, and those who come after."""
        self._closed = True
        for waiting in self._listeners:
            waiting.end()

    async def run(self) -> None:
        """Read without end. Where the reading is not exact, listeners are told to look for themselves."""
        place: tuple[str, int] | None = None
        while True:
            try:
                if place is None:
                    status = await self._store.status()
                    place = status.epoch, status.offset
                    self._hand([LOOK])
                rows = await self._store.updates_raw(place[1], epoch=place[0], block=_BLOCK)
                frames = [frame(*row) for row in rows]
            except GapError:
                place = None
                continue
            except StoreError as error:
                self._say_away(str(error))
                await asyncio.sleep(self._limits.retry)
                continue
            self._say_back()
            if frames:
                place = frames[-1].epoch, frames[-1].offset
                self._hand(frames)

    def _hand(self, frames: list[Frame]) -> None:
        for waiting in self._listeners:
            for one in frames:
                waiting.offer(one)

    def _say_away(self, reason: str) -> None:
        if not self._away:
            self._away = True
            self._log.warning("the store failed; who listens waits for it", reason=reason)

    def _say_back(self) -> None:
        if self._away:
            self._away = False
            self._log.info("the store answers again")
