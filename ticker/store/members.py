"""Which processes keep desks, and how many each has, so that they can share them out.

Only a hint: who writes a desk is decided by its lease. Knows who is there; must not know who ought to keep
what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.store.engine import Engine
from ticker.store.keys import MEMBERS
from ticker.store.lease import milliseconds

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster


class Members:
    """The processes of one store that keep desks."""

    def __init__(self, redis: Redis | RedisCluster) -> None:
        self._engine = Engine(redis)

    async def here(self, member: str, desks: int, ttl: float) -> dict[str, int]:
        """Say that `member` keeps so many desks, good for `ttl` seconds: all members and their desks."""
        flat = await self._engine.run("members", (MEMBERS,), member, desks, milliseconds(ttl))
        return {name.decode(): count for name, count in zip(flat[::2], flat[1::2], strict=True)}

    async def leave(self, member: str) -> None:
        """Say that a member goes."""
        await self._engine.run("members", (MEMBERS,), member, 0, 0)
