"""What has to be done twice a second for all rooms: pings, slow clients, tokens that are no longer good.

Knows rooms and tokens; must not know what is written to clients.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from ticker import clock
from ticker.errors import StoreError
from ticker.serve.live.wire import Close

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticker.serve.limits import Limits
    from ticker.serve.live.room import Room
    from ticker.store import Tokens

_TOKENS_EVERY: Final = 5.0


class Lobby:
    """Looks after `rooms`."""

    def __init__(self, rooms: Callable[[], Iterable[Room]], tokens: Tokens, limits: Limits) -> None:
        self._rooms = rooms
        self._tokens = tokens
        self._limits = limits

    async def run(self) -> None:
        """Look after them without end."""
        loop = asyncio.get_running_loop()
        share = self._limits.sweep / self._limits.alive
        pinged = looked = loop.time()
        while True:
            await asyncio.sleep(self._limits.sweep)
            now = loop.time()
            for room in self._rooms():
                room.sweep(now)
                room.ask_alive(share)
            if now - pinged >= self._limits.ping:
                pinged = now
                for room in self._rooms():
                    room.ping()
            if now - looked >= _TOKENS_EVERY:
                looked = now
                await self._check_tokens()

    async def _check_tokens(self) -> None:
        """Close what was opened with a token that has been revoked since, or has run out."""
        clients = [client for room in self._rooms() for client in room if client.guest.visitor.token]
        if not clients:
            return
        try:
            tokens = await self._tokens.all()
        except StoreError:
            return  # asked again in a moment; a store that is away lets nobody new in
        now = clock.now()
        good = {token.id for token in tokens if token.lives(now)}
        for client in clients:
            if client.guest.visitor.token not in good:
                client.close(Close.TOKEN_GONE)
