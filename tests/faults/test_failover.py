"""Another server takes over: a replica that a Sentinel promotes, or that of one node of a cluster."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.deployments import Cluster, Watched
from tests.faults.oracle import held, inspect
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.crew import Crew
    from tests.faults.house import House
    from tests.support.redis_server import RedisServer

LONG = "TICKER_FAULTS_CUTS" in os.environ

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def watched() -> Iterator[Watched]:
    one = Watched()
    try:
        one.start()
        yield one
    finally:
        one.close()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    one = Cluster()
    try:
        one.start()
        yield one
    finally:
        one.close()


def applied(server: RedisServer, desk: str) -> int:
    """How many records of the log a desk has applied, as this server has it."""
    cursor = server.client.hget(f"ticker:{{{desk}}}:meta", "cursor")
    return int(cursor.split(b"-")[0]) if isinstance(cursor, bytes) else 0


def token(server: RedisServer, desk: str) -> int:
    """The fencing token of a desk: it grows with each taking."""
    found = server.client.hget(f"ticker:{{{desk}}}:lease", "token")
    return int(found) if isinstance(found, bytes) else 0


def test_a_sentinel_promotes_the_replica(watched: Watched, house: House, crew: Callable[..., Crew]) -> None:
    house.tell(50)
    one = crew(watched.url, house.feeds())
    for role in ("poll", "desk"):
        one.start(role)
    until(lambda: len(held(watched.url)) >= 50)
    with house.growing(50):
        until(lambda: applied(watched.primary, "main") > 100 and watched.safe())
        watched.primary.kill()
        began, before = time.monotonic(), applied(watched.replica, "main")
        until(lambda: applied(watched.replica, "main") > before)
        print(f"back {time.monotonic() - began:.2f} s after the primary was killed")
    until(lambda: house.told() <= held(watched.url))
    verdict = inspect(watched.url, house.served())
    print(verdict)
    assert verdict.good, verdict
    one.check()


def test_a_cluster_loses_a_node(cluster: Cluster, house: House, crew: Callable[..., Crew], seed: int) -> None:
    """Desks on other nodes go on under their tokens; the one that was hit goes on with the replica."""
    dice = random.Random(seed)
    desks = tuple(cluster.desk_of(number, dice) for number in range(3))
    hit = dice.randrange(3)
    others = {desk: cluster.primaries[n] for n, desk in enumerate(desks) if n != hit}
    house.tell(90)
    one = crew(cluster.url, house.feeds(desks=desks), desks={desk: {} for desk in desks})
    for role in ("poll", "desk", "serve", "alert"):
        one.start(role)

    def missing() -> set[str]:
        return {
            guid
            for n, desk in enumerate(desks)
            for guid in house.told(desk=n, desks=3) - held(cluster.url, desk)
        }

    until(lambda: not missing())
    tokens = {desk: token(node, desk) for desk, node in others.items()}
    with house.growing(50):
        until(lambda: all(applied(node, desk) > 50 for desk, node in others.items()))
        cluster.primaries[hit].kill()
        began = time.monotonic()
        heir, before = cluster.replicas[hit], applied(cluster.replicas[hit], desks[hit])
        moved = {desk: (applied(node, desk), began) for desk, node in others.items()}
        longest = 0.0

        def back() -> bool:
            nonlocal longest
            one.check()
            for desk, node in others.items():
                now, at = time.monotonic(), applied(node, desk)
                longest = max(longest, now - moved[desk][1])
                if at > moved[desk][0]:
                    moved[desk] = at, now
            return applied(heir, desks[hit]) > before

        until(back)
        print(
            f"node {hit} killed: its desk is back after {time.monotonic() - began:.2f} s, the others stood "
            f"still for {longest:.2f} s at most"
        )
    until(lambda: not missing())
    assert {desk: token(node, desk) for desk, node in others.items()} == tokens, (
        "they never lost their writer"
    )
    for n, desk in enumerate(desks):
        verdict = inspect(cluster.url, house.served(desk=n, desks=3), desk)
        print(desk, verdict)
        assert verdict.good, verdict
    one.check()


@pytest.mark.skipif(not LONG, reason="`make faults` alone: a cluster of one node is in tests/service/backup")
def test_a_cluster_is_backed_up_while_it_works_and_restored_after_all_of_it_was_lost(
    cluster: Cluster, house: House, crew: Callable[..., Crew], seed: int, tmp_path: Path
) -> None:
    """Desks on three nodes, from one file; what came after the backup comes back from the feeds."""
    dice = random.Random(seed)
    desks = tuple(cluster.desk_of(number, dice) for number in range(3))
    file = tmp_path / "night.jsonl.gz"
    one = crew(cluster.url, house.feeds(desks=desks), desks={desk: {} for desk in desks})

    def all_in() -> bool:
        return all(house.told(desk=n, desks=3) <= held(cluster.url, desk) for n, desk in enumerate(desks))

    house.tell(90)
    workers = [one.start(role) for role in ("poll", "desk")]
    until(all_in)
    before = {desk: held(cluster.url, desk) for desk in desks}
    assert all(before.values())
    with house.growing(50):
        done = one.ask("backup", str(file))
        assert done.returncode == 0, done.stderr
    until(all_in)
    assert [worker.stop()[0] for worker in workers] == [0, 0]
    for node in cluster.primaries:
        node.client.flushall()
    done = one.ask("restore", str(file))
    assert done.returncode == 0, done.stderr
    kept = {desk: held(cluster.url, desk) for desk in desks}
    assert all(before[desk] <= kept[desk] for desk in desks)
    workers = [one.start(role) for role in ("poll", "desk")]
    until(all_in)
    for n, desk in enumerate(desks):
        verdict = inspect(cluster.url, house.served(desk=n, desks=3), desk)
        print(desk, verdict)
        assert verdict.good, verdict
        assert kept[desk] <= held(cluster.url, desk)
    assert all(worker.alive for worker in workers)
