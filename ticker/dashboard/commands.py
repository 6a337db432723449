"""Everything that a key can do: the one table behind bindings, footer, help and palette.

Knows names, keys and words; must not know widgets. Keys are named as Textual names them, or as the one
character that they type.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ticker.core.model import Verb
from ticker.core.verbs import VERBS
from ticker.dashboard import acting, editing, feeding, moving, viewing
from ticker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from ticker.dashboard.app import Dashboard

    Run = Callable[[Dashboard], Awaitable[None] | None]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do. `name` is what `screen.keys` and the palette call it, `text` says what it does."""

    name: str
    keys: tuple[str, ...]
    text: str
    group: str
    run: Run

    @property
    def shown(self) -> str:
        """Its keys as they are printed."""
        return " ".join(map(shown_key, self.keys))


def _tab(place: int) -> Command:
    keys = (str(place + 1),)
    return Command(f"tab-{place + 1}", keys, f"tab {place + 1}", "Views", partial(viewing.tab, place=place))


MOVING, VIEWS, STORIES, EDITING, FEEDS, SCREEN = "Moving", "Views", "Stories", "Editing", "Feeds", "Screen"


def _verb(verb: Verb, keys: tuple[str, ...], run: Run, *, name: str = "", text: str = "") -> Command:
    """Return the command of a verb; its words are the one table's, as a phrase like the others."""
    said = "; ".join(one[0].lower() + one[1:] for one in VERBS[verb].help.rstrip(".").split(". "))
    return Command(name or str(verb), keys, text or said, EDITING, run)


COMMANDS: tuple[Command, ...] = (
    Command(
        "next",
        ("j", "down"),
        "next story, or further down",
        MOVING,
        partial(moving.move, lines=1),
    ),
    Command("previous", ("k", "up"), "previous story", MOVING, partial(moving.move, lines=-1)),
    Command("page-down", ("pagedown", "ctrl+f"), "a screen further", MOVING, partial(moving.page, pages=1)),
    Command("page-up", ("pageup", "ctrl+b"), "a screen back", MOVING, partial(moving.page, pages=-1)),
    Command("top", ("g", "home"), "to the top, and let the list flow", MOVING, moving.top),
    Command("end", ("G", "end"), "to the last story", MOVING, moving.end),
    Command(
        "open",
        ("enter",),
        "show the story with every copy; again: move among its copies",
        MOVING,
        moving.open_,
    ),
    Command(
        "close",
        ("escape",),
        "close what is open; then marks, the filter, the selection",
        MOVING,
        moving.close,
    ),
    Command("filter", ("/",), "filter the list while you type", VIEWS, viewing.filter_),
    Command("save-filter", ("S",), "keep the filter as a tab", VIEWS, viewing.save_filter),
    Command("drop-filter", ("D",), "take the saved filter of this tab away", VIEWS, viewing.drop_filter),
    Command("next-tab", ("tab",), "next tab", VIEWS, partial(viewing.next_tab, by=1)),
    Command("previous-tab", ("shift+tab",), "previous tab", VIEWS, partial(viewing.next_tab, by=-1)),
    *map(_tab, range(9)),
    Command("feeds", ("F",), "feeds and their health, and back", VIEWS, viewing.feeds),
    Command("compare", ("=",), "set two stories side by side: why are they apart?", VIEWS, viewing.compare),
    Command("mark", ("space",), "mark the story, or the copy, and go on", STORIES, acting.mark),
    Command("mark-all", ("*",), "mark all that the list holds, or none", STORIES, acting.mark_all),
    Command("open-link", ("o",), "open the story's link in a browser", STORIES, acting.open_link),
    Command("copy", ("y",), "copy headline and link", STORIES, acting.copy),
    _verb(Verb.PIN, ("p",), partial(editing.plain, verb=Verb.PIN)),
    _verb(Verb.UNPIN, ("P",), partial(editing.plain, verb=Verb.UNPIN)),
    _verb(
        Verb.PIN,
        ("[",),
        partial(editing.place, by=-1),
        name="pin-up",
        text="move a pinned story up among the pinned",
    ),
    _verb(Verb.PIN, ("]",), partial(editing.place, by=1), name="pin-down", text="move a pinned story down"),
    _verb(Verb.BREAKING, ("b",), editing.breaking),
    _verb(
        Verb.BREAKING,
        ("f",),
        editing.breaking_for,
        name="breaking-for",
        text="mark stories as breaking for as long as you say",
    ),
    _verb(Verb.URGENCY, ("i",), editing.urgency),
    _verb(Verb.SPIKE, ("x",), editing.spike),
    _verb(Verb.RESTORE, ("r",), partial(editing.plain, verb=Verb.RESTORE)),
    _verb(Verb.RETITLE, ("t",), editing.retitle),
    _verb(
        Verb.MERGE,
        ("m",),
        editing.merge,
        text="say that stories are one: the marked ones go into the selected one; matching obeys",
    ),
    _verb(Verb.SPLIT, ("s",), editing.split),
    _verb(Verb.MOVE, ("v",), editing.move),
    _verb(
        Verb.BOOST,
        ("+",),
        partial(editing.boost, by=1.0),
        text="lift stories in the ranking: each step doubles what their reports count",
    ),
    _verb(
        Verb.BOOST,
        ("-",),
        partial(editing.boost, by=-1.0),
        name="lower",
        text="lower stories in the ranking: each step halves what their reports count",
    ),
    _verb(Verb.MUTE, ("M",), partial(editing.mute, verb=Verb.MUTE)),
    _verb(Verb.UNMUTE, ("N",), partial(editing.mute, verb=Verb.UNMUTE)),
    _verb(Verb.EMBARGO, ("e",), editing.embargo),
    _verb(Verb.NOTE, ("n",), editing.note),
    _verb(
        Verb.UNDO,
        ("u",),
        partial(editing.undo, verb=Verb.UNDO),
        text="undo your last action that stands; in the audit the selected one",
    ),
    _verb(
        Verb.REDO,
        ("U", "ctrl+r"),
        partial(editing.undo, verb=Verb.REDO),
        text="do again what was undone last; in the audit the selected one",
    ),
    Command("read-only", ("R",), "only look, or edit again", EDITING, editing.toggle),
    Command(
        "feed-add",
        ("a",),
        "find the feed of a site, see what it brings, and add it",
        FEEDS,
        feeding.add,
    ),
    Command(
        "feed-pause",
        ("w",),
        "leave the selected feed unasked, or ask it again",
        FEEDS,
        feeding.pause,
    ),
    Command("feed-remove", ("X",), "take the selected feed out", FEEDS, feeding.remove),
    Command("palette", (":", "ctrl+p"), "find a command by name", SCREEN, lambda app: app.open_palette()),
    Command("place", ("z",), "open story beside, below, off", SCREEN, viewing.place),
    Command("wider", (">",), "more room for the open story", SCREEN, partial(viewing.share, by=1)),
    Command("narrower", ("<",), "less room for it", SCREEN, partial(viewing.share, by=-1)),
    Command("bidi", ("B",), "who orders right-to-left text: app, terminal, off", SCREEN, viewing.bidi),
    Command("theme", ("T",), "next theme", SCREEN, viewing.theme),
    Command("tour", (), "show the first steps again", SCREEN, viewing.start_tour),
    Command("help", ("?",), "this help", SCREEN, viewing.help_),
    Command("quit", ("q",), "quit", SCREEN, lambda app: app.exit(None)),
)

