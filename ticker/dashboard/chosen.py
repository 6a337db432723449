"""Which stories a key means: the selected one, or two to set beside each other.

Knows the board; must not know keys or what is done with a story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core.whereabouts import farewell
from ticker.dashboard.tabs import STREAM

if TYPE_CHECKING:
    from ticker.core.view import StoryView
    from ticker.dashboard.app import Dashboard


def chosen(app: Dashboard) -> StoryView | None:
    """Return the selected story; where there is none, say why.

    While the list flows there is none: the line under a key press may change.
    """
    if not app.shows_list:
        app.say("select a story in a list first: 1 shows the stream", "warning")
        return None
    stream = app.board.stream
    story = stream.current() if stream.selected is not None else None
    if story is None:
        said = f"{farewell(stream.left)}: j or k selects another" if stream.left else ""
        app.say(said or "select a story first: j or k", "warning")
    return story


def chosen_pair(app: Dashboard) -> tuple[str, str] | None:
    """Return two stories to set beside each other: the selected one first, or else two that are marked."""
    marked = [one for one in app.board.marked if one in app.board.lists[STREAM.name].ranking]
    selected = app.board.stream.selected
    others = [one for one in marked if one != selected]
    if selected is not None and len(others) == 1:
        return selected, others[0]
    if len(marked) == 2:
        return marked[0], marked[1]
    return None
