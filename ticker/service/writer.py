"""The role `desk`: fold a desk's log and commit what it changes, under a lease with a fencing token.

Any trouble with the store ends the term: the writer forgets its state, takes the lease anew and goes
on from the last commit. What was read but not committed is read again.

Knows terms, batches and ticks; must not know how a desk decides or how a commit is written.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ticker.core.desk import Desk
from ticker.core.model import Tick
from ticker.errors import FencedError, StoreError, TickerError
from ticker.store import Poison
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Callable

    import structlog

    from ticker.core.model import DeskSettings, Event
    from ticker.store import DeskStore

_TTL = 4.0  # seconds a dead writer blocks its standby
_BATCH = 50
_BLOCK = 0.5
_TICK = 10.0
_RETRY = 0.5


class PoisonedError(TickerError):
    """A record that the desk cannot apply: its id in the log and the event."""

    def __init__(self, record_id: str, event: Event) -> None:
        super().__init__(f"record {record_id} breaks the desk")
        self.id = record_id
        self.event = event


class Writer:
    """One desk's writer. `run` returns when `stop` is set and everything read is committed."""

    def __init__(
        self,
        store: DeskStore,
        settings: DeskSettings,
        *,
        owner: str,
        clock: Callable[[], float],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._store = store
        self._settings = settings
        self._owner = owner
        self._clock = clock
        self._log = log
        self._stop = asyncio.Event()
        self._ticked = 0.0
        self._poisonous: set[str] = set()
        self.ready = asyncio.Event()

    def stop(self) -> None:
        """Ask the writer to end after the batch at hand."""
        self._stop.set()

    async def configure(self, settings: DeskSettings) -> None:
        """Change what the desk decides by: an event in its log, like everything else."""
        self._settings = settings
        await self._store.append_event(settings)

    async def run(self) -> None:
        """Hold the desk whenever the lease can be had, until stopped."""
        while not self._stop.is_set():
            try:
                token = await self._store.acquire(self._owner, _TTL)
                if token is not None:
                    await self._term(token)
                    continue
            except FencedError as error:
                self._log.warning("another writer took the desk", reason=str(error))
            except PoisonedError as error:
                self._log.exception(
                    "a record breaks the desk; passed over", id=error.id, record=repr(error.event)
                )
                continue
            except StoreError as error:
                self._log.error("the store failed; the desk starts again", reason=str(error))
            await self._pause(_RETRY)

    async def _term(self, token: int) -> None:
        renewing = asyncio.create_task(self._renew(token))
        try:
            loaded = await self._store.load()
            desk = await asyncio.to_thread(Desk.restore, loaded.snapshot)
            if desk.settings != self._settings:
                await self._store.append_event(self._settings)
            self._log.info("the desk is open", stories=len(desk.stories), copies=len(desk.copies))
            self.ready.set()
            cursor = loaded.cursor
            while not self._stop.is_set() and not renewing.done():
                await self._tick()
                records = await self._store.read(cursor, count=_BATCH, block=_BLOCK)
                if not records:
                    continue
                for record_id, event in records:
                    self._apply(desk, record_id, event)
                after, cursor = cursor, records[-1][0]
                await self._store.commit(
                    token=token, epoch=loaded.epoch, after=after, cursor=cursor, changes=desk.drain()
                )
            if renewing.done():
                renewing.result()
        finally:
            await cancel([renewing])
            with suppress(StoreError):  # the lease then ends by itself
                await self._store.release(self._owner, token)

    def _apply(self, desk: Desk, record_id: str, event: Event | Poison) -> None:
        if isinstance(event, Poison):
            self._log.error(
                "a record of the log cannot be read; passed over", id=event.id, reason=event.reason
            )
            return
        if record_id in self._poisonous:
            return
        try:
            desk.apply(event)
        except Exception as error:
            # the desk may be half-way: forget it, and pass over the record next time
            self._poisonous.add(record_id)
            raise PoisonedError(record_id, event) from error

    async def _renew(self, token: int) -> None:
        while True:
            await asyncio.sleep(_TTL / 4)
            if not await self._store.renew(self._owner, token, _TTL):
                raise FencedError(f"the lease of token {token} is gone")

    async def _tick(self) -> None:
        now = self._clock()
        if now - self._ticked >= _TICK:
            self._ticked = now
            await self._store.append_event(Tick(now))

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
