"""Keeps in the store what a desk has read of its headlines, a run of ordinals at a time, for its next start.

A run is kept once no more headline can come into it, while it is still warm, and those that are missing when
there is nothing else to do. Knows which runs are kept; must not know what is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core.readings import RUN
from ticker.errors import FencedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import structlog

    from ticker.core.desk import Desk
    from ticker.store import DeskStore


class Runs:
    """The runs of a desk under one fencing token; `kept` are those that are in the store."""

    def __init__(
        self,
        store: DeskStore,
        desk: Desk,
        token: int,
        kept: Iterable[int],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._store = store
        self._desk = desk
        self._token = token
        self._kept = set(kept)
        self._log = log

    async def committed(self) -> None:
        """Keep the run that the last commit completed, if it did."""
        run = self._desk.next_ordinal // RUN - 1
        if run >= 0 and run not in self._kept:
            await self._keep(run)

    async def idle(self) -> bool:
        """Keep one that is missing, the newest first; False = all are kept."""
        last = self._desk.next_ordinal // RUN
        missing = (run for run in range(last - 1, self._oldest() - 1, -1) if run not in self._kept)
        run = next(missing, None)
        if run is None:
            return False
        await self._keep(run)
        return True

    def _oldest(self) -> int:
        return next(iter(self._desk.copies), self._desk.next_ordinal) // RUN

    async def _keep(self, run: int) -> None:
        self._kept.add(run)  # one that cannot be kept is read anew by whoever opens the desk next
        readings = self._desk.readings(run * RUN, (run + 1) * RUN)
        try:
            await self._store.keep_readings(self._token, run, readings, self._oldest())
        except FencedError:
            raise
        except StoreError as error:
            self._log.warning("what was read of headlines is not kept", reason=str(error))
