"""Parsing that never blocks the loop and always ends: a thread for the quick, a killable child for the rest.

Small bodies are tried by the quick readings in a thread. What is doubtful (only feedparser could read it)
or big goes to a child process with limits on CPU, memory and wall time; one that oversteps is killed, its
document refused, and the next request gets a fresh child. Knows processes and deadlines; must not know feeds.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from ticker.errors import ParseError
from ticker.ingest.document import PLAIN, Document, Reading
from ticker.ingest.parse import Doubtful, parse_strict
from ticker.ingest.protocol import HEAD, Reply, Request, frame, length, read_reply

if TYPE_CHECKING:
    from types import TracebackType

QUICK = 512 * 1024
"""Bytes; a bigger body goes to the child at once."""
_QUICK_PAGE = 64 * 1024  # pages and tickers cost more a byte
DEADLINE = 5.0
"""Seconds that one document may keep a processor busy."""
_PATIENCE = 4.0  # times the deadline by the clock: a busy machine refuses no document
_START = 30.0  # a machine under load may take its time to start an interpreter

_COMMAND = (sys.executable, "-P", "-m", "ticker.ingest.child")


class Parser:
    """Parses bodies side by side: `async with Parser() as parser: await parser.parse(body, …)`.

    `children` is how many doubtful documents are read at once; each child starts when first needed and is
    reused. `deadline` is the seconds that one document may keep a processor busy;
    by the clock it may take four times as long, for a machine that has other work.
    """

    def __init__(self, *, deadline: float = DEADLINE, children: int = 2, quick: int = QUICK) -> None:
        self._deadline = deadline
        self._quick = quick
        self._idle: asyncio.LifoQueue[_Child | None] = asyncio.LifoQueue()
        for _ in range(children):
            self._idle.put_nowait(None)
        self._children: set[_Child] = set()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="parse")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in list(self._children):
            await self._end(child)
        self._threads.shutdown(wait=True, cancel_futures=True)

    @property
    def pids(self) -> list[int]:
        """Process ids of the children that are running."""
        return [child.process.pid for child in self._children]

    @property
    def idle(self) -> int:
        """How many doubtful documents could be taken on at once, now."""
        return self._idle.qsize()

    async def parse(self, body: bytes, how: Reading = PLAIN) -> Document:
        """As `ingest.parse.parse`, off the loop.

        Raises ParseError with its kinds and: too_slow (past the deadline), too_big (past the memory limit),
        crashed (the child ended without an answer).
        """
        request = Request(body, how, cpu=self._deadline)
        if _is_quick(body, how, self._quick):
            try:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._threads, parse_strict, body, how)
            except Doubtful:
                pass
        child = await self._idle.get()
        good: _Child | None = None
        try:
            child = child or await self._start()
            async with asyncio.timeout(_PATIENCE * self._deadline):
                reply = await child.ask(request)
            good = child
        except TimeoutError:
            raise _too_slow(self._deadline) from None
        except (asyncio.IncompleteReadError, OSError, msgspec.MsgspecError):
            raise await _post_mortem(child, self._deadline) from None
        finally:
            if good is None and child is not None:
                # what it still writes would be taken for the next answer
                await self._end(child)
            self._idle.put_nowait(good)
        return reply.result()

    async def _start(self) -> _Child:
        process = await asyncio.create_subprocess_exec(
            *_COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        child = _Child(process)
        self._children.add(child)
        try:
            async with asyncio.timeout(_START):
                await child.read()
        except BaseException:
            await self._end(child)
            raise
        return child

    async def _end(self, child: _Child) -> None:
        self._children.discard(child)
        await child.end()


class _Child:
    """One running child process, asked one thing at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        if process.stdin is None or process.stdout is None:
            raise ValueError("the child has no pipes")
        self._into, self._out = process.stdin, process.stdout

    async def ask(self, request: Request) -> Reply:
        self._into.write(frame(request))
        await self._into.drain()
        return await self.read()

    async def read(self) -> Reply:
        head = await self._out.readexactly(HEAD)
        return read_reply(await self._out.readexactly(length(head)))

    async def end(self) -> None:
        with suppress(ProcessLookupError):  # it may have ended by itself
            self.process.kill()
        self._into.close()
        await self.process.wait()


def _is_quick(body: bytes, how: Reading, quick: int) -> bool:
    return len(body) <= (quick if how.kind == "feed" else min(quick, _QUICK_PAGE))


def parse_guarded(body: bytes, how: Reading = PLAIN, *, deadline: float = DEADLINE) -> Document:
    """As `Parser.parse`, for a command that parses one body and has no loop; same errors."""
    request = Request(body, how, cpu=deadline)
    if _is_quick(body, how, QUICK):
        try:
            return parse_strict(body, how)
        except Doubtful:
            pass
    with subprocess.Popen(  # noqa: S603 - our own module, no shell, nothing from outside in the command
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as child:
        _exchange(child, b"", _START)  # it says that it is ready
        answer = _exchange(child, frame(request), _PATIENCE * deadline)
        child.kill()
    if answer is None:
        raise _too_slow(deadline)
    if not answer:
        raise _ended(child.returncode, deadline)
    return read_reply(answer).result()


def _exchange(child: subprocess.Popen[bytes], message: bytes, seconds: float) -> bytes | None:
    """What the child answers to `message`: b"" = it has ended, None = it took too long and was killed."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    answer = b""
    try:
        if child.stdin is not None and child.stdout is not None:
            with suppress(BrokenPipeError):  # it has ended: there is nothing to read either
                child.stdin.write(message)
                child.stdin.flush()
            head = child.stdout.read(HEAD)
            answer = child.stdout.read(length(head)) if len(head) == HEAD else b""
    finally:
        timer.cancel()
    return None if late.is_set() else answer


def _environment() -> dict[str, str]:
    """Only what an interpreter needs: a document's child gets no secrets and no proxies."""
    names = (
        "PATH",
        "HOME",
        "LANG",
        "LC_ALL",
        "SYSTEMROOT",
        "TMPDIR",
        "VIRTUAL_ENV",
        "LD_LIBRARY_PATH",
        "PYTHONHOME",
    )
    kept = {name: os.environ[name] for name in names if name in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    return kept | {"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}


async def _post_mortem(child: _Child | None, deadline: float) -> ParseError:
    if child is None:
        return ParseError("crashed", "the parser's process could not be started")
    with suppress(TimeoutError):
        async with asyncio.timeout(1.0):
            await child.process.wait()
    return _ended(child.process.returncode, deadline)


def _ended(code: int | None, deadline: float) -> ParseError:
    """Why a child that gave no answer has ended."""
    if code is not None and -code == _CPU_SIGNAL:
        return _too_slow(deadline)
    return ParseError(
        "crashed", f"the parser ended without an answer (status {code}): the document is refused"
    )


def _too_slow(deadline: float) -> ParseError:
    return ParseError("too_slow", f"parsing took more than {deadline:g} s and was stopped")


_CPU_SIGNAL = 27
"""SIGPROF, on Linux, macOS and BSD."""
