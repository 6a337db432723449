"""`kill -9` of any role at any moment, while news comes in: nothing lost or doubled, another takes over."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.oracle import held, inspect
from tests.faults.takeovers import takeovers_of
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House
    from tests.support.redis_server import RedisServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

KILLS = int(os.environ.get("TICKER_FAULTS_KILLS", "5"))
TAKEOVER = float(os.environ.get("TICKER_FAULTS_TAKEOVER", "inf"))  # the busy machine of a suite promises none
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
    with house.growing(50), takeovers_of(server.port) as takeovers:
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.5, 3.5))
            victim = dice.choice(one.living())
            victim.kill()
            takeovers.killed(victim, one.living())
            one.start(victim.role)
        until(lambda: not any(post.killed_at for post in takeovers.posts))
    until(lambda: house.told() <= held(server.url))
    verdict = inspect(server.url, house.served())
    for post in takeovers.posts:
        print(post)
    print(f"{KILLS} kills; {verdict}")
    assert verdict.good, verdict
    assert all(seconds <= TAKEOVER for post in takeovers.posts for seconds in post.taken)
    assert verdict.stories < verdict.entries, "the same line of several outlets is one story"
