"""What the configuration says about fetching and pace, as the way in takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.ingest.fetch import FetchLimits
from ticker.ingest.hosts import Manners
from ticker.ingest.rhythm import Pace

_START = 300.0  # seconds between polls until a feed's rhythm is known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.config import FeedConfig, FetchConfig


def fetch_limits(config: FetchConfig, *, also: Iterable[str] = ()) -> FetchLimits:
    """Limits and allowed hosts; `also` names hosts that the operator asks for by hand."""
    return FetchLimits(
        timeout=config.timeout,
        max_bytes=config.max_bytes,
        max_redirects=config.max_redirects,
        allow_hosts=frozenset((*config.allow_hosts, *also)),
        user_agent=config.user_agent,
    )


def pace_of(feed: FeedConfig, *, pushed: bool = False) -> Pace:
    """The bounds of a feed's interval; one whose news is `pushed` is polled to be sure, not to be quick."""
    if feed.interval is not None:
        return Pace.fixed(feed.interval)
    if pushed:
        return Pace.fixed(feed.max_interval)
    return Pace(feed.min_interval, min(max(_START, feed.min_interval), feed.max_interval), feed.max_interval)


def manners_at(feed: FeedConfig, config: FetchConfig) -> Manners:
    """How the host of a feed is treated: others' gently, the operator's own as fast as it answers."""
    own = config.allows(feed.url)
    at_once = config.per_host or (config.concurrency if own else 1)
    delay = config.host_delay if config.host_delay is not None else (0.0 if own else 1.0)
    return Manners(at_once, delay)
