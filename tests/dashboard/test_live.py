"""Staying in step: gaps, errors, new histories."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from ticker.dashboard.live import Link, LinkState, follow, reason_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from ticker.core.view import TopView, UpdateView


class Notebook:
    """A listener that writes down what it hears."""

    def __init__(self) -> None:
        self.tops: list[TopView] = []
        self.updates: list[UpdateView] = []
        self.links: list[LinkState] = []
        self.heard = asyncio.Event()

    def on_top(self, top: TopView) -> None:
        self.tops.append(top)
        self.heard.set()

    def on_update(self, update: UpdateView) -> None:
        self.updates.append(update)
        self.heard.set()

    def on_link(self, state: LinkState) -> None:
        self.links.append(state)
        self.heard.set()

    async def until(self, holds: Callable[[], object]) -> None:
        while not holds():
            self.heard.clear()
            await self.heard.wait()


@asynccontextmanager
async def following(source: Any, delays: tuple[float, ...] = (0.0,)) -> AsyncIterator[Notebook]:
    notes = Notebook()
    task = asyncio.create_task(follow(source, notes, delays=delays))
    try:
        yield notes
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_snapshot_then_its_updates(night: Any) -> None:
    source = night.MemorySource()
    async with following(source) as notes:
        await notes.until(lambda: notes.links)
        story = night.stories()[3]
        await source.publish("changed", story)
        await source.publish("breaking", story)
        await notes.until(lambda: len(notes.updates) == 2)
    assert [update["offset"] for update in notes.updates] == [1, 2]
    assert notes.links == [LinkState(Link.LIVE)]
    assert len(notes.tops) == 1


async def test_a_gap_takes_a_fresh_snapshot_at_once_and_unseen(night: Any) -> None:
    source = night.MemorySource()
    async with following(source) as notes:
        await notes.until(lambda: notes.links)
        source.offset += 5
        source.trim()
        await source.wake()
        await notes.until(lambda: len(notes.tops) == 2)
        await notes.until(lambda: len(notes.links) == 2)
    assert {state.link for state in notes.links} == {Link.LIVE}
    assert notes.tops[1]["offset"] == 5


async def test_a_new_history_takes_a_fresh_snapshot(night: Any) -> None:
    source = night.MemorySource()
    async with following(source) as notes:
        await notes.until(lambda: notes.links)
        source.epoch = "second night"
        await source.wake()
        await notes.until(lambda: len(notes.tops) == 2)
    assert notes.tops[1]["epoch"] == "second night"


async def test_endless_gaps_slow_down(night: Any) -> None:
    """A source that can never go on is asked again with pauses, and the reader is told."""
    source = night.MemorySource()
    source.torn = True
    async with following(source) as notes:
        await notes.until(lambda: any(state.link is Link.LOST for state in notes.links))
    lost = next(state for state in notes.links if state.link is Link.LOST)
    assert lost.reason == "updates were missed"


async def test_an_error_is_told_and_tried_again(night: Any) -> None:
    source = night.MemorySource()
    source.error = ConnectionError("redis refused")
    async with following(source, (0.0, 0.001, 0.002)) as notes:
        await notes.until(lambda: len(notes.links) >= 4)
        source.error = None
        await notes.until(lambda: notes.tops)
        await notes.until(lambda: notes.links[-1].link is Link.LIVE)
    assert [state.retry_in for state in notes.links[:4]] == [0.0, 0.001, 0.002, 0.002]
    assert {state.reason for state in notes.links[:4]} == {"redis refused"}


async def test_an_error_between_updates_loses_none(night: Any) -> None:
    source = night.MemorySource()
    async with following(source) as notes:
        await notes.until(lambda: notes.links)
        source.error = OSError("cable pulled")
        await source.wake()
        await notes.until(lambda: notes.links[-1].reason == "cable pulled")
        await source.publish("changed", night.stories()[0])
        source.error = None
        await notes.until(lambda: notes.tops[-1]["offset"] == 1)


async def test_an_error_of_the_listener_is_not_the_sources(night: Any) -> None:
    class Broken(Notebook):
        def on_update(self, update: UpdateView) -> None:
            raise BrokenPipeError(update["offset"])

    source = night.MemorySource()
    notes = Broken()
    task = asyncio.create_task(follow(source, notes, delays=(0.0,)))
    await notes.until(lambda: notes.links)
    await source.publish("changed", night.stories()[0])
    with pytest.raises(BrokenPipeError):
        await task


def test_an_error_without_words_has_its_name() -> None:
    assert reason_of(TimeoutError()) == "TimeoutError"
    assert reason_of(OSError("no route")) == "no route"
