"""The board beside its source: health, the open story, what an empty screen waits for."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from ticker.core.model import FeedState
from ticker.core.query import Query
from ticker.dashboard.board import Board
from ticker.dashboard.live import Link, LinkState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine


def board_on(source: Any) -> Board:
    return Board(source, clock=lambda: 0.0, monotonic=lambda: 0.0)


@asynccontextmanager
async def beside(*tasks: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    running = [asyncio.create_task(task) for task in tasks]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def until(holds: Callable[[], object]) -> None:
    """Let the other tasks run until a condition holds; the test's own timeout ends it."""
    while not holds():
        await asyncio.sleep(0)


async def test_a_story_is_opened_with_its_copies(night: Any) -> None:
    source = night.MemorySource()
    board = board_on(source)
    board.on_top(await source.top(limit=None))
    async with beside(board.run_detail()):
        first = board.open_story()
        assert first is not None
        assert "entries" not in first
        await until(lambda: board.detail)
        story = board.open_story()
        assert story is not None
        assert len(story["entries"]) == story["copies"]


async def test_a_story_that_cannot_be_read_is_asked_for_again(night: Any) -> None:
    source = night.MemorySource()
    board = board_on(source)
    board.on_top(await source.top(limit=None))
    source.error = OSError("cable pulled")
    async with beside(board.run_detail(again=0.0)):
        board.open_story()
        await until(lambda: board.trouble == "cable pulled")
        source.error = None
        await until(lambda: board.open_story() and board.detail)


async def test_health_recovers_and_stale_is_said_in_words(night: Any) -> None:
    source = night.MemorySource()
    source.error = OSError("cable pulled")
    board = board_on(source)
    async with beside(board.run_health(every=0.0)):
        await until(lambda: board.trouble == "cable pulled")
        source.error = None
        await until(lambda: board.feeds_known and not board.trouble)
        source.stale = "no writer"
        await until(lambda: board.trouble == "no writer")


async def test_an_empty_board_has_no_story(night: Any) -> None:
    board = board_on(night.MemorySource([]))
    assert board.open_story() is None


def test_what_an_empty_stream_waits_for(night: Any) -> None:
    board = board_on(night.MemorySource([]))
    assert board.waiting() == "connecting…"
    board.on_link(LinkState(Link.LOST, "refused", 1.0))
    assert board.waiting() == "not connected"
    board.on_link(LinkState(Link.LIVE))
    assert board.waiting().startswith("no stories yet")
    board.feeds, board.feeds_known = (
        [FeedState(feed="a", url="a"), FeedState(feed="b", url="b", polled=1.0)],
        True,
    )
    assert board.waiting().endswith("1 of 2 feeds asked so far")
    board.stream.filter(Query.parse("x"))
    assert board.waiting().startswith("no story matches “x”")


def test_silence_needs_a_link_an_answer_and_no_hope(night: Any) -> None:
    board = board_on(night.MemorySource([]))
    dead = FeedState(feed="a", url="a", polled=1.0, error="dns", error_text="no such host")
    board.feeds, board.feeds_known = [dead], True
    assert not board.silent
    board.on_link(LinkState(Link.LIVE))
    seen = [board.silent]
    board.feeds = [dead, FeedState(feed="b", url="b")]
    seen.append(board.silent)
    assert seen == [True, False]
