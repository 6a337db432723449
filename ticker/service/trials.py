"""Records that break a desk: tried three times, told from those that do not, then given up as dead letters.

Three ways lead here. A record cannot be read or applied, or that does not end: it is tried again. A batch
folds but cannot be written: it is taken apart, one record at a time, to find the one. Processes end without a
word (memory, a fault in a library): fencing tokens were given out without a commit, so records go one at a
time, each marked before. What was counted is in the store, so that the next writer goes on counting.

Knows records, tries and letters; must not know terms and leases.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, NoReturn

from ticker.core.model import Entry
from ticker.errors import TickerError
from ticker.service import watchdog
from ticker.store import Letter, Poison, Tries
from ticker.store.codec import pack_event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import structlog

    from ticker.core.desk import Desk
    from ticker.core.model import Event
    from ticker.store import DeskStore, Loaded

    Records = Sequence[tuple[str, Event | Poison]]

BATCH: Final = 100
"""Records that are folded and written together, while none is under suspicion."""

_SLICE: Final = 10  # records after which others of this process have their turn
_TRIES: Final = 3
_DEATHS: Final = 3  # terms without a commit, then a record is suspected
# Seconds of the processor after which a record hangs: a thousand times what is usual, and less than a lease
# holds; more for each live copy.
_HANGS: Final = 2.0
_ENTRY_HANGS: Final = 1e-6
_OTHER_HANGS: Final = 2e-4  # what may concern all of them
_DIED: Final = "its process ended or hung while it was applied"
_REASON: Final = 500  # characters


class BrokenError(TickerError):
    """A record broke the desk: what it holds is half-way and must be forgotten."""


class Trials:
    """The trials of one desk's records, over all terms of a writer. `begin` opens each."""

    def __init__(
        self, store: DeskStore, clock: Callable[[], float], log: structlog.typing.FilteringBoundLogger
    ) -> None:
        self._store = store
        self._clock = clock
        self._log = log
        self._token = 0
        self._tries: dict[int, Tries] = {}
        self._suspected = 0  # up to this record each is folded and written alone

    async def begin(self, token: int, loaded: Loaded) -> None:
        """Go on from what is known of the desk when a term begins."""
        self._token = token
        self._tries = await self._store.tries()
        died = [number for number, tries in self._tries.items() if tries.reason == _DIED]
        if token - loaded.worked > _DEATHS:
            died.append(number_of(loaded.cursor) + 2 * BATCH)  # a batch is folded while one is written
        self._suspected = max(self._suspected, *died, 0)

    def at_once(self, cursor: str) -> int:
        """How many of the records after `cursor` may go together."""
        return 1 if number_of(cursor) < self._suspected else BATCH

    async def fold(self, desk: Desk, records: Records) -> tuple[int, list[Letter]]:
        """Apply records in order: how many are done with, and which of them became dead letters.

        Raises BrokenError where one leaves the desk half-way.
        """
        letters: list[Letter] = []
        for place, (record_id, event) in enumerate(records):
            if place % _SLICE == 0:
                await asyncio.sleep(0)
            number = number_of(record_id)
            tries = self._tries.get(number, Tries(0, ""))
            if tries.count >= _TRIES:
                letters.append(self._letter(number, event, tries))
                continue
            if number <= self._suspected:  # said before, as a process that dies says nothing
                await self._remember(number, Tries(tries.count + 1, _DIED))
            reason = self._apply(desk, record_id, event)
            if not reason:
                continue
            await self._failed(number, reason)
            if not isinstance(event, Poison):
                raise BrokenError(f"record {record_id} breaks the desk: {reason}")
            return place, letters  # the desk is whole: what came before is committed, then it is read again
        return len(records), letters

    async def suspect(self, records: Records, error: Exception) -> NoReturn:
        """Say that records were folded and cannot be written: find the one, each alone from now on."""
        last = records[-1][0]
        reason = _one_line(error)
        self._log.error("a batch cannot be written", first=records[0][0], last=last, reason=reason)
        self._suspected = max(self._suspected, number_of(last))
        if len(records) == 1:
            await self._failed(number_of(last), reason)
        raise BrokenError(f"records up to {last} cannot be written: {reason}") from error

    def _apply(self, desk: Desk, record_id: str, event: Event | Poison) -> str:
        """Apply one record; why it cannot be, or ""."""
        if isinstance(event, Poison):
            return event.reason
        try:
            each = _ENTRY_HANGS if isinstance(event, Entry) else _OTHER_HANGS
            watchdog.begin(_HANGS + each * len(desk.copies))
            try:
                desk.apply(event)
            finally:
                watchdog.end()
        except Exception as error:  # noqa: BLE001 - whatever it is, the desk must go on without this record
            self._log.exception("a record breaks the desk", id=record_id, record=repr(event))
            return _one_line(error)
        return ""

    async def _failed(self, number: int, reason: str) -> None:
        """Count a try, and why it failed; one that was marked before counts once."""
        tries = self._tries.get(number, Tries(0, ""))
        await self._remember(number, Tries(tries.count + (tries.reason != _DIED), reason))

    async def _remember(self, number: int, tries: Tries) -> None:
        self._tries[number] = tries
        await self._store.tried(self._token, number, tries)

    def _letter(self, number: int, event: Event | Poison, tries: Tries) -> Letter:
        self._log.error(
            "a record breaks the desk; it is a dead letter now: `ticker letters list`",
            id=f"{number}-0",
            tries=tries.count,
            reason=tries.reason,
            record=repr(event),
        )
        kind, record = (event.kind, event.record) if isinstance(event, Poison) else pack_event(event)
        return Letter(number, kind, record, tries.reason, tries.count, self._clock())


def number_of(record_id: str) -> int:
    """The number in a record's id; 0 for the cursor of a desk that has read nothing."""
    return int(record_id.partition("-")[0] or 0)


def _one_line(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}"
    return " ".join(text.encode("utf-8", "replace").decode().split())[:_REASON]
