"""Everything the dashboard knows at one moment, kept current from a source; no widget in it.

Knows the source, the lists and the story that is open; must not know Textual.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ticker.core.query import Query
from ticker.dashboard.alerts import Alerts
from ticker.dashboard.audit import taken_back
from ticker.dashboard.feeds import answers, in_order, none_answers
from ticker.dashboard.live import Link, LinkState, follow, reason_of
from ticker.dashboard.opened import Opened
from ticker.dashboard.pulse import Pulse
from ticker.dashboard.ranking import GONE
from ticker.dashboard.roll import Roll
from ticker.dashboard.rows import instant
from ticker.dashboard.state import Stream
from ticker.dashboard.tabs import STREAM, Kind, all_tabs, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ticker.core.audit import AuditView
    from ticker.core.model import FeedState
    from ticker.core.view import StoryView, TopView, UpdateView
    from ticker.dashboard.apart import Verdict
    from ticker.dashboard.source import Editor, FeedBook, Offer, Source, Status
    from ticker.dashboard.tabs import Tab


_ALERTS = 50
_FEEDS = 100_000
AUDIT_LINES = 500
LOG_LINES = 500
"""Lines of audit and log that are read for their views."""


class Board:
    """The state behind the screen; `editor` is None where nothing can be changed, `book` where no feed can.

    `dirty` = something has changed since the last painting.

    `clock` gives the time of the news (POSIX seconds, a demo's may run fast), `monotonic` that of this
    screen, by which a story is new. `trouble` says in words why what is shown may be stale; "" = it is not.
    `filters` are the saved ones by name, `alerts` queries whose new matches ask for attention, as the
    desk's own alerts do.
    """

    def __init__(
        self,
        source: Source,
        editor: Editor | None = None,
        *,
        book: FeedBook | None = None,
        clock: Callable[[], float],
        monotonic: Callable[[], float],
        filters: Mapping[str, str] | None = None,
        alerts: Sequence[str] = (),
    ) -> None:
        self.source = source
        self.editor = editor
        self.audit: Roll[AuditView] = Roll(lambda view: view["action"])
        self.undone: frozenset[str] = frozenset()
        self.clock = clock
        self.monotonic = monotonic
        self.tabs = all_tabs(filters or {})
        self.tab: Tab = STREAM
        self.lists = {tab.name: Stream(tab.query) for tab in self.tabs if tab.kind is Kind.LIST}
        self.alerts = Alerts(alerts)
        self.pulse = Pulse()
        self.link = LinkState()
        self.status: Status | None = None
        self.trouble = ""
        self.feeds: Sequence[FeedState] = ()
        self.feeds_known = False
        self.feed_roll: Roll[FeedState] = Roll(lambda feed: feed.feed, kept=_FEEDS)
        self.book = book
        self.offer: Offer | None = None
        self.offered_at = ""
        self.log: Sequence[str] | None = ()
        self.detail: StoryView | None = None
        self.opened = Opened()
        self.marked: set[str] = set()
        self.pair: tuple[str, str] | None = None
        self.compared: tuple[StoryView, StoryView, Verdict | None] | None = None
        self.dirty = True
        self._wanted: StoryView | None = None
        self._want = asyncio.Event()
        self._hurry = asyncio.Event()

    @property
    def stream(self) -> Stream:
        """The list that the keys act on: the current tab's, or the whole stream beside a page of lines."""
        return self.lists.get(self.tab.name, self.lists[STREAM.name])

    # -- Listener

    def on_top(self, top: TopView) -> None:
        """Take a snapshot."""
        first = not self.stream.ranking.epoch
        now = self.clock()
        for stream in self.lists.values():
            stream.again(now)
            stream.load(top, self.monotonic())
        self.alerts.start(top["stories"], now, first=first)
        self.dirty = True

    def on_update(self, update: UpdateView) -> None:
        """Take a change."""
        now = self.monotonic()
        changed = [stream.apply(update, now) for stream in self.lists.values()]
        if not any(changed):
            return
        entry = update.get("entry")
        # An old item of a feed's first document is late on purpose: what counts is when it was fetched.
        self.pulse.saw(now, None if entry is None else max(0.0, self.clock() - instant(entry["received"])))
        if update["op"] in GONE:
            self.alerts.gone(update["story"]["id"])
            self.marked.discard(update["story"]["id"])
        else:
            self.alerts.look(update["story"], self.clock())
        self.dirty = True

    def hurry(self) -> None:
        """Ask for everything that is polled now, not in a second."""
        self._hurry.set()

    def on_link(self, state: LinkState) -> None:
        """Hear how the connection stands."""
        self.link = state
        self.dirty = True

    # -- what runs beside the screen; each until cancelled

    async def run_stream(self) -> None:
        """Keep the stream in step."""
        await follow(_Whole(self.source, self.editor), self)

    async def run_health(self, every: float = 1.0) -> None:
        """Ask for status and feeds; what fails leaves the last answer, and the reason in `trouble`."""
        while True:
            await self._ask_health()
            now = self.clock()
            for stream in self.lists.values():
                stream.tidy(self.monotonic())
                stream.again(now)
            if self.link.link is not Link.CONNECTING:  # what has not begun yet has not stopped
                self.alerts.trouble(self.trouble, now)
            self.dirty = True
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), every)
            self._hurry.clear()

    async def _ask_health(self) -> None:
        try:
            self.status = await self.source.status()
            self.feeds = in_order(await self.source.feeds())
            self.feed_roll.load(self.feeds)
            self.feeds_known = True
            self.alerts.desk(await self.source.alerts(_ALERTS))
            if self.tab.kind is Kind.AUDIT and self.editor is not None:
                lines = await self.editor.audit(count=AUDIT_LINES)
                self.audit.load(reversed(lines))
                self.undone = taken_back(lines)
            if self.tab.kind is Kind.LOG:
                self.log = await self.source.log(LOG_LINES)
        except Exception as error:  # noqa: BLE001 - whatever a source raises is shown, and tried again
            self.trouble = reason_of(error)
            return
        self.trouble = self.status.message or "nobody writes to this desk" if self.status.stale else ""
        self.alerts.feeds(self.feeds, self.clock())

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

    def find(self, story_id: str) -> StoryView | None:
        """Return a story that the desk holds, in whatever list."""
        return self.lists[STREAM.name].ranking.get(story_id)

    def everything(self) -> list[StoryView]:
        """Return every story of the desk, held ones too, in their order."""
        return self.lists[STREAM.name].ranking.everything()

    def show(self, tab: Tab) -> None:
        """Make another tab the current one."""
        self.tab = tab
        self.hurry()
        if tab.kind is Kind.ALERTS:
            self.alerts.seen()
        self.dirty = True

    def filter(self, text: str) -> None:
        """Show only what a query matches in the current list."""
        self.stream.filter(Query.parse(text))
        self.dirty = True

    def save_filter(self, name: str, text: str) -> Tab:
        """Add a saved filter, or give the one of this name another query; returns its tab."""
        tab = saved(name, text)
        fresh = Stream(tab.query)
        whole = self.lists[STREAM.name].ranking
        fresh.again(self.clock())
        fresh.load(whole.as_top(), self.monotonic())
        self.lists[tab.name] = fresh
        places = [place for place, known in enumerate(self.tabs) if known.name == tab.name]
        if places:
            self.tabs[places[0]] = tab
        else:
            self.tabs.append(tab)
        return tab

    def drop_filter(self, tab: Tab) -> None:
        """Take a saved filter away; the stream stands in its place."""
        self.tabs = [known for known in self.tabs if known.name != tab.name]
        self.lists.pop(tab.name, None)
        if self.tab.name == tab.name:
            self.show(STREAM)

    def counts(self) -> dict[str, str]:
        """Say behind each tab how much it holds, a `!` first where it asks for attention."""
        found = {
            name: str(len(stream.ranking))
            for name, stream in self.lists.items()
            if name != STREAM.name and len(stream.ranking)
        }
        _, bad, _ = answers(self.feeds)
        if bad:
            found["feeds"] = f"!{bad}"
        if self.alerts.unseen:
            found["alerts"] = f"!{self.alerts.unseen}"
        if self.status is not None and self.status.letters:
            found["log"] = f"!{self.status.letters}"
        return found

    def open_story(self) -> StoryView | None:
        """Return the current story, with its copies once they have come; asks for them when it changed."""
        story = self.stream.current()
        if story is None:
            self._wanted = self.detail = None
        elif story is not self._wanted:
            self._wanted = story
            self._want.set()
        if self.detail is not None and story is not None and self.detail["id"] == story["id"]:
            story = self.detail
        self.opened.take(story)
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
        if self.tab.query and self.stream.ranking.total:
            return self.tab.empty
        asked = sum(1 for feed in self.feeds if feed.polled is not None)
        if not self.feeds_known or asked == len(self.feeds):
            return "no stories yet; the first ones appear here"
        return f"waiting for the first headlines: {asked} of {len(self.feeds)} feeds asked so far"


class _Whole:
    """A source whose snapshots hold what the public must not see as well, where an editor may."""

    def __init__(self, source: Source, editor: Editor | None) -> None:
        self._source = source
        self._editor = editor
        self.updates = source.updates

    async def top(self, *, limit: int | None) -> TopView:
        """Return the ranking with the held stories behind it; later updates set right what has moved."""
        found = await self._source.top(limit=limit)
        if self._editor is None:
            return found
        known = {story["id"]: story for story in found["stories"]}
        known |= {story["id"]: story for story in await self._editor.held()}
        return {**found, "stories": list(known.values())}
