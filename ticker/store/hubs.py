"""WebSub subscriptions, and what hubs have brought, on its way from the server to the poller.

The role `poll` asks hubs and reads the inbox; the role `serve` answers hubs and fills it. The inbox is
short: what falls out of it is found by the next poll.

Knows the records; must not know the protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticker.core.model import Instant  # noqa: TC001 - Record reads the annotations
from ticker.store.codec import Record
from ticker.store.engine import Engine
from ticker.store.keys import HubKeys
from ticker.store.log import wait_for_stream

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

INBOX: Final = 64
"""Pushes that wait at most; the oldest give way."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed at one hub. `id` is the secret part of the callback's address.

    `state` is `asked` (the hub has not called back yet), `on` (until the instant `until`), `refused` (with
    its `reason`) or `ending` (the hub is asked to stop). `at` is when it was last asked, `tries` how often
    in vain.
    """

    id: str
    desk: str
    feed: str
    hub: str
    topic: str
    secret: str
    state: str
    at: Instant
    until: Instant = 0.0
    tries: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Push:
    """What a hub brought for a subscription; an empty `body` says only that there is something new."""

    subscription: str
    content_type: str
    body: bytes


_SUBSCRIPTION: Final = Record(Subscription)


class Hubs:
    """The subscriptions of one store, all desks together."""

    def __init__(self, redis: Redis | RedisCluster) -> None:
        self._engine = Engine(redis)
        self._keys = HubKeys()

    async def all(self) -> list[Subscription]:
        """All of them."""
        rows = await self._engine.call("HVALS", self._keys.subscriptions)
        return [_SUBSCRIPTION.unpack(row) for row in rows]

    async def get(self, name: str) -> Subscription | None:
        """One of them; None = there is none of this id."""
        row = await self._engine.call("HGET", self._keys.subscriptions, name)
        return None if row is None else _SUBSCRIPTION.unpack(row)

    async def put(self, subscription: Subscription) -> None:
        """Keep a subscription in place of the former one of its id."""
        row = _SUBSCRIPTION.pack(subscription)
        await self._engine.call("HSET", self._keys.subscriptions, subscription.id, row)

    async def drop(self, name: str) -> None:
        """Forget a subscription."""
        await self._engine.call("HDEL", self._keys.subscriptions, name)

    async def push(self, push: Push) -> None:
        """Put into the inbox what a hub brought."""
        fields = ("id", push.subscription, "type", push.content_type, "body", push.body)
        await self._engine.call("XADD", self._keys.inbox, "MAXLEN", "=", INBOX, "*", *fields)

    async def pushes(self, *, count: int = 8, block: float | None = None) -> list[tuple[str, Push]]:
        """The oldest in the inbox, each with its place there; waits up to `block` seconds for one."""
        rows = await wait_for_stream(self._engine, self._keys.inbox, "0-0", count, block)
        return [
            (place.decode(), Push(subscription.decode(), content_type.decode(), body))
            for place, (_, subscription, _, content_type, _, body) in rows
        ]

    async def done(self, place: str) -> None:
        """Take out of the inbox what was dealt with."""
        await self._engine.call("XDEL", self._keys.inbox, place)
