"""Where an embedded server lives: its private directory, its socket, and the note that names both.

    <data directory>/server/   mode 700
        lock                   held by the process that owns the server, as long as it lives
        alive                  held by the server itself, as long as it lives
        server.json            the note: socket, pid of the server, pid of its owner
        valkey.sock            unless the path is too long for a socket
        server.log             what the server says
        appendonlydir/         the data

Knows files; must not know how a server is started or spoken to (beyond whether one answers).
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
import tempfile
import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ticker.errors import ServerError
from ticker.store.server_probe import State, probe

LONGEST_SOCKET: Final = 103
"""Bytes of a socket's path that every system takes (macOS: 104 with the closing NUL, Linux: 108)."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner of a server has written down about it."""

    socket: str
    server: int
    owner: int


class ServerHome:
    """The private directory of one embedded server."""

    def __init__(self, data_dir: Path) -> None:
        self.folder: Final = data_dir.expanduser().resolve() / "server"
        self.lock: Final = self.folder / "lock"
        self.log: Final = self.folder / "server.log"
        self._alive: Final = self.folder / "alive"
        self._note: Final = self.folder / "server.json"

    def prepare(self) -> None:
        """Make the directory, ours alone.

        Raises:
            ServerError: it cannot be made, or it belongs to somebody else.
        """
        try:
            self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ServerError(f"data directory {self.folder.parent}: {_why(error)}") from error
        _make_private(self.folder)

    def claim(self) -> int | None:
        """A hold on the right to run a server here, to be handed to it; None = one holds it.

        The hold is a lock on an open file. The server inherits the file, so that the hold ends with
        its process and with nothing else: a server that is only on its way down still has it.
        """
        try:
            claim = os.open(self._alive, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise ServerError(f"{self._alive}: {_why(error)}") from error
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(claim)
            return None
        except OSError as error:
            os.close(claim)
            raise ServerError(f"{self._alive} cannot be locked: {_why(error)}") from error
        return claim

    def wait_until_free(self, limit: float) -> None:
        """Wait until no server process lives here, for at most `limit` seconds."""
        deadline = time.monotonic() + limit
        while (claim := self.claim()) is None:
            if time.monotonic() > deadline:
                return
            time.sleep(0.005)
        os.close(claim)

    def note(self) -> Note | None:
        """What was last written down; None = nothing that can be read."""
        try:
            said = json.loads(self._note.read_text("utf-8"))
            return Note(str(said["socket"]), int(said["server"]), int(said["owner"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write_note(self, note: Note) -> None:
        """Write down where the server is, for other processes; whole or not at all."""
        fresh = self._note.with_suffix(".new")
        try:
            fresh.write_text(json.dumps({"socket": note.socket, "server": note.server, "owner": note.owner}))
            fresh.replace(self._note)
        except OSError as error:
            raise ServerError(f"{self._note}: {_why(error)}") from error

    def socket(self) -> str:
        """Where the socket is, or was when last noted, or would be in this directory."""
        note = self.note()
        return note.socket if note else str(self.folder / "valkey.sock")

    def new_socket(self) -> str:
        """Where a new server is to put its socket, short enough; makes the directory if need be.

        Raises:
            ServerError: no place is short enough, or it is not ours alone.
        """
        near = self.folder / "valkey.sock"
        if _fits(near):
            return str(near)
        key = blake2b(os.fsencode(self.folder), digest_size=8).hexdigest()
        for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - the folder in it is checked to be ours alone
            far = Path(base) / f"ticker-{os.getuid()}-{key}" / "valkey.sock"
            if _fits(far):
                _make_private(far.parent)
                return str(far)
        raise ServerError(
            f"{near} is too long for a socket, and so is TMPDIR: set TICKER_DATA_DIR to a short path"
        )


def find_server(data_dir: Path) -> str | None:
    """The URL of the server that is alive on this data directory; None = there is none. Starts nothing."""
    path = ServerHome(data_dir).socket()
    return url_of(path) if probe(path) is not State.ABSENT else None


def url_of(socket: str) -> str:
    """The URL of a server's socket."""
    return f"unix://{quote(socket)}"


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= LONGEST_SOCKET


def _make_private(folder: Path) -> None:
    """Make a directory that only this user can enter, or make sure that it is one."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise ServerError(f"{folder} is not a directory of this user: remove it, or set TICKER_DATA_DIR")
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError as error:
        raise ServerError(
            f"{folder}: {_why(error)}; mend it, or set TICKER_DATA_DIR to another place"
        ) from error


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
