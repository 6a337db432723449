"""What a key does with the stories that are chosen: mark them, open or copy their link.

Knows the board; must not know keys. What editors change about stories stands in `editing`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ticker.dashboard.chosen import chosen
from ticker.dashboard.links import checked
from ticker.errors import RefusedError
from ticker.terminal import safe

if TYPE_CHECKING:
    from ticker.dashboard.app import Dashboard


def mark(app: Dashboard) -> None:
    """Mark or unmark the selected story (in an open story: the copy) and go to the next one."""
    if app.in_detail:
        app.board.opened.mark()
        app.board.opened.move(1)
        app.reveal_copy()
        app.repaint()
        return
    story = chosen(app)
    if story is not None:
        app.board.marked ^= {story["id"]}
        app.board.stream.move(1)
        app.repaint()


def mark_all(app: Dashboard) -> None:
    """Mark every story that the list holds, or none where all are marked."""
    if not app.shows_list:
        app.say("there is no list of stories here", "warning")
        return
    ranking = app.board.stream.ranking
    shown = {story["id"] for story in ranking.between(0, len(ranking))}
    if len(shown) > MOST_MARKED:
        app.say(f"{len(shown)} stories; at most {MOST_MARKED} are marked at once: filter first", "warning")
        return
    app.board.marked = set() if shown <= app.board.marked else app.board.marked | shown
    app.repaint()


MOST_MARKED = 200
"""As many stories as one action may name."""


async def open_link(app: Dashboard) -> None:
    """Open the selected story's link in a browser; copy it where there is none."""
    story = chosen(app)
    if story is None:
        return
    try:
        url = checked(story["url"])
    except RefusedError as error:
        app.say(error.message, "warning")
        return
    if await asyncio.to_thread(app.opener, url):
        app.say(f"opened {url}")
    else:
        app.copy_to_clipboard(url)
        app.say(f"no browser here; copied {url}", "warning")


def copy(app: Dashboard) -> None:
    """Copy headline and link (OSC 52: works over ssh too)."""
    story = chosen(app)
    if story is not None:
        app.copy_to_clipboard("\n".join(filter(None, (safe(story["headline"]), safe(story["url"])))))
        app.say("copied headline and link")
