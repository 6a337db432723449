"""Alerts in Redis: who watches, what was told, what is still to be sent, and what editors switched off.

    readers       recent, follow, switches
    editors       switch_off, switch_on
    the watcher   hold, load, commit, due, sent, failed

Knows how alerts are kept; must not know when a story alerts or how an alert is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from ticker.core.alert import Told
from ticker.core.model import Instant  # noqa: TC001 - Record reads the annotations
from ticker.core.view import AlertView, alert_view
from ticker.store.codec import Record
from ticker.store.engine import Engine
from ticker.store.keys import AlertKeys
from ticker.store.log import wait_for_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.core.alert import Alert
    from ticker.core.model import StoryId

KEPT: Final = 1_000
"""Alerts that the log keeps, about."""

_CURSOR: Final = b"cursor:"


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that an editor switched off; `until` None = until it is switched on again."""

    by: str
    at: Instant
    until: Instant | None = None

    def holds(self, now: Instant) -> bool:
        """Whether it is still off at `now`."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Due:
    """An alert that one sender has still to send: how often it was `tried`, when it is tried `next`."""

    tried: int
    next: Instant
    alert: bytes


@dataclass(frozen=True, slots=True)
class Watched:
    """Where the watch stands: a cursor for each desk, and what was told of each story, by desk and id."""

    cursors: dict[str, str]
    told: dict[tuple[str, StoryId], Told]


TOLD: Final = Record(Told)
SWITCH: Final = Record(Switch)
DUE: Final = Record(Due)
_json: Final = msgspec.json.Encoder()
_alert: Final = msgspec.json.Decoder(AlertView)


class Alerts:
    """The alerts of one store, all desks together."""

    def __init__(self, redis: Redis | RedisCluster) -> None:
        self.keys = AlertKeys()
        self._engine = Engine(redis)

    # readers

    async def recent(self, count: int = 50) -> list[tuple[str, AlertView]]:
        """The latest alerts, newest first, each with its place in the log."""
        rows = await self._engine.call("XREVRANGE", self.keys.log, "+", "-", "COUNT", count)
        return [(name.decode(), _alert.decode(row[b"a"])) for name, row in rows]

    async def follow(
        self, after: str, *, count: int = 100, block: float | None = None
    ) -> list[tuple[str, AlertView]]:
        """Alerts after a place in the log ("" = from the oldest), in order; waits up to `block` seconds."""
        rows = await wait_for_stream(self._engine, self.keys.log, after or "0-0", count, block)
        return [(name.decode(), _alert.decode(data)) for name, (_, data) in rows]

    async def switches(self) -> dict[str, Switch]:
        """What is off: `DESK` for a desk that is disarmed, `DESK STORY` for a story that is muted."""
        rows: Mapping[bytes, bytes] = await self._engine.call("HGETALL", self.keys.switches)
        return {name.decode(): SWITCH.unpack(data) for name, data in rows.items()}

    # editors

    async def switch_off(self, switch: Switch, desk: str, story: StoryId = "") -> None:
        """Disarm a desk, or mute one of its stories."""
        await self._engine.call("HSET", self.keys.switches, _name(desk, story), SWITCH.pack(switch))

    async def switch_on(self, desk: str, story: StoryId = "") -> bool:
        """Arm a desk again, or unmute a story; False = it was not off."""
        return bool(await self._engine.call("HDEL", self.keys.switches, _name(desk, story)))

    # the watcher

    async def hold(self, owner: str, ttl: float) -> float | None:
        """Take or keep the watch for `ttl` seconds (0 = give it back); None = another process has it.

        What comes back is for how many seconds nobody had it.
        """
        alone: int = await self._engine.run("alert_hold", [self.keys.meta], owner, round(ttl * 1000))
        return None if alone < 0 else alone / 1000

    async def load(self) -> Watched:
        """Where the watch stands."""
        meta: Mapping[bytes, bytes] = await self._engine.call("HGETALL", self.keys.meta)
        told: Mapping[bytes, bytes] = await self._engine.call("HGETALL", self.keys.told)
        return Watched(
            cursors={
                name.removeprefix(_CURSOR).decode(): cursor.decode()
                for name, cursor in meta.items()
                if name.startswith(_CURSOR)
            },
            told={_parts(name): TOLD.unpack(data) for name, data in told.items()},
        )

    async def commit(
        self,
        owner: str,
        desk: str,
        *,
        begin: str,
        end: str,
        told: Mapping[StoryId, Told | None],
        alerts: Sequence[Alert],
        senders: Iterable[str],
    ) -> None:
        """Move the watch over a desk from one cursor to another, with what that gave; once.

        `told` None = the story is gone. Each alert is due with each of `senders`.

        Raises:
            FencedError: another process watches by now, or the watch stands elsewhere.
        """
        kept: list[str | bytes] = []
        gone: list[str | bytes] = []
        for story, what in told.items():
            if what is None:
                gone.append(_name(desk, story))
            else:
                kept += (_name(desk, story), TOLD.pack(what))
        bodies = [_json.encode(alert_view(alert)) for alert in alerts]
        due: list[str | bytes] = []
        for sender in senders:
            for alert, body in zip(alerts, bodies, strict=True):
                due += (f"{alert.id} {sender}", DUE.pack(Due(0, alert.at, body)))
        sections: list[Sequence[str | bytes]] = [kept, gone, bodies, due]
        keys = self.keys
        await self._engine.run(
            "alert_commit",
            (keys.meta, keys.log, keys.told, keys.due),
            owner,
            f"{_CURSOR.decode()}{desk}",
            begin,
            end,
            KEPT,
            *map(len, sections),
            *(arg for section in sections for arg in section),
        )

    async def due(self) -> dict[tuple[str, str], Due]:
        """What is still to be sent, by alert and sender."""
        rows: Mapping[bytes, bytes] = await self._engine.call("HGETALL", self.keys.due)
        return {_parts(name): DUE.unpack(data) for name, data in rows.items()}

    async def sent(self, alert_id: str, sender: str) -> None:
        """An alert is not due with this sender any more: it was sent, or given up."""
        await self._engine.call("HDEL", self.keys.due, f"{alert_id} {sender}")

    async def failed(self, alert_id: str, sender: str, again: Due) -> None:
        """An alert could not be sent and is tried again."""
        await self._engine.call("HSET", self.keys.due, f"{alert_id} {sender}", DUE.pack(again))


def _name(desk: str, story: StoryId) -> str:
    return f"{desk} {story}" if story else desk


def _parts(name: bytes) -> tuple[str, str]:
    first, _, second = name.decode().rpartition(" ")
    return first, second
