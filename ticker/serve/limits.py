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
    `tick` is the least time between two looks at a desk's updates: what comes meanwhile goes out together.

    The live socket: `sockets` clients together. `socket_high` bytes may wait in a client's own buffer, and
    `socket_system` in the system's; whoever does not read them within `socket_stall`, is `waiting_bytes`
    behind, or does not answer for that long one of the pings that come every `alive`, is closed, and cut off
    after `farewell`. The last `history_updates` of a desk, of `history_bytes` at most, are at hand for those
    who come back. `ping` is the longest silence, `sweep` how often slow clients are looked for.
    """

    heartbeat: float = 15.0
    stall: float = 10.0
    waiting_updates: int = 1_000
    waiting_bytes: int = 1 << 20
    listeners: int = 1_000
    reads: int = 16
    page: int = 200
    retry: float = 0.5
    tick: float = 0.01
    sockets: int = 10_000
    socket_high: int = 65_536
    socket_system: int = 131_072
    socket_stall: float = 5.0
    alive: float = 3.0
    farewell: float = 6.0
    history_updates: int = 4_000
    history_bytes: int = 8 << 20
    ping: float = 20.0
    sweep: float = 0.5
