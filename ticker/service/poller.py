"""The role `poll`: one feed from its URL to the desk's log, and what is remembered of it.

Log first, validators second: ETag, Last-Modified and body hash are saved only after the entries are
in the log, so a crash in between costs one poll, never an entry.

Knows the order of the steps; must not know how a step is done, nor what becomes of the entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ticker.core.model import FeedState
from ticker.errors import FetchError, ParseError
from ticker.ingest import health
from ticker.ingest.document import Reading
from ticker.ingest.entries import Origin, entries
from ticker.ingest.times import counting_times
from ticker.service.limits import pace_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ticker.config import Config, FeedConfig
    from ticker.core.model import Instant
    from ticker.ingest.document import Document
    from ticker.ingest.fetch import Fetched, Fetcher
    from ticker.ingest.rhythm import Pace
    from ticker.ingest.worker import Parser
    from ticker.store import DeskStore


def feed_key(feed: FeedConfig) -> str:
    """The name of a feed among all desks: two desks may poll one URL."""
    return f"{feed.desk} {feed.url}"


class Polled(Struct, frozen=True):
    """What one poll gave: for the log line and for those who wait for it.

    `was` is the state before it, `taken_by` which server took its entries.
    """

    state: FeedState
    was: FeedState
    new: int = 0
    revised: int = 0
    taken_by: str = ""


class Poller:
    """Polls feeds as it is told; safe to call for different feeds at once, not for the same feed."""

    def __init__(
        self,
        config: Config,
        stores: Mapping[str, DeskStore],
        fetcher: Fetcher,
        parser: Parser,
        clock: Callable[[], float],
    ) -> None:
        self._stores = stores
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self.configure(config)

    def configure(self, config: Config) -> None:
        """Take over a changed configuration; polls under way end with what they began with."""
        self._config = config
        self._feeds = {feed_key(feed): feed for feed in config.feeds}

    async def poll(self, key: str, *, push: str = "") -> Polled | None:
        """Ask one feed, append what is new, remember how it went. None when there is no such feed.

        `push` says how its WebSub subscription stands (see `FeedState.push`).
        Raises StoreError when the log cannot be written; the feed's validators then stay as they were.
        """
        feed = self._feeds.get(key)
        if feed is None:
            return None
        store = self._stores[feed.desk]
        was = await store.feed(feed.url) or FeedState(feed=feed.url, url=feed.url)
        now = self._clock()
        state = replace(named(was, feed), polled=now, polls=was.polls + 1, push=push)
        try:
            polled = await self._ask(feed, was, state, store)
        except (FetchError, ParseError) as error:
            polled = Polled(health.failed(state, error, pace_of(feed), now), was)
        await store.save_feed(polled.state, was, taken_by=polled.taken_by)
        return polled

    async def take_pushed(self, key: str, body: bytes, content_type: str, *, push: str = "") -> Polled | None:
        """Append what is new in a document that a hub brought. None when the feed was removed meanwhile.

        Validators and health stay: they speak of what the feed's own server answers. Raises ParseError for
        what cannot be read, StoreError as `poll`.
        """
        feed = self._feeds.get(key)
        if feed is None:
            return None
        store = self._stores[feed.desk]
        was = await store.feed(feed.url) or FeedState(feed=feed.url, url=feed.url)
        how = Reading(content_type, was.url, feed.kind, feed.selector, feed.lang)
        document = await self._parser.parse(body, how)
        state = replace(named(was, feed), pushed=self._clock(), push=push)
        polled, news = await self._take(feed, document, store, Polled(state, was))
        rhythm = health.settled(polled.state, news, self._pace(feed, state), self._clock(), 0.0)
        polled = replace(polled, state=replace(rhythm, next_poll=was.next_poll))
        await store.save_feed(polled.state, was, taken_by=polled.taken_by)
        return polled

    async def _ask(self, feed: FeedConfig, was: FeedState, state: FeedState, store: DeskStore) -> Polled:
        now = self._clock()
        reread = (was.kind, was.selector, was.lang) != (state.kind, state.selector, state.lang)
        whole = reread or health.wants_whole(state, now)
        news: list[Instant] = []
        async with self._fetcher.fetched(
            feed.url,
            at="" if whole else state.url,
            etag="" if whole else state.etag,
            last_modified="" if whole else state.last_modified,
        ) as fetched:
            state = health.answered(state, fetched, now)
            asked = fetched.retry_after or 0.0
            if fetched.body is None or (fetched.body_hash == state.body_hash and not reread):
                polled = Polled(health.unchanged(state, fetched, now), was)
            else:
                document = await self._parse(feed, fetched, store)
                state = health.read(state, fetched, document, now)
                polled, news = await self._take(feed, document, store, Polled(state, was))
        pace = self._pace(feed, polled.state)
        return replace(polled, state=health.settled(polled.state, news, pace, now, asked))

    @staticmethod
    def _pace(feed: FeedConfig, state: FeedState) -> Pace:
        return pace_of(feed, pushed=state.push == "on")

    async def _parse(self, feed: FeedConfig, fetched: Fetched, store: DeskStore) -> Document:
        known = await store.headlines(500) if feed.kind == "ticker" else ()
        how = Reading(fetched.content_type, fetched.url, feed.kind, feed.selector, feed.lang, tuple(known))
        return await self._parser.parse(fetched.body or b"", how)

    async def _take(
        self, feed: FeedConfig, document: Document, store: DeskStore, polled: Polled
    ) -> tuple[Polled, list[Instant]]:
        """Append what is new in a document; the instants of that."""
        origin = Origin(
            feed=feed.url,
            publisher=feed.publisher,
            lang=feed.lang,
            family=self._config.family(feed),
            weight=self._config.weight(feed),
        )
        state = polled.state
        first = polled.was.changed_at is None
        now = self._clock()
        times = counting_times(
            [item.published for item in document.items],
            now,
            window=self._config.desks[feed.desk].window,
            first=first,
        )
        appended = await store.append(entries(document, origin, times.instants, received=now))
        state = replace(state, entries=state.entries + appended.new, warnings=(*state.warnings, *times.notes))
        news = _news(document, times.instants, now, None if first else appended.new)
        return Polled(state, polled.was, appended.new, appended.revised, appended.taken_by), news


def named(state: FeedState, feed: FeedConfig) -> FeedState:
    """The state with what the configuration says of the feed."""
    return replace(
        state,
        publisher=feed.publisher,
        desk=feed.desk,
        kind=feed.kind,
        lang=feed.lang,
        selector=feed.selector,
        paused=feed.paused,
    )


def _news(document: Document, times: tuple[Instant, ...], now: Instant, new: int | None) -> list[Instant]:
    """The instants of what is `new` in a document (None = it is the first); the dates say when, if any."""
    dated = [time for item, time in zip(document.items, times, strict=True) if item.published is not None]
    if new is None:
        return dated
    return sorted(dated)[-new:] if dated and new else [now] * bool(new)
