"""The written day, and a running feed server whose clock the test moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from ticker.demo.day import Day, load_day
from ticker.demo.server import FeedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

NOON = 1_795_435_200.0  # 2026-11-23 12:00 UTC
SPEED = 60.0  # a minute of the day takes a second


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = NOON

    def __call__(self) -> float:
        return self.instant


@pytest.fixture(scope="session")
def day() -> Day:
    return load_day()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def forward(clock: HandClock) -> Callable[[float], None]:
    """Let so many minutes of the day pass."""

    def move(minutes: float) -> None:
        clock.instant += minutes * 60 / SPEED

    return move


@pytest.fixture
async def server(day: Day, clock: HandClock) -> AsyncIterator[FeedServer]:
    """The news day, its first hour over."""
    running = FeedServer(day, speed=SPEED, clock=clock)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def http(server: FeedServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url=server.base_url) as session:
        yield session
