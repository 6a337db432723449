"""The command palette: every command by name, and the themes.

Knows Textual's palette; must not know what a command does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Provider

from ticker.dashboard.commands import listed
from ticker.dashboard.look import PALETTES
from ticker.dashboard.viewing import set_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import Hits

    from ticker.dashboard.app import Dashboard


class Commands(Provider):
    """Finds commands by the letters that are typed."""

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for name, text, run in self._all():
            yield DiscoveryHit(name, run, help=text)

    async def search(self, query: str) -> Hits:
        """Offer those whose name or text holds the letters, the best first."""
        matcher = self.matcher(query)
        for name, text, run in self._all():
            score = max(matcher.match(name), 0.8 * matcher.match(text))
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=text)

    def _all(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        app = cast("Dashboard", self.app)
        for command in listed(app.commands):
            keys = f"  ({command.shown})" if command.keys else ""
            yield f"{command.name}{keys}", command.text, partial(app.run_command, command.name)
        for name in PALETTES:
            yield f"theme {name}", f"the {name} colours", partial(set_theme, app, name)


def open_palette(app: Dashboard) -> None:
    """Show it; the last line says meanwhile how to leave it."""
    palette: CommandPalette = CommandPalette(providers=[Commands], placeholder="command…")
    app.push_screen(palette, lambda _: app.repaint())
    app.call_after_refresh(app.repaint)
