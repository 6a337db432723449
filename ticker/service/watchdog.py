"""Ends work that never ends: what keeps the main thread busy for longer than it may raises `HungError` there.

The kernel counts the processor time that the process uses, so one that was frozen or had to wait is not taken
for one that hangs. Each half a second of it sends a signal, which Python handles between two of its steps, or
inside a regular expression. Where it cannot for `KILL` seconds, since code in C hangs, the kernel ends the
process.

Knows signals and seconds; must not know what the work is.
"""

from __future__ import annotations

import math
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_EACH: Final = 0.5
KILL = 20.0
"""Seconds of processor time after which a process that handles no signals is ended."""

_left = math.inf  # what the work at hand may still use; signals belong to the process, and so does this


class HungError(Exception):
    """The work at hand took longer than it may."""


@contextmanager
def watching() -> Iterator[None]:
    """Watch over this process inside the block, which is to be entered in its main thread.

    Nobody watches after: where Python has ended, nothing would hear the signals. Does nothing on Windows.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    former = signal.signal(signal.SIGVTALRM, _look)
    signal.setitimer(signal.ITIMER_VIRTUAL, _EACH, _EACH)
    signal.setitimer(signal.ITIMER_PROF, KILL)
    try:
        yield
    finally:
        for timer in (signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
            signal.setitimer(timer, 0.0)
        signal.signal(signal.SIGVTALRM, former)


def begin(seconds: float) -> None:
    """Work begins that may use up to `seconds` of the processor, or half a one more."""
    global _left  # noqa: PLW0603 - see there
    _left = seconds + _EACH


def end() -> None:
    """The work at hand is done."""
    global _left  # noqa: PLW0603
    _left = math.inf


def _look(_number: int, _frame: object) -> None:
    global _left  # noqa: PLW0603
    signal.setitimer(signal.ITIMER_PROF, KILL)
    _left -= _EACH
    if _left <= 0.0:
        _left = math.inf
        raise HungError("it does not end")
