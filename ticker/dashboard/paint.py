"""Draw the board into the app's widgets: which lines go where.

Knows the app's parts and the line builders; must not decide what a key does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ticker.dashboard.detail import detail_lines
from ticker.dashboard.feeds import feed_lines, nothing_lines
from ticker.dashboard.header import header_line, notice
from ticker.dashboard.help import footer_line, help_lines
from ticker.dashboard.rows import column_line, stream_lines
from ticker.dashboard.widgets import LineView, Pane
from ticker.terminal import display, line

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.dashboard.app import Dashboard


class View(StrEnum):
    """What fills the screen."""

    STREAM = "stream"
    FEEDS = "feeds"
    HELP = "help"


def paint(app: Dashboard) -> None:
    """Draw every visible part."""
    board, look = app.board, app.look
    header = app.query_one("#header", LineView)
    first = header_line(
        app.title,
        look,
        status=board.status,
        feeds=board.feeds,
        link=board.link,
        trouble=board.trouble,
        width=header.size.width,
    )
    header.show([first])
    if app.view is View.STREAM:
        _paint_stream(app)
        _paint_detail(app)
    elif app.view is View.FEEDS:
        feeds = app.query_one("#feeds", Pane)
        feeds.show(feed_lines(board.feeds, look, width=feeds.size.width, now=board.clock()))
    else:
        pane = app.query_one("#help", Pane)
        pane.show(help_lines(look, width=pane.size.width))
    footer = app.query_one("#footer", LineView)
    query = board.stream.ranking.query.text
    footer.show([footer_line(look, width=footer.size.width, filter_text=query, demo=board.silent)])


def _paint_stream(app: Dashboard) -> None:
    board, look = app.board, app.look
    columns = app.query_one("#columns", LineView)
    view = app.query_one("#stream", LineView)
    width = view.size.width
    if view.size.height != board.stream.height:
        board.stream.resize(view.size.height)
    trouble = notice(board.link, board.trouble)
    if trouble:
        text = display(trouble, width=columns.size.width - 2, mode=look.mode)
        columns.show([line(" ", (text, look.palette.warn))])
    else:
        columns.show([column_line(board.stream, look, width=columns.size.width)])
    view.show(_stream(app, width))


def _stream(app: Dashboard, width: int) -> list[Text]:
    board, look = app.board, app.look
    if board.silent:
        return nothing_lines(board.feeds, look, width=width)
    if not len(board.stream.ranking):
        text = display(board.waiting(), width=max(0, width - 4), mode=look.mode)
        return [line(""), line("  ", (text, look.palette.quiet))]
    return stream_lines(board.stream, look, width=width, now=board.clock(), clock=board.monotonic())


def _paint_detail(app: Dashboard) -> None:
    if not app.detail_open:
        return
    board, look = app.board, app.look
    pane = app.query_one("#detail", Pane)
    story = board.open_story()
    if story is None:
        hint = "" if board.silent else "j and k select a story"
        pane.show([line((hint, look.palette.quiet))])
    else:
        pane.show(detail_lines(story, look, width=pane.size.width, now=board.clock()))
