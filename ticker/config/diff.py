"""What changed among the feeds of two configurations.

Knows feeds by desk and URL; must not know who polls them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.config.options import Config
    from ticker.config.sections.feeds import FeedConfig


@dataclass(frozen=True, slots=True)
class FeedDiff:
    """Feeds by what happened to them: `removed` as they were, `added` and `changed` as they are now."""

    added: tuple[FeedConfig, ...] = ()
    removed: tuple[FeedConfig, ...] = ()
    changed: tuple[FeedConfig, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def diff_feeds(old: Config, new: Config) -> FeedDiff:
    """Compare by desk and URL; a feed that only moved within the list is no change."""
    before = {(feed.desk, feed.url): feed for feed in old.feeds}
    after = {(feed.desk, feed.url): feed for feed in new.feeds}
    return FeedDiff(
        added=tuple(feed for key, feed in after.items() if key not in before),
        removed=tuple(feed for key, feed in before.items() if key not in after),
        changed=tuple(feed for key, feed in after.items() if key in before and before[key] != feed),
    )
