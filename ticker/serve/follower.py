"""One listener's way through a desk's updates: every update once, in order, or a `reset`.

What the fan-out hands over is used only where it continues what was sent before; every other case is
read from the store. So the fan-out may skip, repeat or start anew and the sequence stays exact.

Knows cursors (`epoch:offset`, exclusive); must not know HTTP.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ticker.errors import GapError, StoreError
from ticker.serve import frames
from ticker.serve.live.history import Record, Sieve

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from ticker.serve.fanout import Waiting
    from ticker.serve.limits import Limits
    from ticker.serve.live.history import View
    from ticker.store import DeskStore

Cursor = tuple[str, int]

CURSOR: Final = r"^[0-9A-Za-z_-]{1,64}:(0|[1-9][0-9]{0,14})$"
"""The form of a cursor in a request."""


def read_cursor(text: str) -> Cursor:
    """Split `epoch:offset`, whose form has been checked."""
    epoch, _, offset = text.rpartition(":")
    return epoch, int(offset)


class Follower:
    """Follows `store` after `cursor` (None = from now on) for one listener."""

    def __init__(
        self,
        store: DeskStore,
        waiting: Waiting,
        cursor: Cursor | None,
        limits: Limits,
        *,
        reads: asyncio.Semaphore,
        view: View,
    ) -> None:
        self._view = view
        self._sieve = Sieve(view)
        self._store = store
        self._waiting = waiting
        self._cursor = cursor
        self._limits = limits
        self._reads = reads

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """What is to be written, piece by piece, until nothing more will come.

        Whoever has read the first piece misses nothing that happens from then on.
        """
        with suppress(StoreError):  # is tried again below, and said there
            async with self._reads:
                await self._place()
        yield frames.OPENING
        clock = asyncio.get_running_loop().time
        behind, said = True, clock()
        while not self._waiting.over.is_set():
            if behind:
                async for chunk in self._catch_up():
                    yield chunk
                    said = clock()
                behind = False
            handed = await self._waiting.take(self._limits.heartbeat)
            data = self._events(self._continued(handed))
            if not data and clock() - said >= self._limits.heartbeat:
                data = frames.heartbeat(self._cursor)  # though updates came that the filter held back
            if data:
                yield data
                said = clock()
            behind = bool(handed) and not self._is_at(handed[-1])

    def _events(self, records: list[Record]) -> bytes:
        return b"".join(one.event for one in self._sieve.through(records))

    def _continued(self, handed: list[Record | None]) -> list[Record]:
        """Those of the handed updates that go on from the cursor without a gap; moves the cursor."""
        fresh = []
        for one in handed:
            if one is not None and self._cursor == (one.epoch, one.offset - 1):
                fresh.append(one)
                self._cursor = one.epoch, one.offset
        return fresh

    def _is_at(self, one: Record | None) -> bool:
        """Whether the listener has had everything up to this update."""
        if one is None or self._cursor is None:
            return False
        return one.epoch == self._cursor[0] and one.offset <= self._cursor[1]

    async def _catch_up(self) -> AsyncGenerator[bytes, None]:
        """Everything between the cursor and now, from the store; waits for a store that is away."""
        while not self._waiting.over.is_set():
            try:
                async with self._reads:
                    chunk = await self._next_page()
            except StoreError:
                yield frames.AWAY
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._limits.retry):
                        await self._waiting.over.wait()
                continue
            if chunk is None:
                return
            if chunk:
                yield chunk

    async def _place(self) -> Cursor:
        """The cursor; where there was none, it is now."""
        if self._cursor is None:
            status = await self._store.status()
            self._cursor = status.epoch, status.offset
        return self._cursor

    async def _next_page(self) -> bytes | None:
        epoch, offset = await self._place()
        try:
            rows = await self._store.updates_raw(offset, epoch=epoch, count=self._limits.page)
        except GapError as error:
            status = await self._store.status()
            self._cursor = status.epoch, status.offset
            self._sieve = Sieve(self._view)  # ids of another history may name other stories
            return frames.reset(status, str(error))
        if not rows:
            return None
        page = [Record.of(*row) for row in rows]
        self._cursor = page[-1].epoch, page[-1].offset
        return self._events(page)
