"""What one unit of work costs: measured with the real parts, in CPU time, never by the clock.

Each part runs alone against a private server; the server's own CPU time is what it says of itself. The poller
asks the site of `benchmarks/polling`, the fold is that of `benchmarks/matching/scale.py`, clients that of
`benchmarks/live` (left at the documented figure where there is no C compiler).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "polling"), str(HERE.parent / "matching")]

from cold import site  # noqa: E402 - the folders beside come first
from invented import invented  # noqa: E402
from model import Costs  # noqa: E402

from ticker import clock  # noqa: E402
from ticker.config import load  # noqa: E402
from ticker.core.desk import Desk  # noqa: E402
from ticker.core.model import DeskSettings, Entry  # noqa: E402
from ticker.core.readings import RUN  # noqa: E402
from ticker.ingest.fetch import Fetcher  # noqa: E402
from ticker.ingest.schedule import Again, Job, Schedule  # noqa: E402
from ticker.ingest.worker import Parser  # noqa: E402
from ticker.service.limits import fetch_limits  # noqa: E402
from ticker.service.poller import Poller, feed_key  # noqa: E402
from ticker.store import DeskStore, Report, Turns, connect  # noqa: E402
from ticker.store.embedded import EmbeddedServer  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

ITEMS = 30
AT_ONCE = 20
WINDOWS = (30_000, 100_000, 300_000)
DOCUMENTED_CLIENT_US = 14.0  # docs/protocol.md, where nothing can be compiled here


class Meter:
    """CPU time of this process and of the server."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis

    async def spent(self, work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
        """Seconds that some work kept this process busy, and the server."""
        server, own = await self._server(), time.process_time()
        await work()
        return time.process_time() - own, await self._server() - server

    async def _server(self) -> float:
        info = await self._redis.info("cpu")
        return float(info["used_cpu_user"]) + float(info["used_cpu_sys"])


async def side_by_side(work: Iterable[Awaitable[object]], most: int = AT_ONCE) -> None:
    """All of it, `most` at a time."""
    places = asyncio.Semaphore(most)

    async def one(job: Awaitable[object]) -> None:
        async with places:
            await job

    await asyncio.gather(*map(one, work))


def entries(count: int, feeds: int = 200) -> list[Entry]:
    """Invented entries, fetched one a second."""
    made = []
    for number, title in enumerate(itertools.islice(invented(), count)):
        feed, at = f"https://outlet{number % feeds}.example/rss", 1_795_000_000.0 + number
        link = f"https://outlet{number % feeds}.example/news/{number}"
        made.append(
            Entry(
                link, feed, f"Outlet {number % feeds}", title.text, at, at, at, link, "en", alias=f"{link} a"
            )
        )
    return made


async def polls(redis: Any, meter: Meter, url: str, feeds: int, folder: Path) -> dict[str, float]:
    path = folder / "polls.yaml"
    path.write_text(
        json.dumps(
            {
                "data_dir": str(folder),
                "feeds": [{"url": f"{url}/{feed}"} for feed in range(feeds)],
                "fetch": {"allow_hosts": ["127.0.0.1"]},
            }
        )
    )
    config = load(path)
    stores = {"main": DeskStore(redis, "main")}
    keys = [feed_key(feed) for feed in config.feeds]
    async with Fetcher(fetch_limits(config.fetch)) as fetcher, Parser() as parser:
        poller = Poller(config, stores, fetcher, parser, clock.now)
        first = await meter.spent(lambda: side_by_side(map(poller.poll, keys)))
        same = await meter.spent(lambda: side_by_side(map(poller.poll, keys)))
    feed = float(await redis.memory_usage(stores["main"].keys.feeds, samples=0)) / feeds
    return {
        "first": 1e6 * first[0] / feeds,
        "redis_first": 1e6 * first[1] / feeds,
        "poll_same_us": 1e6 * same[0] / feeds,
        "redis_poll_same_us": 1e6 * same[1] / feeds,
        "redis_feed_bytes": feed,
    }


async def intake(redis: Any, meter: Meter, made: Sequence[Entry]) -> dict[str, float]:
    store = DeskStore(redis, "intake")
    batches = [made[at : at + ITEMS] for at in range(0, len(made), ITEMS)]
    new = await meter.spent(lambda: side_by_side(map(store.append, batches), 1))
    known = await meter.spent(lambda: side_by_side(map(store.append, batches), 1))
    keys = store.keys
    seen = [await redis.memory_usage(key, samples=0) for key in (keys.seen, keys.titles)]
    record = await redis.memory_usage(keys.intake, samples=0)
    count = len(made)
    return {
        "intake_new_us": 1e6 * new[0] / count,
        "redis_intake_new_us": 1e6 * new[1] / count,
        "intake_known_us": 1e6 * known[0] / count,
        "redis_intake_known_us": 1e6 * known[1] / count,
        "redis_seen_bytes": sum(seen) / count,
        "redis_record_bytes": record / count,
    }


async def commits(redis: Any, meter: Meter, made: Sequence[Entry]) -> dict[str, float]:
    """Log to commit without the fold: what the desk decides is made before."""
    store, desk = DeskStore(redis, "commit"), Desk(DeskSettings())
    grown = int((await redis.info("persistence"))["aof_current_size"])
    for at in range(0, len(made), ITEMS):
        await store.append(made[at : at + ITEMS])
    token = await store.acquire("measure", 3600)
    assert token is not None
    loaded = await store.load()
    batches = []
    for at in range(0, len(made), 50):
        for one in made[at : at + 50]:
            desk.apply(one)
        batches.append((at, min(at + 50, len(made)), desk.drain()))

    async def work() -> None:
        for before, after, changes in batches:
            cursor = f"{before}-0" if before else ""
            rows = await store.read(cursor, count=after - before)
            await store.commit(
                token=token, epoch=loaded.epoch, after=cursor, cursor=rows[-1][0], changes=changes
            )

    spent = await meter.spent(work)
    for run in range(-(-desk.next_ordinal // RUN)):
        await store.keep_readings(token, run, desk.readings(run * RUN, (run + 1) * RUN), 0)
    grown = int((await redis.info("persistence"))["aof_current_size"]) - grown
    keys, count = store.keys, len(made)
    live = [
        await redis.memory_usage(key, samples=0) or 0
        for key in (keys.stories, keys.copies, keys.readings, keys.rank, keys.pinned, keys.held)
    ]
    updates = await redis.memory_usage(keys.updates, samples=0) / await redis.xlen(keys.updates)
    return {
        "commit_us": 1e6 * spent[0] / count,
        "redis_commit_us": 1e6 * spent[1] / count,
        "redis_copy_bytes": sum(live) / len(desk.copies),
        "redis_update_bytes": updates,
        "aof_entry_bytes": grown / count,
    }


async def turns(redis: Any, meter: Meter, count: int) -> dict[str, float]:
    """A turn through the store: given and heard of by the leader, taken and ended by a poller."""
    store, keys = Turns(redis), [(f"main https://outlet{number}.example/rss", "") for number in range(count)]
    token, _ = await store.lead("leader", 0, 600)
    place, _ = await store.open()

    async def give() -> None:
        for at in range(0, count, 100):
            await store.give(token, at + 1, keys[at : at + 100])

    async def work() -> None:
        while taken := await store.take("poller", count=8, block=0.01):
            for turn in taken:
                await store.end("poller", [(turn.id, Report(1800.0))])

    async def hear() -> None:
        heard, after = 0, place
        while heard < count:
            rows = await store.reports(after, count=100, block=1)
            heard, after = heard + len(rows), rows[-1][0]

    spent = [await meter.spent(part) for part in (give, work, hear)]
    return {
        "turn_leader_us": 1e6 * (spent[0][0] + spent[2][0]) / count,
        "turn_poller_us": 1e6 * spent[1][0] / count,
        "redis_turn_us": 1e6 * sum(server for _, server in spent) / count,
    }


async def schedule(count: int) -> dict[str, float]:
    """The leader's schedule: memory of a feed in it, CPU of a turn that asks nobody."""
    turns, done = 0, asyncio.Event()

    async def poll(_key: str) -> Again | None:
        nonlocal turns
        turns += 1
        if turns == count:
            done.set()
        return Again(3600.0)

    def broken(key: str, error: Exception) -> None:
        raise AssertionError(f"{key}: {error}")

    names = [f"main https://outlet{number}.example/rss" for number in range(count)]
    tracemalloc.start()
    one = Schedule(poll, on_error=broken, concurrency=100)
    one.set_feeds({name: Job(name, 1800.0, f"outlet{place}.example") for place, name in enumerate(names)})
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    began = time.process_time()
    one.start()
    await asyncio.wait_for(done.wait(), 300)
    spent = time.process_time() - began
    await one.stop(1)
    return {"turn_us": 1e6 * spent / count, "turn_bytes": size / count}


def configuration(count: int, folder: Path) -> dict[str, float]:
    """A feed in the configuration: CPU to read it, bytes to keep it."""
    path = folder / "many.yaml"
    lines = [
        f'  - {{url: "https://outlet{n}.example/rss", publisher: Outlet {n}, lang: en}}' for n in range(count)
    ]
    path.write_text("feeds:\n" + "\n".join(lines) + "\n")
    began = time.process_time()
    load(path)
    spent = time.process_time() - began
    tracemalloc.start()
    kept = load(path)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(kept.feeds) == count
    return {
        "config_us": 1e6 * spent / count,
        "config_bytes": size / count,
        "file_bytes": path.stat().st_size / count,
    }


def folds(sizes: Sequence[int]) -> list[list[float]]:
    """The desk at each window size, in a process of its own."""
    command = [sys.executable, str(HERE.parent / "matching" / "scale.py"), "--one", "desk"]

    def one(size: int) -> dict[str, float]:
        done = subprocess.run([*command, str(size)], check=True, stdout=subprocess.PIPE)
        row: dict[str, float] = json.loads(done.stdout)
        return row

    bare = one(10)["peak_mb"]  # a process that has imported all of it and holds next to nothing
    rows = [(size, one(size)) for size in sizes]
    return [
        [float(size), 1e6 / row["per_s"], max(0.0, row["peak_mb"] - bare) * 1e6 / size] for size, row in rows
    ]


def clients(count: int) -> float:
    """An update to a client, µs of the server."""
    if not shutil.which("cc") or not count:
        return DOCUMENTED_CLIENT_US
    words = ["--without-peers", "--only", "steady", "--clients", str(count), "--seconds", "6"]
    done = subprocess.run(
        [sys.executable, str(HERE.parent / "live" / "run.py"), *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    row = next(line for line in done.stdout.splitlines() if line.startswith("ticker "))
    return float(row.split()[3])


async def _measured(size: float, url: str, site_url: str, feeds: int, folder: Path) -> dict[str, float]:
    redis = await connect(url)
    try:
        await redis.config_set("auto-aof-rewrite-percentage", 0)  # else the file shrinks while it is measured
        meter = Meter(redis)
        found = await polls(redis, meter, site_url, feeds, folder)
        found |= await turns(redis, meter, max(100, int(5_000 * size)))
        found |= await intake(redis, meter, entries(max(300, int(30_000 * size))))
        found |= await commits(redis, meter, entries(max(300, int(20_000 * size))))
    finally:
        await redis.aclose()
    found |= await schedule(max(200, int(20_000 * size)))
    return found


def measured(size: float) -> Costs:
    """All of it; `size` 1 takes a few minutes of one core."""
    feeds = max(20, int(1_000 * size))
    # first, while this process is small: a child's peak memory begins at its parent's
    windows = folds(sorted({max(1_000, int(one * size)) for one in WINDOWS}))
    with tempfile.TemporaryDirectory(prefix="ticker-scale-") as name:
        folder = Path(name)
        with site(feeds, ITEMS) as site_url, EmbeddedServer(folder / "data") as server:
            found = asyncio.run(_measured(size, server.url, site_url, feeds, folder))
        found |= configuration(max(100, int(5_000 * size)), folder)
    cost = Costs(
        **{key: value for key, value in found.items() if key not in {"first", "redis_first"}},
        poll_document_us=0.0,
        redis_poll_document_us=0.0,
        fold=windows,
        client_us=clients(int(300 * size)),
    )
    # a first poll brings ITEMS entries that are all new: what they cost is counted with the entries
    return replace(
        cost,
        poll_document_us=max(0.0, found["first"] - ITEMS * cost.intake_new_us),
        redis_poll_document_us=max(0.0, found["redis_first"] - ITEMS * cost.redis_intake_new_us),
    )
