"""What the store does while a desk folds: it writes what came before, and reads what comes next.

Only where more records wait; else each commit is waited for before another record is read. One commit follows
the other. What is folded beyond one that fails is forgotten with the desk, so the store never holds more than
what its commits say.

Knows reads and commits; must not know what is in them.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from ticker.errors import FencedError, SchemaError, UnreachableError
from ticker.service.trials import BATCH
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ticker.service.runs import Runs
    from ticker.service.trials import Records, Trials
    from ticker.store import DeskStore

T = TypeVar("T")

_GLANCE: Final = 0.01  # seconds that more records, which wait already, are waited for


class Insist(Protocol):
    """Asks until the store answers."""

    async def __call__(self, ask: Callable[[], Awaitable[T]]) -> T:
        """The answer."""


class InFlight:
    """What the store is asked in one term: to read a desk's records, and to write what they changed.

    `insist` asks until there is an answer.
    """

    def __init__(self, store: DeskStore, trials: Trials, runs: Runs, insist: Insist) -> None:
        self._store = store
        self._trials = trials
        self._runs = runs
        self._insist = insist
        self._reading: tuple[str, asyncio.Task[Records]] | None = None  # and the record after which it reads
        self._writing: asyncio.Task[None] | None = None

    async def read(self, cursor: str, pause: float) -> Records:
        """Records after `cursor`, as many as may go together; waits up to `pause` seconds for the first."""
        count = self._trials.at_once(cursor)
        reading, self._reading = self._reading, None
        if reading is not None and reading[0] == cursor:
            records = await reading[1]
        else:
            await _drop(reading and reading[1])
            records = await self._ask(cursor, count, pause)
        if len(records) == count == BATCH:  # more are waiting
            last = records[-1][0]
            self._reading = last, asyncio.create_task(self._ask(last, BATCH, _GLANCE), name="read ahead")
        return records

    async def _ask(self, cursor: str, count: int, pause: float) -> Records:
        return await self._insist(partial(self._store.read, cursor, count=count, block=pause))

    async def write(self, records: Records, commit: Callable[[], Awaitable[None]]) -> None:
        """Commit what these records changed; returns before that is done where more records wait."""
        self._writing = asyncio.create_task(self._commit(records, commit), name="commit")
        if self._reading is None:
            await self.written()

    async def written(self) -> None:
        """Return when the last commit is done; raises what went wrong with it."""
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing
            await self._runs.committed()

    async def close(self) -> None:
        """Give up what is under way: the desk is not kept any longer."""
        await _drop(self._reading and self._reading[1])
        await _drop(self._writing)

    async def _commit(self, records: Records, commit: Callable[[], Awaitable[None]]) -> None:
        try:
            await self._insist(commit)
        except (FencedError, SchemaError, UnreachableError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the desk must go on without it
            await self._trials.suspect(records, error)


async def _drop(task: asyncio.Task[T] | None) -> None:
    """End a task, whatever it would have come to."""
    if task is not None:
        await cancel([task])
        if not task.cancelled():
            task.exception()
