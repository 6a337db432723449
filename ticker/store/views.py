"""What readers ask of a desk: the ranked stream, one story, the updates, the figures.

Every answer is of one moment: read in one script, or held against one after it was read. Nothing here writes.

Knows how the committed state is read; must not know how it came about.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticker.core.view import story_view
from ticker.store import codec
from ticker.store.log import SLICE, wait_for_stream

if TYPE_CHECKING:
    from ticker.core.model import Copy, Instant, Story, StoryId
    from ticker.core.view import TopView, UpdateGist, UpdateView
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys


_REFUSALS: Final = {
    "memory": "Redis is out of memory",
    "disk": "Redis cannot write to its disk",
    "replica": "Redis is a read-only replica",
}


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """The figures of a desk at one moment.

    `lag` counts log records that are not yet applied, `log_length` those that are kept. `owner` is
    the writer ("" = none) and `lease_ttl` the seconds that its lease has left. `now` is the desk's
    time: that of the last event it applied. `refusal` is why Redis takes no writes at present: `memory`,
    `disk` or `replica` ("" = it takes them). `letters` counts the records that the desk gave up,
    `letters_lost` those of them that had to give way.
    """

    desk: str
    schema: str
    epoch: str
    offset: int
    cursor: str
    now: Instant
    log_length: int
    lag: int
    stories: int
    copies: int
    owner: str
    lease_ttl: float
    refusal: str = ""
    letters: int = 0
    letters_lost: int = 0

    @property
    def trouble(self) -> str:
        """Why nothing new is taken in at present, in words; "" = it is."""
        if self.refusal:
            return f"{_REFUSALS[self.refusal]}: nothing new is taken in"
        return "" if self.owner else "no process keeps the desk: nothing new is taken in"


class Views:
    """Reads one desk as committed."""

    def __init__(self, engine: Engine, keys: DeskKeys, desk: str) -> None:
        self._engine = engine
        self._keys = keys
        self._desk = desk

    async def top(self, *, limit: int | None = 50, entries: bool = False, held: bool = False) -> TopView:
        """The best `limit` stories (None = all), pinned first; with `entries` also their copies.

        With `held` those that the public must not see now follow at the end.
        """
        keys = self._keys
        epoch, offset, stories, copies = await self._engine.run(
            "top",
            (keys.meta, keys.pinned, keys.rank, keys.stories, keys.copies, keys.held),
            -1 if limit is None else max(0, limit),
            codec.STORY_MEMBERS if entries else 0,
            int(held),
        )
        shown = [codec.STORY.unpack(story) for story in stories]
        inside: list[list[Copy] | None] = [
            [codec.COPY.unpack(copy) for copy in of_story] for of_story in copies
        ]
        inside = inside or [None] * len(shown)
        return {
            "desk": self._desk,
            "epoch": epoch.decode(),
            "offset": int(offset),
            "stories": [story_view(story, of_story) for story, of_story in zip(shown, inside, strict=True)],
        }

    async def stories(self) -> tuple[str, int, list[Story]]:
        """Every live story as it is kept, held ones included: epoch, offset, stories."""
        keys = self._keys
        epoch, offset, stories, _ = await self._engine.run(
            "top", (keys.meta, keys.pinned, keys.rank, keys.stories, keys.copies, keys.held), -1, 0, 1
        )
        return epoch.decode(), int(offset), await asyncio.to_thread(list, map(codec.STORY.unpack, stories))

    async def story(self, story_id: StoryId) -> tuple[Story, list[Copy]] | None:
        """One live story with its copies in order of arrival; None = there is none of this id."""
        keys = (self._keys.meta, self._keys.stories, self._keys.copies)
        found = await self._engine.run("story", keys, story_id, codec.STORY_MEMBERS)
        if not found:
            return None
        story, copies = found
        return codec.STORY.unpack(story), [codec.COPY.unpack(copy) for copy in copies]

    async def updates_raw(
        self, after: int, *, epoch: str = "", count: int = 500, block: float | None = None
    ) -> list[tuple[int, bytes]]:
        """Up to `count` updates after the offset `after`, each as its offset and its JSON.

        With `block`, wait up to so many seconds for the first one. `epoch` is the history that
        `after` belongs to ("" = the present one).

        Raises:
            GapError: not everything after `after` is kept, or it belongs to another history.
        """
        keys = (self._keys.meta, self._keys.updates)
        clock = asyncio.get_running_loop().time
        deadline = clock() + (block or 0)
        wait = 0.0  # a gap is told before anything is waited for
        while True:
            rows = await wait_for_stream(self._engine, self._keys.updates, f"{after}-0", count, wait)
            updates = [(int(name.partition(b"-")[0]), data) for name, (_, data) in rows]
            await self._engine.run("updates", keys, after, epoch, updates[0][0] if updates else 0)
            wait = min(deadline - clock(), SLICE)
            if updates or wait <= 0:
                return updates

    async def updates(
        self, after: int, *, epoch: str = "", count: int = 500, block: float | None = None
    ) -> list[UpdateView]:
        """Like `updates_raw`, decoded."""
        rows = await self.updates_raw(after, epoch=epoch, count=count, block=block)
        return [codec.unpack_update(data) for _, data in rows]

    async def gists(self, after: int, *, epoch: str, count: int, block: float) -> list[UpdateGist]:
        """Like `updates`, of each its gist."""
        rows = await self.updates_raw(after, epoch=epoch, count=count, block=block)
        return [codec.unpack_gist(data) for _, data in rows]

    async def headlines(self, limit: int) -> list[str]:
        """The titles of the newest live copies, newest first, each once."""
        keys = (self._keys.meta, self._keys.copies)
        copies = await self._engine.run("headlines", keys, limit)
        return list(dict.fromkeys(codec.COPY.unpack(copy).entry.title for copy in copies))

    async def status(self) -> DeskStatus:
        """The figures of this moment."""
        keys = self._keys
        reply = await self._engine.run(
            "status", (keys.meta, keys.intake, keys.stories, keys.copies, keys.lease, keys.letters)
        )
        schema, epoch, offset, cursor, now, log_length, lag, stories, copies, owner, left, *more = reply
        refusal, letters, letters_lost = more
        return DeskStatus(
            desk=self._desk,
            schema=schema.decode(),
            epoch=epoch.decode(),
            offset=int(offset),
            cursor=cursor.decode(),
            now=float(now),
            log_length=log_length,
            lag=lag,
            stories=stories,
            copies=copies,
            owner=owner.decode(),
            lease_ttl=left / 1000,
            refusal=refusal.decode(),
            letters=letters,
            letters_lost=letters_lost,
        )
