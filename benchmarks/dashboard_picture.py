"""Draw the dashboard's views, headless, on the invented night: as SVG for the handbook, as text for tests.

Run as a script it renews `docs/img/*.svg` and, with `--snapshots`, `tests/dashboard/snapshots/*.txt`.
"""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import night

from ticker.dashboard.app import Dashboard
from ticker.dashboard.live import Link
from ticker.dashboard.settings import Settings
from ticker.terminal import Bidi

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "img"
SNAPSHOTS = ROOT / "tests" / "dashboard" / "snapshots"
SIZES = ((80, 24), (120, 40), (200, 50))
LANGUAGES = ("mixed", "ar", "en")
# A viewer of SVG orders text itself; the dashboard's rows are ordered already.
_FONT_FACE = re.compile(r"\s*@font-face \{[^}]*\}")
ORDERED = "text { direction: ltr; unicode-bidi: bidi-override; white-space: pre; }"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the keys that lead there (`then` once it is whole), its size and theme in the handbook.

    `pasted` goes into the line that the keys opened.
    """

    name: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (100, 26)
    theme: str = "dark"
    tour: bool = False
    then: tuple[str, ...] = ()
    pasted: str = ""


SCENES = (
    Scene("dashboard", ("j", "j"), (120, 40)),
    Scene("breaking", ("2",), (100, 12)),
    Scene("curated", ("3",), (100, 16)),
    Scene("feeds", ("4",), (100, 20), "paper"),
    Scene("offer", ("4", "a"), (100, 22), "light", then=("enter",), pasted="https://kestrel.example"),
    Scene("alerts", ("5", "j"), (100, 16)),
    Scene("audit", ("6",), (100, 18), then=("j",)),
    Scene("log", ("7",), (100, 12)),
    Scene("copies", ("j", "j", "enter", "enter", "j", "j", "j", "space"), (100, 40), "light"),
    Scene("compare", ("j", "j", "space", "equals_sign"), (120, 30)),
    Scene("filter", ("slash",), (120, 14), pasted="lang:ar publishers>=2 copies>x"),
    Scene("typing", ("slash",), (100, 14), "light", pasted='"مرسى النور'),
    Scene("marks", ("j", "space", "space", "space"), (100, 14), "night"),
    Scene("help", ("question_mark",), (100, 44), "contrast"),
    Scene("tour", (), (80, 24), tour=True),
)
BY_NAME = {scene.name: scene for scene in SCENES}


def source(language: str) -> night.MemorySource:
    """Return the night, or what of it is told in one language."""
    views = [view for view in night.stories() if language in {"mixed", view["lang"]}]
    return night.MemorySource(views)


@asynccontextmanager
async def shown(
    scene: Scene,
    size: tuple[int, int],
    *,
    theme: str = "",
    language: str = "mixed",
    bidi: Bidi = Bidi.APP,
) -> AsyncIterator[tuple[Dashboard, Pilot[str | None]]]:
    """Run the dashboard until the scene stands on it."""
    told = source(language)
    app = Dashboard(
        told,
        told,
        book=night.Shelf(),
        title="ticker · main",
        settings=Settings(theme=theme or scene.theme, bidi=bidi, tour=scene.tour, editor="mona"),
        clock=lambda: night.NOW,
        monotonic=lambda: 0.0,
        environ={},
    )
    async with app.run_test(size=size) as pilot:
        while app.board.link.link is not Link.LIVE or not app.board.feeds_known:
            await pilot.pause()
        fresh = next((view for view in night.stories() if view["id"] == "s4"), None)
        if fresh is not None and "s4" in told.views:
            await told.publish("expired", fresh)
            await told.publish("created", fresh)
        while app.board.stream.ranking.offset < told.offset:
            await pilot.pause()
        await pilot.press(*scene.keys)
        if scene.pasted:
            app.parts.prompt.entry.insert_text_at_cursor(scene.pasted)
        while not _whole(app, scene):
            await pilot.pause(0.01)
        await pilot.press(*scene.then)
        while scene.name == "offer" and (app.board.offer is None or app.parts.prompt.question is None):
            await pilot.pause(0.01)
        # Toasts come and go by the clock; a picture has none.
        app.clear_notifications()
        app.repaint()
        await pilot.pause()
        yield app, pilot


def _whole(app: Dashboard, scene: Scene) -> bool:
    """Whether everything that is read beside the screen has come, and all that was typed."""
    if scene.name == "compare":
        return app.board.compared is not None
    if scene.pasted:
        taken = app.board.stream.ranking.query.text if "slash" in scene.keys else app.parts.prompt.value
        return taken == scene.pasted
    if scene.name == "audit":
        return len(app.board.audit) > 0
    if scene.name == "log":
        return bool(app.board.log)
    story = app.board.stream.current()
    if app.shows_list and app.detail_open and story is not None:
        detail = app.board.detail
        return detail is not None and detail["id"] == story["id"]
    return True


def rows(app: Dashboard) -> list[str]:
    """Return the screen, row by row."""
    return [strip.text for strip in app.screen._compositor.render_strips(app.size)]  # noqa: SLF001 - no other way to its rows


async def picture(scene: Scene, size: tuple[int, int] | None = None, **how: object) -> str:
    """Return a scene as an SVG document that loads nothing from elsewhere."""
    async with shown(scene, size or scene.size, **how) as (app, _):  # type: ignore[arg-type]  # passed on
        svg = app.export_screenshot()
    local = _FONT_FACE.sub("", svg).replace("Fira Code,", "")
    return local.replace("<style>", f"<style>\n    {ORDERED}\n", 1)


async def snapshot(scene: Scene, language: str, theme: str = "") -> str:
    """Return a scene as text, at every size."""
    parts = []
    for size in SIZES:
        async with shown(scene, size, language=language, theme=theme) as (app, _):
            parts.append(f"== {size[0]}x{size[1]}\n" + "\n".join(line.rstrip() for line in rows(app)))
    return "\n".join(parts) + "\n"


def snapshots() -> list[tuple[Scene, str]]:
    """Return which are kept: every view with the whole night, the telling ones in one language too."""
    own = {"dashboard", "copies", "compare", "curated"}
    return [
        (scene, language)
        for scene in SCENES
        for language in LANGUAGES
        if language == "mixed" or scene.name in own
    ]


async def _renew(*, texts: bool) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        (IMAGES / f"{scene.name}.svg").write_text(await picture(scene), encoding="utf-8")
    if texts:
        SNAPSHOTS.mkdir(exist_ok=True)
        for scene, language in snapshots():
            text = await snapshot(scene, language)
            (SNAPSHOTS / f"{scene.name}-{language}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    """Renew the pictures of the handbook, and on request the snapshots of the tests."""
    asyncio.run(_renew(texts="--snapshots" in sys.argv[1:]))
    sys.stdout.write(f"{IMAGES}\n")


if __name__ == "__main__":
    main()
