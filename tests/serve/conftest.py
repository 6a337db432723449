"""A real server over a private store: a desk with its writer, headlines to publish, clients to listen."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import shutil
import socket
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import structlog

from ticker import clock
from ticker.config import Config
from ticker.core.model import DeskSettings, Entry, Tick
from ticker.core.roles import Role
from ticker.serve.server import HttpServer
from ticker.service.writer import Writer
from ticker.store import DeskStore, Tokens, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.serve.limits import Limits

_numbers = itertools.count(1)


@dataclass
class Event:
    """One event, or one comment (`comment` set, nothing else)."""

    id: str = ""
    name: str = ""
    data: str = ""
    comment: str = ""


class Listener:
    """Reads a stream of events one by one."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self, *, comments: bool = False) -> Event | None:
        """The next event; None = the stream has ended. Fails after 10 s."""
        async with asyncio.timeout(10):
            event = Event()
            while line := (await self.response.content.readline()).decode():
                text = line.rstrip("\n")
                if text.startswith(":"):
                    if comments:
                        return Event(comment=text[1:].strip())
                elif text:
                    name, _, value = text.partition(": ")
                    setattr(event, "name" if name == "event" else name, value)
                elif event.data:
                    return event
            return None

    async def take(self, count: int) -> list[Event]:
        found: list[Event] = []
        for _ in range(count):
            event = await self.next()
            assert event is not None, f"the stream ended after {len(found)} of {count}"
            found.append(event)
        return found


@dataclass
class Newsroom:
    """One desk, its writer, and a server over it."""

    redis: Redis | RedisCluster
    desk: str
    config: Config
    server: HttpServer
    http: aiohttp.ClientSession
    heard: list[dict[str, Any]]
    store: DeskStore
    writers: list[tuple[Writer, asyncio.Task[None]]] = field(default_factory=list)

    async def token(self, role: str = "reader", *desks: str, lasts: float | None = None) -> str:
        """A fresh token of that role, for these desks (none = all), good for `lasts` seconds."""
        now = clock.now()
        expires = None if lasts is None else now + lasts
        _, text = await Tokens(self.redis).create("a test", Role(role), now=now, desks=desks, expires=expires)
        return text

    async def write(self, log: Any) -> None:
        """Let a writer keep the desk; returns when it does."""
        writer = Writer(self.store, DeskSettings(), owner="night", clock=clock.now, log=log)
        self.writers.append((writer, asyncio.create_task(writer.run())))
        await asyncio.wait_for(writer.ready.wait(), 10)

    async def publish(self, *titles: str, publisher: str = "Example Wire", lang: str = "en") -> None:
        """Append headlines and wait until they are stories."""
        now = clock.now()
        await self.store.append(
            [
                Entry(
                    id=f"{publisher}-{next(_numbers)}",
                    feed=f"https://{publisher.split(maxsplit=1)[0].lower()}.example/rss",
                    publisher=publisher,
                    title=title,
                    received=now,
                    time=now,
                    lang=lang,
                )
                for title in titles
            ]
        )
        async with asyncio.timeout(20):
            while (await self.store.status()).lag:
                await asyncio.sleep(0.005)

    async def events(self, after: int = 0) -> list[tuple[str, str]]:
        """What a listener must get after an offset: ids and data, from the store itself."""
        epoch = (await self.store.status()).epoch
        rows = await self.store.updates_raw(after, count=5_000)
        return [(f"{epoch}:{offset}", data.decode()) for offset, data in rows]

    @asynccontextmanager
    async def listen(self, path: str = "/v1/events", **headers: str) -> AsyncIterator[Listener]:
        """Listen, from the moment on at which the first line has come."""
        async with self.http.get(path, headers=headers) as response:
            assert response.status == 200, await response.text()
            assert response.content_type == "text/event-stream"
            async with asyncio.timeout(10):
                assert (await response.content.readline()).startswith(b"retry: ")
            yield Listener(response)


@pytest.fixture(scope="session")
def stored() -> Iterator[EmbeddedServer]:
    """A store that belongs to this test run alone."""
    folder = Path(tempfile.mkdtemp(prefix="ticker-serve-"))
    with EmbeddedServer(folder) as one:
        yield one
    shutil.rmtree(folder)


_LETTERS = str.maketrans("0123456789", "ghklmnoprs")


@pytest.fixture(scope="session")
def titles() -> Callable[..., list[str]]:
    """`titles(count, start=0)`: headlines without a word in common, so that each is a story."""

    def make(count: int, start: int = 0) -> list[str]:
        found = []
        for n in range(start, start + count):
            letters = hashlib.sha256(str(n).encode()).hexdigest().translate(_LETTERS)
            found.append(" ".join(letters[place : place + 8] for place in range(0, 40, 8)))
        return found

    return make


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    """What was logged."""
    return []


@pytest.fixture
def log(heard: list[dict[str, Any]]) -> Any:
    """A logger that keeps its events in `heard`."""

    def keep(_logger: object, method: str, event: Any) -> Any:
        if event["event"] != "asked":  # the line that every request gets with --verbose
            heard.append({"level": method, **event})
        raise structlog.DropEvent

    return structlog.wrap_logger(None, processors=[keep], wrapper_class=structlog.BoundLogger)


@pytest.fixture
def opened(stored: EmbeddedServer, heard: list[dict[str, Any]], log: Any) -> Callable[..., Any]:
    """Open a newsroom for a while.

    Use it as `async with opened(…) as newsroom`.

    `url`: another store; `small`: tiny socket buffers; `writer` False: nobody keeps the desk; `more`:
    further desks; `feeds`: URLs; `serve`: that section of the configuration.
    """

    @asynccontextmanager
    async def open_one(
        limits: Limits | None = None,
        *,
        url: str = "",
        small: bool = False,
        writer: bool = True,
        more: tuple[str, ...] = (),
        feeds: tuple[str, ...] = (),
        serve: dict[str, Any] | None = None,
    ) -> AsyncIterator[Newsroom]:
        redis = await connect(url or stored.url)
        desk = f"desk-{next(_numbers)}"
        settings = Config.model_validate(
            {
                "desks": {name: {} for name in (desk, *more)},
                "feeds": [{"url": url, "desk": desk} for url in feeds],
                "serve": serve or {"port": 0},
            }
        )
        try:
            server = await HttpServer.open(settings, redis, log, limits)
        except BaseException:
            await redis.aclose()
            raise
        if small:  # accepted connections inherit it
            server._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        running = asyncio.create_task(server.run())
        async with aiohttp.ClientSession(server.url) as http:
            one = Newsroom(redis, desk, settings, server, http, heard, DeskStore(redis, desk))
            try:
                if writer:
                    await one.write(log)
                yield one
            finally:
                server.stop()
                for kept, _ in one.writers:
                    kept.stop()
                    await one.store.append_event(Tick(clock.now()))  # it need not wait for news any more
                async with asyncio.timeout(10):
                    await asyncio.gather(running, *(task for _, task in one.writers))
                await redis.aclose()

    return open_one


@pytest.fixture
async def newsroom(opened: Callable[..., Any]) -> AsyncIterator[Newsroom]:
    """A running newsroom."""
    async with opened() as one:
        yield one
