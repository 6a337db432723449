"""Everything the dashboard knows at one moment, kept current from a source; no widget in it.

Knows the source, the stream and the story that is open; must not know Textual.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ticker.dashboard.feeds import none_answers
from ticker.dashboard.live import Link, LinkState, follow, reason_of
from ticker.dashboard.state import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticker.core.model import FeedState
    from ticker.core.view import StoryView, TopView, UpdateView
    from ticker.dashboard.source import Source, Status


class Board:
    """The state behind the screen. `dirty` = something has changed since the last painting.

    `clock` gives the time of the news (POSIX seconds, a demo's may run fast), `monotonic` that of this
    screen, by which a story is new. `trouble` says in words why what is shown may be stale; "" = it is not.
    """

    def __init__(self, source: Source, *, clock: Callable[[], float], monotonic: Callable[[], float]) -> None:
        self.source = source
        self.clock = clock
        self.monotonic = monotonic
        self.stream = Stream()
        self.link = LinkState()
        self.status: Status | None = None
        self.trouble = ""
        self.feeds: Sequence[FeedState] = ()
        self.feeds_known = False
        self.detail: StoryView | None = None
        self.dirty = True
        self._wanted: StoryView | None = None
        self._want = asyncio.Event()

    # -- Listener

    def on_top(self, top: TopView) -> None:
        """Take a snapshot."""
        self.stream.load(top, self.monotonic())
        self.dirty = True

    def on_update(self, update: UpdateView) -> None:
        """Take a change."""
        self.dirty = self.stream.apply(update, self.monotonic()) or self.dirty

    def on_link(self, state: LinkState) -> None:
        """Hear how the connection stands."""
        self.link = state
        self.dirty = True

    # -- what runs beside the screen; each until cancelled

    async def run_stream(self) -> None:
        """Keep the stream in step."""
        await follow(self.source, self)

    async def run_health(self, every: float = 1.0) -> None:
        """Ask for status and feeds; what fails leaves the last answer, and the reason in `trouble`."""
        while True:
            try:
                self.status = await self.source.status()
                self.feeds = await self.source.feeds()
                self.feeds_known = True
            except Exception as error:  # noqa: BLE001 - whatever a source raises is shown, and tried again
                self.trouble = reason_of(error)
            else:
                self.trouble = (
                    self.status.message or "nobody writes to this desk" if self.status.stale else ""
                )
            self.stream.tidy(self.monotonic())
            self.dirty = True
            await asyncio.sleep(every)

    async def run_detail(self, again: float = 1.0) -> None:
        """Fetch the copies of the story that was asked for last, one request at a time.

        A request that fails is forgotten after `again` seconds, so that the next painting asks anew.
        """
        while True:
            await self._want.wait()
            self._want.clear()
            wanted = self._wanted
            if wanted is None:
                continue
            try:
                story = await self.source.story(wanted["id"])
            except Exception as error:  # noqa: BLE001 - as above; without its copies the story stays readable
                self.trouble = reason_of(error)
                self.dirty = True
                await asyncio.sleep(again)
                self._wanted = None
                continue
            if story is not None and self._wanted is not None and story["id"] == self._wanted["id"]:
                self.detail = story
                self.dirty = True

    # -- what is asked of it

    def open_story(self) -> StoryView | None:
        """Return the current story, with its copies once they have come; asks for them when it changed."""
        story = self.stream.current()
        if story is None:
            self._wanted = self.detail = None
        elif story is not self._wanted:
            self._wanted = story
            self._want.set()
        if self.detail is not None and story is not None and self.detail["id"] == story["id"]:
            return self.detail
        return story

    @property
    def silent(self) -> bool:
        """Whether there is nothing to show and no feed to hope for."""
        empty = not self.stream.ranking.total and self.link.link is Link.LIVE
        return empty and self.feeds_known and none_answers(self.feeds)

    def waiting(self) -> str:
        """Return what an empty stream waits for, in words."""
        if self.link.link is not Link.LIVE:
            return "connecting…" if self.link.link is Link.CONNECTING else "not connected"
        if self.stream.ranking.query:
            return f"no story matches “{self.stream.ranking.query.text}”; Escape shows all"
        asked = sum(1 for feed in self.feeds if feed.polled is not None)
        if not self.feeds_known or asked == len(self.feeds):
            return "no stories yet; the first ones appear here"
        return f"waiting for the first headlines: {asked} of {len(self.feeds)} feeds asked so far"
