"""Polls on time: spread out, never twice at once, few at a host, stopped without a trace."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.support.polls import Polls, Until, jobs, running
from ticker.clock import now
from ticker.ingest.politeness import LONGEST_DELAY
from ticker.ingest.schedule import Again, Job, Schedule


async def test_first_polls_come_at_once_and_second_ones_are_spread(until: Until) -> None:
    polls = Polls()
    keys = [f"feed {number}" for number in range(300)]
    async with running(polls) as schedule:
        began = now()
        schedule.set_feeds(jobs(*keys))
        took = now() - began
        assert all(0 <= schedule.next_due(key) - began <= took for key in keys)
        await until(lambda: len(polls.ended) == 300)
        took = now() - began
        due = [schedule.next_due(key) - began for key in keys]
    assert all(1800 <= wait <= 3600 + took for wait in due)
    sixths = Counter(min(int((wait - 1800) / 300), 5) for wait in due)
    assert all(25 < sixths[sixth] < 75 for sixth in range(6))


async def test_a_feed_that_was_told_to_wait_waits_over_a_restart_but_not_for_ever() -> None:
    schedule = Schedule(Polls().poll, Polls().on_error)
    began = now()
    schedule.set_feeds({"a": Job("a", 60, "a", due=began + 500), "b": Job("b", 60, "b", due=began + 1e9)})
    assert schedule.next_due("a") == pytest.approx(began + 500, abs=1)
    assert schedule.next_due("b") <= now() + LONGEST_DELAY


async def test_feeds_are_polled_again_and_again(until: Until) -> None:
    polls = Polls()
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("a", "b", interval=0.02))
        await until(lambda: min(polls.ended["a"], polls.ended["b"]) >= 5)
    assert polls.errors == []


async def test_later_intervals_vary_by_a_tenth(until: Until) -> None:
    polls = Polls()
    async with running(polls) as schedule:
        schedule.set_feeds({str(n): Job(str(n), 1000.0, str(n), due=1.0) for n in range(40)})
        await until(lambda: len(polls.ended) == 40)
        waits = [schedule.next_due(str(number)) - now() for number in range(40)]
    assert all(900 < wait <= 1050 for wait in waits)
    assert max(waits) - min(waits) > 20


async def test_what_a_poll_raises_is_told_and_stops_nothing(until: Until) -> None:
    polls = Polls()
    polls.fails.add("bad")
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("bad", "good", interval=0.02))
        await until(lambda: len(polls.errors) >= 3 and polls.ended["good"] >= 3)
    assert {(key, str(error)) for key, error in polls.errors} == {("bad", "bad")}


async def test_an_error_handler_that_fails_is_heard_of(until: Until) -> None:
    polls = Polls()
    polls.fails.add("a")
    heard: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context["message"]))

    def broken(_key: str, _error: Exception) -> None:
        raise RuntimeError

    schedule = Schedule(polls.poll, broken)
    schedule.start()
    schedule.set_feeds(jobs("a", interval=0.02))
    await until(lambda: len(heard) >= 2)
    await schedule.stop()
    assert set(heard) == {"on_error of the poll schedule failed"}


async def test_a_poll_can_put_off_the_next_one(until: Until) -> None:
    polls = Polls()
    polls.waits["a"] = Again(900.0, bad=True)
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("a", interval=60.0))
        await until(lambda: polls.ended["a"])
        await until(lambda: schedule.next_due("a") - now() > 800)
        schedule.set_feeds(jobs("a", interval=30.0))
        assert schedule.next_due("a") - now() > 800, "a changed interval does not overrule the server's wish"


async def test_a_poll_can_ask_to_come_sooner_but_not_to_spin(until: Until) -> None:
    polls = Polls()
    polls.waits["a"] = Again(0.0)
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("a", interval=3600.0))
        await until(lambda: polls.ended["a"])
        await until(lambda: schedule.next_due("a") - now() < 100)
        assert schedule.next_due("a") - now() > 0.5


async def test_an_impossible_wish_is_an_error_and_the_rhythm_goes_on(until: Until) -> None:
    polls = Polls()
    polls.waits["a"] = Again(float("nan"))
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("a", interval=60.0))
        await until(lambda: polls.errors)
        assert schedule.next_due("a") - now() < 70


async def test_a_slow_poll_is_not_overtaken_by_itself(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("slow", interval=0.02) | jobs("ticks", interval=0.02))
        await until(lambda: polls.begun["slow"])
        began = now()
        await until(lambda: now() > began + 0.1)
        assert polls.begun["slow"] == 1
        assert schedule.running() == {"slow", "ticks"}
        polls.gate.set()
        await until(lambda: polls.ended["slow"] >= 3)
    assert polls.errors == []


async def test_a_change_of_feeds_leaves_the_others_alone(until: Until) -> None:
    polls = Polls()
    async with running(polls) as schedule:
        first = jobs("stays", "goes", "slower", "quicker")
        schedule.set_feeds(first)
        await until(lambda: len(polls.ended) == 4)
        due = {key: schedule.next_due(key) for key in first}
        changed = jobs("slower", interval=7200.0) | jobs("quicker", interval=60.0) | jobs("new")
        schedule.set_feeds({"stays": first["stays"]} | changed)
        assert schedule.next_due("stays") == due["stays"]
        assert schedule.next_due("slower") == due["slower"]
        assert schedule.next_due("quicker") <= now() + 60
        with pytest.raises(KeyError):
            schedule.next_due("goes")
        await until(lambda: polls.ended["new"])
    assert polls.ended["stays"] == polls.ended["goes"] == 1


async def test_a_removed_feed_is_polled_no_more_even_in_the_middle(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    async with running(polls) as schedule:
        schedule.set_feeds(jobs("goes", interval=0.02) | jobs("stays"))
        await until(lambda: len(polls.active) == 2)
        schedule.set_feeds(jobs("stays"))
        await until(lambda: polls.active == {"stays"})
        polls.gate.set()
        await until(lambda: polls.ended["stays"])
    assert polls.ended["goes"] == 0
    assert polls.errors == []


async def test_a_poll_may_remove_its_own_feed(until: Until) -> None:
    polls = Polls()
    ended: list[str] = []

    async def farewell(key: str) -> Again:
        schedule.set_feeds({})
        ended.append(key)
        return Again(5.0)

    schedule = Schedule(farewell, polls.on_error)
    schedule.start()
    schedule.set_feeds(jobs("a"))
    await until(lambda: ended)
    await schedule.stop()
    assert polls.errors == []


async def test_a_feed_can_be_polled_now(until: Until) -> None:
    polls = Polls()
    async with running(polls) as schedule:
        schedule.set_feeds({"a": Job("a", 3600.0, "a", due=now() + 3000)})
        schedule.poll_now("a")
        await until(lambda: polls.ended["a"] == 1)
        assert 3000 < schedule.next_due("a") - now() <= 3600 * 1.05
        with pytest.raises(KeyError):
            schedule.poll_now("unknown")


async def test_lateness_is_told_from_when_a_feed_was_due(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    async with running(polls, concurrency=1) as schedule:
        schedule.set_feeds(jobs("first", "waits"))
        await until(lambda: polls.active == {"first"})
        began = now()
        await until(lambda: now() > began + 0.05)
        polls.gate.set()
        await until(lambda: polls.ended["waits"])
        assert schedule.lateness("first") < schedule.lateness("waits")
        assert schedule.lateness("waits") > 0.05


async def test_a_stop_waits_for_polls_under_way_and_starts_no_others(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    before = asyncio.all_tasks()
    schedule = Schedule(polls.poll, polls.on_error)
    schedule.start()
    schedule.set_feeds(jobs("a", "b", host="one.example", interval=0.02))
    await until(lambda: polls.active)
    stop = asyncio.create_task(schedule.stop(grace=30))
    await asyncio.sleep(0)
    polls.gate.set()
    await stop
    assert polls.begun.total() == polls.ended.total() == 1
    assert asyncio.all_tasks() == before
    await schedule.stop()


async def test_a_stop_cancels_what_outlasts_the_grace(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    before = asyncio.all_tasks()
    schedule = Schedule(polls.poll, polls.on_error)
    schedule.start()
    schedule.set_feeds(jobs("a", "b"))
    await until(lambda: len(polls.active) == 2)
    await schedule.stop(grace=0.01)
    assert polls.active == set()
    assert polls.ended.total() == 0
    assert asyncio.all_tasks() == before


async def test_a_stop_right_after_the_start_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    polls = Polls()
    schedule = Schedule(polls.poll, polls.on_error)
    schedule.start()
    schedule.set_feeds(jobs("a"))
    await schedule.stop()
    assert polls.begun.total() == 0
    assert [record for record in caplog.records if record.levelname in {"ERROR", "WARNING"}] == []


async def test_a_schedule_that_never_started_can_be_stopped() -> None:
    polls = Polls()
    schedule = Schedule(polls.poll, polls.on_error)
    schedule.set_feeds(jobs("a"))
    await schedule.stop()
    assert polls.begun.total() == 0


async def test_polls_that_were_under_way_come_first_whenever_they_are_due(until: Until) -> None:
    polls = Polls()
    polls.gate.clear()
    schedule = Schedule(polls.poll, polls.on_error)
    later = Job("later", 3600, "host", due=now() + 1000)
    schedule.set_feeds({"due": Job("due", 3600, "host"), "later": later})
    schedule.resume(["later", "gone meanwhile"])
    schedule.start()
    await until(lambda: polls.begun["later"])
    assert polls.begun["due"] == 0, "the host is taken"
    polls.gate.set()
    await until(lambda: polls.ended["due"])
    await schedule.stop()
