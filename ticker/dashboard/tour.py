"""The first steps, told one at a time while they are taken; nothing waits for them.

Knows commands by name and how a step looks; must not know widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.terminal import line, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.text import Text

    from ticker.dashboard.look import Look


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done when the command of this name has run."""

    command: str
    text: str


STEPS = (
    Step("next", "moves to the next story. From then on the list keeps still under you."),
    Step("breaking", "marks it as breaking, for twenty minutes. It is done for everybody, at once."),
    Step("next-tab", "goes through the views: here is what is breaking; then curated, feeds, alerts …"),
    Step("undo", "takes your last action back; any action can be undone, and done again."),
    Step("open", "opens a story: every copy, who said it, and why it belongs here."),
    Step("filter", "filters while you type: lang:ar publishers>=3 breaking. Esc shows all again."),
    Step("help", "lists every key. q quits; nothing is lost."),
)


class Tour:
    """Where somebody stands in the steps."""

    def __init__(self, steps: tuple[Step, ...] = STEPS) -> None:
        self._steps = steps
        self._at: int | None = None

    @property
    def running(self) -> bool:
        """Whether there is a step to show."""
        return self._at is not None

    def start(self) -> None:
        """Begin at the first step."""
        self._at = 0

    def stop(self) -> None:
        """Show no more."""
        self._at = None

    def ran(self, command: str) -> bool:
        """Hear what was done; True = that was the step, and the next one is shown, or it was the last."""
        if self._at is None or self._steps[self._at].command != command:
            return False
        self._at = self._at + 1 if self._at + 1 < len(self._steps) else None
        return True

    def lines(self, keys: Mapping[str, str], look: Look, *, width: int) -> list[Text]:
        """Return the present step as at most two lines; `keys` gives the key of each command."""
        if self._at is None:
            return []
        step = self._steps[self._at]
        key = keys.get(step.command, "")
        lead = f" First steps {self._at + 1}/{len(self._steps)}  "
        parts = wrap(f"{key} {step.text} (Esc skips)", width - len(lead), mode=look.mode)[:2]
        return [
            line((lead if place == 0 else " " * len(lead), look.palette.accent), (part, look.palette.strong))
            for place, part in enumerate(parts)
        ]
