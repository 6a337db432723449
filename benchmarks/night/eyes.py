"""What stands on the screen of a dashboard that runs headless.

Knows Textual's compositor; must not know what is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._context import visible_screen_stack

if TYPE_CHECKING:
    from textual.app import App
    from textual.strip import Strip


def strips(app: App[str | None]) -> list[Strip]:
    """Return the screen, row by row.

    What lies below a screen that can be seen through is drawn with it: without being told what that is,
    Textual would draw, and keep, an empty ground.
    """
    visible_screen_stack.set(app._background_screens)  # noqa: SLF001 - what Textual does before it draws
    return app.screen._compositor.render_strips(app.size)  # noqa: SLF001 - no other way to its rows
