"""What a server was really told to do, in its own order: commits with their tokens, and whether they wrote.

Reads MONITOR, in which the commands of a script follow the call of the script. Knows how a commit looks; must
not know who made it.
"""

from __future__ import annotations

import re
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from ticker.store.engine import _script

if TYPE_CHECKING:
    from types import TracebackType

_LINE = re.compile(rb"\+[\d.]+ \[\d+ (\S+)\] (.*)")
_WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_WRITES = {b"HSET", b"HDEL", b"ZADD", b"ZREM", b"XADD", b"XTRIM", b"DEL", b"HINCRBY", b"ZREMRANGEBYRANK"}


@dataclass
class Seen:
    """What the server did so far."""

    token: int = 0
    """How often a desk's lease was taken: the highest token."""
    commits: int = 0
    stale: int = 0
    """Commits that came with an older token than the highest at that time."""
    written: list[str] = field(default_factory=list)
    """Writes that such commits made."""


class Monitor:
    """Watches a server from enter to exit; `seen` grows meanwhile. Begins before a desk is first taken."""

    def __init__(self, port: int, desk: str = "main") -> None:
        self._port = port
        self._lease = f"ticker:{{{desk}}}:lease".encode()
        self._commit = _script("commit")[0].encode()
        self._stale = False
        self.seen = Seen()

    def __enter__(self) -> Self:
        self._socket = socket.create_connection(("127.0.0.1", self._port))
        self._lines = self._socket.makefile("rb")
        self._socket.sendall(b"MONITOR\r\n")
        assert self._lines.readline() == b"+OK\r\n"
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._lines.close()
        self._socket.close()

    def _watch(self) -> None:
        for line in self._lines:
            if (found := _LINE.match(line)) is None:
                continue
            words = _WORD.findall(found[2][:4000])
            if found[1] == b"lua":
                self._did(words)
            elif words[0].upper() == b"EVALSHA" and words[1] == self._commit:
                self._called(words)
            else:
                self._stale = False

    def _did(self, words: list[bytes]) -> None:
        if words[0] == b"HINCRBY" and words[1:3] == [self._lease, b"token"]:
            self.seen.token += 1
        elif self._stale and words[0] in _WRITES:
            self.seen.written.append(b" ".join(words[:3]).decode("ascii", "replace"))

    def _called(self, words: list[bytes]) -> None:
        keys = int(words[2])
        token = int(words[3 + keys + 1])  # the schema comes first
        self.seen.commits += 1
        self._stale = token < self.seen.token
        self.seen.stale += self._stale
