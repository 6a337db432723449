"""Which parts of the screen are to be seen, and how much room each has.

Knows the parts; must not know what stands in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.terminal import Bidi

if TYPE_CHECKING:
    from ticker.dashboard.app import Dashboard

# From this width on the open story stands beside the stream unless it was put elsewhere, else below it.
WIDE = 120
# Two texts beside each other need this much, whatever was asked for.
NARROW = 80


def is_wide(app: Dashboard) -> bool:
    """Whether the open story stands beside the stream.

    Never where the terminal orders rows: it would mix two texts of one row.
    """
    if app.mode.bidi is Bidi.TERMINAL or app.memory.place == "below":
        return False
    return app.columns >= (NARROW if app.memory.place == "side" else WIDE)


def arrange(app: Dashboard) -> None:
    """Show and hide the parts, and give each its room."""
    parts, wide = app.parts, is_wide(app)
    parts.body.display = app.shows_list
    parts.page.display = not app.shows_list
    parts.body.set_class(wide, "wide")
    parts.detail.display = app.detail_open
    parts.detail.set_class(app.in_detail, "focused")
    parts.prompt.display = parts.prompt.question is not None
    parts.tour.display = app.tour.running
    share = f"{app.memory.share}%"
    parts.detail.styles.width = share if wide else "1fr"
    parts.detail.styles.height = "1fr" if wide else share


def reveal_feed(app: Dashboard) -> None:
    """Bring the selected feed into sight; with none selected, the head of the list."""
    board, pane = app.board, app.parts.page
    app.repaint()
    feed = board.feed_roll.current()
    places = [place for place, one in enumerate(board.feeds) if feed is not None and one.feed == feed.feed]
    if not places:
        pane.rewind()
        return
    first, count = app.parts.feed_page.span(places[0])
    pane.reveal(first if places[0] else 0, count + (0 if places[0] else first))


def reveal_copy(app: Dashboard) -> None:
    """Bring the copy that the keys act on into sight."""
    app.repaint()
    shown = app.parts.detail_lines
    found = shown.line_of(app.board.opened.cursor)
    if found is not None:
        after = next((start for _, start in shown.copies if start > found), len(shown.lines))
        app.parts.detail.reveal(found, after - found)
