"""The demo run: the written outlets play, the real engine polls them, the result is judged.

Knows how server, configuration and engine go together; must not know how they are shown.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import yaml

from ticker import clock
from ticker.config import load
from ticker.demo.config import demo_config
from ticker.demo.server import FeedServer
from ticker.demo.truth import Placed, judge
from ticker.errors import StoreError
from ticker.service.attach import reading
from ticker.service.engine import Engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from ticker.config import Config
    from ticker.core.view import TopView
    from ticker.demo.day import Day
    from ticker.demo.truth import Verdict

_LOOK = 0.5  # seconds between two looks at a run
_PATIENCE = 20.0  # seconds without a new copy, after which a run counts as done or stuck


def engine_for(path: Path, settings: Config) -> Engine:
    """The engine of a demo: the user's own store and data stay out of it, whatever the environment says."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("TICKER_")}
    return Engine(path, settings.data_dir / "ticker.log", environ=environ)


@asynccontextmanager
async def playing(day: Day, speed: float, folder: Path) -> AsyncIterator[tuple[FeedServer, Path]]:
    """The outlets of `day` on a local port, and a config.yaml in `folder` that reads them."""
    server = FeedServer(day, speed=speed, clock=clock.now)
    base_url = await server.start()
    try:
        path = folder / "config.yaml"
        value = demo_config(base_url, folder / "data", speed)
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
        yield server, path
    finally:
        await server.stop()


async def run_once(day: Day, speed: float, folder: Path, progress: Callable[[int], None]) -> Verdict:
    """Play the whole day at `speed`, wait until all of it has arrived, and judge the stories.

    Raises TickerError when the engine ends by itself.
    """
    async with playing(day, speed, folder) as (server, path):
        settings = load(path, environ={})
        async with engine_for(path, settings) as engine:
            copies, since = 0, clock.now()
            while True:
                await asyncio.sleep(_LOOK)
                engine.check()
                top = await _top(settings)
                now = clock.now()
                if top is None:
                    continue
                verdict = judge(day, _placed(top))
                progress(verdict.entries - len(verdict.lost))
                held = sum(story["copies"] for story in top["stories"])
                if held != copies or not server.finished:
                    copies, since = held, now
                if server.finished and (not verdict.lost or now - since > _PATIENCE):
                    return verdict


async def _top(settings: Config) -> TopView | None:
    with suppress(StoreError):  # not up yet; `engine.check` tells when it never will be
        async with reading(settings) as store:
            return await store.top(limit=None, entries=True)
    return None


def _placed(top: TopView) -> list[Placed]:
    return [
        Placed(entry["feed"], entry["id"], entry["title"], story["id"])
        for story in top["stories"]
        for entry in story.get("entries", ())
    ]
