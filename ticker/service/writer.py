"""The role `desk`: fold a desk's log and commit what it changes, under a lease with a fencing token.

Any trouble with the store ends the term: the writer forgets its state, takes the lease anew and goes
on from the last commit. What was read but not committed is read again. A record that breaks the desk is tried
three times, then the commit that passes over it keeps it as a dead letter.

Knows terms, batches and ticks; must not know how a desk decides or how a commit is written.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from ticker.core.desk import Desk
from ticker.core.model import Tick
from ticker.errors import FencedError, SchemaError, StoreError, TickerError, UnreachableError
from ticker.store import Letter, Poison, Tries
from ticker.store.codec import pack_event
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import structlog

    from ticker.core.model import DeskSettings, Event
    from ticker.store import DeskStore

_TTL = 3.0  # seconds a dead writer blocks its standby
_BATCH = 50
_BLOCK = 0.5
_TICK = 10.0
_RETRY = 0.25
_PATIENCE = 2.0  # seconds between two tries of a writer that has enough desks, and after it gave one away
_TRIES = 3  # then a record is a dead letter
_REASON = 500  # characters
_DEATHS = 3  # terms without a commit, then records are applied one at a time
_DIED = "its process ended while it was applied"


class BrokenError(TickerError):
    """A record broke the desk: what it holds is half-way and must be forgotten."""


class Writer:
    """One desk's writer. `run` returns when `stop` is set and everything read is committed.

    `may` says whether this process ought to have one more desk; one that nobody takes it takes anyway.
    """

    def __init__(
        self,
        store: DeskStore,
        settings: DeskSettings,
        *,
        owner: str,
        clock: Callable[[], float],
        log: structlog.typing.FilteringBoundLogger,
        may: Callable[[], bool] = lambda: True,
    ) -> None:
        self._store = store
        self._settings = settings
        self._owner = owner
        self._clock = clock
        self._log = log
        self._may = may
        self._stop = asyncio.Event()
        self._yield = asyncio.Event()
        self._ticked = 0.0
        self._patient_until = 0.0
        self._stands_by = False
        self._suspected = 0  # up to this record each is folded and written alone
        self.ready = asyncio.Event()
        self.has = False
        """Whether the desk is this writer's, or is being asked for."""

    def stop(self) -> None:
        """Ask the writer to end after the batch at hand."""
        self._stop.set()

    def give_way(self) -> None:
        """Give the desk to another process, after the batch at hand; take it again if nobody does."""
        if self.has:
            self._yield.set()

    async def configure(self, settings: DeskSettings) -> None:
        """Change what the desk decides by: an event in its log, like everything else."""
        self._settings = settings
        await self._store.append_event(settings)

    async def run(self) -> None:
        """Hold the desk whenever the lease can be had, until stopped."""
        self._be_patient()
        while not self._stop.is_set():
            try:
                if await self._tried():
                    continue
            except FencedError as error:
                self._log.warning("another writer took the desk", reason=str(error))
            except BrokenError:
                continue
            except StoreError as error:
                self._log.error("the store failed; the desk starts again", reason=str(error))
            # by chance: of many desks that are tried in turn, none is always tried last
            await self._pause(_RETRY * random.uniform(0.5, 1.5))  # noqa: S311 - no secret

    async def _tried(self) -> bool:
        """Try to take the desk, where that is due, and keep it for a term; whether it could be had."""
        impatient = asyncio.get_running_loop().time() >= self._patient_until
        if not impatient and (self._yield.is_set() or not self._may()):
            return False
        self._yield.clear()
        self._be_patient()
        self.has = True
        try:
            token = await self._store.acquire(self._owner, _TTL)
            if token is None:
                if not self._stands_by:
                    self._stands_by = True
                    self._log.info("another process keeps the desk; this one stands by")
                return False
            self._stands_by = False
            await self._term(token)
        finally:
            self.has = False
            self._be_patient()
        return not self._yield.is_set()

    def _be_patient(self) -> None:
        self._patient_until = asyncio.get_running_loop().time() + _PATIENCE

    async def _term(self, token: int) -> None:
        renewing = asyncio.create_task(self._renew(token))
        try:
            loaded = await self._store.load()
            tries = await self._store.tries()
            desk = await asyncio.to_thread(Desk.restore, loaded.snapshot)
            if desk.settings != self._settings:
                await self._store.append_event(self._settings)
            self._log.info("the desk is open", stories=len(desk.stories), copies=len(desk.copies))
            self.ready.set()
            cursor = loaded.cursor
            # a record may be what ends the processes
            died = [number for number, tried in tries.items() if tried.reason == _DIED]
            if token - loaded.worked > _DEATHS:
                died.append(_number(cursor) + _BATCH)
            self._suspected = max(self._suspected, *died, 0)
            while not (self._stop.is_set() or self._yield.is_set() or renewing.done()):
                await self._tick()
                count = 1 if _number(cursor) < self._suspected else _BATCH
                records = await self._store.read(cursor, count=count, block=_BLOCK)
                if not records:
                    continue
                done, letters = await self._fold(desk, token, records, tries)
                if not done:
                    continue
                after, cursor = cursor, records[done - 1][0]
                try:
                    await self._store.commit(
                        token=token,
                        epoch=loaded.epoch,
                        after=after,
                        cursor=cursor,
                        changes=desk.drain(),
                        letters=letters,
                    )
                except (FencedError, SchemaError, UnreachableError):
                    raise
                except Exception as error:  # noqa: BLE001 - whatever it is, the desk must go on without it
                    await self._suspect(token, records[:done], tries, error)
            if renewing.done():
                renewing.result()
        finally:
            await cancel([renewing])
            if not renewing.cancelled():
                renewing.exception()  # where something else ended the term, it says no more than that did
            with suppress(StoreError):  # the lease then ends by itself
                await self._store.release(self._owner, token)

    async def _fold(
        self, desk: Desk, token: int, records: Sequence[tuple[str, Event | Poison]], tries: dict[int, Tries]
    ) -> tuple[int, list[Letter]]:
        """Apply records in order: how many are done with, and which of them became dead letters.

        Raises BrokenError where one leaves the desk half-way.
        """
        letters: list[Letter] = []
        for place, (record_id, event) in enumerate(records):
            number = _number(record_id)
            tried = tries.get(number, Tries(0, ""))
            if tried.count >= _TRIES:
                kind, record = (event.kind, event.record) if isinstance(event, Poison) else pack_event(event)
                letters.append(Letter(number, kind, record, tried.reason, tried.count, self._clock()))
                self._log.error(
                    "a record breaks the desk; it is a dead letter now: `ticker letters list`",
                    id=record_id,
                    tries=tried.count,
                    reason=tried.reason,
                    record=repr(event),
                )
                continue
            if number <= self._suspected:  # said before, as a process that dies says nothing
                tries[number] = Tries(tried.count + 1, _DIED)
                await self._store.tried(token, number, tries[number])
            reason = self._apply(desk, record_id, event)
            if not reason:
                continue
            await self._count(token, number, tries, reason)
            if not isinstance(event, Poison):
                raise BrokenError(f"record {record_id} breaks the desk: {reason}")
            return place, letters  # the desk is whole: what came before is committed, then it is read again
        return len(records), letters

    async def _suspect(
        self,
        token: int,
        records: Sequence[tuple[str, Event | Poison]],
        tries: dict[int, Tries],
        error: Exception,
    ) -> NoReturn:
        """A batch cannot be written, for a reason of its own: find the record, one at a time from now on."""
        last, _ = records[-1]
        reason = _one_line(f"{type(error).__name__}: {error}")
        self._log.error("a batch cannot be written", first=records[0][0], last=last, reason=reason)
        self._suspected = max(self._suspected, _number(last))
        if len(records) == 1:
            await self._count(token, _number(last), tries, reason)
        raise BrokenError(f"records up to {last} cannot be written: {reason}") from error

    async def _count(self, token: int, number: int, tries: dict[int, Tries], reason: str) -> None:
        """Remember that a record was tried in vain, and why; a try that was said before counts once."""
        tried = tries.get(number, Tries(0, ""))
        count = tried.count + (tried.reason != _DIED)
        tries[number] = Tries(count, reason)
        await self._store.tried(token, number, tries[number])

    def _apply(self, desk: Desk, record_id: str, event: Event | Poison) -> str:
        """Apply one record; why it cannot be, or ""."""
        if isinstance(event, Poison):
            return event.reason
        try:
            desk.apply(event)
        except Exception as error:  # noqa: BLE001 - whatever it is, the desk must go on without this record
            self._log.exception("a record breaks the desk", id=record_id, record=repr(event))
            return _one_line(f"{type(error).__name__}: {error}")
        return ""

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


def _number(record_id: str) -> int:
    return int(record_id.partition("-")[0] or 0)


def _one_line(reason: str) -> str:
    return " ".join(reason.encode("utf-8", "replace").decode().split())[:_REASON]
