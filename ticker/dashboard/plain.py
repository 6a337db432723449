"""The desk as plain lines, for pipes, logs and screen readers: one line a change, headline last.

Each line names its story as `ticker edit` takes it.

Knows the live protocol and how to print; must not know the screen.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from ticker.core.model import Op
from ticker.dashboard.live import DELAYS, Link, follow
from ticker.terminal import counted, duration, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticker.core.view import StoryView, TopView, UpdateView
    from ticker.dashboard.live import LinkState
    from ticker.dashboard.source import Source

# Enough to know where the night stands before the first change is read out.
OPENING = 10


async def stream_plain(
    source: Source,
    out: TextIO,
    *,
    notes: TextIO,
    clock: Callable[[], float],
    opening: int = OPENING,
    delays: Sequence[float] = DELAYS,
) -> None:
    """Write the first `opening` stories, then one line a change, until cancelled or until `out` is closed.

    Stories go to `out`, what is said about the connection to `notes`. Text stays in reading order, as
    screen readers and programs want it.

    Raises BrokenPipeError when nobody reads `out` any more.
    """
    printer = _Printer(out, notes, clock, opening)
    await follow(source, printer, delays=delays)


class _Printer:
    """Writes lines as they come from `follow`."""

    def __init__(self, out: TextIO, notes: TextIO, clock: Callable[[], float], opening: int) -> None:
        self._out = out
        self._notes = notes
        self._clock = clock
        self._opening = opening
        self._known: dict[str, StoryView] = {}
        self._lost = False
        self._connected = False

    def on_top(self, top: TopView) -> None:
        """Write the opening; after a gap only what has changed since."""
        first = not self._known
        for story in top["stories"][: self._opening] if first else top["stories"]:
            if _differs(self._known.get(story["id"]), story):
                self._write("top" if first else "missed", story)
        self._known = {story["id"]: story for story in top["stories"]}

    def on_update(self, update: UpdateView) -> None:
        """Write one change, where it changed anything that is read out."""
        story = update["story"]
        before = self._known.get(story["id"])
        if update["op"] in {Op.EXPIRED, Op.SPIKED, Op.MERGED}:
            self._known.pop(story["id"], None)
        else:
            self._known[story["id"]] = story
        if update["op"] != Op.EXPIRED and (update["op"] != Op.CHANGED or _differs(before, story)):
            self._write(update["op"], story)

    def on_link(self, state: LinkState) -> None:
        """Note a lost connection, and that it is back."""
        if state.link is Link.LOST:
            what = "disconnected" if self._connected else "not connected yet"
            self._note(f"{what}: {safe(state.reason)}; trying again in {duration(state.retry_in)}")
        elif self._lost:
            self._note("connected again" if self._connected else "connected")
        self._lost = state.link is Link.LOST
        self._connected = self._connected or state.link is Link.LIVE

    def _write(self, op: str, story: StoryView) -> None:
        time = datetime.fromtimestamp(self._clock()).astimezone().strftime("%H:%M:%S")
        parts = [
            time,
            f"{safe(op):<8}",
            f"story {safe(story['id'])}",
            f"×{story['copies']}",
            counted(len(story["publishers"]), "publisher"),
        ]
        if story["breaking"]:
            parts.append("breaking")
        if story["pinned"]:
            parts.append("pinned")
        self._out.write("  ".join([*parts, safe(story["headline"])]) + "\n")
        self._out.flush()

    def _note(self, text: str) -> None:
        self._notes.write(text + "\n")
        self._notes.flush()


def _differs(before: StoryView | None, after: StoryView) -> bool:
    return before is None or any(
        before[key] != after[key] for key in ("headline", "copies", "publishers", "breaking", "pinned")
    )
