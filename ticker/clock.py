"""The one wall clock of the edges; the core never asks it, it is told.

It goes on at the pace of a clock that nobody sets: a wall clock that jumps by an hour or a day, as one does
that a boot left wrong, must not make live headlines old or new ones late. What time it is was decided once,
when this process began, or when it was told by the store that all processes share.

Knows the time; must not know what it is used for.
"""

import time
from typing import Final

_BOOT: Final = getattr(time, "CLOCK_BOOTTIME", None)


def _pace() -> float:
    """Seconds of the clock that nobody sets; the machine's sleep counts, where the system can tell."""
    return time.monotonic() if _BOOT is None else time.clock_gettime(_BOOT)


_zero = time.time() - _pace()  # noqa: TID251 - this is the edge the ban points to


def now() -> float:
    """POSIX seconds, UTC; never goes back."""
    return _zero + _pace()


def agree(with_instant: float) -> float:
    """Go by another clock, which says that it is `with_instant` now; returns how far off ours was, seconds.

    Called once, before anybody has asked.
    """
    global _zero  # noqa: PLW0603 - there is one time
    off = with_instant - now()
    _zero += off
    return off


def wall_is_ahead() -> float:
    """Seconds by which the system's wall clock is ahead of `now`: it was set since, or goes faster."""
    return time.time() - now()  # noqa: TID251 - as above
