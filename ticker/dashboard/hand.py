"""What editors' hands have done to a story, in words.

Knows story views; must not know widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.dashboard.rows import instant
from ticker.terminal import ago, duration, line, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from ticker.core.view import EditsView, StoryView
    from ticker.dashboard.look import Look


def hand_lines(story: StoryView, look: Look, *, width: int, now: float) -> list[Text]:
    """Return one line or more for each thing an editor did to the story; [] for one that nobody touched."""
    return [
        line((part, style))
        for text, style in _marks(story, look, now)
        for part in wrap(text, width, mode=look.mode, ltr=True)
    ]


def _marks(story: StoryView, look: Look, now: float) -> Iterator[tuple[str, str]]:
    palette = look.palette
    if story["breaking"]:
        until = story["breaking_until"]
        left = f" for {duration(max(0.0, instant(until) - now))} more" if until else ""
        yield f"breaking{left}", palette.breaking
    if story["pinned"]:
        yield "pinned: stands first", palette.pinned
    if story["urgency"]:
        yield f"urgency {story['urgency']}", palette.warn
    if story["original"] is not None:
        yield f"retitled; the feeds say: {story['original']}", palette.text
    if "edits" in story:
        yield from _edits(story["edits"], look, now)


def _edits(edits: EditsView, look: Look, now: float) -> Iterator[tuple[str, str]]:
    palette = look.palette
    if edits["spiked"]:
        yield "spiked" + (f": {edits['reason']}" if edits["reason"] else ""), palette.bad
    if edits["embargo_until"]:
        left = instant(edits["embargo_until"]) - now
        if left > 0:
            yield f"embargo: held back for {duration(left)} more", palette.bad
    if edits["boost"]:
        yield f"boost {edits['boost']:+g}", palette.text
    for name in edits["muted_sources"]:
        yield f"muted source: {name}", palette.quiet
    for phrase in edits["muted_phrases"]:
        yield f"muted phrase: {phrase}", palette.quiet
    for note in edits["notes"]:
        yield f"note, {note['by']}, {ago(now - instant(note['at']))}: {note['text']}", palette.warn
