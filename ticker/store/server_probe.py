"""Speaks to a local server over its socket without a client library: is it alive, end it.

Knows two commands; must not know who started the server.
"""

from __future__ import annotations

import socket
from enum import Enum, auto
from typing import Final

PATIENCE: Final = 0.5
"""Seconds that a server has for an answer; one that is busy reading its data may need them."""


class State(Enum):
    """What is behind a socket."""

    ABSENT = auto()
    SILENT = auto()
    LOADING = auto()
    READY = auto()


def probe(path: str) -> State:
    """Ask the server behind the socket `path` how it is."""
    try:
        answer = _ask(path, b"PING\r\n")
    except TimeoutError:
        return State.SILENT
    except OSError:
        return State.ABSENT
    if not answer:
        return State.ABSENT  # it hung up: it is going down
    if answer.startswith((b"-LOADING", b"-BUSY", b"-MASTERDOWN")):
        return State.LOADING
    return State.READY


def shut_down(path: str) -> None:
    """Tell the server to write what it holds to disk and to end; an absent one has ended already."""
    try:
        _ask(path, b"SHUTDOWN\r\n", patience=10.0)
    except TimeoutError:
        return  # still writing: whoever waits for its end will see it
    except OSError:
        return  # it hung up, as an obedient server does


def _ask(path: str, command: bytes, patience: float = PATIENCE) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(patience)
        line.connect(path)
        line.sendall(command)
        return line.recv(256)
