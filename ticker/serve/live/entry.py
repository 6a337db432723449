"""How a client gets in: everything after its cursor, or the stories as they stand; then the room has it.

Recovery is exact or refused: where the store no longer holds what follows a cursor, or the cursor is of
another history, the client gets a fresh snapshot.

Knows cursors, snapshots and the store; must not know sockets.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticker.errors import GapError, StoreError
from ticker.serve import audience
from ticker.serve.filters import best
from ticker.serve.live import wire
from ticker.serve.live.history import Record, Sieve
from ticker.serve.live.room import Room
from ticker.serve.live.wire import Close

if TYPE_CHECKING:
    import structlog

    from ticker.serve.limits import Limits
    from ticker.serve.live.connection import Connection
    from ticker.serve.live.history import View
    from ticker.store import DeskStore

Cursor = tuple[str, int]

_KEPT: Final = 8  # snapshots of different views
_FRESH: Final = 100  # updates that a snapshot may lie behind the head: its reader gets them after it


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot, framed once for all who enter at about the same time."""

    epoch: str
    offset: int
    frame: bytes


class Entrance:
    """Lets clients into the room of one desk."""

    def __init__(
        self,
        store: DeskStore,
        limits: Limits,
        reads: asyncio.Semaphore,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self.room = Room(limits, self._again)
        self._store = store
        self._limits = limits
        self._reads = reads
        self._log = log
        self._snapshots: OrderedDict[tuple[View, int], Taken] = OrderedDict()
        self._taking = asyncio.Lock()

    def admit(self, client: Connection, cursor: Cursor | None) -> None:
        """Let a client in; it is in the room from now on."""
        self.room.add(client)
        self._start(client, cursor)

    def _again(self, client: Connection) -> None:
        """Let a client in anew whose place the room does not know any more."""
        self._start(client, (client.epoch, client.sent))

    def _start(self, client: Connection, cursor: Cursor | None) -> None:
        if client.task is not None:
            client.task.cancel()
        client.sent = -1
        client.task = asyncio.create_task(self._enter(client, cursor))

    async def _enter(self, client: Connection, cursor: Cursor | None) -> None:
        try:
            await client.drained()
            await self._tell(client, cursor)
        except StoreError as error:
            self._log.warning("the store failed; a client was told to come back", reason=str(error))
            client.close(Close.STORE_AWAY)
        except Exception as error:  # noqa: BLE001 - one client's trouble is not the room's
            self._log.error("letting a client in broke", reason=repr(error), exc_info=error)
            client.close(Close.BROKEN)

    async def _tell(self, client: Connection, cursor: Cursor | None) -> None:
        room, place = self.room, cursor
        told = None
        while client.open:
            history = room.history
            if told != history.epoch:
                told = client.epoch = history.epoch
                client.write(self._hello())
            place = await self._recover(client, place) if place is not None else None
            if place is None:
                place = await self._snapshot(client)
            if place[0] == history.epoch:
                client.epoch, client.sent = place
                room.catch_up(client)
                return
            if not history.epoch:
                room.begin(*place)  # the desk's reader will see it with the first update
            else:
                await asyncio.sleep(self._limits.retry)  # it has not seen the new history yet

    def _hello(self) -> bytes:
        history = self.room.history
        message = wire.hello(self._store.desk, history.epoch, history.head, self._limits.ping)
        return message.framed(deflate=False)

    async def _recover(self, client: Connection, cursor: Cursor) -> Cursor | None:
        """Send what follows the cursor and the history does not hold; where that ends, None = impossible."""
        epoch, offset = cursor
        history = self.room.history
        told = False
        sieve = Sieve(client.view)
        while client.open:
            covered, rows = history.covers(epoch, offset), []
            if not covered:
                try:
                    async with self._reads:
                        rows = await self._store.updates_raw(offset, epoch=epoch, count=self._limits.page)
                except GapError:
                    return None
            if not told:
                client.write(wire.recovered(epoch, offset).framed(deflate=False))
                told = True
            if covered or not rows:
                break
            records = [Record.of(*row) for row in rows]
            data = b"".join(one.message.framed(deflate=client.view.deflate) for one in sieve.through(records))
            if data:
                client.write(data)
            offset = records[-1].offset
            await client.drained()
        return epoch, offset

    async def _snapshot(self, client: Connection) -> Cursor:
        """Send the stories as they stand; where that is."""
        taken = await self._take(client.view, client.guest.limit)
        if client.open:
            await client.write_large(taken.frame)
        return taken.epoch, taken.offset

    async def _take(self, view: View, limit: int) -> Taken:
        history, key = self.room.history, (view, limit)
        async with self._taking:
            known = self._snapshots.get(key)
            if known is not None and (
                history.covers(known.epoch, known.offset) and history.head - known.offset <= _FRESH
            ):
                return known
            async with self._reads:
                top = await best(self._store, view.wanted, limit=limit, held=view.editing)
            shown = top if view.editing else audience.public_top(top)
            message = wire.snapshot(
                top["epoch"], top["offset"], shown["stories"], complete=len(shown["stories"]) < limit
            )
            taken = Taken(top["epoch"], top["offset"], message.framed(deflate=view.deflate))
            self._snapshots[key] = taken
            self._snapshots.move_to_end(key)
            while len(self._snapshots) > _KEPT:
                self._snapshots.popitem(last=False)
            return taken
