"""The plain stream: one line a change, safe, in reading order."""

from __future__ import annotations

import asyncio
import io
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from ticker.dashboard.plain import stream_plain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class Paper(io.StringIO):
    """An output that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.written = asyncio.Event()

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)

    async def until(self, holds: Callable[[str], bool]) -> str:
        while not holds(self.getvalue()):
            self.written.clear()
            await self.written.wait()
        return self.getvalue()

    async def lines(self, count: int) -> list[str]:
        return (await self.until(lambda text: text.count("\n") >= count)).splitlines()


@asynccontextmanager
async def running(source: Any, now: float) -> AsyncIterator[tuple[Paper, Paper]]:
    """`stream_plain` on a source: what it says and what it notes."""
    out, notes = Paper(), Paper()
    task = asyncio.create_task(
        stream_plain(source, out, notes=notes, clock=lambda: now, opening=3, delays=(0.0,))
    )
    try:
        yield out, notes
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_the_opening_then_each_change(night: Any) -> None:
    source = night.MemorySource()
    async with running(source, night.NOW) as (out, notes):
        opening = await out.lines(3)
        assert "top" in opening[0]
        assert "×3  3 publishers  pinned  Parliament passes budget" in opening[0]
        assert "×6  5 publishers  breaking  زلزال بقوة 5.8 درجات" in opening[1]
        story = {**night.stories()[3], "id": "new", "headline": "\x1b[31mNew\u202e\nthing [b]"}
        await source.publish("created", story)
        await source.publish("changed", {**story, "score": 5.0})  # nothing that is read out
        await source.publish("changed", {**story, "copies": 9})
        await source.publish("expired", story)
        await source.publish("merged", night.stories()[1])
        lines = await out.lines(6)
    assert len(lines) == 6
    assert lines[3].split("  ", 1)[1] == "created   story new  ×2  2 publishers  [31mNew thing [b]"
    assert "changed   story " in lines[4]
    assert "  ×9  " in lines[4]
    assert "merged" in lines[5]
    assert notes.getvalue() == ""


async def test_after_a_gap_only_what_was_missed(night: Any) -> None:
    source = night.MemorySource()
    async with running(source, night.NOW) as (out, notes):
        await out.lines(3)
        source.views["new"] = {**night.stories()[3], "id": "new", "headline": "While away"}
        source.error = OSError("cable pulled")
        await source.wake()
        await notes.until(lambda text: "disconnected: cable pulled; trying again in 0.0 s" in text)
        source.error = None
        lines = await out.lines(4)
        await notes.until(lambda text: "connected again" in text)
    assert len(lines) == 4
    assert "missed" in lines[3]
    assert lines[3].endswith("While away")


async def test_it_ends_when_nobody_reads(night: Any) -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    source = night.MemorySource()
    with pytest.raises(BrokenPipeError):
        await stream_plain(source, Closed(), notes=io.StringIO(), clock=lambda: 0.0, delays=(0.0,))
