"""Whose turn it is to be polled: one leader says it, any number of pollers take turns and report.

A turn is in the stream `due` from when the leader gave it until a poller has ended it; in between it belongs
to one poller, and to another when that one falls silent. The leader holds a lease on Redis' time; its token
is in the ids of the turns, so that one who only thinks that it leads can give none.

Knows turns; must not know how a feed is polled or when it is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ticker.store.codec import Record
from ticker.store.engine import Engine
from ticker.store.keys import PollKeys
from ticker.store.lease import milliseconds
from ticker.store.log import SLICE, fields_of, wait_for_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

SILENT: Final = 5.0
"""Seconds after which the turns of a poller that is not heard of are another's."""

_LONG_IDLE: Final = 86_400_000  # ms: longer than any silence


@dataclass(frozen=True, slots=True)
class Turn:
    """A feed's turn. `push` says how its WebSub subscription stands (see `FeedState.push`)."""

    id: str
    key: str
    push: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a turn: the next one in `wait` seconds from its beginning (None = as always).

    `bad` says that the poll failed or was told to stay away, `hub` that the feed names a hub.
    """

    wait: float | None = None
    bad: bool = False
    hub: bool = False


_REPORT: Final = Record(Report)


class Turns:
    """The turns of one store, all desks together."""

    def __init__(self, redis: Redis | RedisCluster) -> None:
        self._engine = Engine(redis)
        self._keys = PollKeys()

    # the leader

    async def lead(self, owner: str, token: int, ttl: float) -> tuple[int, int]:
        """Take the lead with token 0, keep it with the token it gave: the token; and the pollers, counted.

        A token of 0 comes back while another leads, or when the lead that was held is over.
        """
        keys = (self._keys.meta, self._keys.due)
        args = (owner, token, milliseconds(ttl), milliseconds(SILENT))
        held, there = await self._engine.run("lead", keys, *args)
        return held, there

    async def resign(self, owner: str, token: int) -> None:
        """Give the lead back at once; nothing happens where it is no longer held."""
        await self._engine.run(
            "lead", (self._keys.meta, self._keys.due), owner, token, 0, milliseconds(SILENT)
        )

    async def open(self) -> tuple[str, list[Turn]]:
        """The place in the reports up to which all is over, and the turns under way."""
        keys = (self._keys.meta, self._keys.due, self._keys.done)
        place, rows = await self._engine.run("turns_open", keys)
        return place.decode(), [_turn(name, fields_of(row)) for name, row in rows]

    async def give(self, token: int, first: int, due: Sequence[tuple[str, str]]) -> None:
        """Give turns to (key, push) each; their ids are `token-first` and those that follow.

        Raises FencedError when the lead went to another.
        """
        args = [part for one in due for part in one]
        await self._engine.run("turns_due", (self._keys.meta, self._keys.due), token, first, *args)

    async def is_open(self, turn: str) -> bool:
        """Whether a turn that was given has not ended; one that a failing server lost has."""
        return bool(await self._engine.call("XRANGE", self._keys.due, turn, turn))

    async def free(self, turn: str) -> None:
        """Let anybody take over a turn at once: silence is told by Redis' clock, which may be set back."""
        row = ("XCLAIM", self._keys.due, "pollers", "gone", 0, turn, "IDLE", _LONG_IDLE)
        await self._engine.call(*row)

    async def reports(self, after: str, *, count: int, block: float) -> list[tuple[str, str, Report]]:
        """The reports after a place, oldest first: place, id of the turn, report. Waits `block` s for one."""
        rows = await wait_for_stream(self._engine, self._keys.done, after, count, block)
        return [
            (place.decode(), turn.decode(), _REPORT.unpack(report)) for place, (_, turn, _, report) in rows
        ]

    # pollers

    async def take(self, poller: str, *, count: int, block: float) -> list[Turn]:
        """Take up to `count` turns; waits up to `block` seconds for one, at most `SLICE`."""
        group = ("GROUP", "pollers", poller, "COUNT", count, "BLOCK", milliseconds(min(block, SLICE)))
        reply: Any = await self._engine.call("XREADGROUP", *group, "STREAMS", self._keys.due, ">")
        return [_turn(name, row) for name, row in reply[0][1]] if reply else []

    async def keep(self, poller: str, turns: Iterable[str], *, room: int) -> tuple[list[str], list[Turn]]:
        """Say that a poller is alive and works at `turns`; take over up to `room` turns of silent ones.

        Returns the turns that are its own no more, and those taken over.
        """
        keys = (self._keys.meta, self._keys.due)
        silent = milliseconds(SILENT)
        lost, taken = await self._engine.run("turns_keep", keys, poller, silent, max(room, 0), *turns)
        return [name.decode() for name in lost], [_turn(name, fields_of(row)) for name, row in taken]

    async def end(self, poller: str, reports: Iterable[tuple[str, Report]]) -> int:
        """End turns with a report each; how many were still the poller's own."""
        keys = (self._keys.meta, self._keys.due, self._keys.done)
        args = [part for turn, report in reports for part in (turn, _REPORT.pack(report))]
        ended: int = await self._engine.run("turns_done", keys, poller, *args)
        return ended

    async def leave(self, poller: str) -> int:
        """Go; turns that were not ended, so many, are taken over by others at once."""
        left: int = await self._engine.run("turns_leave", (self._keys.meta, self._keys.due), poller)
        return left


def _turn(name: bytes, row: dict[bytes, bytes]) -> Turn:
    return Turn(name.decode(), row[b"k"].decode(), row[b"p"].decode())
