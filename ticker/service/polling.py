"""The role `poll` as a whole: every configured feed in its turn, and what is said of it in the log.

Knows the configuration, the schedule and the poller; must not know how a feed is asked or read.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from ticker import clock
from ticker.core.model import FeedState
from ticker.errors import ParseError, StoreError
from ticker.ingest.fetch import Fetcher
from ticker.ingest.schedule import Again, Job, Schedule
from ticker.ingest.worker import Parser
from ticker.service.limits import fetch_limits, manners_at, pace_of
from ticker.service.poller import Poller, feed_key, named
from ticker.service.subscriber import Subscriber
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config
    from ticker.service.poller import Polled
    from ticker.store import DeskStore, Push

_DRAIN: Final = 4.0  # seconds that polls under way get at a stop


class Polling:
    """Polls from enter to exit; `stores` are the desks', by name, and may grow and shrink meanwhile."""

    def __init__(
        self,
        config: Config,
        redis: Redis | RedisCluster,
        stores: Mapping[str, DeskStore],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._config = config
        self._redis = redis
        self._stores = stores
        self._log = log
        self._offers: dict[str, FeedState] = {}  # the feeds that name a hub
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            fetcher = await stack.enter_async_context(Fetcher(fetch_limits(self._config.fetch)))
            parser = await stack.enter_async_context(Parser())
            self._subscriber = Subscriber(
                self._redis, fetcher, lambda: self._offers, self._pushed, clock=clock.now, log=self._log
            )
            self._subscriber.callback = self._config.fetch.callback or ""
            self._poller = Poller(
                self._config, self._stores, fetcher, parser, clock.now, push_of=self._subscriber.push_of
            )
            self.schedule = Schedule(
                self._poll, on_error=self._broken, concurrency=self._config.fetch.concurrency
            )
            self.schedule.start()
            stack.push_async_callback(self.schedule.stop, _DRAIN)
            await self._forget_strangers()
            self.schedule.set_feeds(await self._jobs())
            subscribing = asyncio.create_task(self._subscriber.run(), name="websub")
            stack.push_async_callback(cancel, [subscribing])
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def configure(self, config: Config) -> None:
        """Take over a changed configuration: feeds that are gone are forgotten, paused ones left alone."""
        self._config = config
        self._poller.configure(config)
        await self._forget_strangers()
        self.schedule.set_feeds(await self._jobs())

    async def _jobs(self) -> dict[str, Job]:
        """What to poll; a feed that was asked before this start keeps to its next turn."""
        now = clock.now()
        known = {
            (name, state.feed): state
            for name in self._config.desks
            for state in await self._stores[name].feeds()
        }
        jobs = {}
        self._offers.clear()
        for feed in self._config.feeds:
            state = known.get((feed.desk, feed.url)) or FeedState(feed=feed.url, url=feed.url)
            if feed.paused != state.paused:
                await self._stores[feed.desk].save_feed(_paused(named(state, feed)))
            if feed.paused:
                continue
            if state.hub:
                self._offers[feed_key(feed)] = state
            interval = pace_of(feed).start
            due = state.next_poll or 0.0
            jobs[feed_key(feed)] = Job(
                feed_key(feed),
                interval,
                urlsplit(feed.url).netloc,
                due if state.failures else min(due, now + max(interval, state.interval)),
                manners_at(feed, self._config.fetch),
            )
        return jobs

    async def _forget_strangers(self) -> None:
        """Drop what is remembered of feeds that the configuration no longer names."""
        ours = {(feed.desk, feed.url) for feed in self._config.feeds}
        for name in self._config.desks:
            for state in await self._stores[name].feeds():
                if (name, state.feed) not in ours:
                    await self._stores[name].forget_feed(state.feed)

    async def _poll(self, key: str) -> Again | None:
        polled = await self._poller.poll(key)
        if polled is None:
            return None
        self._say(polled)
        state = polled.state
        if state.hub:
            self._offers[key] = state
        else:
            self._offers.pop(key, None)
        if state.next_poll is None or state.polled is None:
            return None
        return Again(state.next_poll - state.polled, bad=bool(state.error))

    async def _pushed(self, key: str, push: Push) -> None:
        if not push.body:
            with suppress(KeyError):  # removed meanwhile
                self.schedule.poll_now(key)
            return
        try:
            polled = await self._poller.take_pushed(key, push.body, push.content_type)
        except ParseError as error:
            self._log.warning("a push cannot be read; the feed is polled", feed=key, reason=error.message)
            with suppress(KeyError):
                self.schedule.poll_now(key)
            return
        if polled is not None and (polled.new or polled.revised):
            self._log.info("pushed", feed=polled.state.feed, new=polled.new, revised=polled.revised)

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

    def _broken(self, key: str, error: BaseException) -> None:
        if isinstance(error, StoreError):
            self._log.error("the store failed; the feed is asked again", feed=key, reason=str(error))
        else:
            self._log.error("a poll broke", feed=key, reason=repr(error), exc_info=error)


def _paused(state: FeedState) -> FeedState:
    return replace(state, next_poll=None, quiet=False) if state.paused else state
