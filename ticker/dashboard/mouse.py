"""What the mouse does: select, open, change tabs, scroll.

Knows the parts; must not know what a story is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticker.dashboard import moving, viewing
from ticker.dashboard.roll import HEAD
from ticker.dashboard.tabs import Kind
from ticker.dashboard.widgets import Pane

if TYPE_CHECKING:
    from ticker.dashboard.app import Dashboard
    from ticker.dashboard.roll import Roll
    from ticker.dashboard.widgets import LineView


def clicked(app: Dashboard, event: LineView.Clicked) -> None:
    """Select what was clicked; a second click opens it."""
    parts = app.parts
    if event.view is parts.tabs:
        place = parts.tab_line.at(event.cell)
        if place is not None:
            viewing.tab(app, place)
        return
    if event.view is parts.detail:
        app.detail_focused = True
        key = parts.detail_lines.at(parts.detail.top + event.line)
        if key is not None:
            app.board.opened.choose(key)
    elif event.view is parts.stream:
        before = app.board.stream.selected
        app.detail_focused = False
        if app.board.stream.select_line(event.line) and before == app.board.stream.selected:
            app.detail_open = True
    elif event.view is parts.page and not app.over and app.board.tab.kind is Kind.FEEDS:
        place = parts.feed_page.at(parts.page.top + event.line)
        if place is not None:
            app.board.feed_roll.follow()
            app.board.feed_roll.select_line(place)
    elif event.view is parts.page and not app.over and app.board.tab.kind in {Kind.ALERTS, Kind.AUDIT}:
        roll: Roll[Any] = app.board.audit if app.board.tab.kind is Kind.AUDIT else app.board.alerts.roll
        known = roll.current()
        if roll.select_line(event.line - HEAD) and roll.current() is known:
            moving.open_(app)
            return
    app.rearranged()


def scrolled(app: Dashboard, event: LineView.Scrolled) -> None:
    """Scroll what is under the pointer."""
    here = moving.listed(app)
    by_lines = not app.over and app.board.tab.kind is Kind.FEEDS  # a feed has several
    if here is not None and not by_lines and event.view in {app.parts.stream, app.parts.page}:
        here.scroll(event.lines)
        app.repaint()
    elif isinstance(event.view, Pane):
        event.view.scroll_lines(event.lines)
