"""The role `desk`: fold a desk's log and commit what it changes, under a lease with a fencing token.

A store that does not answer is asked again, as long as the desk is this writer's. Any other trouble with
it ends the term: the writer forgets its state, takes the lease anew, goes on from the last commit. What was
read but not committed is read again.

Knows terms, batches and ticks; must not know how a desk decides, how a commit is written, or what becomes of
a record that breaks the desk (`trials.py`).
"""

from __future__ import annotations

import asyncio
import gc
import random
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ticker.core.desk import Desk
from ticker.core.model import Tick
from ticker.errors import FencedError, StoreError, UnreachableError
from ticker.service.inflight import InFlight
from ticker.service.runs import Runs
from ticker.service.terms import in_terms
from ticker.service.trials import BrokenError, Trials, number_of
from ticker.store import name_reader
from ticker.tasks import cancel, in_a_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    import structlog

    from ticker.core.model import DeskSettings, Snapshot
    from ticker.core.readings import Readings
    from ticker.store import DeskStore

T = TypeVar("T")

_TTL = 3.0  # seconds a dead writer blocks its standby
_BLOCK = 0.5
_GLANCE = 0.01  # where readings of headlines are missing
_TICK = 10.0
_RETRY = 0.25
_LOOK = 0.05  # seconds between two looks whether a desk is restored
_PATIENCE = 2.0  # seconds between two tries of a writer that has enough desks, and after it gave one away


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
        self._last_tick = 0
        self._patient_until = 0.0
        self._stands_by = False
        self._trials = Trials(store, clock, log)
        name_reader()  # before an upgrade may change the files under this process
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
        await in_terms(
            self._try,
            self._stop,
            # by chance: of many desks that are tried in turn, none is always tried last
            lambda: _RETRY * random.uniform(0.5, 1.5),  # noqa: S311 - no secret
            self._log,
            lost="the desk is no longer this writer's",
            failed="the store failed; the desk starts again",
        )

    async def _try(self) -> bool:
        try:
            return await self._tried()
        except BrokenError:
            return True

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
            await self._keep(token, lambda: self._stop.is_set() or self._yield.is_set() or renewing.done())
            if renewing.done():
                renewing.result()
        finally:
            await cancel([renewing])
            if not renewing.cancelled():
                renewing.exception()  # where something else ended the term, it says no more than that did
            with suppress(StoreError):  # the lease then ends by itself
                await self._store.release(self._owner, token)

    async def _keep(self, token: int, ends: Callable[[], bool]) -> None:
        """Open the desk and keep it until the term `ends`."""
        opening = asyncio.create_task(self._open(token))
        try:
            while not opening.done():
                if ends():
                    return
                await asyncio.wait([opening], timeout=_LOOK)
        finally:
            await cancel([opening])
        desk, runs, cursor, epoch = opening.result()
        del opening
        if desk.settings != self._settings:
            await self._store.append_event(self._settings)
        self._log.info("the desk is open", stories=len(desk.stories), copies=len(desk.copies))
        self.ready.set()
        store = InFlight(self._store, self._trials, runs, partial(self._insist, ends=ends))
        pause = _BLOCK
        try:
            while not ends():
                await self._insist(partial(self._tick, desk, cursor), ends)
                records = await store.read(cursor, pause)
                if not records:
                    await store.written()
                    pause = _GLANCE if await runs.idle() else _BLOCK
                    continue
                done, letters = await self._trials.fold(desk, records)
                await store.written()
                if not done:
                    continue
                after, cursor = cursor, records[done - 1][0]
                await store.write(
                    records[:done],
                    partial(
                        self._store.commit,
                        token=token,
                        epoch=epoch,
                        after=after,
                        cursor=cursor,
                        changes=desk.drain(),
                        letters=letters,
                    ),
                )
            await store.written()
        finally:
            await store.close()

    async def _open(self, token: int) -> tuple[Desk, Runs, str, str]:
        """Read the desk: as it stands, its kept readings, the record that it stands at, its epoch."""
        loaded = await self._store.load()
        await self._trials.begin(token, loaded)
        read = await self._store.readings()
        desk = await in_a_thread(_restored, loaded.snapshot, list(read.values()))
        return desk, Runs(self._store, desk, token, read, self._log), loaded.cursor, loaded.epoch

    async def _insist(self, ask: Callable[[], Awaitable[T]], ends: Callable[[], bool]) -> T:
        """Ask until the store answers: what the desk holds is good for as long as its token is.

        What was asked may have been done, and only its answer lost: asked again, it is not done twice.
        """
        said = False
        while True:
            try:
                return await ask()
            except UnreachableError as error:
                if ends():
                    raise
                if not said:
                    self._log.warning("the store does not answer; the desk waits for it", reason=str(error))
                said = True
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), _RETRY)

    async def _renew(self, token: int) -> None:
        while True:
            await asyncio.sleep(_TTL / 4)
            with suppress(UnreachableError):  # whose the desk is will be known when there is an answer
                if not await self._store.renew(self._owner, token, _TTL):
                    raise FencedError(f"the lease of token {token} is gone")

    async def _tick(self, desk: Desk, cursor: str) -> None:
        """Let time pass: now and then, and once the last tick is folded where it left something overdue."""
        now = self._clock()
        if now - self._ticked >= _TICK or (desk.overdue and number_of(cursor) >= self._last_tick):
            self._ticked = now
            self._last_tick = number_of(await self._store.append_event(Tick(now)))


def _restored(snapshot: Snapshot, readings: Iterable[Readings]) -> Desk:
    """The desk, restored without the cycle collector: none of it is garbage, and looking costs a sixth."""
    gc.disable()
    try:
        return Desk.restore(snapshot, readings)
    finally:
        gc.enable()
