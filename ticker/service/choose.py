"""Which of the configured feeds a user means by a word: a URL, a publisher, or a part of either.

Knows the configuration; must not know what is done with the feeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.config import Config, FeedConfig


def chosen(config: Config, words: Sequence[str]) -> list[FeedConfig]:
    """The feeds that `words` mean, each once, in the order of the configuration.

    A whole URL or a publisher's whole name may mean several (on several desks, under several addresses);
    a part must mean one. Raises UsageError for a word that means none, or several by a part.
    """
    found = [feed for word in words for feed in _meant(config.feeds, word)]
    return [feed for feed in config.feeds if feed in found]


def _meant(feeds: Sequence[FeedConfig], word: str) -> list[FeedConfig]:
    wanted = word.casefold().strip()
    whole = [feed for feed in feeds if wanted in (feed.url.casefold(), feed.publisher.casefold())]
    if whole:
        return whole
    part = [feed for feed in feeds if wanted and wanted in f"{feed.url} {feed.publisher}".casefold()]
    if len(part) == 1:
        return part
    if part:
        shown = ", ".join(feed.url for feed in part[:4])
        raise UsageError(f"{word!r} means {len(part)} feeds ({shown}); give the whole URL of one")
    raise UsageError(f"{word!r} is none of the {len(feeds)} configured feeds; see `ticker feeds list`")
