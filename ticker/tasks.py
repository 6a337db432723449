"""End a task for certain.

On Python 3.11 a cancellation may get lost: `asyncio.wait_for`, through which redis-py sends, drops one that
comes just when the awaited thing is done (mended in Python 3.12). So it is repeated until it holds.

Knows tasks; must not know what they do.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_AGAIN: Final = 0.2  # seconds: longer than a task needs to clean up, shorter than a stop may take


async def cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel the tasks and return when all of them have ended; their results are the caller's to ask for."""
    running = {task for task in tasks if not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=_AGAIN)
