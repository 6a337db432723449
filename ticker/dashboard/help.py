"""The help: every key, the filters, the signs, and what is done for right-to-left text.

Knows the table of commands and the signs; must not know widgets.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from ticker.dashboard import look as signs
from ticker.dashboard.commands import VIEWS, listed
from ticker.terminal import Bidi, cells, line, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from ticker.dashboard.commands import Command
    from ticker.dashboard.look import Look

_KEYS = 11
# From this width on the help has two columns, with so many cells between them.
_TWO = 150
_GAP = 4
_QUERY = (
    ("words", "all occur in the headline or a publisher's name, in any spelling"),
    ('"two words"', "together, in this order"),
    ("lang:ar,en", "one of these languages"),
    ("publisher:x", "a publisher's name holds x"),
    ("publishers>=3", "also copies, age (age<30m), with > >= < <= ="),
    ("breaking", "the story carries this mark; also pinned, curated"),
    ("-term", "not this"),
)


def help_lines(commands: Sequence[Command], look: Look, *, width: int) -> list[Text]:
    """Return the help: keys by what they are for, filters, signs, and what is done for right-to-left text.

    A wide screen has it in two columns.
    """
    if width < _TWO:
        return [
            row for place, part in enumerate(_sections(commands, look, width)) for row in _after(place, part)
        ]
    half = (width - _GAP) // 2
    columns: tuple[list[Text], list[Text]] = ([], [])
    for section in _sections(commands, look, half):
        column = min(columns, key=len)
        column += _after(len(column), section)
    lines = []
    for left, right in zip_longest(*columns, fillvalue=line("")):
        row = left.copy()
        row.pad_right(half + _GAP - cells(left.plain))
        lines.append(row.append_text(right))
    return lines


def _after(place: int, section: list[Text]) -> list[Text]:
    """Return a section with an empty line before it where it is not the first."""
    return [line(""), *section] if place else section


def _sections(commands: Sequence[Command], look: Look, width: int) -> list[list[Text]]:
    palette = look.palette
    groups: dict[str, list[Text]] = {}
    for command in listed(commands):
        if command.group not in groups:
            groups[command.group] = [line((command.group, palette.strong))]
            if command.group == VIEWS:
                groups[VIEWS] += _row("1–9", "the tab with this number", palette.accent, look, width)
        groups[command.group] += _row(command.shown or "–", command.text, palette.accent, look, width)
    filters = [line(("Filters", palette.strong))]
    for term, text in _QUERY:
        filters += _row(term, text, palette.accent, look, width, lead_width=15)
    shown = [line(("Signs", palette.strong))]
    for sign, text, style in _signs(look):
        shown += _row(sign, text, style, look, width)
    bidi = [line(("Right-to-left text", palette.strong))]
    bidi += _row(str(look.mode.bidi), _bidi(look), palette.accent, look, width)
    return [*groups.values(), filters, shown, bidi]


def _signs(look: Look) -> tuple[tuple[str, str, str], ...]:
    palette = look.palette
    return (
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
    )


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
