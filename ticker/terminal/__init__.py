"""Text that is safe and right on a terminal, for the dashboard and the command line.

Knows Unicode, cells and terminals; must not know stories, widgets or where a text came from.
"""

from ticker.terminal.bidi import Bidi, Mode, resolve
from ticker.terminal.layout import cells, cut, display, is_rtl, pad, wrap
from ticker.terminal.pieces import age, ago, counted, duration, line
from ticker.terminal.safe import safe, visible

__all__ = [
    "Bidi",
    "Mode",
    "age",
    "ago",
    "cells",
    "counted",
    "cut",
    "display",
    "duration",
    "is_rtl",
    "line",
    "pad",
    "resolve",
    "safe",
    "visible",
    "wrap",
]
