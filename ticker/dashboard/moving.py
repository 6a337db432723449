"""Moving about: selection, scrolling, opening and closing what stands on the screen.

Knows the board and the parts of the screen; must not know keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ticker.dashboard.layout import reveal_feed
from ticker.dashboard.tabs import CURATED, STREAM, Kind

if TYPE_CHECKING:
    from ticker.dashboard.app import Dashboard
    from ticker.dashboard.widgets import Pane

_FAR = 1_000_000


class Listed(Protocol):
    """What the moving keys move in: a list of stories, alerts or actions."""

    def move(self, lines: int) -> None:
        """Move the selection."""
        ...

    def page(self, pages: int) -> None:
        """Move by screens."""
        ...

    def scroll(self, lines: int) -> None:
        """Move the window."""
        ...

    def follow(self) -> None:
        """Go to the top."""
        ...

    def end(self) -> None:
        """Go to the end."""
        ...

    def select_line(self, line: int) -> bool:
        """Select what stands on a line."""
        ...


def listed(app: Dashboard) -> Listed | None:
    """Return the list that the keys move in; None where they scroll a page of lines or the open story."""
    if app.over:
        return None
    match app.board.tab.kind:
        case Kind.LIST:
            return app.board.stream
        case Kind.ALERTS:
            return app.board.alerts.roll
        case Kind.AUDIT:
            return app.board.audit
        case Kind.FEEDS:
            return app.board.feed_roll
        case _:
            return None


def move(app: Dashboard, lines: int) -> None:
    """Move the selection, the copy in the open story, or scroll a page of lines."""
    here = listed(app)
    if app.in_detail:
        app.board.opened.move(lines)
        app.reveal_copy()
    elif here is not None:
        here.move(lines)
    else:
        app.parts.page.scroll_lines(lines)
    _moved(app)


def page(app: Dashboard, pages: int) -> None:
    """Move by screens."""
    here, pane = listed(app), _pane(app)
    if pane is not None:
        pane.scroll_lines(pages * max(1, pane.size.height - 1))
    elif here is not None:
        here.page(pages)
    _moved(app)


def top(app: Dashboard) -> None:
    """Go to the top and let the list flow."""
    here, pane = listed(app), _pane(app)
    if pane is not None:
        app.board.opened.first()
        pane.rewind()
    elif here is not None:
        here.follow()
    _moved(app)


def end(app: Dashboard) -> None:
    """Go to the end."""
    here, pane = listed(app), _pane(app)
    if pane is not None:
        if app.in_detail:
            app.board.opened.last()
        pane.scroll_lines(_FAR)
    elif here is not None:
        here.end()
    _moved(app)


def open_(app: Dashboard) -> None:
    """Open the current story; a second time moves the keys into it. An alert opens the story it is about."""
    board = app.board
    if app.over:
        return
    if board.tab.kind is Kind.ALERTS:
        alert = board.alerts.roll.current()
        if alert is not None:
            go_to(app, alert.story)
        return
    if board.tab.kind is Kind.AUDIT:
        line = board.audit.current()
        if line is not None:
            named = line["stories"]
            go_to(app, next((one for one in named if board.find(one)), next(iter(named), "")))
        return
    if board.tab.kind is not Kind.LIST:
        return
    if board.stream.selected is None:
        board.stream.select_line(0)
    elif app.detail_open:
        app.detail_focused = True
        board.open_story()  # the keys may have come before the picture: it is this story's first copy
        board.opened.first()
        app.reveal_copy()
    app.detail_open = True
    app.rearranged()


def go_to(app: Dashboard, story_id: str) -> None:
    """Show a story with its copies: in the stream, or among the curated where the public must not see it."""
    board = app.board
    tab = next((tab for tab in (STREAM, CURATED) if board.lists[tab.name].choose(story_id)), None)
    if tab is None:
        app.say("that story has left the desk" if story_id else "this one is about no story", "warning")
        return
    board.show(tab)
    app.detail_open = True
    app.rearranged()


def close(app: Dashboard) -> None:
    """Close what was opened last: help, the open story, marks, the filter, the selection."""
    board = app.board
    if app.over:
        app.over = ""
    elif app.detail_focused:
        app.detail_focused = False
        board.opened.marked.clear()
    elif app.detail_open and not app.wide and board.tab.kind is Kind.LIST:
        app.detail_open = False
    elif board.marked:
        board.marked.clear()
    elif app.tour.running:
        app.tour.stop()
        app.remember()
    elif board.tab.kind is not Kind.LIST:
        board.show(STREAM)
    elif board.stream.ranking.query.text:
        app.filter_by("")
    else:
        board.stream.follow()
    app.rearranged()


def _pane(app: Dashboard) -> Pane | None:
    """The pane of lines that the keys scroll, or None where they move in a list."""
    if app.in_detail:
        return app.parts.detail
    return app.parts.page if listed(app) is None else None


def _moved(app: Dashboard) -> None:
    if not app.in_detail:
        app.parts.detail.rewind()
    if app.board.tab.kind is Kind.FEEDS and not app.over:
        reveal_feed(app)
    app.repaint()
