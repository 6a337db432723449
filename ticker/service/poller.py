"""The role `poll`: one feed from its URL to the desk's log, and what is remembered of it.

Log first, validators second: ETag, Last-Modified and body hash are saved only after the entries are
in the log, so a crash in between costs one poll, never an entry.

Knows the order of the steps; must not know how a step is done, nor what becomes of the entries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ticker.core.model import FeedState
from ticker.errors import FetchError, ParseError
from ticker.ingest.document import Reading
from ticker.ingest.entries import Origin, entries
from ticker.ingest.fetch import HttpStatusError
from ticker.ingest.politeness import back_off

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ticker.config import Config, FeedConfig
    from ticker.ingest.fetch import Fetched, Fetcher
    from ticker.ingest.parse import Document
    from ticker.ingest.worker import Parser
    from ticker.store import DeskStore

_WHOLE_EVERY = 24 * 3600.0  # ask without validators this often: a stuck validator hides news for ever


def feed_key(feed: FeedConfig) -> str:
    """The name of a feed among all desks: two desks may poll one URL."""
    return f"{feed.desk} {feed.url}"


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll gave: for the log line and for those who wait for it."""

    state: FeedState
    new: int = 0
    revised: int = 0


class Poller:
    """Polls feeds one at a time as it is told; safe to call for different feeds at once."""

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
        self._whole_at: dict[str, float] = {}
        self.configure(config)

    def configure(self, config: Config) -> None:
        """Take over a changed configuration; polls under way end with what they began with."""
        self._config = config
        self._feeds = {feed_key(feed): feed for feed in config.feeds}

    async def poll(self, key: str) -> Polled | None:
        """Ask one feed, append what is new, remember how it went. None when it was removed meanwhile.

        Raises StoreError when the log cannot be written; the feed's validators then stay as they were.
        """
        feed = self._feeds.get(key)
        if feed is None:
            return None
        store = self._stores[feed.desk]
        state = await store.feed(feed.url) or FeedState(feed=feed.url, url=feed.url)
        state = replace(
            state,
            url=feed.url,
            publisher=feed.publisher,
            desk=feed.desk,
            kind=feed.kind,
            lang=feed.lang,
            interval=feed.interval,
            polled=self._clock(),
            polls=state.polls + 1,
        )
        try:
            polled = await self._ask(feed, state, store)
        except (FetchError, ParseError) as error:
            polled = Polled(self._failed(state, error))
        await store.save_feed(polled.state)
        return polled

    async def _ask(self, feed: FeedConfig, state: FeedState, store: DeskStore) -> Polled:
        whole = self._is_whole_due(feed, state)
        fetched = await self._fetcher.fetch(
            feed.url,
            etag="" if whole else state.etag,
            last_modified="" if whole else state.last_modified,
        )
        now = self._clock()
        good = replace(
            state,
            status=fetched.status,
            redirects=fetched.redirects,
            ok_at=now,
            next_poll=now + state.interval,
            error="",
            error_text="",
            failures=0,
        )
        if fetched.body is None or (not whole and fetched.body_hash == state.body_hash):
            return Polled(replace(good, not_modified=state.not_modified + 1))
        document = await self._parse(feed, fetched, store)
        self._whole_at[feed_key(feed)] = now
        return await self._append(feed, document, store, self._remembered(good, fetched, document, now))

    def _is_whole_due(self, feed: FeedConfig, state: FeedState) -> bool:
        return bool(state.polls) and self._clock() - self._whole_at.get(feed_key(feed), 0.0) > _WHOLE_EVERY

    async def _parse(self, feed: FeedConfig, fetched: Fetched, store: DeskStore) -> Document:
        known = await store.headlines(500) if feed.kind == "ticker" else ()
        how = Reading(fetched.content_type, fetched.url, feed.kind, feed.selector, feed.lang, tuple(known))
        return await self._parser.parse(fetched.body or b"", how)

    def _remembered(self, good: FeedState, fetched: Fetched, document: Document, now: float) -> FeedState:
        return replace(
            good,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            body_hash=fetched.body_hash,
            changed_at=now,
            title=document.title,
            items=len(document.items),
            warnings=document.warnings,
        )

    async def _append(
        self, feed: FeedConfig, document: Document, store: DeskStore, state: FeedState
    ) -> Polled:
        origin = Origin(
            feed=feed.url,
            publisher=feed.publisher,
            lang=feed.lang,
            family=self._config.family(feed),
            weight=self._config.weight(feed),
        )
        appended = await store.append(
            entries(
                document,
                origin,
                received=self._clock(),
                window=self._config.desks[feed.desk].settings().window,
                first=state.entries == 0,
            )
        )
        return Polled(replace(state, entries=state.entries + appended.new), appended.new, appended.revised)

    def _failed(self, state: FeedState, error: FetchError | ParseError) -> FeedState:
        failures = state.failures + 1
        status, wanted = 0, None
        if isinstance(error, HttpStatusError):
            status, wanted = error.status, error.retry_after
        wait = back_off(state.feed, failures, state.interval, wanted, status)
        return replace(
            state,
            status=status,
            error=error.kind,
            error_text=error.message,
            failures=failures,
            next_poll=self._clock() + wait,
        )