_BY_NAME = {command.name: command for command in COMMANDS}
# Keys that always do the same, whatever is bound: a way out must not be configured away.
_KEPT = frozenset({"ctrl+c", "ctrl+q"})
_SHOWN = {
    "down": "↓",
    "up": "↑",
    "enter": "Enter",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
}
# What the keys of a Latin keyboard type when its layout is Arabic (101): nobody switches layouts to press j.
_ARABIC_LAYOUT = dict(zip("qwertyuiopasdfghjklzxcvbnm/?", "ضصثقفغعهخحشسيبلاتنمئءؤر\ufefbىةظ؟", strict=True))
_NAMED_KEY = re.compile(r"(?:(?:ctrl|shift|alt)\+)*(?:[a-z][a-z0-9_]*|.)")


def commands(keys: Mapping[str, str]) -> tuple[Command, ...]:
    """Return the table with the user's keys: command name -> keys, separated by spaces; "" = none.

    Raises UsageError for an unknown command, a key that cannot be, or one key for two commands.
    """
    for name in keys:
        if name not in _BY_NAME:
            near = difflib.get_close_matches(name, _BY_NAME, n=1)
            hint = f"did you mean “{near[0]}”?" if near else "`?` in the dashboard lists them"
            raise UsageError(f"screen.keys: “{name}” is no command; {hint}")
    wanted = {name: _keys(name, text) for name, text in keys.items()}
    taken = {key: name for name, bound in wanted.items() for key in bound}
    for name, bound in wanted.items():
        for key in bound:
            if taken[key] != name:
                raise UsageError(f"screen.keys: “{key}” is given to both {taken[key]} and {name}")
    table = []
    for command in COMMANDS:
        # A key that the user has given away is no longer its default owner's.
        bound = wanted.get(command.name, tuple(key for key in command.keys if key not in taken))
        table.append(replace(command, keys=bound))
    return tuple(table)


def _keys(name: str, text: str) -> tuple[str, ...]:
    found = tuple(text.split())
    for key in found:
        if not _NAMED_KEY.fullmatch(key) or not key.isprintable():
            raise UsageError(f"screen.keys: {name}: “{key}” is no key; write e.g. x, ctrl+x, f5, space")
        if key in _KEPT:
            raise UsageError(f"screen.keys: {name}: {key} always quits")
    return found


def also(key: str) -> str:
    """Return what the same key types on an Arabic keyboard; "" = nothing else, or nothing that is known."""
    return _ARABIC_LAYOUT.get(key, "")


def shown_key(key: str) -> str:
    """Return a key as it is printed."""
    return _SHOWN.get(key, key.replace("ctrl+", "^"))


def listed(table: Sequence[Command]) -> list[Command]:
    """Return the commands that help and palette list: the nine tabs are one line there."""
    return [command for command in table if not command.name.startswith("tab-")]
