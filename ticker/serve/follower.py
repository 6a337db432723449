"""One listener's way through a desk's updates: every update once, in order, or a `reset`.

What the fan-out hands over is used only where it continues what was sent before; every other case is
read from the store. So the fan-out may skip, repeat or start anew and the sequence stays exact.

Knows cursors (`epoch:offset`, exclusive); must not know HTTP.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ticker.errors import GapError, StoreError
from ticker.serve import frames

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from ticker.serve.fanout import Waiting
    from ticker.serve.frames import Frame
    from ticker.serve.limits import Limits
    from ticker.store import DeskStore

Cursor = tuple[str, int]


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
        reads: asyncio.Semaphore,
    ) -> None:
        self._store = store
        self._waiting = waiting
        self._cursor = cursor
        self._limits = limits
        self._reads = reads

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """What is to be written, piece by piece, until nothing more will come."""
        yield frames.OPENING
        behind = True
        while not self._waiting.over.is_set():
            if behind:
                async for chunk in self._catch_up():
                    yield chunk
                behind = False
            handed = await self._waiting.take(self._limits.heartbeat)
            fresh = self._continued(handed)
            if fresh:
                yield b"".join(one.data for one in fresh)
            elif not handed:
                yield frames.HEARTBEAT
            behind = bool(handed) and not self._is_at(handed[-1])

    def _continued(self, handed: list[Frame]) -> list[Frame]:
        """Those of the handed frames that go on from the cursor without a gap; moves the cursor."""
        fresh = []
        for one in handed:
            if self._cursor is None or one.offset != self._cursor[1] + 1 or one.epoch != self._cursor[0]:
                continue
            fresh.append(one)
            self._cursor = one.epoch, one.offset
        return fresh

    def _is_at(self, one: Frame) -> bool:
        """Whether the listener has had everything up to this frame."""
        return self._cursor is not None and one.epoch == self._cursor[0] and one.offset <= self._cursor[1]

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
            if not chunk:
                return
            yield chunk

    async def _next_page(self) -> bytes:
        if self._cursor is None:
            status = await self._store.status()
            self._cursor = status.epoch, status.offset
        epoch, offset = self._cursor
        try:
            rows = await self._store.updates_raw(offset, epoch=epoch, count=self._limits.page)
        except GapError as error:
            status = await self._store.status()
            self._cursor = status.epoch, status.offset
            return frames.reset(status, str(error))
        page = [frames.frame(*row) for row in rows]
        if page:
            self._cursor = page[-1].epoch, page[-1].offset
        return b"".join(one.data for one in page)
