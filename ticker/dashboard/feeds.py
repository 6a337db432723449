"""The feeds of the desk and their health, as lines; and the panel for when none of them answers.

Knows feed states; must not know widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.dashboard import look as signs
from ticker.terminal import age, cells, display, duration, line, pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from ticker.core.model import FeedState
    from ticker.dashboard.look import Look

_STATE = 12
_RHYTHM = 10
_NAME = 26
# From this width on publisher and address stand on one line.
_WIDE = 110


def answers(feeds: Sequence[FeedState]) -> tuple[int, int, int]:
    """Return how many feeds (answer, fail, were not asked yet)."""
    good = sum(1 for feed in feeds if feed.polled is not None and not feed.error)
    bad = sum(1 for feed in feeds if feed.error)
    return good, bad, len(feeds) - good - bad


def none_answers(feeds: Sequence[FeedState]) -> bool:
    """Tell whether every feed was asked, failed, and never answered before."""
    return all(feed.error and feed.ok_at is None for feed in feeds)


def in_order(feeds: Iterable[FeedState]) -> list[FeedState]:
    """Return them as they are listed: the failing ones first, then by publisher."""
    return sorted(feeds, key=lambda feed: (not feed.error, feed.publisher, feed.feed))


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The lines of the feeds view, and where each feed begins in them."""

    lines: list[Text]
    starts: Sequence[int] = ()

    def span(self, place: int) -> tuple[int, int]:
        """Return the first line of a feed and how many it has."""
        after = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.lines)
        return self.starts[place], after - self.starts[place]

    def at(self, number: int) -> int | None:
        """Return the place of the feed that a line belongs to."""
        return max((place for place, start in enumerate(self.starts) if start <= number), default=None)


def feed_page(
    feeds: Sequence[FeedState], look: Look, *, width: int, now: float, selected: FeedState | None = None
) -> FeedPage:
    """Return a head and a line or two a feed in the given order, each with what is wrong below it."""
    palette = look.palette
    if not feeds:
        text = "  This desk has no feeds yet: a finds and adds one."
        return FeedPage([line(""), line((text, palette.warn))])
    heads = f" {'state':<{_STATE}}{'asked':>6}{'next':>8}{'rhythm':>{_RHYTHM}}{'entries':>9}  "
    heads += f"{'publisher':<{_NAME}}address" if _one_line(look, width) else "publisher and address"
    lines, starts = [line((heads, palette.quiet))], []
    for feed in feeds:
        starts.append(len(lines))
        found = _feed_lines(feed, look, width, now, here=selected is not None and feed.feed == selected.feed)
        lines += found
    return FeedPage(lines, starts)


def nothing_lines(feeds: Sequence[FeedState], look: Look, *, width: int) -> list[Text]:
    """Return the panel for an empty screen: why each feed is silent, and the one key to the demo."""
    palette = look.palette
    if feeds:
        what = (
            f"None of the {len(feeds)} feeds answers." if len(feeds) > 1 else "The only feed does not answer."
        )
    else:
        what = "This desk has no feeds yet."
    lines = [line(""), line(("  " + what, palette.warn)), line("")]
    for feed in feeds:
        name = display(feed.publisher or feed.feed, width=max(8, width - 4), mode=look.mode)
        lines.append(line("  ", (name, palette.text)))
        reason = wrap(feed.error_text or feed.error, width - 8, mode=look.mode)
        lines += [line("      ", (part, palette.bad)) for part in reason]
    return [
        *lines,
        line(""),
        line(
            "  ", ("a", palette.strong), ("  adds a feed: its address, or any page of its site", palette.text)
        ),
        line(
            "  ", ("d", palette.strong), ("  shows the demo: an invented news day, no network", palette.text)
        ),
        line(
            "  ",
            ("F", palette.strong),
            ("  lists the feeds; they are asked again all the time", palette.text),
        ),
        line("  ", ("q", palette.strong), ("  quits", palette.text)),
    ]


def _feed_lines(feed: FeedState, look: Look, width: int, now: float, *, here: bool) -> list[Text]:
    palette = look.palette
    state, style = _state(feed, look)
    asked = "never" if feed.polled is None else age(now - feed.polled)
    lead = [
        (signs.CURSOR if here else " ", palette.accent),
        (f"{state:<{_STATE}}", style),
        (f"{asked:>6}{_next(feed, now):>8}{_rhythm(feed):>{_RHYTHM}}{feed.entries:>9}  ", palette.quiet),
    ]
    room = max(8, width - sum(cells(part) for part, _ in lead) - 1)
    indent = " " * (_STATE + 1)
    below = width - len(indent) - 1
    name = feed.publisher or feed.title or "(no name)"
    address = feed.feed if feed.url in {"", feed.feed} else f"{feed.feed} → {feed.url}"
    if _one_line(look, width):
        named = pad(display(name, width=_NAME - 2, mode=look.mode), _NAME)
        address = display(address, width=room - _NAME, mode=look.mode)
        lines = [line(*lead, (named, palette.text), (address, palette.quiet))]
    else:
        lines = [line(*lead, (display(name, width=room, mode=look.mode), palette.text))]
        lines.append(line(indent, (display(address, width=max(8, below), mode=look.mode), palette.quiet)))
    for note, note_style in (
        (feed.error_text or feed.error, palette.bad),
        (_silence(feed, now), palette.warn),
        *((w, palette.warn) for w in feed.warnings),
    ):
        lines += [line(indent, (part, note_style)) for part in wrap(note, below, mode=look.mode)]
    if here:
        for text in lines:
            look.select(text, width)
    return lines


def _one_line(look: Look, width: int) -> bool:
    return width >= _WIDE and not look.one_to_a_row


def _state(feed: FeedState, look: Look) -> tuple[str, str]:
    if feed.paused:
        return "paused", look.palette.quiet
    if feed.error:
        return f"failing ×{feed.failures}", look.palette.bad
    if feed.polled is None:
        return "waiting", look.palette.quiet
    return ("quiet", look.palette.warn) if feed.quiet else ("ok", look.palette.good)


def _rhythm(feed: FeedState) -> str:
    return duration(feed.rhythm) if feed.rhythm else "—"


def _silence(feed: FeedState, now: float) -> str:
    if not feed.quiet or not feed.news:
        return ""
    return f"strangely quiet: its last news is {age(now - feed.news[-1])} old"


def _next(feed: FeedState, now: float) -> str:
    if feed.next_poll is None:
        return "—"
    left = feed.next_poll - now
    return "due" if left <= 0 else duration(float(int(left)) if left >= 1 else left).replace(".0 s", " s")
