"""The machine's clock is set, by an hour or a day, forth and back: nothing expires or stands wrongly."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.oracle import held, inspect, snapshot_of
from tests.support.redis_server import RedisServer
from tests.support.waiting import until
from ticker.core import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.faults.house import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

# seconds that the machine's clock is off by, one after the other
JUMPS = [int(one) for one in os.environ.get("TICKER_FAULTS_JUMPS", "86400 -3600").split()]
WINDOW = 1800  # seconds: every one of these jumps is longer


class WallClock:
    """The wall clock of processes that are started with `environ`; their other clocks go on as they are."""

    def __init__(self, library: Path, folder: Path) -> None:
        self._file = folder / "wall-clock"
        self.set(0)
        self.environ: Mapping[str, str] = {
            "LD_PRELOAD": str(library),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
        }

    def set(self, off: int) -> None:
        """Be off by so many seconds from now on."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{off:+d}\n", encoding="ascii")
        new.replace(self._file)


@pytest.fixture
def wall_clock(tmp_path: Path) -> WallClock:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        pytest.skip("no libfaketime on this machine (the package faketime)")
    return WallClock(found[0], tmp_path)


@pytest.fixture
def server(wall_clock: WallClock) -> Iterator[RedisServer]:
    """A server whose clock is set with that of the processes."""
    one = RedisServer(environ=wall_clock.environ)
    one.start()
    yield one
    one.close()


def await_tick(url: str) -> None:
    """Return after the next tick: expiry goes by ticks."""
    was = asyncio.run(snapshot_of(url)).now
    until(lambda: asyncio.run(snapshot_of(url)).now > was)


def test_a_clock_that_is_set_expires_nothing_and_stops_nothing(
    house: House, server: RedisServer, crew: Callable[..., Any], wall_clock: WallClock
) -> None:
    began = time.time()
    house.tell(40)
    one = crew(server.url, house.feeds(), desks={"main": {"window": f"{WINDOW}s"}})
    for role in ("poll", "desk", "desk"):
        one.start(role, **wall_clock.environ)
    until(lambda: house.told() <= held(server.url))
    for off in JUMPS:
        wall_clock.set(off)
        await_tick(server.url)
        house.tell(20)
        until(lambda: house.told() <= held(server.url))
        verdict = inspect(server.url, house.served())
        print(f"off by {off} s: {verdict}")
        assert verdict.good, verdict
        assert verdict.entries == len(house.served()), "nothing has expired"
    after = asyncio.run(snapshot_of(server.url))
    received = [copy.entry.received for copy in after.copies]
    assert began < min(received), "every entry was received when it came"
    assert max(received) < time.time(), "every entry was received when it came"
    times = {copy.ordinal: copy.entry.time for copy in after.copies}
    alone = sorted((story for story in after.stories if len(story.members) == 1), key=rank.place)
    order = [times[story.lead] for story in alone]
    assert order == sorted(order, reverse=True), "the newest stands above"
