"""Changing what is seen: tabs, filters, layout, theme, help, comparison.

Knows the board and the parts of the screen; must not know keys.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ticker.core.query import Query
from ticker.dashboard.chosen import chosen_pair
from ticker.dashboard.live import reason_of
from ticker.dashboard.look import PALETTES
from ticker.dashboard.memory import PLACES, SHARES
from ticker.dashboard.question import Question
from ticker.dashboard.tabs import Kind

if TYPE_CHECKING:
    from ticker.dashboard.app import Dashboard

_STEP = SHARES.step


def tab(app: Dashboard, place: int) -> None:
    """Show the tab at a place, counted from 0."""
    if place >= len(app.board.tabs):
        app.say(f"there is no tab {place + 1}; S saves the filter as one", "warning")
        return
    app.over = ""
    app.detail_focused = False
    app.parts.page.rewind()
    app.board.show(app.board.tabs[place])
    app.remember()
    app.rearranged()


def next_tab(app: Dashboard, by: int) -> None:
    """Show the next tab, or the one before."""
    tabs = app.board.tabs
    here = next(place for place, known in enumerate(tabs) if known.name == app.board.tab.name)
    tab(app, (here + by) % len(tabs))


def feeds(app: Dashboard) -> None:
    """Show the feeds, or go back."""
    place = next(place for place, known in enumerate(app.board.tabs) if known.kind is Kind.FEEDS)
    tab(app, 0 if app.board.tab.kind is Kind.FEEDS and not app.over else place)


def help_(app: Dashboard) -> None:
    """Show or leave the help."""
    app.over = "" if app.over == "help" else "help"
    app.parts.page.rewind()
    app.rearranged()


def filter_(app: Dashboard) -> None:
    """Ask for a filter; the list follows while it is typed, and the keys move in it afterwards."""
    app.over = ""
    app.detail_focused = False
    if app.board.tab.kind is not Kind.LIST:
        app.board.show(app.board.tabs[0])

    def typed(text: str) -> str:
        app.board.stream.filter(Query.parse(text))
        return "; ".join(app.board.stream.ranking.query.faults)

    app.ask(
        Question(
            'filter: words  "exact words"  lang:ar  publishers>=3  breaking  -not',
            done=app.filter_by,
            value=app.board.stream.ranking.query.text,
            typed=typed,
            cancelled=lambda: app.filter_by(""),
        )
    )


def save_filter(app: Dashboard) -> None:
    """Keep the filter as a tab of its own."""
    text = app.board.stream.ranking.query.text
    if app.board.tab.kind is not Kind.LIST or not text:
        app.say("there is no filter to save: type one with /", "warning")
        return

    def done(name: str) -> None:
        name = name.strip()
        if not name:
            app.say("a tab needs a name", "warning")
            return
        app.filter_by("")
        app.board.show(app.board.save_filter(name, text))
        app.memory.filters[name] = text
        app.remember()
        app.rearranged()

    app.ask(Question(f"name of the tab for {text}", done=done))


def drop_filter(app: Dashboard) -> None:
    """Take the current saved filter away."""
    here = app.board.tab
    name = here.name.removeprefix("filter:")
    if here.name == name:
        app.say("this tab is no saved filter", "warning")
    elif name not in app.memory.filters:
        app.say("this filter stands in config.yaml, under screen.filters", "warning")
    else:
        del app.memory.filters[name]
        app.board.drop_filter(here)
        app.remember()
        app.rearranged()


def place(app: Dashboard) -> None:
    """Let the open story stand beside the list, below it, nowhere, or where there is room."""
    app.memory.place = PLACES[(PLACES.index(app.memory.place) + 1) % len(PLACES)]
    app.detail_open = app.memory.place != "off"
    app.detail_focused = False
    app.remember()
    app.rearranged()
    app.say(f"open story: {app.memory.place}")


def share(app: Dashboard, by: int) -> None:
    """Give the open story more or less of the screen."""
    wanted = app.memory.share + by * _STEP
    app.memory.share = max(SHARES[0], min(SHARES[-1], wanted))
    app.remember()
    app.rearranged()


def theme(app: Dashboard) -> None:
    """Go to the next theme."""
    names = list(PALETTES)
    set_theme(app, names[(names.index(app.palette_name) + 1) % len(names)])


def set_theme(app: Dashboard, name: str) -> None:
    """Put on a theme."""
    app.theme = f"ticker-{name}"
    app.memory.theme = name
    app.remember()
    app.rearranged()
    app.say(f"theme: {name}")


def bidi(app: Dashboard) -> None:
    """Let the next one order right-to-left text."""
    app.mode = app.mode.next()
    app.request_bidi(app.mode.request)
    app.rearranged()
    app.say(f"right-to-left text: {app.mode.bidi} (see ? for what that means)")


def start_tour(app: Dashboard) -> None:
    """Show the ways about once more."""
    app.tour.start()
    app.rearranged()


async def compare(app: Dashboard) -> None:
    """Set two stories beside each other: two marked ones, or the marked and the selected one."""
    ids = chosen_pair(app)
    if ids is None:
        app.say("mark one story with Space, select the other, then compare", "warning")
        return
    app.board.pair = ids
    app.board.compared = None
    app.over = "compare"
    app.parts.page.rewind()
    app.rearranged()
    app.run_worker(_compare(app, ids), exclusive=True, group="compare")


async def _compare(app: Dashboard, ids: tuple[str, str]) -> None:
    try:
        left, right = [await app.board.source.story(one) for one in ids]
    except Exception as error:  # noqa: BLE001 - whatever a source raises is said
        app.say(reason_of(error), "warning")
        return
    if left is None or right is None:
        app.over = ""
        app.rearranged()
        app.say("one of the two has left the desk", "warning")
        return
    from ticker.dashboard.apart import closest  # noqa: PLC0415 - the matcher costs 100 ms at its first import

    verdict = await asyncio.to_thread(closest, left, right)
    if app.board.pair == ids:
        app.board.compared = (left, right, verdict)
        app.rearranged()
