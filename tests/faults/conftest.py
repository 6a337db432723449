"""The harness of the fault suite, as fixtures: everything that a test starts ends with it.

A test of the suite starts real processes on a real server and kills them for real. How much is done is set
by the environment (`make faults`); what is proved is the same.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.crew import Crew
from tests.faults.house import House
from tests.support.redis_server import RedisServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def seed() -> int:
    """Decides all that is left to chance; printed, and set by TICKER_FAULTS_SEED."""
    one = int(os.environ.get("TICKER_FAULTS_SEED") or random.randrange(2**32))
    print(f"seed {one}")
    return one


@pytest.fixture
def house(seed: int) -> Iterator[House]:
    """Ten outlets that have told nothing yet."""
    one = House(seed=seed)
    yield one
    one.close()


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A server that runs."""
    with RedisServer() as one:
        yield one


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Callable[..., Crew]]:
    """`crew(redis_url, feeds, …)`: a crew whose processes end with the test."""
    made: list[Crew] = []

    def make(redis_url: str | None, feeds: list[dict[str, Any]], **more: Any) -> Crew:
        one = Crew(tmp_path, redis_url, feeds, **more)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()
