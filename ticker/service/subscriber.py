"""WebSub: subscribes where a feed names a hub, renews, ends, and reads what hubs have brought.

Polling goes on, less often while a hub pushes: a hub that forgets or lies costs time, never news. A feed's
hub is asked only where `fetch.callback` says at which address hubs reach this server.

Knows when a hub is asked; must not know how a push is answered or a document read.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ticker.core import websub
from ticker.errors import FetchError, StoreError
from ticker.store import Hubs, Subscription

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.core.model import FeedState, Instant
    from ticker.ingest.fetch import Fetcher
    from ticker.store import Push

_LOOK: Final = 2.0  # seconds between two looks at what is to be asked
_BLOCK: Final = 1.0
_AGAIN: Final = 600.0  # a hub that was asked and does not call back, or refuses, is asked again after this
_LONGEST: Final = 86_400.0
_RENEW: Final = 0.2  # of the lease left


class Subscriber:
    """Keeps the subscriptions of what `offers` name; `bring` gets every push of a feed that is known.

    `offers()` are the states of the polled feeds that name a hub, by key; `bring(key, push)` reads a push.
    `callback` is the address at which hubs reach the server, "" = they cannot.
    """

    def __init__(
        self,
        redis: Redis | RedisCluster,
        fetcher: Fetcher,
        offers: Callable[[], Mapping[str, FeedState]],
        bring: Callable[[str, Push], Awaitable[None]],
        *,
        clock: Callable[[], Instant],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self.callback = ""
        self._hubs = Hubs(redis)
        self._fetcher = fetcher
        self._offers = offers
        self._bring = bring
        self._clock = clock
        self._log = log
        self._states: dict[str, str] = {}

    def push_of(self, key: str) -> str:
        """How the subscription of a feed stands (see `FeedState.push`)."""
        return self._states.get(key, "")

    async def run(self) -> None:
        """Until cancelled; a store that is away is waited for."""
        looked = -_LOOK
        clock = asyncio.get_running_loop().time
        while True:
            try:
                if clock() - looked >= _LOOK:
                    looked = clock()
                    await self.look()
                if self.callback:
                    await self.take(block=_BLOCK)
                else:
                    await asyncio.sleep(_LOOK)
            except StoreError as error:
                self._log.warning("WebSub waits for the store", reason=str(error))
                await asyncio.sleep(_LOOK)

    async def look(self) -> None:
        """Subscribe, renew and end what is due."""
        offers = dict(self._offers()) if self.callback else {}
        kept = {f"{one.desk} {one.feed}": one for one in await self._hubs.all()}
        for key, state in offers.items():
            kept[key] = await self._kept(kept.get(key), state)
        await self._end(one for key, one in kept.items() if key not in offers)
        now = self._clock()
        self._states = {
            key: "asked" if one.state == "on" and one.until <= now else one.state
            for key, one in kept.items()
            if key in offers
        }

    async def take(self, *, block: float | None = None) -> None:
        """Read what hubs have brought."""
        for place, push in await self._hubs.pushes(block=block):
            subscription = await self._hubs.get(push.subscription)
            if subscription is not None:
                await self._bring(f"{subscription.desk} {subscription.feed}", push)
            await self._hubs.done(place)

    async def _kept(self, one: Subscription | None, state: FeedState) -> Subscription:
        """The subscription of a feed as it stands after what is due was done."""
        now = self._clock()
        topic = state.topic or state.url
        if one is None or (one.hub, one.topic) != (state.hub, topic):
            if one is not None:
                await self._end([one])
            one = Subscription(
                secrets.token_urlsafe(24),
                state.desk,
                state.feed,
                state.hub,
                topic,
                secrets.token_hex(32),
                "",
                0.0,
            )
        if not _is_due(one, now):
            return one
        renewed = one.state == "on" and one.until > now
        one = replace(one, state="on" if renewed else "asked", at=now, tries=one.tries + 1)
        await self._hubs.put(one)
        reason = await self._ask("subscribe", one)
        if reason:
            self._log.warning(
                "the hub does not take the subscription", feed=one.feed, hub=one.hub, reason=reason
            )
            one = replace(one, state=one.state if renewed else "refused", reason=reason)
            await self._hubs.put(one)
        return one

    async def _end(self, ended: Iterable[Subscription]) -> None:
        for one in ended:
            if one.state == "ending":  # asked already; it ends by its lease whatever the hub says
                if self._clock() - one.at > _AGAIN:
                    await self._hubs.drop(one.id)
                continue
            one = replace(one, state="ending", at=self._clock())  # noqa: PLW2901 - what is kept of it now
            await self._hubs.put(one)
            if self.callback:
                await self._ask("unsubscribe", one)

    async def _ask(self, mode: str, one: Subscription) -> str:
        """Ask the hub; "" = it will call back, else why not."""
        form = websub.request(
            mode, topic=one.topic, callback=f"{self.callback}/websub/{one.id}", secret=one.secret
        )
        try:
            status = await self._fetcher.post(one.hub, form, named_by=one.feed)
        except FetchError as error:
            return error.message
        return "" if 200 <= status < 300 else f"it answers with status {status}"


def _is_due(one: Subscription, now: Instant) -> bool:
    """Whether the hub has to be asked now."""
    if one.state == "on" and one.until > now:
        granted = one.until - one.at
        waits = _AGAIN if one.tries else 0.0
        return one.until - now < _RENEW * granted and now - one.at > waits
    return now - one.at > min(_AGAIN * 2 ** min(one.tries - 1, 8), _LONGEST) if one.tries else True
