"""A real Valkey or Redis server of our own on this machine, when no other is configured.

One process owns it: it holds the lock of the data directory and started the server (or found an
orphan and took it over). Every other process joins it. On Linux the server gets SIGTERM, and so
writes out its data, when its owner dies by whatever means; elsewhere the next start adopts it.

Knows the server's life; must not know what is stored in it.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from filelock import FileLock, Timeout

from ticker.errors import ServerError
from ticker.store import parent_death
from ticker.store.server_binary import find_binary
from ticker.store.server_home import Note, ServerHome, find_server, url_of
from ticker.store.server_log import explain
from ticker.store.server_probe import State, probe, shut_down

if TYPE_CHECKING:
    from types import TracebackType

START_LIMIT: Final = 15.0
"""Seconds that a server has until it answers at all."""

LOADING_LIMIT: Final = 300.0
"""Seconds that it has to read its data once it answers that it is doing so."""

STOP_LIMIT: Final = 10.0
ORPHAN_LIMIT: Final = 3.0
"""Seconds after which a server whose owner is dead is taken to stay, where it should be dying."""

# glibc keeps seven freed pieces of a size at hand; a script frees hundreds: a quarter less CPU in all
_TUNABLES: Final = "glibc.malloc.tcache_count=2000"
_GLANCE: Final = 0.005
_LOG_BYTES: Final = 1 << 20


class EmbeddedServer:
    """The server of one data directory, joined or owned.

    `adopted` is True when a server was found alive, False when this object started it.
    """

    def __init__(self, data_dir: Path | str) -> None:
        self._home = ServerHome(Path(data_dir))
        # not bound to a thread: a screen may stop what the main thread has started
        self._lock = FileLock(self._home.lock, timeout=0, thread_local=False, mode=0o600)
        self._socket = ""
        self._child: subprocess.Popen[bytes] | None = None
        self._said = 0  # bytes in the log before our server started to speak
        self.adopted = False

    @staticmethod
    def find(data_dir: Path | str) -> str | None:
        """The URL of the server that is alive on this data directory; None = none. Starts nothing."""
        return find_server(Path(data_dir))

    @property
    def url(self) -> str:
        """Where the server is: a `unix://` URL, once started."""
        if not self._socket:
            raise ServerError("the embedded server has not been started")
        return url_of(self._socket)

    @property
    def alive(self) -> bool:
        """Whether a server answers; `start` brings one back that does not."""
        return bool(self._socket) and probe(self._socket) is not State.ABSENT

    def start(self) -> Self:
        """Join the server of the data directory, or start one; returns when it is ready.

        May be called again after the server was lost. Call it from the main thread: Linux sends the
        death signal when the starting *thread* ends.

        Raises:
            ServerError: no server program, no place for it, or it did not start; says why.
        """
        if threading.current_thread() is not threading.main_thread():
            raise ServerError("the embedded server can only be started from the main thread")
        self._home.prepare()
        deadline = time.monotonic() + START_LIMIT
        while not self._take_lock():
            path = self._home.socket()
            state = probe(path)
            if state is State.READY:
                self._socket, self.adopted = path, True
                return self
            if state is State.LOADING:
                deadline = time.monotonic() + START_LIMIT
            if time.monotonic() > deadline:
                raise ServerError(self._held_up())
            time.sleep(_GLANCE)
        try:
            self._own()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the server if it is ours, after it has written everything to disk; wait for its end.

        A server that another process owns goes on. Nothing happens where none was started.
        """
        atexit.unregister(self.stop)
        path, self._socket = self._socket, ""
        if not self._lock.is_locked:
            return
        try:
            if path:
                shut_down(path)
            if self._child is not None:
                self._end_child()
            elif path:
                self._home.wait_until_free(STOP_LIMIT)
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _take_lock(self) -> bool:
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            raise ServerError(f"{self._home.lock} cannot be locked: {error}") from error
        return True

    def _own(self) -> None:
        """Keep our server, take over an orphan or start one; the lock is held."""
        path, child = self._home.socket(), self._child
        if child is not None and child.poll() is None:
            if probe(self._socket) is not State.ABSENT:
                self._wait_until_ready(child)
                return
            child.terminate()  # its socket was taken from it: nobody can reach it any more
        self._end_child()
        claim = self._claim(path)
        if claim is None:
            self._socket, self.adopted = path, True
        else:
            try:
                self._spawn(claim)
            finally:
                os.close(claim)  # the server holds it now, for as long as it lives
            self.adopted = False
        atexit.register(self.stop)

    def _claim(self, path: str) -> int | None:
        """The right to run a server here, once none does; None = one stays, to be taken over.

        On Linux the server of a dead owner is on its way down; it answers until then, so it is given
        time to go.
        """
        limit = ORPHAN_LIMIT if sys.platform == "linux" else 0.0
        started = time.monotonic()
        while True:
            claim = self._home.claim()
            state = probe(path)
            if claim is not None and state is State.ABSENT:
                return claim
            if claim is not None:
                os.close(claim)
            waited = time.monotonic() - started
            if state is State.READY and waited >= limit:
                return None
            if waited > (LOADING_LIMIT if state is State.LOADING else START_LIMIT):
                raise ServerError(
                    f"a server that does not answer holds {path}{self._pids()}: end it and start again"
                )
            time.sleep(_GLANCE)

    def _spawn(self, claim: int) -> None:
        path = self._home.new_socket()
        program = find_binary()
        log = self._home.log
        try:
            Path(path).unlink(missing_ok=True)
            if log.exists() and log.stat().st_size > _LOG_BYTES:
                log.replace(log.with_suffix(".log.1"))
            start = log.stat().st_size if log.exists() else 0
            with log.open("ab") as said:
                # a session of its own: Ctrl-C in the terminal is for ticker, which then ends its server
                self._child = subprocess.Popen(  # noqa: S603 - the program and its arguments are ours
                    _command(program, self._home.folder, path, log),
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    env={"GLIBC_TUNABLES": _TUNABLES, **os.environ},
                    start_new_session=True,
                    pass_fds=(claim,),
                )
        except OSError as error:
            raise ServerError(
                f"{program} cannot be started in {self._home.folder}: {error.strerror or error}"
            ) from error
        self._socket, self._said = path, start
        self._home.write_note(Note(path, self._child.pid, os.getpid()))
        self._wait_until_ready(self._child)

    def _wait_until_ready(self, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_LIMIT
        while (state := probe(self._socket)) is not State.READY:
            if child.poll() is not None:
                why = explain(self._home.log, self._said)
                raise ServerError(f"the embedded server did not start: {why} (log: {self._home.log})")
            if state is State.LOADING:
                deadline = max(deadline, time.monotonic() + START_LIMIT)
            if time.monotonic() > deadline:
                raise ServerError(
                    f"the embedded server does not answer at {self._socket} after {START_LIMIT:g} s "
                    f"(log: {self._home.log})"
                )
            time.sleep(_GLANCE)

    def _end_child(self) -> None:
        """See our server out: it has been told, else it is told now, else it is ended."""
        child, self._child = self._child, None
        if child is None:
            return
        for insist in (child.terminate, child.kill):
            try:
                child.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                insist()
        child.wait()

    def _held_up(self) -> str:
        return (
            f"another ticker{self._pids()} holds {self._home.folder}, but its server does not answer: "
            "wait for it or end it, or set TICKER_DATA_DIR to another place"
        )

    def _pids(self) -> str:
        note = self._home.note()
        return f" (process {note.owner}, server {note.server})" if note else ""


def _command(program: Path, folder: Path, socket: str, log: Path) -> list[str]:
    guard = [sys.executable, "-I", "-S", parent_death.__file__, str(os.getpid())]
    options = {
        "port": "0",
        "unixsocket": socket,
        "unixsocketperm": "700",
        "dir": str(folder),
        "logfile": str(log),
        "appendonly": "yes",
        "appendfsync": "everysec",
        # from 64 MB on it would be rewritten in the middle of a first poll of a thousand feeds, for a quarter
        # of the server's CPU; what it holds more costs a start 0.3 s at most
        "auto-aof-rewrite-min-size": "128mb",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [*(guard if sys.platform == "linux" and sys.executable else []), str(program), *words]
