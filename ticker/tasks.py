"""End a task for certain; let a thread be.

On Python 3.11 a cancellation may get lost: `asyncio.wait_for`, through which redis-py sends, drops one that
comes just when the awaited thing is done (mended in Python 3.12). So it is repeated until it holds.

Knows tasks; must not know what they do.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

T = TypeVar("T")

_AGAIN: Final = 0.2  # seconds: longer than a task needs to clean up, shorter than a stop may take


async def cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel the tasks and return when all of them have ended; their results are the caller's to ask for."""
    running = {task for task in tasks if not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=_AGAIN)


def in_a_thread(work: Callable[..., T], *given: object) -> asyncio.Future[T]:
    """Do long work in a thread that nobody has to wait for: it holds up no end of the process."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(result: T | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(cast("T", result))
        else:
            done.set_exception(error)

    def run() -> None:
        result, failed = None, None
        try:
            result = work(*given)
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            failed = error
        with suppress(RuntimeError):  # the loop is closed: nobody asks
            loop.call_soon_threadsafe(tell, result, failed)

    threading.Thread(target=run, name=work.__name__, daemon=True).start()
    return done


async def until_one_ends(jobs: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Run jobs side by side until one ends, then end the others; raises what went wrong first in any."""
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel(tasks)
        errors = [task.exception() for task in tasks if not task.cancelled()]
    for error in errors:
        if error is not None:
            raise error
