"""A writer that is frozen until another has its desk, then goes on, writes nothing under its old token."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.monitor import monitoring
from tests.faults.oracle import held, inspect
from tests.support.waiting import until
from ticker.service import writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.crew import Crew, Worker
    from tests.faults.house import House
    from tests.faults.monitor import Seen
    from tests.support.redis_server import RedisServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

FREEZES = int(os.environ.get("TICKER_FAULTS_FREEZES", "2"))


LEASE = "ticker:{main}:lease"


def owner_of(server: RedisServer, one: Crew) -> Worker | None:
    """The process that keeps the desk."""
    name = str(server.client.hget(LEASE, "owner"))
    return next((worker for worker in one.living("desk") if f":{worker.pid}:" in name), None)


def freeze(server: RedisServer, one: Crew, seen: Seen, leases: float) -> None:
    """Freeze whoever keeps the desk for so many leases, and see how it goes on."""
    frozen = until(lambda: owner_of(server, one))
    token, commits = seen.token, seen.commits
    until(lambda: seen.commits > commits + 5)
    frozen.log.write_bytes(b"")
    with frozen.frozen(leases * writer._TTL):
        until(lambda: seen.token > token)
        commits = seen.commits
        until(lambda: seen.commits > commits + 5)
    until(lambda: frozen.said("this one stands by"))


def test_a_frozen_writer_that_goes_on_writes_nothing(
    house: House, server: RedisServer, crew: Callable[..., Any]
) -> None:
    one = crew(server.url, house.feeds())
    with monitoring(server.port) as seen, house.growing(50):
        for role in ("poll", "desk", "desk"):
            one.start(role)
        for number in range(FREEZES):
            # after two leases its connection has timed out, too; after a little more than one it has not
            freeze(server, one, seen, leases=2 if number % 2 else 1.2)
    until(lambda: house.told() <= held(server.url))
    print(f"{FREEZES} freezes, {seen.commits} commits, {seen.stale} of them tried under an old token")
    assert seen.written == []
    verdict = inspect(server.url, house.served())
    assert verdict.good, verdict
    assert len(one.living("desk")) == 2
