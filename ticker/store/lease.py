"""One writer for a desk: a lease on Redis' time with a fencing token that only grows.

The lease decides who tries to write; the token, checked inside the commit, decides who can.

Knows the lease; must not know what its holder does.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys


def fresh_epoch() -> str:
    """A name for a history that no other history has."""
    return secrets.token_hex(6)


class Lease:
    """The lease of one desk. Times to live are seconds."""

    def __init__(self, engine: Engine, keys: DeskKeys) -> None:
        self._engine = engine
        self._keys = keys

    async def acquire(self, owner: str, ttl: float) -> int | None:
        """Take the desk: the new fencing token, or None while another owner holds it."""
        keys = (self._keys.meta, self._keys.lease, self._keys.updates)
        token: int = await self._engine.run("acquire", keys, owner, milliseconds(ttl), fresh_epoch())
        return token or None

    async def renew(self, owner: str, token: int, ttl: float) -> bool:
        """Hold the desk for `ttl` more from now on; False = it went to somebody else."""
        keys = (self._keys.meta, self._keys.lease)
        return bool(await self._engine.run("renew", keys, owner, token, milliseconds(ttl)))

    async def release(self, owner: str, token: int) -> None:
        """Give the desk back at once; nothing happens where it is no longer held."""
        await self._engine.run("renew", (self._keys.meta, self._keys.lease), owner, token, 0)


def milliseconds(seconds: float) -> int:
    """Seconds as Redis takes them; never 0."""
    return max(1, round(seconds * 1000))
