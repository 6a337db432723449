"""What is known of each feed after its last poll: validators, health, counts.

Saved only after the entries of the same poll are in the log. Knows the record; must not know how a
feed is polled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.store import codec

if TYPE_CHECKING:
    from ticker.core.model import FeedState
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys


class Feeds:
    """The feed states of one desk, by feed key."""

    def __init__(self, engine: Engine, keys: DeskKeys) -> None:
        self._engine = engine
        self._key = keys.feeds
        self._meta = keys.meta
        self._tally = keys.tally

    async def feeds(self) -> list[FeedState]:
        """All of them, by key."""
        rows = await self._engine.call("HVALS", self._key)
        return sorted(map(codec.FEED.unpack, rows), key=lambda state: state.feed)

    async def feed(self, key: str) -> FeedState | None:
        """One of them; None = never polled."""
        data = await self._engine.call("HGET", self._key, key)
        return None if data is None else codec.FEED.unpack(data)

    async def tally(self) -> dict[str, tuple[int, int]]:
        """Of each feed: how many of its entries were placed so far, and how many of them repeat another."""
        rows = await self._engine.call("HGETALL", self._tally)
        counts = {name.decode(): int(count) for name, count in rows.items()}
        return {
            feed: (count, counts.get(f"repeats {feed}", 0))
            for what, _, feed, count in ((*name.partition(" "), count) for name, count in counts.items())
            if what == "entries"
        }

    async def save_feed(self, state: FeedState, was: FeedState | None = None, *, taken_by: str = "") -> bool:
        """Keep the state of one feed in place of the former one.

        `was` is the state that a poll began with (None = whatever is kept), `taken_by` says which server
        took its entries (see `Appended`; "" = there were none). Where Redis keeps another state, or is
        another server, it may have lost its last second meanwhile: what it keeps stays and the answer is
        False. The validators of a lost poll would hide the entries that were lost with it.
        """
        saved = await self._engine.run(
            "save_feed",
            (self._meta, self._key),
            state.feed,
            codec.FEED.pack(state),
            "" if was is None else was.polls,
            codec.FEED_POLLS,
            taken_by,
        )
        return bool(saved)

    async def forget_feed(self, key: str) -> None:
        """Drop the state of a feed that is no longer polled; its entries stay."""
        await self._engine.call("HDEL", self._key, key)
        await self._engine.call("HDEL", self._tally, f"entries {key}", f"repeats {key}")
