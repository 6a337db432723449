"""Evidence as an editor reads it: headlines with source and time, what joined them, what kept them apart.

Knows how evidence is laid out on a terminal or in a pipe; must not know how it was found.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from ticker.cli.text import lines as laid_out
from ticker.core.speech import spelled
from ticker.service.examine import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from ticker.service.examine import Apart, Examined
    from ticker.service.lines import Line

SHOWN = 4  # headlines of one part

_CAUSES = {
    Cause.EXPIRED: "apart: nothing of the kind was live any more",
    Cause.VETO: "apart by a veto",
    Cause.SCORE: "apart: the two say too little in common",
    Cause.UNSEEN: "apart: never weighed against each other, too few rare words in common",
    Cause.MEMBERS: "apart: the two match, but the other members of its story do not agree",
    Cause.STRONGER: "apart: another story scored higher",
}


class Page:
    """Where evidence is written: a console, and how far in a line begins."""

    def __init__(self, out: Console) -> None:
        self._out = out

    def say(
        self, text: str, indent: int = 0, *, style: str = "", ltr: bool = True, listed: bool = False
    ) -> None:
        """One sentence of ours, left to right even where it quotes Arabic, or counts up Arabic words."""
        for part in laid_out(text, indent, ltr=ltr, listed=listed):
            self._out.print(Text(part, style=style), soft_wrap=True)

    def headline(self, line: Line, indent: int = 0) -> None:
        """Who said what, when: the title on a line of its own, in its own direction."""
        entry = line.entry
        at = datetime.fromtimestamp(entry.received, UTC).strftime("%m-%d %H:%M")
        self.say(f"{at} {entry.publisher}", indent, style="dim")
        self.say(entry.title, indent + 2, ltr=False)

    def some(self, lines: Sequence[Line], indent: int = 0) -> None:
        """The first few headlines of a part, and how many more there are."""
        for line in lines[:SHOWN]:
            self.headline(line, indent)
        if len(lines) > SHOWN:
            self.say(f"… and {len(lines) - SHOWN} more", indent, style="dim")

    def reasons(self, reasons: Iterable[str], titles: Sequence[str], indent: int) -> None:
        """Reasons, one a line, in the spelling of the titles they are about."""
        for reason in reasons:
            self.say(f"· {spelled(reason, titles)}", indent, style="dim", listed=True)

    def decision(self, lines: Sequence[Line], place: int, one: Examined, *, united: bool = False) -> None:
        """One decision of the desk: how the line joined, or why its mates stayed apart."""
        self.headline(lines[place], 4)
        if one.apart is not None:
            self.apart(lines, place, one.apart)
        else:
            self.joined(lines, place, one)
        if united:
            self.say("and with it two stories became one", 6)

    def joined(self, lines: Sequence[Line], place: int, one: Examined) -> None:
        """Beside which headline a line joined, and why."""
        if one.via >= 0:
            self.say(f"joined as {one.copy.relation}, score {one.copy.score:.2f}, beside", 6)
            self.headline(lines[one.via], 8)
        self.reasons(one.copy.reasons, _titles(lines, place, one.via), 8)

    def apart(self, lines: Sequence[Line], place: int, apart: Apart, *, told: int = -1) -> None:
        """What kept a line from the nearest of its mates; the pair with `told` was shown just now."""
        said = _CAUSES[apart.cause]
        if apart.match is not None:
            said += f"; pair {apart.match.score:.2f}"
        if apart.agreed is not None:
            said += f", story {apart.agreed:.2f}"
        if apart.match is not None:
            said += f", needed {apart.needed:.2f}"
        nearest = apart.nearest if apart.nearest != told else -1
        self.say(said + (", nearest" if nearest >= 0 else ""), 6)
        if nearest >= 0:
            self.headline(lines[nearest], 8)
        if apart.match is not None and (nearest >= 0 or apart.cause is Cause.VETO):
            titles = _titles(lines, place, apart.nearest)
            self.reasons((reason.text for reason in apart.match.reasons), titles, 8)


def _titles(lines: Sequence[Line], *places: int) -> list[str]:
    return [lines[place].entry.title for place in places if place >= 0]
