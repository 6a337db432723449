"""The terminal app: keys and widgets over the board; thin, everything it decides is decided below it.

Knows Textual; must not know Redis, feeds or ranking.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.theme import Theme

from ticker.dashboard import look as looks
from ticker.dashboard.board import Board
from ticker.dashboard.help import KEYS
from ticker.dashboard.links import checked, open_in_browser
from ticker.dashboard.paint import Parts, View, paint
from ticker.dashboard.query import Query
from ticker.dashboard.widgets import LineView, Pane
from ticker.errors import RefusedError
from ticker.terminal import Bidi, resolve, safe
from ticker.terminal.bidi import IMPLICIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events

    from ticker.core.view import StoryView
    from ticker.dashboard.source import Source

# Ten pictures a second: faster than anyone reads, and updates in between cost no drawing.
FRAME = 0.1
# From this width on the open story stands beside the stream, else below it.
WIDE = 120
# What keys still do while the filter line is being typed; all others are text there.
_WHILE_TYPING = frozenset({"open_story", "close", "quit"})


class Dashboard(App[str | None]):
    """The live screen of one desk. Its result is None, or "demo" when the user asked for the demo.

    `bidi` says who orders right-to-left text (AUTO looks at `environ`); `clock` gives the time of the news
    in POSIX seconds; `opener` opens a link and says whether it could.
    """

    CSS_PATH = Path(__file__).with_name("dashboard.tcss")
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar = [
        # All with priority: a key acts when the app takes it in, before the key behind it is given to anyone.
        *(Binding(key.keys, key.action, key.text, show=False, priority=True) for key in KEYS),
        Binding("d", "demo", "show the demo", show=False, priority=True),
        Binding("ctrl+c,ctrl+q", "quit", "quit", show=False, priority=True),
    ]

    def __init__(
        self,
        source: Source,
        *,
        title: str,
        bidi: Bidi = Bidi.AUTO,
        clock: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
        environ: Mapping[str, str] = os.environ,
        dark: bool = True,
        opener: Callable[[str], bool] = open_in_browser,
    ) -> None:
        # NO_COLOR asks for none at all; without native colours Textual would still send greys.
        super().__init__(ansi_color=True if environ.get("NO_COLOR") else None)
        self.title = title
        self.board = Board(source, clock=clock, monotonic=monotonic)
        self.mode = resolve(bidi, environ, screen=True)
        self.view = View.STREAM
        self.detail_open = False
        self.detail_focused = False
        self.parts = Parts()
        self._opener = opener
        for name, palette in (("ticker-dark", looks.DARK), ("ticker-light", looks.LIGHT)):
            self.register_theme(_theme(name, palette))
        self.theme = "ticker-dark" if dark else "ticker-light"
        self._second = 0
        self._columns = 0

    def compose(self) -> ComposeResult:
        """Lay the screen out; every part is there from the first frame on."""
        parts = self.parts
        yield parts.header
        with parts.body:
            with Vertical(id="list"):
                yield parts.columns
                yield parts.stream
            yield parts.detail
        yield parts.feeds
        yield parts.help
        yield parts.filter
        yield parts.footer

    def on_mount(self) -> None:
        """Start reading and drawing; the first frame does not wait for either."""
        self._request_bidi(self.mode.request)
        self._columns = self.size.width
        self.detail_open = self._columns >= WIDE
        self._arrange()
        self.run_worker(self.board.run_stream())
        self.run_worker(self.board.run_health())
        self.run_worker(self.board.run_detail())
        self.set_interval(FRAME, self._tick)
        self.call_after_refresh(self.repaint)

    def on_unmount(self) -> None:
        """Leave the terminal as it was found."""
        self._request_bidi(IMPLICIT)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew; the app itself learns its new size only after this."""
        self._columns = event.size.width
        self._arrange()
        self.call_after_refresh(self.repaint)

    # -- drawing

    def repaint(self) -> None:
        """Draw what the board holds now."""
        self.board.dirty = False
        paint(self.board, self.parts, self.look, view=self.view, title=self.title, detail=self.detail_open)

    @property
    def wide(self) -> bool:
        """Whether the open story stands beside the stream.

        Never where the terminal orders rows: it would mix two texts of one row.
        """
        return self._columns >= WIDE and self.mode.bidi is not Bidi.TERMINAL

    @property
    def look(self) -> looks.Look:
        """How everything is drawn now."""
        return looks.Look(looks.DARK if self.theme == "ticker-dark" else looks.LIGHT, self.mode)

    def _tick(self) -> None:
        second = int(self.board.monotonic())
        if self.board.dirty or second != self._second:
            self._second = second
            self.repaint()

    def _arrange(self) -> None:
        parts = self.parts
        parts.body.set_class(self.wide, "wide")
        parts.body.display = self.view is View.STREAM
        parts.feeds.display = self.view is View.FEEDS
        parts.help.display = self.view is View.HELP
        parts.detail.display = self.detail_open
        parts.detail.set_class(self.detail_focused, "focused")

    def _rearranged(self) -> None:
        self._arrange()
        self.repaint()
        # Sizes are known only after the layout that this change brings about.
        self.call_after_refresh(self.repaint)

    def _request_bidi(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    def _pane(self) -> Pane | None:
        """The pane that the moving keys scroll, or None where they move the selection."""
        if self.view is View.STREAM:
            return self.parts.detail if self.detail_open and self.detail_focused else None
        return self.parts.feeds if self.view is View.FEEDS else self.parts.help

    # -- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the filter line while it is being typed."""
        del parameters
        return self.screen.focused is not self.parts.filter or action in _WHILE_TYPING

    def action_move(self, lines: int) -> None:
        """Move the selection, or scroll the open pane."""
        pane = self._pane()
        if pane is not None:
            pane.scroll_lines(lines)
            return
        self.board.stream.move(lines)
        self._selected()

    def action_page(self, pages: int) -> None:
        """Move by screens."""
        pane = self._pane()
        if pane is not None:
            pane.scroll_lines(pages * max(1, pane.size.height - 1))
            return
        self.board.stream.page(pages)
        self._selected()

    def action_top(self) -> None:
        """Go to the top and let the list flow."""
        pane = self._pane()
        if pane is not None:
            pane.rewind()
        else:
            self.board.stream.follow()
        self._selected()

    def action_end(self) -> None:
        """Go to the end."""
        pane = self._pane()
        if pane is not None:
            pane.scroll_lines(1_000_000)
            return
        self.board.stream.end()
        self._selected()

    async def action_open_story(self) -> None:
        """Open the current story; a second time moves the keys into it; the filter line is left."""
        if self.screen.focused is self.parts.filter:
            await self._leave_filter()
            self._rearranged()
            return
        if self.view is not View.STREAM:
            return
        if self.board.stream.selected is None:
            self.board.stream.select_line(0)
        elif self.detail_open:
            self.detail_focused = True
        self.detail_open = True
        self._rearranged()

    async def action_close(self) -> None:
        """Close what was opened last: pane, filter line, filter, selection."""
        filter_line = self.parts.filter
        if self.view is not View.STREAM:
            self.view = View.STREAM
        elif filter_line.display or self.board.stream.ranking.query:
            await self._leave_filter()
            filter_line.clear()
            self._apply_filter()
        elif self.detail_focused:
            self.detail_focused = False
        elif self.detail_open and not self.wide:
            self.detail_open = False
        else:
            self.board.stream.follow()
        self._rearranged()

    def action_feeds(self) -> None:
        """Show or leave the feeds."""
        self._toggle(View.FEEDS)

    def action_help(self) -> None:
        """Show or leave the help."""
        self._toggle(View.HELP)

    def action_filter(self) -> None:
        """Open the filter line."""
        self.view = View.STREAM
        filter_line = self.parts.filter
        filter_line.display = True
        # At once: the next key is already waiting.
        self.screen.set_focus(filter_line)
        self._rearranged()

    async def action_open_link(self) -> None:
        """Open the selected story's link."""
        story = self._chosen()
        if story is None:
            return
        try:
            url = checked(story["url"])
        except RefusedError as error:
            self._say(error.message, "warning")
            return
        if await asyncio.to_thread(self._opener, url):
            self._say(f"opened {url}")
        else:
            self.copy_to_clipboard(url)
            self._say(f"no browser here; copied {url}", "warning")

    def action_copy(self) -> None:
        """Copy headline and link (OSC 52: works over ssh too)."""
        story = self._chosen()
        if story is not None:
            self.copy_to_clipboard("\n".join(filter(None, (safe(story["headline"]), safe(story["url"])))))
            self._say("copied headline and link")

    def action_bidi(self) -> None:
        """Let the next one order right-to-left text."""
        self.mode = self.mode.next()
        self._request_bidi(self.mode.request)
        self._rearranged()
        self._say(f"right-to-left text: {self.mode.bidi} (see ? for what that means)")

    def action_theme(self) -> None:
        """Change between dark and light."""
        self.theme = "ticker-light" if self.theme == "ticker-dark" else "ticker-dark"
        self._rearranged()

    def action_demo(self) -> None:
        """Leave for the demo; only where no feed answers and the screen offers it."""
        if self.board.silent:
            self.exit("demo")

    def action_leave(self) -> None:
        """Quit."""
        self.exit(None)

    # -- messages

    def on_input_changed(self) -> None:
        """Filter while it is typed."""
        self._apply_filter()
        self.repaint()

    def on_line_view_clicked(self, event: LineView.Clicked) -> None:
        """Select the story that was clicked; a second click opens it."""
        if event.view is self.parts.detail:
            self.detail_focused = True
        elif event.view is self.parts.stream:
            before = self.board.stream.selected
            self.detail_focused = False
            if self.board.stream.select_line(event.line) and before == self.board.stream.selected:
                self.detail_open = True
        self._rearranged()

    def on_line_view_scrolled(self, event: LineView.Scrolled) -> None:
        """Scroll what is under the pointer."""
        if isinstance(event.view, Pane):
            event.view.scroll_lines(event.lines)
        elif event.view is self.parts.stream:
            self.board.stream.scroll(event.lines)
            self.repaint()

    # -- helpers

    def _selected(self) -> None:
        if not self.detail_focused:
            self.parts.detail.rewind()
        self.repaint()

    async def _leave_filter(self) -> None:
        """Close the filter line once it has taken in what was typed: the next key meets the result."""
        taken_in = asyncio.Event()
        self.parts.filter.call_later(taken_in.set)
        await taken_in.wait()
        self.screen.set_focus(None)
        self.parts.filter.display = False
        self._apply_filter()

    def _apply_filter(self) -> None:
        self.board.stream.filter(Query.parse(self.parts.filter.value))

    def _toggle(self, view: View) -> None:
        self.view = View.STREAM if self.view is view else view
        self._rearranged()

    def _chosen(self) -> StoryView | None:
        """The selected story. While the list flows there is none: the line under a key press may change."""
        stream = self.board.stream
        story = stream.current() if stream.selected is not None else None
        if story is None:
            self._say("select a story first: j or k", "warning")
        return story

    def _say(self, text: str, severity: str = "information") -> None:
        self.notify(
            safe(text),
            severity="warning" if severity == "warning" else "information",
            timeout=3,
            markup=False,
        )


def _theme(name: str, palette: looks.Palette) -> Theme:
    return Theme(
        name=name,
        primary=palette.accent,
        background=palette.background,
        surface=palette.panel,
        panel=palette.panel,
        foreground=palette.text,
        dark=palette is looks.DARK,
        variables={"quiet": palette.quiet},
    )
