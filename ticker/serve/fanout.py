"""One reader of a desk's updates for all who listen to it here, be it a stream of events or a socket.

A listener that does not keep up is dropped, never waited for: what waits for it is bounded. Knows who
listens; must not know HTTP, nor what a listener has had already (`follower` does).
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from ticker import clock
from ticker.core.view import from_iso
from ticker.errors import GapError, StoreError
from ticker.serve.live.history import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import structlog

    from ticker.serve.limits import Limits
    from ticker.serve.live.room import Room
    from ticker.store import DeskStore

_BLOCK: Final = 10.0
_ALONE: Final = 0.1  # seconds between two looks while nobody listens


class Waiting:
    """The updates that wait for one listener; None = look at the store. `over` is set when no more will come.

    `dropped` tells a listener that was too slow from one whose desk or server was closed.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._records: deque[Record | None] = deque()
        self._bytes = 0
        self._some = asyncio.Event()
        self.over = asyncio.Event()
        self.dropped = False

    def offer(self, one: Record | None) -> None:
        """Add an update, or drop the listener for whom too much waits already."""
        if self.over.is_set():
            return
        size = 0 if one is None else len(one.data)
        if len(self._records) >= self._limits.waiting_updates or (
            self._records and self._bytes + size > self._limits.waiting_bytes
        ):
            self.dropped = True
            self._records.clear()
            self.end()
            return
        self._records.append(one)
        self._bytes += size
        self._some.set()

    def end(self) -> None:
        """Say that no more will come."""
        self.over.set()
        self._some.set()

    async def take(self, patience: float) -> list[Record | None]:
        """All that waits, at least one; nothing after `patience` seconds, or when it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._some.wait()
        taken = list(self._records)
        self._records.clear()
        self._bytes = 0
        if not self.over.is_set():
            self._some.clear()
        return taken


class Fanout:
    """Reads one desk's updates as long as it runs and hands each to every listener and to the room.

    `ops`, `relations` and `vetoes` count what it has seen; `delay` is how long the
    last entry's way was, in seconds.
    """

    def __init__(
        self, store: DeskStore, room: Room, limits: Limits, log: structlog.typing.FilteringBoundLogger
    ) -> None:
        self._store = store
        self._room = room
        self._limits = limits
        self._log = log
        self._listeners: set[Waiting] = set()
        self._closed = False
        self._away = False
        self._ready = asyncio.Event()
        self.ops: Counter[str] = Counter()
        self.relations: Counter[str] = Counter()
        self.vetoes: Counter[str] = Counter()
        self.delay: float | None = None

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

    async def is_ready(self) -> bool:
        """Whether it has seen where the desk stands; waits a little for that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.retry):
                await self._ready.wait()
        return self._ready.is_set() and not self._closed

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
                    self._room.begin(*place)
                    self._hand([None])
                    self._ready.set()
                rows = await self._store.updates_raw(place[1], epoch=place[0], block=_BLOCK)
                records = [Record.of(*row) for row in rows]
            except GapError:
                place = None
                continue
            except StoreError as error:
                self._say_away(str(error))
                await asyncio.sleep(self._limits.retry)
                continue
            self._say_back()
            if records:
                place = records[-1].epoch, records[-1].offset
                self._room.publish(records)
                self._count(records)
                self._hand(records)
                heard = bool(self._listeners) or len(self._room) > 0
                await asyncio.sleep(self._limits.tick if heard else _ALONE)

    def _hand(self, records: Sequence[Record | None]) -> None:
        for waiting in self._listeners:
            for one in records:
                waiting.offer(one)

    def _count(self, records: Sequence[Record]) -> None:
        received = ""
        for record in records:
            self.ops[record.gist.op] += 1
            if (entry := record.gist.entry) is not None:
                self.relations[entry.relation] += 1
                received = entry.received
                if entry.veto:
                    self.vetoes[entry.veto] += 1
        if received:
            self.delay = max(0.0, clock.now() - from_iso(received))

    def _say_away(self, reason: str) -> None:
        if not self._away:
            self._away = True
            self._log.warning("the store failed; who listens waits for it", reason=reason)

    def _say_back(self) -> None:
        if self._away:
            self._away = False
            self._log.info("the store answers again")
