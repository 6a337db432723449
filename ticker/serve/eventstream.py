"""The answer that does not end: events to a client that may be slow, stuck or gone.

Knows ASGI and when a client is given up; must not know what the events are.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from contextlib import AbstractContextManager

    import structlog
    from starlette.types import Receive, Scope, Send

    from ticker.serve.fanout import Waiting
    from ticker.serve.limits import Limits

ABORT: Final = "ticker.abort"
"""The ASGI extension by which a connection ends at once, whatever is still unsent."""

_FAREWELL: Final = 1.0  # seconds that a client gets to read the rest when its stream ends in order


class EventStream(Response):
    """Writes chunks as they come, until the client goes, is dropped, or no more will come."""

    media_type = "text/event-stream"

    def __init__(
        self,
        listen: AbstractContextManager[Waiting],
        chunks: Callable[[Waiting], AsyncGenerator[bytes, None]],
        limits: Limits,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._listen = listen
        self._chunks = chunks
        self._limits = limits
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        with self._listen as waiting:
            writing = asyncio.create_task(self._write(waiting, send))
            gone = asyncio.create_task(_gone(receive))
            over = asyncio.create_task(waiting.over.wait())
            try:
                await asyncio.wait({writing, gone, over}, return_when=asyncio.FIRST_COMPLETED)
                if waiting.over.is_set() and not waiting.dropped:
                    await asyncio.wait(
                        {writing, gone}, timeout=_FAREWELL, return_when=asyncio.FIRST_COMPLETED
                    )
                await cancel((writing,))
                if not gone.done() and (waiting.dropped or _failure(writing) is not None):
                    self._give_up(scope, _failure(writing))
                    await gone
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                await cancel((writing, gone, over))

    async def _write(self, waiting: Waiting, send: Send) -> None:
        async with aclosing(self._chunks(waiting)) as chunks:
            async for chunk in chunks:
                async with asyncio.timeout(self._limits.stall):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})

    def _give_up(self, scope: Scope, error: BaseException | None) -> None:
        port = (scope.get("client") or ("", 0))[1]
        if error is None or isinstance(error, (TimeoutError, asyncio.CancelledError)):
            self._log.info("a slow client was dropped; it may come back with its cursor", port=port)
        else:
            self._log.error("a stream of events broke", reason=repr(error), exc_info=error)
        scope["extensions"][ABORT]()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _failure(task: asyncio.Task[None]) -> BaseException | None:
    """Why a task that has ended did not end well."""
    return asyncio.CancelledError() if task.cancelled() else task.exception()
