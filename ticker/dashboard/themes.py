"""The palettes as Textual wants them.

Knows Textual; must not know what is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from ticker.dashboard.look import Palette


def theme(name: str, palette: Palette) -> Theme:
    """Return a palette as Textual wants it."""
    return Theme(
        name=name,
        primary=palette.accent,
        background=palette.background,
        surface=palette.panel,
        panel=palette.panel,
        foreground=palette.text,
        dark=palette.dark,
        variables={"quiet": palette.quiet, "cursor": palette.cursor, "pinned": palette.pinned},
    )
