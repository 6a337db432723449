"""What is known of each feed after its last poll: validators, health, counts.

Saved only after the entries of the same poll are in the log. Knows the record; must not know how a
feed is polled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticker.store import codec
from ticker.store.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.model import FeedState
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys

_AT_ONCE: Final = 100  # feeds in one step: a record has some hundred bytes

_Kept = tuple[str, bytes, int | str, str]  # as `lua/save_feed.lua` takes them


class Feeds:
    """The feed states of one desk, by feed key."""

    def __init__(self, engine: Engine, keys: DeskKeys) -> None:
        self._engine = engine
        self._key = keys.feeds
        self._meta = keys.meta
        self._tally = keys.tally
        self._read: Together[str, bytes | None] = Together(self._read_all, most=_AT_ONCE)
        self._save: Together[_Kept, int] = Together(self._save_all, most=_AT_ONCE)

    async def feeds(self) -> list[FeedState]:
        """All of them, by key."""
        rows = await self._engine.call("HVALS", self._key)
        return sorted(map(codec.FEED.unpack, rows), key=lambda state: state.feed)

    async def feed(self, key: str) -> FeedState | None:
        """One of them; None = never polled."""
        data = await self._read.ask(key)
        return None if data is None else codec.FEED.unpack(data)

    async def _read_all(self, keys: Sequence[str]) -> Sequence[bytes | None]:
        rows: list[bytes | None] = await self._engine.call("HMGET", self._key, *keys)
        return rows

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
        polls = "" if was is None else was.polls
        return bool(await self._save.ask((state.feed, codec.FEED.pack(state), polls, taken_by)))

    async def _save_all(self, kept: Sequence[_Kept]) -> Sequence[int]:
        args = [part for one in kept for part in one]
        saved: list[int] = await self._engine.run(
            "save_feed", (self._meta, self._key), codec.FEED_POLLS, *args
        )
        return saved

    async def forget_feed(self, key: str) -> None:
        """Drop the state of a feed that is no longer polled; its entries stay."""
        await self._engine.call("HDEL", self._key, key)
        await self._engine.call("HDEL", self._tally, f"entries {key}", f"repeats {key}")
