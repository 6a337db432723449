"""A desk's writer at work in a test, and what the store shows of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from ticker.core.model import DeskSettings, Entry
from ticker.service.writer import Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from ticker.store import DeskStore

NOW = 1_790_000_000.0
TITLES = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Ferry strike in Kalmar enters third day as talks collapse",
]


def entry(title: str, feed: str = "a") -> Entry:
    return Entry(id=title, feed=feed, publisher=feed, title=title, received=NOW, time=NOW)


async def until(ask: Callable[[], Any], seconds: float = 10.0) -> Any:
    async with asyncio.timeout(seconds):
        while not (found := await ask()):
            await asyncio.sleep(0.01)
        return found


@asynccontextmanager
async def writing(store: DeskStore, log: Any, owner: str = "w", **settings: Any) -> AsyncIterator[Writer]:
    writer = Writer(store, DeskSettings(**settings), owner=owner, clock=lambda: NOW, log=log)
    task = asyncio.create_task(writer.run())
    try:
        yield writer
    finally:
        writer.stop()
        await asyncio.wait_for(task, 10)


async def titles(store: DeskStore) -> set[str]:
    return {story["headline"] for story in (await store.top(limit=None))["stories"]}


async def has(store: DeskStore, stories: int) -> bool:
    return len(await titles(store)) == stories
