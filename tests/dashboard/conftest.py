"""The invented night of benchmarks/, and how a test runs a dashboard on it."""

from __future__ import annotations

import importlib.util
import sys
import time
from contextlib import asynccontextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker.dashboard.app import Dashboard
from ticker.dashboard.live import Link
from ticker.dashboard.settings import Settings
from ticker.terminal import Bidi

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from types import ModuleType

    from textual.pilot import Pilot
    from textual.strip import Strip

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def _load(name: str) -> ModuleType:
    if name not in sys.modules:
        spec = PathFinder.find_spec(name, [str(BENCHMARKS)])
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def night() -> Any:
    """Package `night`: invented stories and the in-memory source."""
    return _load("night")


@pytest.fixture(scope="session")
def newsroom(night: Any) -> Any:
    """Module `newsroom`: a source over a real desk in memory."""
    assert night
    return _load("newsroom")


@pytest.fixture(scope="session")
def pictures(night: Any) -> Any:
    """Package `pictures`: every view of the dashboard on that night."""
    assert night
    return _load("pictures")


PATIENCE = 40.0
"""Seconds until a test gives up: far more than anything takes on a busy machine."""


class Screen:
    """A running dashboard, as a user sees and handles it."""

    def __init__(self, app: Dashboard, pilot: Pilot[str | None], source: Any, night: Any) -> None:
        self._night = night
        self.app = app
        self.pilot = pilot
        self.source = source

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, row by row."""
        self.app.repaint()
        return [strip.text for strip in self.strips]

    @property
    def strips(self) -> list[Strip]:
        """The same with its styles."""
        found: list[Strip] = self._night.strips(self.app)
        return found

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    async def press(self, *keys: str) -> None:
        """Press keys and let their effect be drawn."""
        await self._night.press(self.pilot, *keys)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for a condition; where it never holds, fail with what stands on the screen."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                pytest.fail("it never came to it; on the screen stands\n" + self.text)
            await self.pilot.pause(0.01)

    async def sees(self, *words: str) -> None:
        """Wait until all words stand on the screen."""
        await self.until(lambda: all(word in self.text for word in words))


@pytest.fixture
def run(night: Any) -> Any:
    """Start a dashboard on the invented night; it is live when the test gets it, unless told otherwise."""

    @asynccontextmanager
    async def running(
        source: Any = None,
        *,
        size: tuple[int, int] = (120, 40),
        live: bool = True,
        bidi: Bidi = Bidi.OFF,
        settings: dict[str, Any] | None = None,
        **options: Any,
    ) -> AsyncIterator[Screen]:
        source = night.MemorySource() if source is None else source
        options = {"environ": {}, "clock": lambda: night.NOW, **options}
        told = Settings(bidi=bidi, **(settings or {}))
        app = Dashboard(source, source, title="ticker main", settings=told, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            screen = Screen(app, pilot, source, night)
            if live:
                await screen.until(lambda: app.board.link.link is Link.LIVE and app.board.feeds_known)
                await pilot.pause()
            yield screen

    return running
