"""What the configuration and the last polls say of each feed's next turn.

Knows feeds and their states; must not know who polls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from ticker import clock
from ticker.core.model import FeedState
from ticker.ingest.schedule import Job
from ticker.service.limits import manners_at, pace_of
from ticker.service.poller import feed_key, named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker.config import Config
    from ticker.core.model import Instant
    from ticker.store import DeskStore


async def jobs_of(
    config: Config, stores: Mapping[str, DeskStore]
) -> tuple[dict[str, Job], dict[str, FeedState]]:
    """What to poll, by feed key, and the states of the feeds among it that name a hub.

    A feed that was asked before keeps to its next turn. Feeds that are newly paused, or no longer, are
    written down as such; what is remembered of feeds that the configuration no longer names is dropped.
    """
    now = clock.now()
    known = {(name, state.feed): state for name in config.desks for state in await stores[name].feeds()}
    for name, url in known.keys() - {(feed.desk, feed.url) for feed in config.feeds}:
        await stores[name].forget_feed(url)
    jobs, offers = {}, {}
    for feed in config.feeds:
        state = known.get((feed.desk, feed.url)) or FeedState(feed=feed.url, url=feed.url)
        if feed.paused != state.paused:
            await stores[feed.desk].save_feed(_paused(named(state, feed)), state)
        if feed.paused:
            continue
        if state.hub:
            offers[feed_key(feed)] = state
        interval = pace_of(feed).start
        due = _due(state, now)
        jobs[feed_key(feed)] = Job(
            feed_key(feed),
            interval,
            urlsplit(feed.url).netloc,
            due if state.failures else min(due, now + max(interval, state.interval)),
            manners_at(feed, config.fetch),
        )
    return jobs, offers


def _due(state: FeedState, now: Instant) -> Instant:
    """When a feed is due by its last poll; one that was polled in the future waits from now on."""
    due = state.next_poll or 0.0
    return due if state.polled is None else due - max(0.0, state.polled - now)


def _paused(state: FeedState) -> FeedState:
    return replace(state, next_poll=None, quiet=False) if state.paused else state
