"""The parts of the screen, and which lines go into which.

Knows the widgets and the line builders; must not decide what a key does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from ticker.dashboard.alerts import alert_lines
from ticker.dashboard.audit import audit_lines
from ticker.dashboard.compare import compare_lines
from ticker.dashboard.detail import Detail, detail
from ticker.dashboard.feeding import OFFER, offer_lines
from ticker.dashboard.feeds import FeedPage, feed_page, nothing_lines
from ticker.dashboard.footer import Place, footer_line
from ticker.dashboard.header import header_line, notice
from ticker.dashboard.help import help_lines
from ticker.dashboard.log import letter_lines, log_lines
from ticker.dashboard.prompt import Prompt
from ticker.dashboard.rows import column_line, stream_lines
from ticker.dashboard.tabs import Kind, TabLine, tab_line
from ticker.dashboard.widgets import LineView, Pane
from ticker.terminal import display, line

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.dashboard.app import Dashboard


class Parts:
    """The widgets, each of which lives as long as the app: drawing never has to look for one.

    `tab_line`, `detail_lines` and `feed_page` are what was drawn last, for whoever was clicked.
    """

    def __init__(self) -> None:
        self.header = LineView(id="header")
        self.tabs = LineView(id="tabs")
        self.body = Container(id="body")
        self.columns = LineView(id="columns")
        self.stream = LineView(id="stream")
        self.detail = Pane(id="detail")
        self.page = Pane(id="page")
        self.prompt = Prompt()
        self.tour = LineView(id="tour")
        self.footer = LineView(id="footer")
        self.tab_line = TabLine(line(""), ())
        self.detail_lines = Detail([])
        self.feed_page = FeedPage([])


# Cells that the footer gives to the filter.
_FILTER = 24


def paint(app: Dashboard) -> None:
    """Draw every visible part."""
    board, parts, look = app.board, app.parts, app.look
    first = header_line(
        app.title,
        look,
        status=board.status,
        feeds=board.feeds,
        link=board.link,
        trouble=board.trouble,
        rate=board.pulse.rate(board.monotonic()),
        lag=board.pulse.lag(board.monotonic()),
        read_only=app.read_only or app.hands is None,
        width=parts.header.size.width,
    )
    parts.header.show([first])
    parts.tab_line = tab_line(board.tabs, board.tab, board.counts(), look, width=parts.tabs.size.width)
    parts.tabs.show([parts.tab_line.text])
    if app.shows_list:
        _paint_list(app)
        if app.detail_open:
            _paint_detail(app)
    else:
        parts.page.show(_page(app))
    if app.tour.running:
        keys = {command.name: command.shown.split(" ")[0] for command in app.commands}
        parts.tour.show(app.tour.lines(keys, look, width=parts.tour.size.width))
    parts.prompt.paint(look)
    parts.footer.show(
        [
            footer_line(
                app.commands,
                _place(app),
                look,
                width=parts.footer.size.width,
                notes=_notes(app),
                demo=board.silent,
            )
        ]
    )


def _place(app: Dashboard) -> Place:
    """Return where the keys act now."""
    if app.parts.prompt.question is not None or len(app.screen_stack) > 1:
        return Place.TYPING
    if app.over:
        return Place.COMPARE if app.over == "compare" else Place.OVER
    if app.in_detail:
        return Place.COPIES
    if app.board.tab.kind is Kind.LIST:
        return Place.MARKED if app.board.marked else Place.LIST
    return Place(app.board.tab.kind)


def _notes(app: Dashboard) -> list[str]:
    board = app.board
    notes = [f"{len(app.hands)} on the way"] if app.hands else []
    if board.marked:
        notes.append(f"{len(board.marked)} marked")
    if app.shows_list and board.stream.ranking.query.text and app.parts.prompt.question is None:
        text = display(board.stream.ranking.query.text, width=_FILTER, mode=app.look.mode)
        notes.append(f"filter: {text}")
    return notes


def _page(app: Dashboard) -> list[Text]:
    """Return the lines of what stands in place of a list."""
    board, look, width, now = app.board, app.look, app.parts.page.size.width, app.board.clock()
    if app.over == "help":
        return help_lines(app.commands, look, width=width)
    if app.over == OFFER:
        return offer_lines(board.offer, board.offered_at, look, width=width, now=now)
    if app.over == "compare":
        if board.compared is None:
            return [line(("reading both stories…", look.palette.quiet))]
        left, right, verdict = board.compared
        return compare_lines(left, right, verdict, look, width=width, now=now)
    match board.tab.kind:
        case Kind.FEEDS:
            app.parts.feed_page = feed_page(
                board.feeds, look, width=width, now=now, selected=board.feed_roll.current()
            )
            lines = max(1, len(app.parts.feed_page.lines) // max(1, len(board.feeds)))
            board.feed_roll.resize(app.parts.page.size.height // lines)
            return app.parts.feed_page.lines
        case Kind.ALERTS:
            height = app.parts.page.size.height
            return alert_lines(board.alerts, look, width=width, height=height, now=now)
        case Kind.AUDIT:
            if board.editor is None:
                return [line(""), line(("  this desk shows its audit to editors only", look.palette.quiet))]
            height = app.parts.page.size.height
            return audit_lines(board.audit, look, width=width, height=height, now=now, undone=board.undone)
        case _:
            letters = letter_lines(board.status, look, width=width)
            return [*letters, *log_lines(board.log, look, width=width)]


def _paint_list(app: Dashboard) -> None:
    board, parts, look = app.board, app.parts, app.look
    if parts.stream.size.height != board.stream.height:
        board.stream.resize(parts.stream.size.height)
    width = parts.columns.size.width
    trouble = notice(board.link, board.trouble)
    if trouble:
        text = display(trouble, width=max(0, width - 2), mode=look.mode)
        parts.columns.show([line(" ", (text, look.palette.warn))])
    else:
        parts.columns.show([column_line(board.stream, look, width=width)])
    parts.stream.show(_stream(app, parts.stream.size.width))


def _stream(app: Dashboard, width: int) -> list[Text]:
    board, look = app.board, app.look
    if board.silent:
        return nothing_lines(board.feeds, look, width=width)
    if not len(board.stream.ranking):
        text = display(board.waiting(), width=max(0, width - 4), mode=look.mode)
        return [line(""), line("  ", (text, look.palette.quiet))]
    return stream_lines(
        board.stream, look, width=width, now=board.clock(), clock=board.monotonic(), marked=board.marked
    )


def _paint_detail(app: Dashboard) -> None:
    board, parts, look = app.board, app.parts, app.look
    story = board.open_story()
    if story is None:
        hint = "j and k select a story" if len(board.stream.ranking) else ""
        parts.detail_lines = Detail([line((hint, look.palette.quiet))])
    else:
        parts.detail_lines = detail(
            story,
            look,
            width=parts.detail.size.width,
            now=board.clock(),
            cursor=board.opened.cursor if app.detail_focused else None,
            marked=board.opened.marked,
        )
    parts.detail.show(parts.detail_lines.lines)
