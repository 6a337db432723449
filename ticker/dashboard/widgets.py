"""Widgets that draw lines they are given and repaint only those that changed.

Over a slow line every byte counts: an age that ticks repaints one row, not the screen.

Knows Textual's line API; must not know stories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text
    from textual import events


class LineView(Widget):
    """Shows lines, each cut or filled to the width; the caller lays them out."""

    class Clicked(Message):
        """A line was clicked; `line` counts from the top of the view, `cell` from its left."""

        def __init__(self, view: LineView, line: int, cell: int) -> None:
            super().__init__()
            self.view = view
            self.line = line
            self.cell = cell

        @property
        def control(self) -> LineView:
            """The view that was clicked."""
            return self.view

    class Scrolled(Message):
        """The wheel was turned by `lines`."""

        def __init__(self, view: LineView, lines: int) -> None:
            super().__init__()
            self.view = view
            self.lines = lines

        @property
        def control(self) -> LineView:
            """The view under the pointer."""
            return self.view

    DEFAULT_CSS = "LineView { width: 1fr; height: 1fr; }"
    WHEEL = 3

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self._width = 0

    def show(self, lines: Sequence[Text]) -> None:
        """Draw `lines` from the top; what was below them is cleared."""
        width = self.size.width
        style, console = self.rich_style, self.app.console
        strips = [
            Strip(text.render(console)).adjust_cell_length(width).apply_style(style)
            for text in lines[: self.size.height]
        ]
        if width != self._width:
            self._width, self._strips = width, strips
            self.refresh()
            return
        old, self._strips = self._strips, strips
        changed = [
            Region(0, row, width, 1)
            for row in range(max(len(old), len(strips)))
            if row >= len(old) or row >= len(strips) or old[row] != strips[row]
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """Return the strip of one row."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Tell which line was clicked."""
        self.post_message(self.Clicked(self, event.y, event.x))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Tell that the wheel was turned down."""
        event.stop()
        self.post_message(self.Scrolled(self, self.WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Tell that the wheel was turned up."""
        event.stop()
        self.post_message(self.Scrolled(self, -self.WHEEL))


class Pane(LineView):
    """A view on more lines than it is high."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._lines: Sequence[Text] = ()
        self._top = 0

    def show(self, lines: Sequence[Text]) -> None:
        """Draw `lines` from where the pane has been scrolled to."""
        self._lines = lines
        self._top = max(0, min(self._top, len(lines) - self.size.height))
        super().show(lines[self._top : self._top + self.size.height])

    def scroll_lines(self, lines: int) -> None:
        """Scroll by a number of lines, down where it is positive."""
        self._top += lines
        self.show(self._lines)

    @property
    def top(self) -> int:
        """The first line that is seen."""
        return self._top

    def reveal(self, first: int, count: int) -> None:
        """Bring `count` lines from `first` on into sight, moving as little as possible."""
        height = self.size.height
        self._top = min(first, max(self._top, first + min(count, height) - height))

    def rewind(self) -> None:
        """Go back to the first line."""
        self._top = 0
