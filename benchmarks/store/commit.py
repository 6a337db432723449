"""What the store costs: entries into the log, batches committed, a desk loaded, the top read.

    python benchmarks/store/commit.py [--entries 20000] [--live 100000]

Starts a private server in a temporary directory. Prints figures of this machine and, as a peer in the
same run, the same writes as one MULTI/EXEC a batch, without fencing: what the guarantees cost.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from ticker.core.model import Changes, Copy, Entry, Op, Relation, Story, Update
from ticker.store import DeskStore, codec, connect
from ticker.store.embedded import EmbeddedServer
from ticker.store.keys import DeskKeys, rank_member

if TYPE_CHECKING:
    from collections.abc import Sequence

BATCHES = (1, 50, 200)


def entries(count: int) -> list[Entry]:
    return [
        Entry(
            id=f"tag:example.org,2026:{number}",
            feed=f"https://outlet{number % 50}.example/rss",
            publisher=f"Outlet {number % 50}",
            title=f"Harbour council weighs plan {number} for the northern ferry line",
            received=1_795_000_000.0 + number,
            time=1_795_000_000.0 + number,
            url=f"https://outlet{number % 50}.example/{number}",
            lang="en",
            alias=f"https://outlet{number % 50}.example/{number} plan {number}",
        )
        for number in range(1, count + 1)
    ]


def founding(batch: Sequence[Entry], first: int) -> Changes:
    """The changes of a batch in which each entry founds a story."""
    changes = Changes(now=batch[-1].received)
    for ordinal, entry in enumerate(batch, first):
        story = Story(
            id=str(ordinal),
            lead=ordinal,
            headline=entry.title,
            url=entry.url,
            lang=entry.lang,
            score=entry.time / 7200,
            members=(ordinal,),
            publishers=(entry.publisher,),
            first_seen=entry.time,
            last_seen=entry.time,
        )
        changes.stories[story.id] = story
        changes.copies[ordinal] = Copy(ordinal, entry, Relation.DISTINCT, 0.0)
        changes.updates.append(Update(ordinal, Op.CREATED, story, ordinal))
    changes.offset = first + len(batch) - 1
    changes.next_ordinal = changes.offset + 1
    return changes


@dataclass
class Rate:
    """How long a number of things took."""

    count: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.count / self.seconds:12,.0f} /s"


def slices(all_of_them: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    return [all_of_them[at : at + size] for at in range(0, len(all_of_them), size)]


async def append(store: DeskStore, all_of_them: Sequence[Entry], size: int) -> Rate:
    started = time.perf_counter()
    for batch in slices(all_of_them, size):
        await store.append(batch)
    return Rate(len(all_of_them), time.perf_counter() - started)


async def commit(store: DeskStore, all_of_them: Sequence[Entry], size: int) -> Rate:
    token = await store.acquire("benchmark", 600)
    if token is None:
        raise SystemExit("somebody else holds the benchmark's desk")
    epoch, cursor = (await store.load()).epoch, 0
    work = []
    for batch in slices(all_of_them, size):
        work.append((cursor, cursor + len(batch), founding(batch, cursor + 1)))
        cursor += len(batch)
    started = time.perf_counter()
    for before, after, changes in work:
        await store.commit(
            token=token,
            epoch=epoch,
            after=f"{before}-0" if before else "",
            cursor=f"{after}-0",
            changes=changes,
        )
    return Rate(len(all_of_them), time.perf_counter() - started)


async def commit_by_multi(redis: Any, name: str, all_of_them: Sequence[Entry], size: int) -> Rate:
    """The peer: the same values by plain commands in one transaction, neither fenced nor repeatable."""
    keys, first = DeskKeys.of(name), 1
    work = []
    for batch in slices(all_of_them, size):
        work.append(founding(batch, first))
        first += len(batch)
    started = time.perf_counter()
    for changes in work:
        async with redis.pipeline(transaction=True) as pipe:
            for story in filter(None, changes.stories.values()):
                pipe.hset(keys.stories, story.id, codec.STORY.pack(story))
                pipe.zadd(keys.rank, {rank_member(story.id): -story.score})
            for copy in filter(None, changes.copies.values()):
                pipe.hset(keys.copies, str(copy.ordinal), codec.COPY.pack(copy))
            for update in changes.updates:
                cause = changes.copies.get(update.entry)
                pipe.xadd(keys.updates, {"u": codec.pack_update(update, "e", cause)}, f"{update.offset}-0")
            pipe.hset(keys.meta, mapping={"offset": changes.offset, "next_ordinal": changes.next_ordinal})
            await pipe.execute()
    return Rate(len(all_of_them), time.perf_counter() - started)


async def reads(store: DeskStore, rounds: int) -> list[float]:
    """Milliseconds that each of some reads of the best 50 took."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        await store.top()
        took.append((time.perf_counter() - started) * 1000)
    return took


async def measure(url: str, count: int, live: int) -> None:
    redis = await connect(url)
    try:
        made = entries(max(count, live))
        for size in BATCHES:
            some = made[: count if size > 1 else max(1, count // 10)]
            store = DeskStore(redis, f"batch-{size}")
            print(f"append, batches of {size:3}      {await append(store, some, size)}")
            print(f"append again (all known)   {await append(store, some, size)}")
            fenced = await commit(store, some, size)
            plain = await commit_by_multi(redis, f"multi-{size}", some, size)
            ratio = plain.seconds / fenced.seconds
            print(f"commit, batches of {size:3}      {fenced}   ({ratio:.1f} x MULTI: {plain})")
        store = DeskStore(redis, "live")
        await commit(store, made[:live], 200)
        started = time.perf_counter()
        loaded = await store.load()
        took = time.perf_counter() - started
        print(f"load of {len(loaded.snapshot.stories):7,} stories    {took:12.2f} s")
        top = quantiles(await reads(store, 200), n=100)
        print(f"top 50 of {live:7,}          {top[49]:12.2f} ms median, {top[98]:.2f} ms p99")
    finally:
        await redis.aclose()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=20_000, help="entries of each measurement")
    parser.add_argument(
        "--live", type=int, default=100_000, help="stories of the desk that is loaded and read"
    )
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="ticker-bench-") as folder,
        EmbeddedServer(Path(folder)) as server,
    ):
        asyncio.run(measure(server.url, options.entries, options.live))


if __name__ == "__main__":
    main()
