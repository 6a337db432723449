"""How processes end when they are asked to: in order, in time, with the right exit code, losing nothing."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.oracle import held, inspect
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House
    from tests.support.redis_server import RedisServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def test_every_role_ends_in_order_and_leaves_the_rest_to_others(
    house: House, server: RedisServer, crew: Callable[..., Any]
) -> None:
    one = crew(server.url, house.feeds())
    with house.growing(50):
        first = one.start("all")
        until(lambda: held(server.url))
        second = one.start("all")
        until(lambda: second.said("this one stands by"))
        code, seconds = first.stop()
        print(f"all roles at 50 entries/s ended in {seconds:.2f} s")
        assert code == 0
        assert first.said("event=stopped")
        until(lambda: second.said("the desk is open"))
    until(lambda: house.told() <= held(server.url))
    verdict = inspect(server.url, house.served())
    assert verdict.good, verdict
    assert second.stop()[0] == 0


def test_a_poll_under_way_is_handed_on(house: House, server: RedisServer, crew: Callable[..., Any]) -> None:
    house.tell(20)
    house.slow = 20.0  # longer than a poll gets at a stop
    one = crew(server.url, house.feeds(), fetch={"timeout": "30s"})
    one.start("desk")
    goes = one.start("poll")
    until(lambda: house.hits)
    stays = one.start("poll")
    until(lambda: server.client.xinfo_consumers("ticker:{poll}/due", "pollers")[1:])
    assert goes.stop()[0] == 0
    house.slow = 0.0
    until(lambda: stays.said("is taken over"))
    until(lambda: house.told() <= held(server.url))


def test_a_role_alone_ends_at_sigterm(house: House, server: RedisServer, crew: Callable[..., Any]) -> None:
    one = crew(server.url, house.feeds())
    workers = [one.start(role) for role in ("poll", "desk", "serve", "alert")]
    until(lambda: all(worker.said("event=started") for worker in workers))
    for worker in workers:
        worker.signal(signal.SIGTERM)
    assert [worker.process.wait(15) for worker in workers] == [0, 0, 0, 0]


def test_a_second_interrupt_ends_at_once(house: House, server: RedisServer, crew: Callable[..., Any]) -> None:
    house.tell(20)
    house.slow = 30.0
    worker = crew(server.url, house.feeds(), fetch={"timeout": "60s"}).start("poll")
    until(lambda: house.hits)
    worker.signal(signal.SIGINT)
    until(lambda: worker.said("event=stopping"))
    worker.signal(signal.SIGINT)
    assert worker.process.wait(10) == 130
    assert not worker.said("event=stopped")


def test_a_redis_that_hangs_holds_up_no_end(
    house: House, server: RedisServer, crew: Callable[..., Any]
) -> None:
    worker = crew(server.url, house.feeds()).start("all")
    house.tell(20)
    until(lambda: held(server.url))
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        code, seconds = worker.stop()
    finally:
        server.process.send_signal(signal.SIGCONT)
    print(f"without Redis the end took {seconds:.2f} s, exit code {code}")
    assert code in {0, 1}
    if code == 1:
        assert worker.said("the end took too long")
