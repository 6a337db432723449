"""A line between clients and a server that can lose replies, or be cut.

A lost reply is the meanest fault of a network: the server has done what it was asked, and nobody knows.

Knows bytes; must not know what they mean.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress


class Line:
    """Forwards a loopback port to a server, from a thread of its own; `to` is its port or its socket."""

    def __init__(self, to: int | str) -> None:
        self.deaf = False
        """While set, what the server answers is swallowed; what it is asked goes on arriving."""
        self.swallowed = 0
        self._to = to
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._joined, "127.0.0.1", 0), self._loop
        ).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Cut it."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _cut(self) -> None:
        self._server.close()
        for end in self._ends:
            end.cancel()
        await asyncio.gather(*self._ends, return_exceptions=True)

    def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        end = asyncio.ensure_future(self._talk(reader, writer))
        self._ends.add(end)
        end.add_done_callback(self._ends.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if isinstance(self._to, int):
                back, forth = await asyncio.open_connection("127.0.0.1", self._to)
            else:
                back, forth = await asyncio.open_unix_connection(self._to)
        except OSError:
            writer.close()
            return
        ways = [
            asyncio.ensure_future(self._way(reader, forth)),
            asyncio.ensure_future(self._way(back, writer, replies=True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for one in (writer, forth):
                one.close()

    async def _way(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, replies: bool = False
    ) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                if replies and self.deaf:
                    self.swallowed += 1
                    continue
                sink.write(data)
                await sink.drain()
