"""The line in which an editor types: a filter, a reason, a headline; Arabic reads right while it is typed.

Knows Textual's Input; must not know what is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Input

from ticker.dashboard.widgets import LineView
from ticker.terminal import Bidi, cells, display, is_rtl, line, visible

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from ticker.dashboard.look import Look
    from ticker.dashboard.question import Question

# Neutral to bidi and joining nothing, so it stands where the next letter will.
_CARET = "│"


class AskLine(Input):
    """One line of text; what is pasted into it is cleaned like any text from outside."""

    look: Look | None = None

    def validate_value(self, value: str) -> str:
        """Keep only what can be seen."""
        return visible(value)

    async def _on_key(self, event: events.Key) -> None:
        """Do at once what an editing key does: on Textual's way through the app letters overtake it."""
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)

    def render_line(self, y: int) -> Strip:
        """Draw right-to-left text as it is read, with a caret where the next letter goes."""
        look = self.look
        if y or look is None or look.mode.bidi is not Bidi.APP or not is_rtl(self.value):
            return super().render_line(y)
        width = self.size.width
        at = self.cursor_position
        shown = f"{self.value[:at]}{_CARET}{self.value[at:]}"
        drawn = display(shown, width=None, mode=look.mode)
        over = cells(drawn) - width
        text = Text(drawn, no_wrap=True, end="")
        if over > 0:
            # Keep the caret in sight: cut what lies farthest from it.
            caret = cells(drawn[: drawn.index(_CARET)])
            start = max(0, min(over, caret - width // 2))
            strip = Strip(text.render(self.app.console)).crop(start, start + width)
        else:
            strip = Strip([*line(" " * -over).render(self.app.console), *text.render(self.app.console)])
        return strip.adjust_cell_length(width).apply_style(self.rich_style)


class Prompt(Vertical):
    """What is wrong and a label above, the line to type in below; shown while something is asked."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.hint = LineView(id="hint")
        self.entry = AskLine(id="entry", compact=True, select_on_focus=False)
        self.question: Question | None = None
        self._fault = ""

    def compose(self) -> ComposeResult:
        """Lay out both rows."""
        yield self.hint
        yield self.entry

    @property
    def value(self) -> str:
        """What has been typed."""
        return self.entry.value

    def open(self, question: Question) -> None:
        """Ask; the next key already goes into the line."""
        self.question = question
        self.display = True
        self._fault = ""
        self.entry.value = question.value
        self.entry.cursor_position = len(self.entry.value)
        self.screen.set_focus(self.entry)

    def close(self) -> Question | None:
        """Stop asking; returns what had been asked."""
        question, self.question = self.question, None
        self.screen.set_focus(None)
        self.display = False
        return question

    def typed(self) -> None:
        """Hear that the text has changed."""
        if self.question is not None and self.question.typed is not None:
            self._fault = self.question.typed(self.value)

    def paint(self, look: Look) -> None:
        """Draw what is wrong with what stands there, and the label."""
        self.entry.look = look
        if self.question is None:
            return
        width = self.hint.size.width
        fault = display(self._fault, width=max(0, width - 4), mode=look.mode)
        said = f"! {fault}  " if fault else ""
        label = display(self.question.label, width=max(0, width - 1 - cells(said)), mode=look.mode)
        self.hint.show([line(" ", (said, look.palette.warn), (label, look.palette.strong))])
