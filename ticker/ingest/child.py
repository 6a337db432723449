"""The process that parses what may be hostile: limited, killable, gone with its parent.

`python -m ticker.ingest.child` reads requests from standard input and writes replies to standard output
until its input ends. Memory is limited once, CPU before each request. It opens nothing and keeps nothing.

Knows limits of the operating system; must not know who asks or why.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from ticker.errors import ParseError
from ticker.ingest.parse import parse
from ticker.ingest.protocol import HEAD, Reply, Request, frame, length, read_request

MEMORY = 1 << 30
"""Bytes of address space that the child may use (Linux)."""

_PR_SET_PDEATHSIG = 1
_SIGKILL = 9


def main() -> None:
    """Serve until standard input ends."""
    # whatever a library prints must not get between the replies
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    parent = os.getppid()
    _die_with_parent()
    _limit_memory()
    out.write(frame(Reply(kind="ready", message=str(os.getpid()))))
    out.flush()
    while os.getppid() == parent and (request := _next(sys.stdin.buffer)) is not None:
        _limit_cpu(request.cpu)
        out.write(frame(answer(request)))
        out.flush()


def answer(request: Request) -> Reply:
    """Parse one request. A refusal, and running out of memory, are answers too."""
    try:
        document = parse(request.body, request.how)
    except ParseError as refusal:
        return Reply(kind=refusal.kind, message=refusal.message)
    except MemoryError:
        return Reply(kind="too_big", message="parsing it takes more memory than is allowed")
    except RecursionError:
        return Reply(kind="too_deep", message="it is nested too deep")
    return Reply(document=document)


def _next(pipe: BinaryIO) -> Request | None:
    head = pipe.read(HEAD)
    return read_request(pipe.read(length(head))) if len(head) == HEAD else None


def _die_with_parent() -> None:
    """On Linux the kernel ends the child with its parent; elsewhere the end of input does, once it reads."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - Linux only

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def _limit_memory() -> None:
    if sys.platform == "linux":  # macOS knows the limit and does not keep it
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _limit_cpu(seconds: float) -> None:
    """At most `seconds` from now on; the kernel ends the child past it (SIGPROF)."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):  # both mean: the parent goes
        main()
