"""Draw the dashboard as SVG, headless; run as a script it renews docs/img/dashboard.svg."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import night

from ticker.dashboard.app import Dashboard
from ticker.dashboard.live import Link
from ticker.dashboard.settings import Settings
from ticker.terminal import Bidi

TARGET = Path(__file__).parents[1] / "docs" / "img" / "dashboard.svg"
# A viewer of SVG orders text itself; the dashboard's rows are ordered already.
_FONT_FACE = re.compile(r"\s*@font-face \{[^}]*\}")
ORDERED = "text { direction: ltr; unicode-bidi: bidi-override; white-space: pre; }"


async def picture(size: tuple[int, int], *keys: str, dark: bool = True, bidi: Bidi = Bidi.APP) -> str:
    """Return the screen of the invented night after `keys`, as an SVG document."""
    source = night.MemorySource()
    app = Dashboard(
        source,
        title="ticker · main",
        settings=Settings(theme="dark" if dark else "light", bidi=bidi),
        clock=lambda: night.NOW,
        monotonic=lambda: 0.0,
        environ={},
    )
    async with app.run_test(size=size) as pilot:
        while app.board.link.link is not Link.LIVE or not app.board.feeds_known:
            await pilot.pause()
        fresh = next(view for view in night.stories() if view["id"] == "s4")
        await source.publish("expired", fresh)
        await source.publish("created", fresh)
        while app.board.stream.ranking.offset < source.offset:
            await pilot.pause()
        await pilot.press(*keys)
        story = app.board.stream.current()
        while (
            app.detail_open and story and (app.board.detail is None or app.board.detail["id"] != story["id"])
        ):
            await pilot.pause()
        app.repaint()
        await pilot.pause()
        svg = app.export_screenshot()
    # A picture that loads fonts from elsewhere is no picture of this screen.
    local = _FONT_FACE.sub("", svg).replace("Fira Code,", "")
    return local.replace("<style>", f"<style>\n    {ORDERED}\n", 1)


def main() -> None:
    """Renew the picture in the documentation."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(asyncio.run(picture((120, 40), "j", "j")), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")


if __name__ == "__main__":
    main()
