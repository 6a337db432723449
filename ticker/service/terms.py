"""Work that one process does at a time: term after term, each under a lease, and standing by in between.

Knows how terms follow each other; must not know what is done in one, nor how a lease is taken.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ticker.errors import FencedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import structlog


async def in_terms(
    term: Callable[[], Awaitable[bool]],
    stop: asyncio.Event,
    retry: Callable[[], float],
    log: structlog.typing.FilteringBoundLogger,
    *,
    lost: str,
    failed: str,
) -> None:
    """Serve terms until `stop` is set.

    `term` takes the lease and works until something ends the term; False = another process has it. It is
    tried again at once after a term, and `retry()` seconds after anything else. `lost` is logged where
    another process took over, `failed` where the store failed.
    """
    while not stop.is_set():
        try:
            if await term():
                continue
        except FencedError as error:
            log.warning(lost, reason=str(error))
        except StoreError as error:
            log.error(failed, reason=str(error))  # noqa: TRY400 - the reason says it all
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), retry())
