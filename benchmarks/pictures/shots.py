"""What stands on the screen, cell by cell, at several sizes and in several themes.

Knows the compositor's rows; must not know which keys led there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import night

from pictures.scenes import SIZES, THEMES
from pictures.stage import shown, still

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from pictures.scenes import Scene
    from pictures.stage import Dashboard

Run: TypeAlias = "tuple[str, Style]"

# A viewer of SVG orders text itself; the dashboard's rows are ordered already.
ORDERED = "text { direction: ltr; unicode-bidi: bidi-override; white-space: pre; }"
_FONT_FACE = re.compile(r"\s*@font-face \{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Shot:
    """A screen of `size` cells in a theme: its rows as runs of text in one style, and as an SVG document."""

    size: tuple[int, int]
    theme: str
    rows: list[list[Run]]
    svg: str

    @property
    def text(self) -> list[str]:
        """The rows as text."""
        return ["".join(text for text, _ in row) for row in self.rows]


async def shots(
    scene: Scene,
    *,
    sizes: Sequence[tuple[int, int]] = SIZES,
    themes: Sequence[str] = THEMES,
    **how: object,
) -> list[Shot]:
    """Return a scene at each size in each theme; one dashboard is resized and changes its colours for it."""
    found = []
    for own in [[theme] for theme in themes] if scene.modal else [themes]:
        async with shown(scene, sizes[0], theme=own[0], **how) as (app, pilot):  # type: ignore[arg-type]  # passed on
            for size in sizes:
                if size != (app.size.width, app.size.height):
                    await pilot.resize_terminal(*size)
                for theme in own:
                    app.theme = f"ticker-{theme}"
                    await still(app, pilot, scene)
                    found.append(taken(app))
    return found


def taken(app: Dashboard) -> Shot:
    """Return what stands on the screen now."""
    rows = [[(segment.text, segment.style) for segment in strip] for strip in night.strips(app)]
    svg = _FONT_FACE.sub("", app.export_screenshot()).replace("Fira Code,", "")
    svg = svg.replace("<style>", f"<style>\n    {ORDERED}\n", 1)
    return Shot((app.size.width, app.size.height), app.palette_name, rows, svg)


async def handbook(scene: Scene) -> str:
    """Return a scene as the handbook has it: an SVG document that loads nothing from elsewhere."""
    (shot,) = await shots(scene, sizes=[scene.size], themes=[scene.theme])
    return shot.svg
