"""Stories that have left a desk, as its updates tell: spiked by an editor, or merged into another.

What merely grew old is not told: it left by itself, and readers forget it as well. Knows updates; must not
know any format of feeds.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from ticker.errors import GapError
from ticker.serve.feeds.channel import Gone, story_uri

if TYPE_CHECKING:
    from ticker.core.view import StoryView, UpdateView
    from ticker.store import DeskStore

MOST: Final = 200
"""Stories that are remembered as gone at most; the longest gone are forgotten first."""

_LEFT: Final = frozenset({"spiked", "merged"})
_PAGE: Final = 1_000


class Departures:
    """Remembers who has left one desk; reads on from where it stood each time it is asked."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store
        self._epoch = ""
        self._offset = 0
        self._gone: dict[str, tuple[Gone, StoryView]] = {}
        self._reading = asyncio.Lock()  # updates count in order

    async def known(self) -> list[tuple[Gone, StoryView]]:
        """Who has left, latest last, each with the story as it was then."""
        async with self._reading:
            try:
                await self._read_on()
            except GapError:
                await self._begin()
            return list(self._gone.values())

    async def _begin(self) -> None:
        """Start at the oldest update that is kept, or near it."""
        status = await self._store.status()
        self._epoch, self._gone = status.epoch, {}
        back = status.offset
        while True:
            self._offset = status.offset - back
            try:
                await self._read_on()
            except GapError:
                if not back:
                    raise
                back //= 2
            else:
                return

    async def _read_on(self) -> None:
        while True:
            updates = await self._store.updates(self._offset, epoch=self._epoch, count=_PAGE)
            for update in updates:
                self._take(update)
            if len(updates) < _PAGE:
                return

    def _take(self, update: UpdateView) -> None:
        story, op = update["story"], update["op"]
        self._epoch, self._offset = update["epoch"], update["offset"]
        self._gone.pop(story["id"], None)
        # a story that is held back goes on changing, for editors
        if op not in _LEFT and not story["held"]:
            return
        into = update.get("into", "")
        self._gone[story["id"]] = (
            Gone(
                uri=story_uri(self._store.desk, story["id"]),
                when=update.get("at") or story["last_seen"],
                reason="merged" if op == "merged" else "spiked",
                into=story_uri(self._store.desk, into) if into else "",
            ),
            story,
        )
        while len(self._gone) > MOST:
            del self._gone[next(iter(self._gone))]
