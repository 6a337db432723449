"""The key hints at the foot of the screen, and the help.

Knows the table of commands and the signs; must not know widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.dashboard import look as signs
from ticker.dashboard.commands import listed, shown_key
from ticker.terminal import Bidi, cells, line, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from ticker.dashboard.commands import Command
    from ticker.dashboard.look import Look

_KEYS = 11
_QUERY = (
    ("words", "all occur in the headline or a publisher's name, in any spelling"),
    ('"two words"', "together, in this order"),
    ("lang:ar,en", "one of these languages"),
    ("publisher:x", "a publisher's name holds x"),
    ("publishers>=3", "also copies, age (age<30m), with > >= < <= ="),
    ("breaking", "the story carries this mark; also pinned, curated"),
    ("-term", "not this"),
)


def footer_line(
    commands: Sequence[Command], look: Look, *, width: int, notes: Sequence[str], demo: bool
) -> Text:
    """Return notes (ready to be drawn) and key hints; where it is short, what matters less is left out."""
    palette = look.palette
    text = line(" ")
    for note in notes:
        text.append(f"{note}  ", palette.warn)
    hints = [("d", "demo", True)] if demo else []
    hints += [
        (shown_key(command.keys[0]), command.short, command.always)
        for command in commands
        if command.short and command.keys
    ]
    while sum(cells(key) + len(word) + 3 for key, word, _ in hints) > width - cells(text.plain):
        spare = [hint for hint in hints if not hint[2]]
        if not spare:
            break
        hints.remove(spare[-1])
    for key, word, _ in hints:
        text.append(key, f"bold {palette.accent}")
        text.append(f" {word}  ", palette.quiet)
    return text


def help_lines(commands: Sequence[Command], look: Look, *, width: int) -> list[Text]:
    """Return the help: keys by what they are for, filters, signs, and what is done for right-to-left text."""
    palette = look.palette
    lines: list[Text] = []
    group = ""
    for command in listed(commands):
        if command.group != group:
            group = command.group
            lines += [line(""), line((group, palette.strong))] if lines else [line((group, palette.strong))]
            if group == "Views":
                lines += _row("1–9", "the tab with this number", palette.accent, look, width)
        lines += _row(command.shown or "–", command.text, palette.accent, look, width)
    lines += [line(""), line(("Filters", palette.strong))]
    for term, text in _QUERY:
        lines += _row(term, text, palette.accent, look, width, lead_width=15)
    lines += [line(""), line(("Signs", palette.strong))]
    for sign, text, style in (
        (signs.BREAKING, "breaking", palette.breaking),
        (signs.PINNED, "pinned: stands first", palette.pinned),
        (signs.HELD, "held back from the public: spiked, or under embargo", palette.quiet),
        ("1–9", "urgency, 1 is most urgent", palette.warn),
        (signs.EDITED, "edited: retitled, boosted, noted, a source muted", palette.accent),
        (signs.MARKED, "marked: the next verb acts on all that are", palette.accent),
        (signs.NEW, "new within two minutes", palette.new),
        (signs.GROWN, "has got another copy within two minutes", palette.new),
        (signs.HEAT * 3, "rank: half a cell less of the bar is one half-life below the top", palette.heat),
        ("×", "how many entries say it; “pub” counts publishers, and only they corroborate", palette.text),
    ):
        lines += _row(sign, text, style, look, width)
    lines += [line(""), line(("Right-to-left text", palette.strong))]
    lines += _row(str(look.mode.bidi), _bidi(look), palette.accent, look, width)
    return lines


def _row(lead: str, text: str, style: str, look: Look, width: int, *, lead_width: int = _KEYS) -> list[Text]:
    parts = wrap(text, width - lead_width - 3, mode=look.mode)
    return [
        line(" ", (f"{lead if index == 0 else '':<{lead_width}}", style), " ", (part, look.palette.text))
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
