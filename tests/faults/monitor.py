"""What a server was really told to do, in its own order: commits with their tokens, and whether they wrote.

Reads MONITOR, in which the commands of a script follow the call of the script. Knows how a commit looks; must
not know who made it.
"""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.threads import beside
from ticker.store.engine import _script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """Reads what a server was told; `seen` grows meanwhile."""

    def __init__(self, desk: str) -> None:
        self._lease = f"ticker:{{{desk}}}:lease".encode()
        self._commit = _script("commit")[0].encode()
        self._stale = False
        self.seen = Seen()

    def read(self, lines: Iterable[bytes]) -> None:
        """Read MONITOR's lines to their end."""
        for line in lines:
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


@contextmanager
def monitoring(port: int, desk: str = "main") -> Iterator[Seen]:
    """Watch a server inside the block, which begins before the desk is first taken."""
    monitor = Monitor(desk)
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as lines:
        connection.sendall(b"MONITOR\r\n")
        assert lines.readline() == b"+OK\r\n"
        with beside(lambda _: monitor.read(lines)):
            try:
                yield monitor.seen
            finally:
                connection.shutdown(socket.SHUT_RDWR)  # the end of the lines
