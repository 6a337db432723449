"""From the log to the update, one desk: a real `ticker run --role desk` on a real server, AOF everysec.

    python benchmarks/store/flow.py [--entries 30000] [--rate 100] [--seconds 20]

First as fast as it goes: batches of 50 are appended as polls append them, never more than 5,000 ahead of
the desk, and the time runs from the first to the commit of the last. Then at a gentle rate: how long from
before an entry is appended until its update is read. Titles are invented; every third rewords a recent one.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any, NamedTuple

import uvloop

sys.path.insert(0, str(Path(__file__).parents[1] / "matching"))
from invented import titles

from ticker import clock
from ticker.core.model import Entry
from ticker.store import DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 50
AHEAD = 5_000
OUTLETS = 50


class Spent(NamedTuple):
    """Seconds of the clock and of the processes: the desk's, the server's and ours."""

    clock: float
    desk: float
    server: float
    ours: float

    @classmethod
    def now(cls, desk: int, server: int) -> Spent:
        return cls(time.perf_counter(), cpu(desk), cpu(server), time.process_time())

    def since(self, start: Spent) -> Spent:
        return Spent(*(end - begin for end, begin in zip(self, start, strict=True)))


def cpu(pid: int) -> float:
    """Seconds of the processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def entries() -> Iterator[Entry]:
    """Endless entries of now."""
    for number, title in enumerate(titles(), 1):
        outlet, now = f"Outlet {number % OUTLETS}", clock.now()
        link = f"https://outlet{number % OUTLETS}.example/{number}"
        yield Entry(link, f"{link}/rss", outlet, title, now, now, now, link, alias=link)


@contextmanager
def desk_on(folder: Path, url: str) -> Iterator[int]:
    """A desk process on the server at `url`; its pid."""
    config = folder / "config.yaml"
    config.write_text(f"redis: {{url: {url!r}}}\ndata_dir: {folder / 'data'}\n", encoding="utf-8")
    command = [sys.executable, "-m", "ticker", "run", "--role", "desk", "--config", str(config)]
    with (folder / "desk.log").open("wb") as log:
        desk = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield desk.pid
    finally:
        desk.terminate()
        desk.wait(20)


async def applied(store: DeskStore) -> int:
    """How many records of the log are applied."""
    cursor = (await store.status()).cursor
    return int(cursor.partition("-")[0] or 0)


async def as_fast_as_it_goes(store: DeskStore, source: Iterator[Entry], count: int) -> None:
    appended = done = await applied(store)
    goal = appended + count
    while done < goal:
        while appended < min(goal, done + AHEAD):
            batch = list(itertools.islice(source, min(BATCH, goal - appended)))
            await store.append(batch)
            appended += len(batch)
        await asyncio.sleep(0.02)
        done = await applied(store)


async def gently(store: DeskStore, source: Iterator[Entry], rate: float, count: int) -> list[float]:
    """Milliseconds from before each append to its update."""
    status = await store.status()
    sent: dict[str, float] = {}
    took: list[float] = []

    async def listen() -> None:
        offset = status.offset
        while len(took) < count:
            for update in await store.updates(offset, epoch=status.epoch, block=1):
                offset = update["offset"]
                began = sent.pop(update["entry"]["url"], None) if "entry" in update else None
                if began is not None:
                    took.append((time.perf_counter() - began) * 1000)

    listening = asyncio.create_task(listen())
    start = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(start + number / rate - time.perf_counter())
        entry = next(source)
        sent[entry.url] = time.perf_counter()
        await store.append([entry])
    await listening
    return took


async def measure(folder: Path, url: str, options: argparse.Namespace) -> None:
    redis: Any = await connect(url)
    server = (await redis.info("server"))["process_id"]
    store, source = DeskStore(redis), entries()
    with desk_on(folder, url) as desk:
        await as_fast_as_it_goes(store, source, BATCH)  # it is there
        start = Spent.now(desk, server)
        await as_fast_as_it_goes(store, source, options.entries)
        spent = Spent.now(desk, server).since(start)
        status = await store.status()
        print(f"{options.entries} entries from the log to the commit; {status.stories} stories, AOF everysec")
        print(f"sustained        {options.entries / spent.clock:10,.0f} entries/s by the clock")
        print(f"desk's core      {options.entries / spent.desk:10,.0f} entries/s of its processor time")
        for name, seconds in (("desk", spent.desk), ("server", spent.server), ("feeder", spent.ours)):
            print(f"{name:16} {seconds / options.entries * 1e6:10.0f} µs of processor an entry")
        count = max(2, round(options.rate * options.seconds))
        took = quantiles(await gently(store, source, options.rate, count), n=100)
        print(f"append to update at {options.rate:g}/s: median {took[49]:.1f} ms, p99 {took[98]:.1f} ms")
    await redis.aclose()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=30_000, help="entries as fast as it goes")
    parser.add_argument("--rate", type=float, default=100, help="entries a second, then")
    parser.add_argument("--seconds", type=float, default=20, help="for so long")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="ticker-flow-") as folder,
        EmbeddedServer(Path(folder) / "redis") as server,
    ):
        uvloop.run(measure(Path(folder), server.url, options))


if __name__ == "__main__":
    main()
