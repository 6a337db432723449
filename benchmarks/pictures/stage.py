"""A dashboard on the invented night, brought to a scene and standing still.

Knows the app and its test pilot; must not know what becomes of the picture.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import night
from textual.widgets import Input, OptionList

from ticker.dashboard.app import Dashboard
from ticker.dashboard.live import Link
from ticker.dashboard.settings import Settings
from ticker.terminal import Bidi

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from pictures.scenes import Scene


# More commands than these fill any screen; the palette brings them in a few at a time.
_ENOUGH = 40


def told(language: str) -> night.MemorySource:
    """Return the night, or what of it is told in one language."""
    return night.MemorySource([view for view in night.stories() if language in {"mixed", view["lang"]}])


@asynccontextmanager
async def shown(
    scene: Scene,
    size: tuple[int, int],
    *,
    theme: str = "",
    source: night.MemorySource | None = None,
    bidi: Bidi = Bidi.APP,
) -> AsyncIterator[tuple[Dashboard, Pilot[str | None]]]:
    """Run the dashboard on `source` (None = the whole night) until the scene stands on it."""
    source = told("mixed") if source is None else source
    app = Dashboard(
        source,
        source,
        book=night.Shelf(),
        title="ticker · main",
        settings=Settings(theme=theme or scene.theme, bidi=bidi, tour=scene.tour, editor="mona"),
        clock=lambda: night.NOW,
        monotonic=lambda: 0.0,
        environ={},
    )
    async with app.run_test(size=size, notifications=bool(scene.said)) as pilot:
        while app.board.link.link is not Link.LIVE or not app.board.feeds_known:
            await night.settled(pilot)
        if "s4" in source.views:
            fresh = source.views["s4"]
            await source.publish("expired", fresh)
            await source.publish("created", fresh)
        while app.board.stream.ranking.offset < source.offset:
            await night.settled(pilot)
        await night.press(pilot, *scene.keys)
        if scene.pasted:
            app.parts.prompt.entry.insert_text_at_cursor(scene.pasted)
        while not _whole(app, scene):
            await pilot.pause(0.01)
        await night.press(pilot, *scene.then)
        while scene.name == "offer" and (app.board.offer is None or app.parts.prompt.question is None):
            await pilot.pause(0.01)
        await still(app, pilot, scene)
        yield app, pilot


async def still(app: Dashboard, pilot: Pilot[str | None], scene: Scene) -> None:
    """Draw what stands there now; what comes and goes by the clock (words, a cursor) is the scene's."""
    await night.settled(pilot)
    while app.parts.header.size.width != app.size.width:  # what lies below another screen comes later
        await night.settled(pilot)
    for entry in app.screen.query(Input):
        entry.cursor_blink = False
    app.clear_notifications()
    for text in scene.said:
        app.say(text)
    app.repaint()
    while not _has_detail(app):
        await pilot.pause(0.01)
        app.repaint()
    if len(app.screen_stack) > 1 or scene.said:
        await night.settled(pilot)


def _whole(app: Dashboard, scene: Scene) -> bool:
    """Whether everything that is read beside the screen has come, and all that was typed."""
    match scene.name:
        case "compare":
            return app.board.compared is not None
        case "palette":
            return len(app.screen_stack) > 1 and app.screen.query_one(OptionList).option_count > _ENOUGH
        case "audit":
            return len(app.board.audit) > 0
        case "log":
            return bool(app.board.log)
        case _ if scene.pasted:
            taken = app.board.stream.ranking.query.text if "slash" in scene.keys else app.parts.prompt.value
            return taken == scene.pasted
        case _:
            return _has_detail(app)


def _has_detail(app: Dashboard) -> bool:
    """Whether the copies of the open story have come."""
    story = app.board.stream.current()
    if not (app.shows_list and app.detail_open and story is not None):
        return True
    detail = app.board.detail
    return detail is not None and detail["id"] == story["id"]
