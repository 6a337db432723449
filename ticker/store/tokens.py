"""Access tokens and tickets: made here, kept as hashes, shown once.

A token is `tk_ID_SECRET`. The store holds the SHA-256 of the secret, never the secret: 256 random bits
need no slow hash. A ticket stands for a token for a few seconds and is taken once, by whichever server
sees it first: browsers show it where they cannot send a header.

Knows how a token is kept and found; must not know requests.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ticker.core.model import Instant  # noqa: TC001 - Record reads the annotations of Token
from ticker.core.roles import Role  # noqa: TC001 - Record reads the annotations of Token
from ticker.errors import StoreError, UsageError
from ticker.store.codec import Record
from ticker.store.engine import Engine
from ticker.store.keys import TICKET, TOKENS

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster


TICKET_TTL: Final = 30
"""Seconds that a ticket waits to be taken."""

_MARK: Final = "tk_"
_SECRET: Final = 43  # characters of 32 bytes in URL-safe base64
_LONGEST: Final = 100
_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of one token. `desks` () = all; `expires` None = never; `digest` of its secret."""

    id: str
    name: str
    role: Role
    created: Instant
    desks: tuple[str, ...] = ()
    expires: Instant | None = None
    digest: bytes = b""

    def lives(self, now: Instant) -> bool:
        """Whether it is still good at `now`."""
        return self.expires is None or now < self.expires


TOKEN: Final = Record(Token)


class Tokens:
    """The tokens of one store."""

    def __init__(self, redis: Redis | RedisCluster) -> None:
        self._engine = Engine(redis)

    async def create(
        self,
        name: str,
        role: Role,
        *,
        now: Instant,
        desks: tuple[str, ...] = (),
        expires: Instant | None = None,
    ) -> tuple[Token, str]:
        """Make a token; what is kept of it, and its text, which nobody can ask for again.

        Raises:
            UsageError: the name is empty, too long or not printable.
        """
        if not name.strip() or len(name) > _NAME or not name.isprintable():
            raise UsageError(f"a token needs a name of 1 to {_NAME} printable characters: who will hold it?")
        secret = secrets.token_urlsafe(32)
        token = Token(secrets.token_hex(4), name.strip(), role, now, desks, expires, _digest(secret))
        await self._engine.call("HSET", TOKENS, token.id, TOKEN.pack(token))
        return token, f"{_MARK}{token.id}_{secret}"

    async def all(self) -> list[Token]:
        """All of them, oldest first."""
        rows = await self._engine.call("HVALS", TOKENS)
        return sorted(map(TOKEN.unpack, rows), key=lambda token: (token.created, token.id))

    async def revoke(self, token_id: str) -> bool:
        """Make a token worthless at once; False = there is none of this id."""
        return bool(await self._engine.call("HDEL", TOKENS, token_id))

    async def find(self, text: str, now: Instant) -> Token | None:
        """The token that `text` is; None = it is none, or no longer good."""
        if len(text) > _LONGEST or not text.startswith(_MARK) or not text.isascii():
            return None
        token_id, _, secret = text.removeprefix(_MARK).partition("_")
        token = await self._kept(token_id, now)
        if token is None or not hmac.compare_digest(token.digest, _digest(secret)):
            return None
        return token

    async def ticket(self, token_id: str) -> str:
        """A ticket for a token: good once, within `TICKET_TTL`."""
        ticket = secrets.token_urlsafe(32)
        await self._engine.call("SET", _ticket_key(ticket), token_id, "EX", TICKET_TTL)
        return ticket

    async def take(self, ticket: str, now: Instant) -> Token | None:
        """The token that a ticket stands for; the ticket is gone then. None = it is not good."""
        if len(ticket) != _SECRET or not ticket.isascii():
            return None
        token_id = await self._engine.call("GETDEL", _ticket_key(ticket))
        return None if token_id is None else await self._kept(token_id.decode(), now)

    async def _kept(self, token_id: str, now: Instant) -> Token | None:
        data = await self._engine.call("HGET", TOKENS, token_id)
        if data is None:
            return None
        try:
            token = TOKEN.unpack(data)
        except (StoreError, ValueError) as error:
            raise StoreError(f"token {token_id} cannot be read; revoke it: {error}") from error
        return token if token.lives(now) else None


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _ticket_key(ticket: str) -> str:
    return f"{TICKET}:{sha256(ticket.encode()).hexdigest()}"
