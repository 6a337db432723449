"""Who puts right-to-left text into reading order: this program or the terminal.

Three kinds of terminals exist (sources: docs/terminal.md): those that draw cells left to right as
they come; those that reorder each row themselves; and kitty, which turns the letters inside a
word but not the words. A full-screen program cannot leave the work to a terminal that reorders rows,
for a row of the screen is no paragraph: it orders the text itself and asks the terminal for
"explicit" mode (ECMA-48 BDSM), which VTE and mintty obey and all others ignore.

Knows environment variables of terminals; must not know the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# ECMA-48 BDSM, as terminal-wg.pages.freedesktop.org/bidi recommends: RM 8 lets the program order
# the cells, SM 8 (the default) lets the terminal.
EXPLICIT = "\x1b[8l"
IMPLICIT = "\x1b[8h"


class Bidi(StrEnum):
    """The user's setting."""

    AUTO = "auto"
    TERMINAL = "terminal"
    APP = "app"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Mode:
    """What is done for one terminal. `bidi` is never AUTO.

    `words`: put words into visual order but leave letters as they are (kitty). `terminal` is the name
    it was decided for, to be shown to the user.
    """

    bidi: Bidi
    words: bool = False
    terminal: str = ""

    def next(self) -> Mode:
        """Return the mode that the toggle key goes to: app, terminal, off, and round again."""
        order = (Bidi.APP, Bidi.TERMINAL, Bidi.OFF)
        following = order[(order.index(self.bidi) + 1) % len(order)]
        return Mode(following, words=self.words, terminal=self.terminal)

    @property
    def request(self) -> str:
        """The escape sequence that a full-screen program sends for this mode."""
        return EXPLICIT if self.bidi is Bidi.APP else IMPLICIT


@dataclass(frozen=True, slots=True)
class _Terminal:
    name: str
    reorders: bool = False  # rows are reordered by the terminal
    explicit: bool = False  # and it stops when asked to (BDSM)
    words: bool = False  # letters inside a word are turned


_VTE = _Terminal("VTE (GNOME Terminal and kin)", reorders=True, explicit=True)
_MINTTY = _Terminal("mintty", reorders=True, explicit=True)
_KONSOLE = _Terminal("Konsole", reorders=True)
_MLTERM = _Terminal("mlterm", reorders=True)
_APPLE = _Terminal("Apple Terminal", reorders=True)
_PUTTY = _Terminal("PuTTY", reorders=True)
_KITTY = _Terminal("kitty", words=True)
_PLAIN = _Terminal("a terminal without bidi")

# VTE has reordered since 0.58 (GNOME 3.34), written 5800 in its variable.
_VTE_SINCE = 5800


def resolve(bidi: Bidi, environ: Mapping[str, str], *, screen: bool) -> Mode:
    """Decide for the terminal that `environ` describes.

    `screen` tells a full-screen program, which can ask for explicit mode, from one that prints
    lines. Variables of the outer terminal usually survive inside tmux and screen, which pass cells on
    unordered and do not forward the request for explicit mode.
    """
    found = _detect(environ)
    if bidi is not Bidi.AUTO:
        return Mode(bidi, words=found.words, terminal=found.name)
    inside = any(environ.get(name) for name in ("TMUX", "STY", "ZELLIJ"))
    reordered = found.reorders and not (found.explicit and screen and not inside)
    name = f"{found.name}, inside a multiplexer" if inside else found.name
    return Mode(Bidi.TERMINAL if reordered else Bidi.APP, words=found.words, terminal=name)


def _detect(environ: Mapping[str, str]) -> _Terminal:
    term = environ.get("TERM", "")
    program = environ.get("TERM_PROGRAM", "")
    version = environ.get("VTE_VERSION", "")
    if term == "xterm-kitty" or environ.get("KITTY_WINDOW_ID"):
        return _KITTY
    if version.isdecimal() and int(version) >= _VTE_SINCE:
        return _VTE
    if environ.get("KONSOLE_VERSION"):
        return _KONSOLE
    if term.startswith("mlterm") or environ.get("MLTERM"):
        return _MLTERM
    if program == "Apple_Terminal":
        return _APPLE
    if program == "mintty" or term.startswith("mintty"):
        return _MINTTY
    if term.startswith("putty"):
        return _PUTTY
    return _PLAIN
