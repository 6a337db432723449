"""Many processes of each role on one store: the work is shared, no host is asked twice at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.oracle import held, inspect
from tests.support.waiting import until
from ticker.store import DeskStore, connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House
    from tests.support.redis_server import RedisServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

DESKS = ("north", "south", "east", "west")


async def owners(url: str) -> dict[str, str]:
    """Who keeps each desk now."""
    redis = await connect(url)
    try:
        return {desk: (await DeskStore(redis, desk).status()).owner for desk in DESKS}
    finally:
        await redis.aclose()


def test_processes_share_desks_and_take_turns_at_a_host(
    house: House, server: RedisServer, crew: Callable[..., Any]
) -> None:
    house.tell(60)
    house.slow = 0.02
    one = crew(
        server.url,
        house.feeds(desks=DESKS),
        desks={desk: {} for desk in DESKS},
        fetch={"per_host": 1, "host_delay": "0s"},
    )
    for role in ("poll", "poll", "poll", "desk", "desk", "serve"):
        one.start(role)

    def shared_out() -> bool:
        counts = Counter(asyncio.run(owners(server.url)).values())
        return "" not in counts and sorted(counts.values()) == [2, 2]

    until(shared_out)
    pollers = one.living("poll")
    with house.growing(5):
        until(lambda: all(worker.said("polled") for worker in pollers))
    for worker in pollers[:2]:  # one of the two may lead
        house.tell(20)
        worker.kill()
        until(
            lambda: all(house.told(desk=n, desks=4) <= held(server.url, desk) for n, desk in enumerate(DESKS))
        )
    for number, desk in enumerate(DESKS):
        verdict = inspect(server.url, house.served(desk=number, desks=4), desk)
        assert verdict.good, verdict
    assert house.most_at_once == 1
