"""The leader of the polls: of all processes that poll, the one that says which feed is due when.

It has the schedule, and so the queues in front of hosts: a turn is given when its host is free and counts
against it until the report is there, whoever polls. Any trouble with the store ends the term: a new one,
here or elsewhere, begins with what is known of the feeds and with the turns that are still under way.

Knows terms, turns and when they come; must not know how a feed is asked.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ticker import clock
from ticker.errors import FencedError, ParseError, StoreError, TickerError
from ticker.ingest.schedule import Again, Schedule
from ticker.service.jobs import jobs_of
from ticker.service.subscriber import Subscriber
from ticker.service.terms import in_terms
from ticker.store import Turns
from ticker.tasks import until_one_ends

if TYPE_CHECKING:
    from collections.abc import Mapping

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config
    from ticker.core.model import FeedState
    from ticker.ingest.fetch import Fetcher
    from ticker.service.poller import Poller
    from ticker.store import DeskStore, Push, Report, Turn

_TTL: Final = 3.0  # seconds that a dead leader blocks the next one
_RETRY: Final = 0.25
_BATCH: Final = 500
_OVERDUE: Final = 60.0  # seconds, or a poll's longest time, after which the store is asked about a turn
_STUCK: Final = 5  # times that it was asked after which a turn is anybody's: its poller may be dead unnoticed


class LostTurnError(TickerError):
    """A turn was given, and the store knows nothing of it any more."""


class Leader:
    """Leads the polls whenever no other process does, until stopped."""

    def __init__(
        self,
        config: Config,
        redis: Redis | RedisCluster,
        stores: Mapping[str, DeskStore],
        poller: Poller,
        fetcher: Fetcher,
        *,
        owner: str,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._redis = redis
        self._turns = Turns(redis)
        self._stores = stores
        self._poller = poller
        self._fetcher = fetcher
        self._owner = owner
        self._log = log
        self._stop = asyncio.Event()
        self._changed = asyncio.Event()
        self._config = config
        self.term: _Term | None = None
        """The present term, where this process leads."""

    def stop(self) -> None:
        """Ask for the end."""
        self._stop.set()

    def configure(self, config: Config) -> None:
        """Take over a changed configuration; the stores have changed with it."""
        self._config = config
        self._changed.set()

    async def run(self) -> None:
        """Lead whenever no other process does."""
        await in_terms(
            self._try,
            self._stop,
            lambda: _RETRY,
            self._log,
            lost="another process leads the polls",
            failed="the store failed; the polls wait",
        )

    async def _try(self) -> bool:
        token, pollers = await self._turns.lead(self._owner, 0, _TTL)
        if token:
            await self._lead(token, pollers)
        return bool(token)

    async def _lead(self, token: int, pollers: int) -> None:
        self._changed.clear()
        subscriber = Subscriber(
            self._redis, self._fetcher, self._offers, self._pushed, clock=clock.now, log=self._log
        )
        term = self.term = _Term(
            self._config, self._turns, self._stores, subscriber, token=token, log=self._log
        )
        try:
            await term.begin(pollers)
            await until_one_ends(
                [
                    self._stop.wait(),
                    self._renew(token),
                    self._follow_configuration(),
                    term.give(),
                    term.hear(),
                    subscriber.run(),
                ]
            )
        finally:
            self.term = None
            await term.end()
            with suppress(StoreError):  # the lead then ends by itself
                await self._turns.resign(self._owner, token)

    async def _renew(self, token: int) -> None:
        while True:
            await asyncio.sleep(_TTL / 4)
            held, pollers = await self._turns.lead(self._owner, token, _TTL)
            if not held:
                raise FencedError(f"the lead of token {token} is over")
            if self.term is not None:
                self.term.widen(pollers)

    async def _follow_configuration(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self.term is not None:
                await self.term.configure(self._config)

    def _offers(self) -> Mapping[str, FeedState]:
        return {} if self.term is None else self.term.offers

    async def _pushed(self, key: str, push: Push) -> None:
        if self.term is None:
            return
        if not push.body:
            self.term.poll_now(key)
            return
        try:
            async with self.term.alone(key):
                polled = await self._poller.take_pushed(
                    key, push.body, push.content_type, push=self.term.push_of(key)
                )
        except ParseError as error:
            self._log.warning("a push cannot be read; the feed is polled", feed=key, reason=error.message)
            self.term.poll_now(key)
            return
        if polled is not None and (polled.new or polled.revised):
            self._log.info("pushed", feed=polled.state.feed, new=polled.new, revised=polled.revised)


class _Term:
    """One term of a leader: the schedule, the turns under way, who waits for which report."""

    def __init__(
        self,
        config: Config,
        turns: Turns,
        stores: Mapping[str, DeskStore],
        subscriber: Subscriber,
        *,
        token: int,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._config = config
        self._turns = turns
        self._stores = stores
        self._token = token
        self._log = log
        self._subscriber = subscriber
        self.push_of = subscriber.push_of
        self.offers: dict[str, FeedState] = {}
        """The feeds that name a hub."""
        self._alone: dict[str, asyncio.Lock] = {}
        self._found: dict[str, Turn] = {}  # turns under way that an earlier term gave, by feed
        self._waiting: dict[str, asyncio.Future[Report]] = {}
        self._outbox: list[tuple[str, str]] = []
        self._wake = asyncio.Event()
        self._sent = 0
        self._heard = ""
        self._pollers = 0
        self.schedule = Schedule(self._poll, self._broken, concurrency=config.fetch.concurrency)

    async def begin(self, pollers: int) -> None:
        """Take up what is under way, and set up the schedule."""
        self._heard, under_way = await self._turns.open()
        self._found = {turn.key: turn for turn in under_way}
        for turn in under_way:
            self._waiting[turn.id] = asyncio.get_running_loop().create_future()
        self.widen(pollers)
        await self.configure(self._config)
        self.schedule.resume(self._found)
        self.schedule.start()

    async def end(self) -> None:
        """Give no more turns; those under way go on."""
        await self.schedule.stop(grace=0)

    async def configure(self, config: Config) -> None:
        """Take over a changed configuration: feeds that are gone are forgotten, paused ones left alone."""
        self._config = config
        self._subscriber.callback = config.fetch.callback or ""
        jobs, self.offers = await jobs_of(config, self._stores)
        self._alone = {key: self._alone.get(key) or asyncio.Lock() for key in jobs}
        self.schedule.set_feeds(jobs)

    def widen(self, pollers: int) -> None:
        """So many pollers are there: each has its places."""
        if pollers != self._pollers:
            self._pollers = pollers
            self.schedule.widen(self._config.fetch.concurrency * max(1, pollers))

    def alone(self, key: str) -> asyncio.Lock:
        """Held while a feed is polled, by whichever process, or a push of it is read."""
        return self._alone.setdefault(key, asyncio.Lock())

    def poll_now(self, key: str) -> None:
        """Poll a feed at once, if it is still one of ours."""
        with suppress(KeyError):
            self.schedule.poll_now(key)

    async def _poll(self, key: str) -> Again | None:
        async with self.alone(key):
            found = self._found.pop(key, None)
            report = await self._report(self._due(key) if found is None else found.id)
        if not report.hub:
            self.offers.pop(key, None)
        elif key not in self.offers:
            desk, _, url = key.partition(" ")
            if (state := await self._stores[desk].feed(url)) is not None:
                self.offers[key] = state
        return None if report.wait is None else Again(report.wait, bad=report.bad)

    def _due(self, key: str) -> str:
        self._outbox.append((key, self.push_of(key)))
        turn = f"{self._token}-{self._sent + len(self._outbox)}"
        self._waiting[turn] = asyncio.get_running_loop().create_future()
        self._wake.set()
        return turn

    async def _report(self, turn: str) -> Report:
        waiting, asked = self._waiting[turn], 0
        try:
            while True:
                await asyncio.wait([waiting], timeout=max(_OVERDUE, self._config.fetch.timeout))
                if waiting.done():
                    return waiting.result()
                asked += 1
                if not await self._turns.is_open(turn):
                    raise LostTurnError(f"the store lost turn {turn}")
                if asked % _STUCK == 0:
                    await self._turns.free(turn)
        finally:
            del self._waiting[turn]

    async def give(self) -> None:
        """Give the turns that the schedule asks for, as many at a time as there are; until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            batch = self._outbox[:_BATCH]
            await self._turns.give(self._token, self._sent + 1, batch)
            self._sent += len(batch)
            del self._outbox[: len(batch)]
            if self._outbox:
                self._wake.set()

    async def hear(self) -> None:
        """Hand reports to those who wait for them; until cancelled."""
        while True:
            for place, turn, report in await self._turns.reports(self._heard, count=_BATCH, block=1.0):
                self._heard = place
                waiting = self._waiting.get(turn)
                if waiting is not None and not waiting.done():
                    waiting.set_result(report)

    def _broken(self, key: str, error: BaseException) -> None:
        if isinstance(error, TickerError):
            self._log.error("the store failed; the feed is asked again", feed=key, reason=str(error))
        else:
            self._log.error("a turn broke", feed=key, reason=repr(error), exc_info=error)
