"""What meets goes in one step, each gets its own answer, and nobody suffers for another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from ticker.errors import StoreError
from ticker.store.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence


class Steps:
    """Doubles what it is asked; a step waits at the gate, and notes what it carried."""

    def __init__(self) -> None:
        self.carried: list[list[int]] = []
        self.gate = asyncio.Event()
        self.begun = asyncio.Event()

    async def step(self, asked: Sequence[int]) -> list[int]:
        self.carried.append(list(asked))
        self.begun.set()
        await self.gate.wait()
        if 13 in asked:
            raise StoreError("13 is refused")
        return [2 * one for one in asked]


async def one_under_way(together: Together[int, int], steps: Steps) -> asyncio.Task[int]:
    """A call whose step has begun and is held up."""
    first = asyncio.create_task(together.ask(1))
    await steps.begun.wait()
    return first


async def test_who_is_alone_goes_at_once() -> None:
    steps = Steps()
    steps.gate.set()
    together = Together(steps.step, most=10)

    assert [await together.ask(1), await together.ask(2)] == [2, 4]
    assert steps.carried == [[1], [2]]


async def test_what_is_asked_during_a_step_goes_with_the_next() -> None:
    steps = Steps()
    together = Together(steps.step, most=10)
    first = await one_under_way(together, steps)
    others = [asyncio.create_task(together.ask(number)) for number in (5, 3, 4)]
    await asyncio.sleep(0)
    steps.gate.set()

    assert await asyncio.gather(first, *others) == [2, 10, 6, 8]
    assert steps.carried == [[1], [5, 3, 4]]


async def test_no_step_carries_more_than_it_may_but_for_one_thing_alone() -> None:
    steps = Steps()
    steps.gate.set()
    together = Together(steps.step, most=10, weight=lambda number: number)

    assert await asyncio.gather(*(together.ask(number) for number in (4, 6, 1, 30, 2))) == [8, 12, 2, 60, 4]
    assert steps.carried == [[4, 6], [1], [30], [2]]


async def test_what_a_step_raises_each_of_its_callers_meets_and_no_other() -> None:
    steps = Steps()
    together = Together(steps.step, most=2)
    first = await one_under_way(together, steps)
    others = [asyncio.create_task(together.ask(number)) for number in (12, 13, 14)]
    await asyncio.sleep(0)
    steps.gate.set()
    answers = await asyncio.gather(first, *others, return_exceptions=True)

    assert [answers[0], answers[3]] == [2, 28]
    assert [str(error) for error in answers[1:3]] == ["13 is refused"] * 2
    assert await together.ask(7) == 14


async def test_one_who_leaves_is_not_carried_and_holds_up_nobody() -> None:
    steps = Steps()
    together = Together(steps.step, most=10)
    first = await one_under_way(together, steps)
    leaving, staying = (asyncio.create_task(together.ask(number)) for number in (8, 9))
    await asyncio.sleep(0)
    leaving.cancel()
    first.cancel()
    await asyncio.wait([first, leaving])
    steps.gate.set()

    assert await staying == 18
    assert steps.carried == [[1], [9]]


def test_a_loop_that_ends_leaves_no_caller_waiting() -> None:
    steps = Steps()
    together = Together(steps.step, most=1)

    async def leave() -> list[asyncio.Task[int]]:
        first = await one_under_way(together, steps)
        second = asyncio.create_task(together.ask(2))
        await asyncio.sleep(0)
        return [first, second]

    assert all(task.cancelled() for task in asyncio.run(leave()))

    steps.gate = asyncio.Event()
    steps.gate.set()
    assert asyncio.run(together.ask(3)) == 6


async def test_a_step_that_forgets_one_is_an_error_of_all() -> None:
    async def forgetful(asked: Sequence[int]) -> list[int]:
        return list(asked[1:])

    together = Together(forgetful, most=10)
    with pytest.raises(ValueError, match="shorter"):
        await asyncio.wait_for(together.ask(1), 10)
