"""Two stories side by side, as lines, and what keeps them apart.

Knows story views and a verdict; must not know widgets.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from ticker.dashboard.rows import instant
from ticker.terminal import age, cells, counted, line, pad, wrap

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.core.view import StoryView
    from ticker.dashboard.apart import Verdict
    from ticker.dashboard.look import Look

# Copies of each story that are shown.
_SHOWN = 16
# From this width on the two stand beside each other.
_SIDE = 90
_GAP = 3


def compare_lines(
    left: StoryView, right: StoryView, verdict: Verdict | None, look: Look, *, width: int, now: float
) -> list[Text]:
    """Return both stories, beside each other where there is room, and what keeps them apart."""
    palette = look.palette
    lines = [
        line(("Are these two one story?", palette.strong)),
        line(
            ("m", palette.strong),
            (f"  yes: {right['id']} goes into {left['id']}    ", palette.text),
            ("Esc", palette.strong),
            ("  no: they stay as they are", palette.text),
        ),
        line(""),
        *_why(verdict, look, width),
        line(""),
    ]
    if _beside(look, width):
        half = (width - _GAP) // 2
        return [*lines, *_joined(_story(left, look, half, now), _story(right, look, half, now), look, half)]
    return [*lines, *_story(left, look, width, now), line(""), *_story(right, look, width, now)]


def _beside(look: Look, width: int) -> bool:
    """Whether the two stand beside each other."""
    return width >= _SIDE and not look.one_to_a_row


def _joined(ours: list[Text], theirs: list[Text], look: Look, half: int) -> list[Text]:
    """Set lines of `half` cells beside each other."""
    lines = []
    for first, second in zip_longest(ours, theirs, fillvalue=line("")):
        joined = first.copy()
        joined.append(" " * (half - cells(first.plain)) + " │ ", look.palette.quiet)
        lines.append(joined.append_text(second))
    return lines


def _story(story: StoryView, look: Look, width: int, now: float) -> list[Text]:
    palette = look.palette
    voices = counted(len(story["publishers"]), "publisher")
    figures = f"story {story['id']} · ×{story['copies']} · {voices}"
    lines = [line((figures, palette.accent))]
    lines += [
        line((part, palette.strong))
        for part in wrap(story["headline"], width, mode=look.mode, rtl_align=True)
    ]
    for entry in story.get("entries", ())[:_SHOWN]:
        lines.append(line(""))
        name = wrap(entry["publisher"] or entry["feed"], max(1, width - 6), mode=look.mode)
        said = instant(entry["published"] or entry["received"])
        lines.append(
            line((pad(age(now - said), 6), palette.quiet), (name[0] if name else "", palette.accent))
        )
        lines += [
            line((part, palette.text)) for part in wrap(entry["title"], width, mode=look.mode, rtl_align=True)
        ]
    return lines


def _why(verdict: Verdict | None, look: Look, width: int) -> list[Text]:
    palette = look.palette
    if verdict is None:
        return [line(("reading their copies…", palette.quiet))]
    found = verdict.match
    lines = [
        line(("Why they are apart", palette.strong)),
        line(
            (
                f"closest headlines {found.score:.2f} alike; one story from {verdict.bar:.2f} on",
                palette.text,
            )
        ),
    ]
    room = (width - _GAP) // 2 if _beside(look, width) else width
    ours, theirs = (
        [line((part, palette.text)) for part in wrap(title, room, mode=look.mode, rtl_align=True)]
        for title in (verdict.left, verdict.right)
    )
    lines += _joined(ours, theirs, look, room) if _beside(look, width) else [*ours, *theirs]
    for reason in found.reasons:
        lines += [
            line(("· " if place == 0 else "  ", palette.quiet), (part, palette.warn))
            for place, part in enumerate(wrap(reason.text, width - 2, mode=look.mode, listed=True))
        ]
    if found.same:
        note = "By their words alone they would be one: an editor or the window's time keeps them apart."
        lines += [line((part, palette.quiet)) for part in wrap(note, width, mode=look.mode)]
    return lines
