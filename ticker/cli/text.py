"""Feed text and instants as the command line prints them."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime
from functools import cache

from ticker import clock
from ticker.terminal import Bidi, Mode, age, display, resolve, safe, wrap


@cache
def _mode() -> Mode:
    """How this terminal wants right-to-left text; what is no terminal gets reading order."""
    bidi = Bidi.AUTO if sys.stdout.isatty() else Bidi.OFF
    return resolve(bidi, os.environ, screen=False)


def shown(text: str) -> str:
    """Feed text as this terminal shows it rightly, without anything that it would obey."""
    return display(text, width=None, mode=_mode()) if sys.stdout.isatty() else safe(text)


def fitted(text: str, used: int) -> str:
    """Feed text behind `used` cells of a line, cut in reading order at the terminal's edge.

    What is no terminal gets all of it.
    """
    if not sys.stdout.isatty():
        return safe(text)
    room = max(shutil.get_terminal_size().columns - used, 1)
    return display(text, width=room, mode=_mode())


def ago_instant(instant: float) -> str:
    """How long ago an instant was: `3m`."""
    return age(clock.now() - instant)


def ago(iso: str) -> str:
    """How long ago an ISO 8601 instant was: `3m`."""
    return ago_instant(datetime.fromisoformat(iso).timestamp())


def lines(
    text: str, indent: int = 0, *, ltr: bool = False, rtl: bool = False, listed: bool = False
) -> list[str]:
    """Feed text as lines that this terminal shows rightly, broken at its width in reading order.

    With `ltr` an English sentence keeps its direction however much Arabic it quotes; with `rtl` an Arabic
    one does, and stands on the right; `listed` keeps what either counts up in its places. What is no terminal
    gets one line.
    """
    space = " " * indent
    if not sys.stdout.isatty():
        return [space + safe(text)]
    mode = _mode()
    width = max(shutil.get_terminal_size().columns - indent, 1)
    parts = wrap(text, width, mode=mode, ltr=ltr, rtl=rtl, rtl_align=rtl, listed=listed)
    return [part + space if rtl and mode.bidi is Bidi.APP else space + part for part in parts]


def spoken(lang: str | None) -> str:
    """The language to speak: `lang`, else Arabic where the locale says so, else English."""
    if lang is not None:
        return lang
    wanted = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ar" if next(filter(None, wanted), "").startswith("ar") else "en"
