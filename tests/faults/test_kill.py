"""`kill -9` of any role at any moment, while news comes in: nothing lost or doubled, another takes over."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.crew import until
from tests.faults.oracle import held, inspect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House
    from tests.faults.redis_server import RedisServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

KILLS = int(os.environ.get("TICKER_FAULTS_KILLS", "8"))
ROLES = ("poll", "poll", "desk", "desk", "serve", "alert")


def test_any_role_may_die_at_any_time(
    house: House, server: RedisServer, crew: Callable[..., Any], seed: int
) -> None:
    dice = random.Random(seed)
    house.tell(100)
    one = crew(server.url, house.feeds())
    for role in ROLES:
        one.start(role)
    until(lambda: held(server.url))
    with house.growing(50):
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.5, 3.5))
            victim = dice.choice(one.living())
            victim.kill()
            one.start(victim.role)
    until(lambda: house.told() <= held(server.url))
    verdict = inspect(server.url, house.served())
    print(verdict)
    assert verdict.good, verdict
    assert verdict.stories < verdict.entries, "the same line of several outlets is one story"
