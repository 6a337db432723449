"""The stream as lines: one story a line, headline last.

The headline stands in the last column because terminals that reorder rows themselves move
whatever follows right-to-left text.

Knows story views and columns; must not know widgets.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from ticker.dashboard import look as signs
from ticker.dashboard.state import News
from ticker.terminal import Bidi, age, cells, display, line, pad

if TYPE_CHECKING:
    from collections.abc import Container

    from rich.text import Text

    from ticker.core.view import StoryView
    from ticker.dashboard.look import Look
    from ticker.dashboard.state import Stream

_MANY = 99
# From this width on a line also names the language and the first publisher.
_ROOMY = 110
_PUBLISHER = 16
_HEAT_CELLS = 3


@lru_cache(maxsize=16384)
def instant(iso: str) -> float:
    """Return the POSIX seconds of a view's ISO 8601 instant."""
    return datetime.fromisoformat(iso).timestamp()


def stream_lines(
    stream: Stream, look: Look, *, width: int, now: float, clock: float, marked: Container[str] = ()
) -> list[Text]:
    """Return the lines of the window. `now` is the time of the news, `clock` that of this screen."""
    best = stream.ranking.best
    return [
        story_line(
            story,
            look,
            width=width,
            now=now,
            best=best,
            news=stream.news(story["id"], clock),
            selected=story["id"] == stream.selected,
            marked=story["id"] in marked,
        )
        for story in stream.rows()
    ]


def story_line(
    story: StoryView,
    look: Look,
    *,
    width: int,
    now: float,
    best: float,
    news: News,
    selected: bool,
    marked: bool = False,
) -> Text:
    """Return one story as a line of at most `width` cells."""
    palette = look.palette
    lead = [
        (signs.CURSOR if selected else " ", palette.accent),
        (signs.MARKED if marked else " ", palette.accent),
        _standing(story, look),
        (str(story["urgency"] or " "), palette.warn),
        (signs.EDITED if _touched(story) else " ", palette.accent),
        _news(news, look),
        (f" {_heat(story['score'], best)}", palette.heat),
        (f"{_count(story['copies'], '×'):>5}", palette.text if story["copies"] > 1 else palette.quiet),
        (f"{_count(len(story['publishers'])):>4}", palette.quiet),
        (f"{age(now - instant(story['first_seen'])):>5}", palette.quiet),
        ("  ", ""),
    ]
    if _roomy(width, look):
        publisher = display(next(iter(story["publishers"]), ""), width=_PUBLISHER, mode=look.mode)
        lead += [
            (pad(display(story["lang"], width=2, mode=look.mode), 3), palette.quiet),
            (pad(publisher, _PUBLISHER + 2), palette.quiet),
        ]
    used = sum(cells(part) for part, _ in lead)
    headline = display(story["headline"], width=max(0, width - used - 1), mode=look.mode, rtl_align=True)
    text = line(*lead, (headline, _weight(story, look)))
    if selected:
        look.select(text, width)
    return text


def column_line(stream: Stream, look: Look, *, width: int) -> Text:
    """Return the heads of the columns, and on the right where the window stands."""
    heads = "  urg  rank  ×  pub  age  "
    if _roomy(width, look):
        heads += f"la {'first publisher':<{_PUBLISHER + 2}}"
    heads += "headline"
    above, place = stream.new_above, _place(stream)
    news = f"▲ {above} new above (g) " if above else ""
    room = width - cells(heads) - cells(news) - cells(place) - 1
    if room < 1:
        place, room = "", width - cells(heads) - cells(news) - 1
    palette = look.palette
    return line((heads, palette.quiet), " " * max(1, room), (news, palette.warn), (place, palette.quiet))


def _place(stream: Stream) -> str:
    shown = len(stream.ranking)
    if not shown:
        return ""
    last = min(stream.top + stream.height, shown)
    return f"{stream.top + 1}–{last} of {shown}"


def _roomy(width: int, look: Look) -> bool:
    # A publisher's name may be right-to-left too: two such texts on one row are for us to order only.
    return width >= _ROOMY and look.mode.bidi is Bidi.APP


def _touched(story: StoryView) -> bool:
    """Whether editors did more to the story than the signs before say."""
    return story["original"] is not None or "edits" in story


def _standing(story: StoryView, look: Look) -> tuple[str, str]:
    if story["held"]:
        return signs.HELD, look.palette.quiet
    if story["breaking"]:
        return signs.BREAKING, look.palette.breaking
    return (signs.PINNED, look.palette.pinned) if story["pinned"] else (" ", "")


def _news(news: News, look: Look) -> tuple[str, str]:
    sign = {News.NEW: signs.NEW, News.GROWN: signs.GROWN, News.NOTHING: " "}[news]
    return sign, look.palette.new


def _heat(score: float, best: float) -> str:
    """Draw how far a score lies below the best: half a cell of the bar is one half-life."""
    halves = max(1, min(2 * _HEAT_CELLS, round(2 * _HEAT_CELLS - (best - score))))
    bar = signs.HEAT * (halves // 2) + signs.HALF_HEAT * (halves % 2)
    return f"{bar:<{_HEAT_CELLS}}"


def _count(number: int, sign: str = "") -> str:
    return f"{sign}{_MANY}+" if number > _MANY else f"{sign}{number}"


def _weight(story: StoryView, look: Look) -> str:
    if story["held"]:
        return look.palette.quiet
    if story["breaking"]:
        return look.palette.breaking
    return look.palette.strong if len(story["publishers"]) > 1 else look.palette.text
