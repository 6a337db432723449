"""How much one client may cost, and how long it is waited for.

Knows figures; must not know who keeps to them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Durations are seconds.

    `waiting_updates` and `waiting_bytes` bound what is kept for one listener that does not read;
    `stall` is how long one write to it may take. `listeners` bounds all of them together, `reads`
    the questions that the store is asked at once (its client has 100 connections for everybody).
    """

    heartbeat: float = 15.0
    stall: float = 10.0
    waiting_updates: int = 1_000
    waiting_bytes: int = 1 << 20
    listeners: int = 1_000
    reads: int = 16
    page: int = 200
    retry: float = 0.5
