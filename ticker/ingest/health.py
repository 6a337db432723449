"""What one poll leaves behind in the state of its feed: validators, health, rhythm, the next turn.

Pure: a state and what happened give the next state. Where a feed has moved to for good is asked from then
on, until it fails there or the next whole request; a failure begins again at the configured URL.

Knows outcomes; must not know the network, the store or the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from ticker.ingest.fetch import HttpStatusError
from ticker.ingest.linked import linked
from ticker.ingest.politeness import back_off, share
from ticker.ingest.rhythm import Pace, Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.model import FeedState, Instant
    from ticker.errors import FetchError, ParseError
    from ticker.ingest.document import Document
    from ticker.ingest.fetch import Fetched

WHOLE_EVERY: Final = 24 * 3600.0
"""Seconds after which a feed is asked without validators: a stuck validator would hide news for ever."""


def wants_whole(state: FeedState, now: Instant) -> bool:
    """Whether this poll asks the configured URL without validators.

    The moment differs by up to a fifth from feed to feed, so that not all are loaded whole together.
    """
    if state.whole_at is None:
        return True
    return now - state.whole_at > WHOLE_EVERY * (0.9 + 0.2 * share(state.feed))


def answered(state: FeedState, fetched: Fetched, now: Instant) -> FeedState:
    """The server answered with a document, or that there is no new one."""
    return replace(
        state,
        url=fetched.moved_to or state.feed,
        status=fetched.status,
        redirects=fetched.redirects,
        ok_at=now,
        error="",
        error_text="",
        failures=0,
    )


def unchanged(state: FeedState, fetched: Fetched, now: Instant) -> FeedState:
    """The document is the one that is known; new validators for it are taken over (RFC 9110, 15.4.5)."""
    return replace(
        state,
        whole_at=state.whole_at if fetched.body is None else now,
        not_modified=state.not_modified + 1,
        etag=fetched.etag or state.etag,
        last_modified=fetched.last_modified or state.last_modified,
    )


def read(state: FeedState, fetched: Fetched, document: Document, now: Instant) -> FeedState:
    """A document was read and what is new in it is in the log.

    One that was cut short is asked for again: its validators stand for items that never came.
    """
    kept = not document.cut
    hub, topic = linked(fetched.links, fetched.url)
    return replace(
        state,
        hub=hub or document.hub,
        topic=topic or document.topic,
        etag=fetched.etag if kept else "",
        last_modified=fetched.last_modified if kept else "",
        body_hash=fetched.body_hash if kept else "",
        changed_at=now,
        whole_at=now if kept else state.whole_at,
        title=document.title,
        items=len(document.items),
        warnings=document.warnings,
    )


def settled(state: FeedState, news: Iterable[Instant], pace: Pace, now: Instant, asked: float) -> FeedState:
    """After a good poll: what the instants of the latest `news` teach, and when the feed is asked again.

    `asked` is the seconds that the server wants to be left alone (0 = it does not say).
    """
    rhythm = Rhythm(state.news, state.lull, state.known_since).heard(news, now)
    interval = pace.after(rhythm.news, now)
    return replace(
        state,
        news=rhythm.news,
        lull=rhythm.lull,
        known_since=rhythm.known_since,
        rhythm=rhythm.gap,
        quiet=rhythm.is_quiet(now, interval),
        interval=interval,
        next_poll=now + max(interval, asked),
    )


def failed(state: FeedState, error: FetchError | ParseError, pace: Pace, now: Instant) -> FeedState:
    """No document came of it: why, and when the feed is asked again."""
    failures = state.failures + 1
    status, wanted = 0, None
    if isinstance(error, HttpStatusError):
        status, wanted = error.status, error.retry_after
    return replace(
        state,
        url=state.feed,
        status=status,
        error=error.kind,
        error_text=error.message,
        failures=failures,
        interval=pace.start,
        next_poll=now + back_off(state.feed, failures, pace.start, wanted, status),
    )
