"""The first line of the screen: which desk, how much, how fast, how late, and whether it is live.

Nothing here relies on colour: live, stale and lost are words.

Knows Status and Link; must not know widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.dashboard.feeds import answers
from ticker.dashboard.live import Link
from ticker.terminal import cells, counted, cut, display, duration, line, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from ticker.core.model import FeedState
    from ticker.dashboard.live import LinkState
    from ticker.dashboard.look import Look
    from ticker.dashboard.source import Status


def header_line(
    title: str,
    look: Look,
    *,
    status: Status | None,
    feeds: Sequence[FeedState],
    link: LinkState,
    trouble: str,
    rate: float = 0.0,
    lag: float | None = None,
    read_only: bool = False,
    width: int,
) -> Text:
    """Return the header, at most `width` cells; what matters least is left out first."""
    palette = look.palette
    word, style = _health(link, trouble, look)
    name = f" {display(title, width=20, mode=look.mode)}{' · read only' if read_only else ''} "
    if cells(name) + cells(word) + 2 > width:
        name = ""
    room = width - cells(name) - cells(word) - 2
    parts: list[str] = []
    for part in _figures(status, feeds, rate, lag):
        if room >= cells(part) + 3:
            parts.append(part)
            room -= cells(part) + 3
    middle = " " + " · ".join(parts) if parts else ""
    fill = width - cells(name) - cells(middle) - cells(word) - 1
    return line(
        (name, f"bold {palette.background} on {palette.accent}"),
        (middle, palette.text),
        " " * max(1, fill),
        (cut(word, max(1, width - cells(name) - 2)), style),
    )


def notice(link: LinkState, trouble: str) -> str:
    """Return what stands in the way of live news, in words; "" when nothing does."""
    if link.link is Link.LOST:
        return f"disconnected: {safe(link.reason)} — trying again in {duration(link.retry_in)}"
    return f"stale: {safe(trouble)}" if trouble else ""


def _health(link: LinkState, trouble: str, look: Look) -> tuple[str, str]:
    if link.link is Link.LOST:
        return "✕ disconnected", look.palette.bad
    if link.link is Link.CONNECTING:
        return "○ connecting…", look.palette.warn
    return ("! stale", look.palette.warn) if trouble else ("● live", look.palette.good)


def _figures(status: Status | None, feeds: Sequence[FeedState], rate: float, lag: float | None) -> list[str]:
    figures: list[str] = []
    if status is not None:
        figures.append(counted(status.stories, "story", "stories"))
        figures.append(f"{rate:.0f}/min")
        figures.append(f"lag {'–' if lag is None else duration(lag)}")
    if feeds:
        good, bad, _ = answers(feeds)
        figures.append(f"feeds {good}/{len(feeds)} ok" if bad else f"feeds {good} ok")
    if status is not None:
        figures.append(counted(status.copies, "copy", "copies"))
    return figures
