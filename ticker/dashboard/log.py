"""What the engine wrote to its log, as lines, the newest first; above it what the desk gave up.

Knows lines of text; must not know where they come from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker.terminal import line, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from ticker.client.source import Status
    from ticker.dashboard.look import Look

_INDENT = 2
_LOUD = {"error": "bad", "critical": "bad", "warning": "warn"}
# What every line of ours begins with; a line of another form is shown as it is.
_LINE = re.compile(r'timestamp=\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)\S* level=(\w+) event=("[^"]*"|\S+) ?(.*)')


def log_lines(log: Sequence[str] | None, look: Look, *, width: int) -> list[Text]:
    """Return the log (given newest last) wrapped to `width`, newest first; None = there is none to show."""
    palette = look.palette
    if log is None:
        text = "The log of this desk is on the machine where it runs."
        return [
            line(""),
            *(line("  ", (part, palette.quiet)) for part in wrap(text, width - 4, mode=look.mode)),
        ]
    if not log:
        return [line(""), line(("  nothing has been logged yet", palette.quiet))]
    lines = []
    for text in reversed(log):
        level, said = _read(text)
        style = getattr(palette, _LOUD.get(level, "text"))
        parts = wrap(said, width - _INDENT, mode=look.mode, ltr=True)
        lines += [line(" " * (_INDENT if place else 0), (part, style)) for place, part in enumerate(parts)]
    return lines


def _read(text: str) -> tuple[str, str]:
    """Return a line's level, and the line without the names of what every line has."""
    found = _LINE.match(text)
    if found is None:
        return "", text
    clock, level, event, rest = found.groups()
    return level, f"{clock}Z {level} {event.strip(chr(34))} {rest}".rstrip()


def letter_lines(status: Status | None, look: Look, *, width: int) -> list[Text]:
    """Return what is to be said of the desk's dead letters; nothing where it has none."""
    if status is None or not status.letters:
        return []
    many = "record broke this desk and is" if status.letters == 1 else "records broke this desk and are"
    why = f"; the newest: {status.letter}" if status.letter else ""
    text = f"{status.letters} {many} in no story{why}. `ticker letters list` shows more."
    return [line((part, look.palette.warn)) for part in wrap(text, width, mode=look.mode, ltr=True)]
