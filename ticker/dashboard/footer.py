"""The key hints at the foot of the screen: only what is of use where the keys act now.

Knows commands by name, and the places in which keys act; must not know widgets.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ticker.dashboard.commands import shown_key
from ticker.terminal import cells, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.text import Text

    from ticker.dashboard.commands import Command
    from ticker.dashboard.look import Look


class Place(StrEnum):
    """Where the keys act."""

    LIST = "list"
    MARKED = "marked"
    COPIES = "copies"
    FEEDS = "feeds"
    ALERTS = "alerts"
    AUDIT = "audit"
    LOG = "log"
    COMPARE = "compare"
    OVER = "over"
    TYPING = "typing"


_LAST = {"help": "help", "quit": "quit"}
_MOVE = {"next": "move", "top": "top"}
_TABS = {"next-tab": "tabs"}
# Command -> the word for it, in each place; where it is short, the last but help and quit are left out first.
_HINTS: Mapping[Place, Mapping[str, str]] = {
    Place.LIST: {
        **_MOVE,
        "open": "story",
        "filter": "filter",
        **_TABS,
        "mark": "mark",
        "open-link": "open",
        "copy": "copy",
        "pin": "pin",
        "breaking": "breaking",
        "spike": "spike",
        "undo": "undo",
    },
    Place.MARKED: {
        "next": "move",
        "mark": "mark",
        "merge": "merge",
        "compare": "compare",
        "close": "unmark",
        "pin": "pin",
        "breaking": "breaking",
        "spike": "spike",
        "undo": "undo",
    },
    Place.COPIES: {
        "next": "move",
        "mark": "mark",
        "split": "split",
        "move": "move to a story",
        "mute": "mute",
        "close": "back",
    },
    Place.FEEDS: {
        **_MOVE,
        **_TABS,
        "feed-add": "add",
        "feed-pause": "pause",
        "feed-remove": "remove",
        "close": "stream",
    },
    Place.ALERTS: {
        **_MOVE,
        "open": "story",
        **_TABS,
        "pin": "pin",
        "breaking": "breaking",
        "spike": "spike",
        "close": "stream",
    },
    Place.AUDIT: {**_MOVE, "open": "story", **_TABS, "undo": "undo", "redo": "redo", "close": "stream"},
    Place.LOG: {**_MOVE, **_TABS, "close": "stream"},
    Place.COMPARE: {"merge": "merge", "close": "leave", "next": "move"},
    Place.OVER: {**_MOVE, "page-down": "further", "close": "leave"},
}
_TYPING = (("Enter", "take it"), ("Esc", "leave it"))


def footer_line(
    commands: Sequence[Command], place: Place, look: Look, *, width: int, notes: Sequence[str], demo: bool
) -> Text:
    """Return notes (ready to be drawn) and key hints; where it is short, what matters less is left out.

    `demo`: the screen offers the demo.
    """
    palette = look.palette
    text = line(" ")
    for note in notes:
        text.append(f"{note}  ", palette.warn)
    if place is Place.TYPING:
        spare, kept = [], list(_TYPING)
    else:
        kept = _named(commands, _LAST)
        spare = _named(commands, _HINTS[place])
        kept = [("d", "demo"), *kept] if demo else kept
    while spare and _cells([*spare, *kept]) > width - cells(text.plain):
        spare.pop()
    for key, word in (*kept[: len(kept) - 2], *spare, *kept[len(kept) - 2 :]):
        text.append(key, f"bold {palette.accent}")
        text.append(f" {word}  ", palette.quiet)
    return text


def _named(commands: Sequence[Command], hints: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (key, word) in the order of the hints; a command without a key has none."""
    keys = {command.name: command.keys[0] for command in commands if command.keys}
    return [(shown_key(keys[name]), word) for name, word in hints.items() if name in keys]


def _cells(hints: Sequence[tuple[str, str]]) -> int:
    return sum(cells(key) + len(word) + 3 for key, word in hints)
