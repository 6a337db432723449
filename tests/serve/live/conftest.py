"""Clients of the live socket for the tests of it: a real one, and one that speaks raw bytes."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from yarl import URL

from ticker.serve.live.messages import SENT, document

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

DOCUMENT = document()
VALID = {
    kind: Draft202012Validator(
        {"$ref": f"#/components/schemas/{shape.__name__}", "components": DOCUMENT["components"]}
    )
    for kind, (shape, _) in SENT.items()
}
REMOVE = {"merged", "expired"}


class Heard:
    """Reads the messages of one socket and keeps the stories that they add up to."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.stories: dict[str, Any] = {}
        self.cursor = ""
        self.updates: list[dict[str, Any]] = []

    async def next(self) -> dict[str, Any]:
        """The next message but pings; fails after 10 s."""
        async with asyncio.timeout(10):
            while True:
                message: dict[str, Any] = json.loads(await self.socket.recv())
                self._fold(message)
                if message["type"] != "ping":
                    return message

    async def until(self, kind: str) -> dict[str, Any]:
        """Read up to the next message of a type."""
        while (message := await self.next())["type"] != kind:
            pass
        return message

    async def take(self, count: int) -> list[dict[str, Any]]:
        """That many updates, as they were stored."""
        return [await self.until("update") for _ in range(count)]

    async def reach(self, offset: int) -> None:
        """Read until everything up to an offset has come."""
        async with asyncio.timeout(20):
            while not self.cursor or int(self.cursor.rpartition(":")[2]) < offset:
                self._fold(json.loads(await self.socket.recv()))

    async def closed(self) -> int:
        """Read to the end; the code of it."""
        async with asyncio.timeout(20):
            try:
                while True:
                    self._fold(json.loads(await self.socket.recv()))
            except ConnectionClosed as end:
                return end.rcvd.code if end.rcvd else 1006

    def _fold(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        VALID[kind].validate(message)
        if kind == "snapshot":
            self.stories = {story["id"]: story for story in message["stories"]}
        if kind == "update":
            self.updates.append(message)
            story = message["story"]
            if message["op"] in REMOVE or message.get("left"):
                self.stories.pop(story["id"], None)
            else:
                self.stories[story["id"]] = story
        if kind in {"snapshot", "update", "ping"}:
            self.cursor = f"{message['epoch']}:{message['offset']}"


def url_of(newsroom: Any, query: str = "") -> str:
    """Where the socket is."""
    base: str = newsroom.server.url.replace("http", "ws", 1)
    return f"{base}/v1/live{'?' if query else ''}{query}"


@pytest.fixture
def live() -> Callable[..., Any]:
    """Open a socket for a while.

    Use it as `async with live(newsroom, "lang=ar") as heard`.
    """

    @asynccontextmanager
    async def open_one(newsroom: Any, query: str = "", **options: Any) -> AsyncIterator[Heard]:
        plain = {"subprotocols": ["ticker.v1.json"], "compression": None, "max_size": None}
        options = {**plain, "max_queue": None, **options}  # None: it reads even when the test does not
        async with connect(url_of(newsroom, query), **options) as opened:
            yield Heard(opened)

    return open_one


class Raw:
    """A client that sends what bytes it likes and may read nothing."""

    def __init__(self, newsroom: Any, query: str = "", *, receive: int = 0) -> None:
        url = URL(newsroom.server.url)
        self.socket = socket.socket()
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self.socket.connect((url.host, url.port))
        self.socket.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        self.opening = (
            f"GET /v1/live?{query} HTTP/1.1\r\nHost: localhost\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode()

    async def send(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self.socket, data)

    async def until(self, wanted: bytes) -> bytes:
        """What comes, up to those bytes; fails after 20 s."""
        loop, got = asyncio.get_running_loop(), b""
        async with asyncio.timeout(20):
            while wanted not in got:
                got += await loop.sock_recv(self.socket, 1 << 20)
        return got

    async def rest(self) -> bytes:
        """All that comes until the server ends it; fails after 20 s."""
        loop, got = asyncio.get_running_loop(), b""
        async with asyncio.timeout(20):
            try:
                while data := await loop.sock_recv(self.socket, 1 << 20):
                    got += data
            except ConnectionResetError:
                pass
            finally:
                self.socket.close()
        return got


@pytest.fixture
def raw() -> type[Raw]:
    """The raw client."""
    return Raw
