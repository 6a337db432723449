"""The role `poll` as a whole: takes its part of the polls, leads them where nobody else does, and logs.

Knows the configuration, the poller, the leader and the taker; must not know how a feed is asked or read.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final, Self

from ticker import clock
from ticker.ingest.fetch import Fetcher
from ticker.ingest.worker import Parser
from ticker.service.leader import Leader
from ticker.service.limits import fetch_limits
from ticker.service.poller import Poller
from ticker.service.taker import Taker
from ticker.store import Report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config
    from ticker.service.poller import Polled
    from ticker.store import DeskStore, Turn

_DRAIN: Final = 2.5  # seconds that polls under way get at a stop
_STRANGE: Final = Report(wait=2.0, bad=True)
"""The leader knows a feed that this process does not: its configuration is newer, or older."""


class Polling:
    """Polls from enter to exit; `stores` are the desks', by name, and may grow and shrink meanwhile."""

    def __init__(
        self,
        config: Config,
        redis: Redis | RedisCluster,
        stores: Mapping[str, DeskStore],
        log: structlog.typing.FilteringBoundLogger,
        *,
        owner: str,
    ) -> None:
        self._config = config
        self._redis = redis
        self._stores = stores
        self._owner = owner
        self._log = log
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            fetcher = await stack.enter_async_context(Fetcher(fetch_limits(self._config.fetch)))
            parser = await stack.enter_async_context(Parser())
            self._poller = Poller(self._config, self._stores, fetcher, parser, clock.now)
            taker = Taker(
                self._redis,
                self._poll,
                name=self._owner,
                places=self._config.fetch.concurrency,
                log=self._log,
            )
            taker.start()
            stack.push_async_callback(taker.stop, _DRAIN)
            self.leader = Leader(
                self._config,
                self._redis,
                self._stores,
                self._poller,
                fetcher,
                owner=self._owner,
                log=self._log,
            )
            leading = asyncio.create_task(self.leader.run(), name="leader")
            stack.push_async_callback(self._resign, leading)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _resign(self, leading: asyncio.Task[None]) -> None:
        self.leader.stop()
        await leading

    def configure(self, config: Config) -> None:
        """Take over a changed configuration; polls under way end with what they began with."""
        self._config = config
        self._poller.configure(config)
        self.leader.configure(config)

    async def _poll(self, turn: Turn) -> Report:
        polled = await self._poller.poll(turn.key, push=turn.push)
        if polled is None:
            return _STRANGE
        self._say(polled)
        state = polled.state
        if state.next_poll is None or state.polled is None:
            return Report(hub=bool(state.hub))
        return Report(state.next_poll - state.polled, bad=bool(state.error), hub=bool(state.hub))

    def _say(self, polled: Polled) -> None:
        state, was = polled.state, polled.was
        log = self._log.bind(feed=state.feed, desk=state.desk)
        if state.error:
            log.warning("the feed failed", kind=state.error, reason=state.error_text, failures=state.failures)
        elif was.error:
            log.info("the feed works again", failed=was.failures)
        if polled.new or polled.revised:
            log.info("polled", new=polled.new, revised=polled.revised, items=state.items)
        for warning in state.warnings:
            if warning not in was.warnings:
                log.warning("the feed is odd", warning=warning)
        if state.url not in (state.feed, was.url):
            log.warning("the feed has moved for good; write its new address down", to=state.url)
        if state.quiet and not was.quiet:
            log.warning(
                "the feed has gone strangely quiet",
                silent_hours=round((clock.now() - state.news[-1]) / 3600, 1),
                usual_minutes=round(state.rhythm / 60),
            )
