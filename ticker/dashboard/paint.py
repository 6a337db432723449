"""The parts of the screen, and which lines go into which.

Knows the widgets and the line builders; must not decide what a key does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from textual.containers import Container

from ticker.dashboard.detail import detail_lines
from ticker.dashboard.feeds import feed_lines, nothing_lines
from ticker.dashboard.header import header_line, notice
from ticker.dashboard.help import footer_line, help_lines
from ticker.dashboard.rows import column_line, stream_lines
from ticker.dashboard.widgets import FilterLine, LineView, Pane
from ticker.terminal import display, line

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.dashboard.board import Board
    from ticker.dashboard.look import Look


class View(StrEnum):
    """What fills the screen."""

    STREAM = "stream"
    FEEDS = "feeds"
    HELP = "help"


class Parts:
    """The widgets, each of which lives as long as the app: drawing never has to look for one."""

    def __init__(self) -> None:
        self.header = LineView(id="header")
        self.body = Container(id="body")
        self.columns = LineView(id="columns")
        self.stream = LineView(id="stream")
        self.detail = Pane(id="detail")
        self.feeds = Pane(id="feeds")
        self.help = Pane(id="help")
        self.filter = FilterLine(
            id="filter", placeholder="words, lang:ar, publisher:name, breaking", compact=True
        )
        self.footer = LineView(id="footer")


def paint(board: Board, parts: Parts, look: Look, *, view: View, title: str, detail: bool) -> None:
    """Draw every visible part. `detail` = the open story is to be seen beside or below the stream."""
    first = header_line(
        title,
        look,
        status=board.status,
        feeds=board.feeds,
        link=board.link,
        trouble=board.trouble,
        width=parts.header.size.width,
    )
    parts.header.show([first])
    if view is View.STREAM:
        _paint_stream(board, parts, look)
        if detail:
            parts.detail.show(_detail(board, look, parts.detail.size.width))
    elif view is View.FEEDS:
        parts.feeds.show(feed_lines(board.feeds, look, width=parts.feeds.size.width, now=board.clock()))
    else:
        parts.help.show(help_lines(look, width=parts.help.size.width))
    query = board.stream.ranking.query.text
    width = parts.footer.size.width
    parts.footer.show([footer_line(look, width=width, filter_text=query, demo=board.silent)])


def _paint_stream(board: Board, parts: Parts, look: Look) -> None:
    if parts.stream.size.height != board.stream.height:
        board.stream.resize(parts.stream.size.height)
    width = parts.columns.size.width
    trouble = notice(board.link, board.trouble)
    if trouble:
        text = display(trouble, width=max(0, width - 2), mode=look.mode)
        parts.columns.show([line(" ", (text, look.palette.warn))])
    else:
        parts.columns.show([column_line(board.stream, look, width=width)])
    parts.stream.show(_stream(board, look, parts.stream.size.width))


def _stream(board: Board, look: Look, width: int) -> list[Text]:
    if board.silent:
        return nothing_lines(board.feeds, look, width=width)
    if not len(board.stream.ranking):
        text = display(board.waiting(), width=max(0, width - 4), mode=look.mode)
        return [line(""), line("  ", (text, look.palette.quiet))]
    return stream_lines(board.stream, look, width=width, now=board.clock(), clock=board.monotonic())


def _detail(board: Board, look: Look, width: int) -> list[Text]:
    story = board.open_story()
    if story is None:
        return [line(("" if board.silent else "j and k select a story", look.palette.quiet))]
    return detail_lines(story, look, width=width, now=board.clock())
