"""What must hold between options, once each of them is sound by itself.

Knows the rules; must not know lines or files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ticker.config.problems import did_you_mean
from ticker.config.units import duration_text, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticker.config.options import Config
    from ticker.config.problems import Loc
    from ticker.config.sections.feeds import FeedConfig

PUBLIC_INTERVAL: Final = 60.0


def broken_rules(config: Config, positions: Sequence[int]) -> Iterator[tuple[Loc, str]]:
    """Field and text of every rule that does not hold; `positions` are the feeds' places in the file."""
    for name, desk in config.desks.items():
        if desk.window >= config.redis.seen_keep:
            yield ("redis", "seen_keep"), _forgets(config.redis.seen_keep, name, desk.window)
    if config.serve.tls_key is not None and config.serve.tls_cert is None:
        yield ("serve", "tls_key"), "a key without a certificate; set serve.tls_cert as well"
    if config.alerts.webhooks and not config.alerts.secret:
        yield ("alerts", "webhooks"), "they are signed; set alerts.secret or TICKER_ALERT_SECRET as well"
    seen: dict[tuple[str, str], int] = {}
    for position, feed in zip(positions, config.feeds, strict=True):
        loc: Loc = ("feeds", position)
        if feed.desk not in config.desks:
            yield (*loc, "desk"), _no_desk(feed.desk, list(config.desks))
        first = seen.setdefault((feed.desk, same_url(feed.url)), position)
        if first != position:
            yield (*loc, "url"), f"the same URL as feeds[{first}] on this desk; remove one of them"
        for field, text in _intervals(feed, config):
            yield (*loc, field), text
        if text := _selector(feed):
            yield (*loc, "selector"), text


def _forgets(keep: float, desk: str, window: float) -> str:
    return (
        f"{duration_text(keep)} is no longer than the window of desk {desk} ({duration_text(window)}): an old"
        " item that comes back would be news; make it longer"
    )


def _intervals(feed: FeedConfig, config: Config) -> Iterator[tuple[str, str]]:
    given = feed.model_fields_set
    field = "min_interval" if feed.interval is None else "interval"
    shortest = feed.min_interval if feed.interval is None else feed.interval
    if shortest < PUBLIC_INTERVAL and not config.fetch.allows(feed.url):
        yield field, _too_often(shortest)
    if feed.interval is None:
        if feed.min_interval > feed.max_interval:
            least, most = duration_text(feed.min_interval), duration_text(feed.max_interval)
            text = f"the shortest interval ({least}) is longer than the longest ({most}); change one of them"
            yield ("max_interval" if "max_interval" in given else "min_interval"), text
    elif bounds := given & {"min_interval", "max_interval"}:
        yield max(bounds), "says nothing beside a fixed interval; take one of the two out"


def _too_often(interval: float) -> str:
    least = duration_text(PUBLIC_INTERVAL)
    return (
        f"{duration_text(interval)} is less than the minimum {least} for public hosts; local hosts named in"
        " fetch.allow_hosts may be asked every 1s"
    )


def _no_desk(name: str, desks: list[str]) -> str:
    hint = did_you_mean(name, desks) or f"; the desks are: {', '.join(desks)}"
    return f"there is no desk {quoted(name)}{hint}"


def _selector(feed: FeedConfig) -> str:
    if feed.kind == "page" and not feed.selector:
        return 'missing; a page needs the CSS selector of its headlines, e.g. selector: ".ticker li a"'
    if feed.kind == "feed" and feed.selector:
        return "a feed has no elements to select; add kind: page (or kind: ticker), or remove the selector"
    return ""


def same_url(url: str) -> str:
    """What two spellings of one URL share: case and default port of the host, the empty path, no fragment."""
    parts = urlsplit(url)
    port = "" if parts.port == {"http": 80, "https": 443}[parts.scheme] else parts.port or ""
    return f"{parts.scheme}://{parts.hostname}:{port}{parts.path or '/'}?{parts.query}"
