"""The terminal app: widgets and keys over the board; thin, everything it decides is decided below it.

Knows Textual; must not know Redis, feeds or ranking.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingsMap
from textual.containers import Vertical

from ticker.dashboard import look as looks
from ticker.dashboard.board import Board
from ticker.dashboard.commands import also, commands
from ticker.dashboard.hands import Hands
from ticker.dashboard.layout import arrange, is_wide, reveal_copy
from ticker.dashboard.links import open_in_browser
from ticker.dashboard.memory import keep, recall
from ticker.dashboard.meter import Meter, metered
from ticker.dashboard.mouse import clicked, scrolled
from ticker.dashboard.paint import Parts, paint
from ticker.dashboard.palette import open_palette
from ticker.dashboard.settings import Settings
from ticker.dashboard.tabs import Kind
from ticker.dashboard.themes import theme
from ticker.dashboard.toasts import Answers, Toasts
from ticker.dashboard.tour import Tour
from ticker.dashboard.widgets import LineView  # noqa: TC001 - Textual reads handlers' annotations
from ticker.terminal import resolve, wrap
from ticker.terminal.bidi import IMPLICIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.driver import Driver

    from ticker.dashboard.question import Question
    from ticker.dashboard.source import Editor, FeedBook, Source

# Ten pictures a second: faster than anyone reads, and updates in between cost no drawing.
FRAME = 0.1
# Seconds until a terminal that was busy is asked again: a key must not wait for the next picture.
SOON = 0.02
# Seconds that a note stays, and how many at once: what they cover is the news.
SAID_FOR = 4.0
MOST_SAID = 3
# Cells that it may take in a line, and those that its frame takes.
SAID_WIDTH = 76
SAID_EDGE = 8


# Keys that no configuration takes away: the way out, and those of the line that is being typed.
_FIXED = (
    ("enter", "accept"),
    ("escape", "cancel"),
    ("d", "demo"),
    ("ctrl+c", "leave"),
    ("ctrl+q", "leave"),
)


class Dashboard(App[str | None]):
    """The live screen of one desk. Its result is None, or "demo" when the user asked for the demo.

    `editor` takes its actions (None = it only looks), `book` keeps its feeds (None = not from here).
    `environ` describes the terminal; `clock` gives the time of the news in POSIX seconds; `opener` opens a
    link and says whether it could.

    Raises UsageError for keys that cannot be bound.
    """

    CSS_PATH = Path(__file__).with_name("dashboard.tcss")
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar = []

    def __init__(
        self,
        source: Source,
        editor: Editor | None = None,
        *,
        book: FeedBook | None = None,
        title: str,
        clock: Callable[[], float],
        settings: Settings | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        environ: Mapping[str, str] = os.environ,
        opener: Callable[[str], bool] = open_in_browser,
    ) -> None:
        self.settings = settings or Settings()
        self.meter = Meter(self.settings.rate)
        # NO_COLOR asks for none at all; without native colours Textual would still send greys.
        super().__init__(ansi_color=True if environ.get("NO_COLOR") else None)
        self.title = title
        self.commands = commands(self.settings.keys)
        self._by_name = {command.name: command for command in self.commands}
        self._bindings = BindingsMap(self._all_bindings())
        self.memory = recall(self.settings.memory)
        self.board = Board(
            source,
            editor,
            book=book,
            clock=clock,
            monotonic=monotonic,
            filters={**self.settings.filters, **self.memory.filters},
            alerts=self.settings.alerts,
        )
        self.mode = resolve(self.settings.bidi, environ, screen=True)
        self.tour = Tour()
        self.read_only = self.settings.read_only
        self.hands = Hands(editor, Answers(self), editor=self.settings.editor) if editor else None
        self._toasts = Toasts()
        self.over = ""
        self.detail_open = False
        self.detail_focused = False
        self.parts = Parts()
        self.opener = opener
        for name, palette in looks.PALETTES.items():
            self.register_theme(theme(f"ticker-{name}", palette))
        wanted = self.memory.theme if self.memory.theme in looks.PALETTES else self.settings.theme
        self.theme = f"ticker-{wanted}"
        self._second = 0
        self._waits = False
        self.columns = 0

    def get_driver_class(self) -> type[Driver]:
        """Count what is written to the terminal."""
        return metered(super().get_driver_class(), self.meter)

    def compose(self) -> ComposeResult:
        """Lay the screen out; every part is there from the first frame on."""
        parts = self.parts
        yield parts.header
        yield parts.tabs
        with parts.body:
            with Vertical(id="list"):
                yield parts.columns
                yield parts.stream
            yield parts.detail
        yield parts.page
        yield parts.tour
        yield parts.prompt
        yield parts.footer

    def on_mount(self) -> None:
        """Start reading and drawing; the first frame does not wait for either."""
        self.request_bidi(self.mode.request)
        self.columns = self.size.width
        remembered = [tab for tab in self.board.tabs if tab.name == self.memory.tab]
        if remembered:
            self.board.show(remembered[0])
        if self.settings.tour and not self.memory.toured:
            self.tour.start()
        self.detail_open = self.wide and self.memory.place != "off"
        arrange(self)
        self.run_worker(self.board.run_stream())
        self.run_worker(self.board.run_health())
        self.run_worker(self.board.run_detail())
        if self.hands is not None:
            self.run_worker(self.hands.run())
        self.set_interval(FRAME, self._tick)
        self.call_after_refresh(self.repaint)

    def on_unmount(self) -> None:
        """Leave the terminal as it was found."""
        self.request_bidi(IMPLICIT)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew; the app itself learns its new size only after this.

        A screen that becomes wide, or is no longer, shows what it would have shown from the start.
        """
        before = self.wide
        self.columns = event.size.width
        if self.wide != before and not self.in_detail:
            self.detail_open = self.wide and self.memory.place != "off"
        arrange(self)
        self.call_after_refresh(self.repaint)

    # -- drawing

    def repaint(self) -> None:
        """Draw what the board holds now; where the terminal is still busy with the last picture, later."""
        if self.meter.pending:
            self.board.dirty = True
            if not self._waits:
                self._waits = True
                self.set_timer(SOON, self._look_again)
            return
        self.board.dirty = False
        paint(self)

    def _look_again(self) -> None:
        self._waits = False
        if self.board.dirty:
            self.repaint()

    def rearranged(self) -> None:
        """Lay out anew and draw."""
        arrange(self)
        self.repaint()
        # Sizes are known only after the layout that this change brings about.
        self.call_after_refresh(self.repaint)

    def reveal_copy(self) -> None:
        """Bring the copy that the keys act on into sight."""
        reveal_copy(self)

    @property
    def wide(self) -> bool:
        """Whether the open story stands beside the stream."""
        return is_wide(self)

    @property
    def shows_list(self) -> bool:
        """Whether a list of stories fills the screen."""
        return not self.over and self.board.tab.kind is Kind.LIST

    @property
    def in_detail(self) -> bool:
        """Whether the keys act in the open story."""
        return self.shows_list and self.detail_open and self.detail_focused

    @property
    def palette_name(self) -> str:
        """The name of the theme that is on."""
        return self.theme.removeprefix("ticker-")

    @property
    def look(self) -> looks.Look:
        """How everything is drawn now."""
        return looks.Look(looks.PALETTES[self.palette_name], self.mode)

    def _tick(self) -> None:
        self._toasts.tell(self)
        second = int(self.board.monotonic())
        if (self.board.dirty or second != self._second) and self.meter.may_draw(time.monotonic()):
            self._second = second
            self.repaint()

    def request_bidi(self, sequence: str) -> None:
        """Tell the terminal who orders its rows."""
        if self._driver is not None:
            self._driver.write(sequence)

    def remember(self) -> None:
        """Write down what is remembered."""
        self.memory.tab = self.board.tab.name
        self.memory.toured = self.memory.toured or not self.tour.running
        trouble = keep(self.settings.memory, self.memory)
        if trouble:
            self.say(trouble, "warning")

    # -- keys

    def _all_bindings(self) -> list[Binding]:
        """Return them, all with priority: a key acts when it comes in, before the next is given to anyone."""
        wanted = [*_FIXED]
        for command in self.commands:
            keys = filter(None, (*command.keys, *map(also, command.keys)))
            wanted += [("comma" if key == "," else key, f"run('{command.name}')") for key in keys]
        return [Binding(key, action, show=False, priority=True) for key, action in wanted]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the line that is being typed, and to a screen that lies on top."""
        typing = self.parts.prompt.question is not None
        match action:
            case "leave":
                return True
            case "accept" | "cancel":
                return typing and len(self.screen_stack) == 1
            case "demo":
                return self.board.silent and not typing
            case "run":
                return not typing and len(self.screen_stack) == 1
            case _:
                return super().check_action(action, parameters)

    async def action_run(self, name: str) -> None:
        """Do what a key stands for."""
        done = self._by_name[name].run(self)
        if inspect.isawaitable(done):
            await done
        if self.tour.ran(name):
            self.remember()
            self.rearranged()

    def run_command(self, name: str) -> None:
        """Do it from the palette."""
        self.call_later(self.action_run, name)

    def open_palette(self) -> None:
        """Find a command by its name."""
        open_palette(self)

    async def action_accept(self) -> None:
        """Take what was typed as the answer."""
        await self._typed_in()
        text = self.parts.prompt.value
        question = self.parts.prompt.close()
        if question is not None:
            done = question.done(text)
            if inspect.isawaitable(done):
                await done
        self.rearranged()

    async def action_cancel(self) -> None:
        """Leave the line without an answer."""
        await self._typed_in()
        question = self.parts.prompt.close()
        if question is not None and question.cancelled is not None:
            question.cancelled()
        self.rearranged()

    def action_demo(self) -> None:
        """Leave for the demo; only where no feed answers and the screen offers it."""
        self.exit("demo")

    def action_leave(self) -> None:
        """Quit."""
        self.exit(None)

    def on_line_view_clicked(self, event: LineView.Clicked) -> None:
        """Hear a click."""
        clicked(self, event)

    def on_line_view_scrolled(self, event: LineView.Scrolled) -> None:
        """Hear the wheel."""
        scrolled(self, event)

    def on_input_changed(self) -> None:
        """Hear what is typed."""
        self.parts.prompt.typed()
        self.repaint()

    def say(self, text: str, severity: str = "information") -> None:
        """Say a line; it goes away by itself, sooner where much is said."""
        width = max(1, min(SAID_WIDTH, self.columns - SAID_EDGE))
        self.notify(
            "\n".join(wrap(text, width, mode=self.mode, ltr=True)),
            severity="warning" if severity == "warning" else "information",
            timeout=SAID_FOR,
            markup=False,
        )
        self.call_later(self._make_room)

    def _make_room(self) -> None:
        for old in [*self._notifications][:-MOST_SAID]:
            self._unnotify(old)

    def ask(self, question: Question) -> None:
        """Ask for a line of text."""
        self.parts.prompt.open(question)
        self.parts.prompt.typed()
        self.rearranged()

    def filter_by(self, text: str) -> None:
        """Show only what matches."""
        self.board.filter(text)
        self.rearranged()

    async def _typed_in(self) -> None:
        """Wait until the line has taken in what was typed ahead: the next key meets the result."""
        taken_in = asyncio.Event()
        self.parts.prompt.entry.call_later(taken_in.set)
        await taken_in.wait()
