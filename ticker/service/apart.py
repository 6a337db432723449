"""A role of `ticker run` in a process of its own, which lives and ends with the one that does the rest.

Polls are what meets the internet. Apart from the desk they neither wait for it nor hold it up, and a parser
that dies of what a feed sent takes no desk with it: it is started again. The process speaks to the rest
through the store alone, as any `ticker run --role` does; only where the store is, it is told on its standard
input, which also ends it when it closes.

At the start it is a copy of the process that starts it, where the system can copy one in order: what both
need is imported, and the configuration read, once. Started again it is a command like any other.

Knows how to start, watch and stop the process; must not know what its role does.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    import structlog

    from ticker.config import Config

_GRACE: Final = 4.0  # seconds for an orderly end: polls under way get 2.5
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_WELL: Final = 60.0  # seconds after which a process that ends has not failed to start


def run_command(config: Path | None, *options: str) -> list[str]:
    """The command line of `ticker run` on a configuration; None = where one is usually found."""
    command = [sys.executable, "-m", "ticker", "run", *options]
    return command if config is None else [*command, "--config", os.fspath(config)]


class _Copy:
    """A copy of this process, as asyncio has processes; `stdin` is the end of a pipe that is its input."""

    def __init__(self, pid: int, stdin: int) -> None:
        self.returncode: int | None = None
        self._pid = pid
        self._ended = os.pidfd_open(pid)
        self._stdin = stdin

    def tell(self, line: bytes) -> None:
        with suppress(BrokenPipeError):
            os.write(self._stdin, line)

    async def wait(self) -> int:
        if self.returncode is None:
            loop = asyncio.get_running_loop()
            ended = asyncio.Event()
            loop.add_reader(self._ended, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(self._ended)
            _, status = os.waitpid(self._pid, 0)  # noqa: ASYNC222 - it has ended: this returns at once
            self.returncode = os.waitstatus_to_exitcode(status)
            os.close(self._ended)
            os.close(self._stdin)
        return self.returncode

    def terminate(self) -> None:
        os.kill(self._pid, signal.SIGTERM)

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)


async def end(process: asyncio.subprocess.Process | _Copy, grace: float) -> None:
    """Ask a process to end, wait for that up to `grace` seconds, then kill it; returns when it is gone."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), grace)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


class Apart:
    """One command with `--joined`, begun on enter at the latest: it gets ready meanwhile. Ended on exit."""

    def __init__(self, command: Sequence[str], log: structlog.typing.FilteringBoundLogger) -> None:
        self._command = command
        self._log = log
        self._process: asyncio.subprocess.Process | _Copy | None = None
        self._watch: asyncio.Task[None] | None = None

    def copy(self) -> bool:
        """Begin as a copy of this process, before it has threads or a loop; True = this is the copy.

        The copy is to do what the command does. Nothing happens where no copy can be made.
        """
        if sys.platform != "linux" or sys.stdin is None or threading.active_count() > 1:
            return False
        try:
            os.close(os.pidfd_open(os.getpid()))
        except OSError:  # an old kernel, or a container that does not let it: its end would go unseen
            return False
        gc.freeze()  # so that a look for garbage does not write to what the two share
        told, tell = os.pipe()
        pid = os.fork()
        if pid:
            os.close(told)
            self._process = _Copy(pid, tell)
            return False
        os.close(tell)
        os.dup2(told, sys.stdin.fileno())
        os.close(told)
        os.setsid()  # a Ctrl-C in the terminal is for the one that ends all in order
        return True

    async def __aenter__(self) -> Self:
        if self._process is None:
            await self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def join(self, url: str) -> None:
        """Let it begin on the store at `url`; from now on it is started again when it ends by itself."""
        self._tell(url)
        self._watch = asyncio.create_task(self._keep(url), name="apart")

    async def stop(self) -> None:
        """Ask it to end and wait until it has."""
        if self._watch is not None:
            await cancel([self._watch])
        if self._process is not None:
            await end(self._process, _GRACE)

    async def _start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C in the terminal is for the one that ends all in order
        )

    def _tell(self, url: str) -> None:
        line = f"{url}\n".encode()
        if isinstance(self._process, _Copy):
            self._process.tell(line)
        elif self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(line)

    async def _keep(self, url: str) -> None:
        loop = asyncio.get_running_loop()
        pause, began = _FIRST_PAUSE, loop.time()
        while True:
            code = None if self._process is None else await self._process.wait()
            if loop.time() - began > _WELL:
                pause = _FIRST_PAUSE
            await asyncio.sleep(pause)  # said afterwards: it may be that all of us are being ended
            if code is not None:
                self._log.error("the process that polls has ended; it is started again", exit=code)
            pause, began = min(2 * pause, _LONGEST_PAUSE), loop.time()
            try:
                await self._start()
            except OSError as error:
                self._process = None
                self._log.error("polls cannot be started; tried again", reason=str(error))
            else:
                self._tell(url)


def polls_apart(config: Config, log: structlog.typing.FilteringBoundLogger, *, verbose: bool) -> Apart:
    """The process that polls for one that does the other roles on the same configuration."""
    options = ("--role", "poll", "--joined", *(("--verbose",) if verbose else ()))
    return Apart(run_command(config.path, *options), log)
