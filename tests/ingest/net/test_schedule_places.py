"""How many polls at once: few at a host, few in all, and failing feeds leave places to the others."""

from __future__ import annotations

from tests.support.polls import Polls, Until, jobs, running
from ticker.ingest.hosts import Manners
from ticker.ingest.schedule import Again


async def test_a_host_is_asked_one_thing_at_a_time(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    keys = [f"feed {number}" for number in range(6)]
    async with running(polls) as schedule:
        schedule.set_feeds(jobs(*keys, host="one.example") | jobs("elsewhere"))
        await until(lambda: len(polls.active) == 2)
        assert len(schedule.running()) == 2
        polls.gate.set()
        await until(lambda: len(polls.ended) == 7)
    assert polls.most_active == 2


async def test_all_polls_together_are_bounded(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    keys = [str(number) for number in range(20)]
    async with running(polls, concurrency=3) as schedule:
        schedule.set_feeds(jobs(*keys))
        await until(lambda: len(polls.active) == 3)
        polls.gate.set()
        await until(lambda: len(polls.ended) == 20)
    assert polls.most_active == 3


async def test_feeds_that_fail_leave_places_to_the_others(until: Until) -> None:
    polls = Polls()
    bad = [f"bad {number}" for number in range(40)]
    polls.waits |= dict.fromkeys(bad, Again(0.0, bad=True))
    async with running(polls, concurrency=8) as schedule:
        schedule.set_feeds(jobs(*bad, interval=0.02))
        await until(lambda: len(polls.ended) == 40)
        polls.gate.clear()  # from now on they hang
        await until(lambda: len(schedule.running()) == 2)
        schedule.set_feeds(jobs(*bad, interval=0.02) | jobs("good"))
        await until(lambda: polls.begun["good"])
        assert schedule.running() - {"good"} <= set(bad)
        assert len(schedule.running()) == 3
        polls.gate.set()


async def test_a_host_is_left_alone_between_two_polls(until: Until) -> None:
    polls = Polls()
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("a", "b", host="one.example", manners=Manners(5, 3600.0)) | jobs("c"))
        await until(lambda: len(polls.ended) == 2)
        assert polls.ended["c"] == 1
        assert polls.ended["a"] + polls.ended["b"] == 1


async def test_a_host_may_be_asked_several_things_at_once(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    keys = [f"feed {number}" for number in range(6)]
    async with running(polls) as schedule:
        schedule.set_feeds(jobs(*keys, host="one.example", manners=Manners(4)))
        await until(lambda: len(polls.active) == 4)
        polls.gate.set()
        await until(lambda: len(polls.ended) == 6)
    assert polls.most_active == 4


async def test_places_may_become_more_and_fewer(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    async with running(polls, concurrency=1) as schedule:
        schedule.set_feeds(jobs(*"abcdefgh"))
        await until(lambda: len(polls.active) == 1)
        schedule.widen(5)
        await until(lambda: len(polls.active) == 5)
        schedule.widen(2)
        schedule.widen(3)
        polls.gate.set()
        await until(lambda: len(polls.ended) == 8)
        polls.gate.clear()
        polls.most_active = 0
        for key in "abcdefgh":
            schedule.poll_now(key)
        await until(lambda: len(polls.active) == 3)
        polls.gate.set()
        await until(lambda: sum(polls.ended.values()) == 16)
    assert polls.most_active == 3
