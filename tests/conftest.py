"""What all tests share: the development data, where it is there, a small web server and a real terminal.

Both are a test's own: the server on a free port of 127.0.0.1, the terminal on a socket in its folder.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no failure
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SHARED = Path(__file__).parents[1] / ".." / "shared"


Talk = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """One request as it came in; header names in lower case."""

    path: str
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes = b""


@dataclass
class Site:
    """Answers what was set up for a path, and remembers what was asked."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    talks: dict[str, Talk] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return self.origin + path

    def answer(
        self,
        path: str = "/",
        body: bytes = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Set up a whole answer for `path`; gives its URL."""
        lines = [f"HTTP/1.1 {status} Any", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        return self.raw(path, "\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.answer(path, status=status, headers={"Location": to})

    def raw(self, path: str, wire: bytes) -> str:
        """Set up the very bytes to answer `path` with; the connection then closes."""

        async def talk(_asked: Asked, writer: asyncio.StreamWriter) -> None:
            writer.write(wire)

        return self.talk(path, talk)

    def talk(self, path: str, talk: Talk) -> str:
        self.talks[path] = talk
        return self.url(path)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            first = await reader.readexactly(1)
            if first not in (b"G", b"P"):
                writer.write(b"HTTP/1.1 400 No TLS here\r\n\r\n")
                writer.close()
                return
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = (line.partition(": ") for line in head[1:] if line)
            headers = {name.lower(): value for name, _, value in fields}
            method, path, _ = (first.decode() + head[0]).split(" ")
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            asked = Asked(path, headers, method, body)
            self.asked.append(asked)
            await self.talks[asked.path](asked, writer)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def _served() -> AsyncIterator[Site]:
    site = Site()
    busy: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(site.serve(reader, writer))
        busy.add(task)
        task.add_done_callback(busy.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with _served() as site:
        yield site


@pytest.fixture
async def other_site() -> AsyncIterator[Site]:
    """Another server on the same machine: what a redirect from `site` must not reach."""
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(_served())
        site.answer("/secret", b"secret")
        yield site


@pytest.fixture
def until() -> Callable[[Callable[[], object]], Awaitable[None]]:
    """Wait until a condition holds; the test's own timeout is the limit."""

    async def wait(condition: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.002)

    return wait


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared development data; the test is skipped, with the reason, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared development data is not beside this checkout")
    return SHARED.resolve()


class Screen:
    """A private tmux: a real terminal of a known size, typed into and read from."""

    def __init__(self, socket: Path, command: str, columns: int, rows: int) -> None:
        self._tmux = ["tmux", "-S", str(socket)]
        size = ["-x", str(columns), "-y", str(rows)]
        self._run("-f", "/dev/null", "new-session", "-d", *size, command)

    def _run(self, *words: str) -> str:
        # a size that the environment claims would be believed before the terminal's own
        environ = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        command = [*self._tmux, *words]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=30, env=environ
        ).stdout

    @property
    def text(self) -> str:
        """What is on the screen."""
        return self._run("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type text as it is."""
        self._run("send-keys", "-l", "--", text)

    def until(self, *parts: str, without: str = "") -> str:
        """What is on the screen once all parts are, and `without` is not; fails with the last one."""
        deadline = time.monotonic() + 60
        while True:
            shown = self.text
            if all(part in shown for part in parts) and not (without and without in shown):
                return shown
            assert time.monotonic() < deadline, shown
            time.sleep(0.02)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False, timeout=30)


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Screen]]:
    """`screen(command, columns=70, rows=40)`: the command in a real terminal."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed: no real terminal to look at")
    opened: list[Screen] = []

    def start(command: str, columns: int = 70, rows: int = 40) -> Screen:
        opened.append(Screen(tmp_path_factory.mktemp("t") / "s", command, columns, rows))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
