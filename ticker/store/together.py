"""Calls that meet go to the store in one step: a hundred polls at once cost it a few commands.

While a step is under way, what is asked meanwhile waits for the next one; who is alone waits for nobody.
Knows calls and steps; must not know what they carry.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

A = TypeVar("A")
R = TypeVar("R")


class Together(Generic[A, R]):
    """Asks for many in one step: `step(asked)` answers each, in their order.

    A step carries things that weigh `most` together, by `weight`; a heavier one goes alone. What a step
    raises, each of its callers meets. One who is cancelled before the step began is left out of it.
    """

    def __init__(
        self,
        step: Callable[[Sequence[A]], Awaitable[Sequence[R]]],
        *,
        most: int,
        weight: Callable[[A], int] = lambda _: 1,
    ) -> None:
        self._step = step
        self._most = most
        self._weight = weight
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._work: asyncio.Task[None] | None = None

    async def ask(self, asked: A) -> R:
        """The answer to `asked`."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._work is None:
            self._work = asyncio.create_task(self._run(), name="together")
        return await answer

    async def _run(self) -> None:
        try:
            while batch := self._next():
                await self._ask([asked for asked, _ in batch], [answer for _, answer in batch])
        finally:
            self._work = None
            for _, answer in self._waiting:  # there are some only where the loop ends
                answer.cancel()
            self._waiting.clear()

    def _next(self) -> list[tuple[A, asyncio.Future[R]]]:
        self._waiting = [one for one in self._waiting if not one[1].done()]
        room, count = self._most, 0
        for asked, _ in self._waiting:
            room -= self._weight(asked)
            if room < 0 and count:
                break
            count += 1
        batch = self._waiting[:count]
        del self._waiting[:count]
        return batch

    async def _ask(self, asked: list[A], answers: list[asyncio.Future[R]]) -> None:
        try:
            given = list(zip(answers, await self._step(asked), strict=True))
        except asyncio.CancelledError:
            for answer in answers:
                answer.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is waited for
            for answer in answers:
                if not answer.done():
                    answer.set_exception(error)
        else:
            for answer, one in given:
                if not answer.done():
                    answer.set_result(one)
