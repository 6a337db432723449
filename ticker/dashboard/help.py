"""The keys: the one table behind the bindings, the footer and the help.

Knows keys and words; must not know widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.dashboard import look as signs
from ticker.terminal import Bidi, cells, display, line, wrap

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.dashboard.look import Look


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does. `keys` are Textual's names, `shown` is printed; `short` "" = not in the footer.

    `always`: the footer leaves others out first.
    """

    keys: str
    action: str
    shown: str
    text: str
    short: str = ""
    always: bool = False


KEYS = (
    Key("j,down", "move(1)", "j ↓", "next story, or scroll down where a pane is open", "move"),
    Key("k,up", "move(-1)", "k ↑", "previous story"),
    Key("pagedown,space,ctrl+f", "page(1)", "PgDn", "a screen further"),
    Key("pageup,ctrl+b", "page(-1)", "PgUp", "a screen back"),
    Key("g,home", "top", "g", "to the top, and let the list flow", "top"),
    Key("G,end", "end", "G", "to the last story"),
    Key("enter", "open_story", "Enter", "show the story with every copy; again: scroll in it", "story"),
    Key("escape", "close", "Esc", "close what is open; then clear the filter; then let the list flow"),
    Key(
        "slash",
        "filter",
        "/",
        'filter: words, "exact words", lang:ar, publisher:name, breaking, pinned',
        "filter",
    ),
    Key("F,tab", "feeds", "F Tab", "feeds and their health", "feeds"),
    Key("o", "open_link", "o", "open the story's link in a browser", "open"),
    Key("y", "copy", "y", "copy headline and link", "copy"),
    Key("B", "bidi", "B", "who orders right-to-left text: app, terminal, off", "bidi"),
    Key("T", "theme", "T", "dark or light"),
    Key("question_mark", "help", "?", "this help", "help", always=True),
    Key("q", "leave", "q", "quit", "quit", always=True),
)


def footer_line(look: Look, *, width: int, filter_text: str, demo: bool) -> Text:
    """Return the key hints; those that matter less are left out, the last first, where the line is short."""
    palette = look.palette
    text = line(" ")
    if filter_text:
        text.append(f"filter: {display(filter_text, width=24, mode=look.mode)}  ", palette.warn)
    hints = [("d", "demo", True)] if demo else []
    hints += [(key.shown.split(maxsplit=1)[0], key.short, key.always) for key in KEYS if key.short]
    while sum(len(key) + len(word) + 3 for key, word, _ in hints) > width - cells(text.plain):
        spare = [hint for hint in hints if not hint[2]]
        if not spare:
            break
        hints.remove(spare[-1])
    for key, word, _ in hints:
        text.append(key, f"bold {palette.accent}")
        text.append(f" {word}  ", palette.quiet)
    return text


def help_lines(look: Look, *, width: int) -> list[Text]:
    """Return the help: keys, signs, and what is done for right-to-left text here."""
    palette = look.palette
    lines = [line(("Keys", palette.strong))]
    for key in KEYS:
        lines += _row(key.shown, key.text, palette.accent, look, width)
    lines += [line(""), line(("Signs", palette.strong))]
    for sign, text, style in (
        (signs.BREAKING, "breaking", palette.breaking),
        (signs.PINNED, "pinned: stands first", palette.pinned),
        (signs.NEW, "new within two minutes", palette.new),
        (signs.GROWN, "has got another copy within two minutes", palette.new),
        (signs.HEAT * 3, "rank: half a cell less of the bar is one half-life below the top", palette.heat),
        ("×", "how many entries say it; “pub” counts publishers, and only they corroborate", palette.text),
    ):
        lines += _row(sign, text, style, look, width)
    lines += [line(""), line(("Right-to-left text", palette.strong))]
    lines += _row(str(look.mode.bidi), _bidi(look), palette.accent, look, width)
    return lines


def _row(lead: str, text: str, style: str, look: Look, width: int) -> list[Text]:
    parts = wrap(text, width - 12, mode=look.mode)
    return [
        line(" ", (f"{lead if index == 0 else '':<9}", style), " ", (part, look.palette.text))
        for index, part in enumerate(parts)
    ]


def _bidi(look: Look) -> str:
    where = f"; this looks like {look.mode.terminal}" if look.mode.terminal else ""
    return {
        Bidi.APP: f"ticker joins letters and orders the line{where}",
        Bidi.TERMINAL: f"the terminal orders the line; panes then stand below each other{where}",
        Bidi.OFF: f"letters are sent as they are written, nothing is ordered{where}",
        Bidi.AUTO: "",
    }[look.mode.bidi]
