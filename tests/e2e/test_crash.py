"""`kill -9` at random moments, the embedded server with it: nothing lost, nothing counted twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.runner import children_of
from tests.support.agency import sentence
from tests.support.threads import beside
from tests.support.waiting import until
from ticker.config import load
from ticker.core.desk import Desk
from ticker.service.attach import reading

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from tests.e2e.house import House
    from tests.e2e.runner import Runner
    from ticker.core.model import Snapshot

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

KILLS = 20


async def snapshot(config: Path) -> Snapshot:
    async with reading(load(config)) as store:
        return (await store.load()).snapshot


def partition(desk: Desk | Snapshot) -> set[frozenset[tuple[str, str]]]:
    copies = desk.copies.values() if isinstance(desk, Desk) else desk.copies
    stories = desk.stories.values() if isinstance(desk, Desk) else desk.stories
    by_ordinal = {copy.ordinal: (copy.entry.feed, copy.entry.id) for copy in copies}
    return {frozenset(by_ordinal[member] for member in story.members) for story in stories}


def test_twenty_kills_while_feeds_grow(house: House, runner: Callable[..., Runner]) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    agency = [sentence(dice) for _ in range(400)]
    names = [f"outlet{n}" for n in range(6)]
    forms = ["rss", "atom", "json", "rss", "win1256", "rss"]
    feeds = [
        {"url": house.open_feed(name, form, []), "publisher": name, "interval": "1s"}
        for name, form in zip(names, forms, strict=True)
    ]

    def grow(over: threading.Event) -> None:
        told: Counter[str] = Counter()
        while not over.wait(0.02):
            name = dice.choice(names)
            # every outlet tells the same agency lines in the same order, each at its own pace
            house.add(name, agency[told[name] % len(agency)])
            told[name] += 1

    ticker = runner(feeds)
    with beside(grow):
        for _ in range(KILLS):
            ticker.start()
            time.sleep(dice.uniform(0.1, 2.0))
            ticker.kill()
    ticker.start()
    wanted = {key for name in names for key in (k for k, _ in house.items[name])}

    def entries() -> list[str]:
        return [e["id"] for s in (ticker.top() or {"stories": []})["stories"] for e in s["entries"]]

    until(lambda: wanted <= set(entries()), 60)
    found = entries()
    assert Counter(found) == Counter(wanted), "every entry in exactly one story, once"
    top = ticker.top()
    assert top is not None
    assert sum(story["copies"] for story in top["stories"]) == len(wanted)
    after = asyncio.run(snapshot(ticker.config))
    undisturbed = Desk(after.settings)
    for copy in sorted(after.copies, key=lambda one: one.ordinal):
        undisturbed.apply(copy.entry)
    assert partition(undisturbed) == partition(after)
    assert len(after.stories) < len(wanted), "the same line of several outlets is one story"


def test_the_embedded_server_alone_dies_and_comes_back(house: House, runner: Callable[..., Runner]) -> None:
    dice = random.Random(7)
    lines = [sentence(dice) for _ in range(6)]
    ticker = runner(
        [{"url": house.open_feed("outlet", "rss", lines[:3]), "publisher": "Outlet", "interval": "1s"}]
    )
    ticker.start()

    def headlines() -> set[str]:
        return {story["headline"] for story in (ticker.top() or {"stories": []})["stories"]}

    until(lambda: set(lines[:3]) == headlines())
    assert ticker.process is not None
    (server,) = [pid for pid in children_of(ticker.process.pid) if "valkey" in command(pid)]
    os.kill(server, signal.SIGKILL)
    for line in lines[3:]:
        house.add("outlet", line)
    until(lambda: set(lines) == headlines(), 30)
    assert "had died and runs again" in ticker.log()
    assert ticker.stop() == 0


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
