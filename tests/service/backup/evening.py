"""A desk after an evening, and all that anybody can learn of it afterwards.

Knows the store and its writer; must not know of backups.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from msgspec import structs

from ticker.core.model import Action, Changes, DeskSettings, Entry, FeedState, Verb
from ticker.errors import ActionError, UsageError
from ticker.service.writer import Writer
from ticker.store import DeskStore, Letter, Tries, codec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ticker.core.model import Snapshot

NOW = 1_790_000_000.0
PLACES = ("Kalmar", "Port Selwyn", "Norland", "Vestby", "الميناء القديم", "أوفق")
NEWS = (
    "Ferry strike in {} enters third day as talks collapse",
    "{}: ferry strike enters its third day after talks collapse",
    "Bridge in {} closes after cracks found in two pillars",
    "Mayor of {} resigns over harbour contract",
    "إغلاق الجسر في {} بعد ظهور شقوق",
)


def entry(number: int, seed: int = 1) -> Entry:
    random_ = random.Random(1000 * seed + number)
    place, news = random_.choice(PLACES), random_.choice(NEWS)
    feed = f"https://wire{number % 5}.example/rss"
    at = NOW - 3600 + number
    title = news.format(place)
    return Entry(
        f"e{number}", feed, f"Wire {number % 5}", title, at, at, alias=f"a{number}", url=f"{feed}/{number}"
    )


def action(number: int, stories: list[str], random_: random.Random) -> Action:
    fields: dict[Verb, dict[str, Any]] = {
        Verb.PIN: {},
        Verb.MERGE: {},
        Verb.SPIKE: {},
        Verb.RETITLE: {"text": "A better headline"},
        Verb.NOTE: {"text": "ask them"},
        Verb.BOOST: {"value": 1.5},
        Verb.UNDO: {"action": str(max(1, number - 1))},
    }
    verb = random_.choice(list(fields))
    few = {Verb.MERGE: 2, Verb.UNDO: 0}.get(verb, 1)
    chosen = tuple(random_.sample(stories, min(len(stories), few)))
    return Action(f"act-{number}", verb, by="amal", at=NOW, stories=chosen, **fields[verb])


@asynccontextmanager
async def writing(store: DeskStore, log: Any) -> AsyncIterator[None]:
    writer = Writer(store, DeskSettings(), owner="w", clock=lambda: NOW, log=log)
    task = asyncio.create_task(writer.run())
    try:
        await asyncio.wait_for(writer.ready.wait(), 20)
        yield
        while (await store.status()).lag:
            await asyncio.sleep(0.01)
    finally:
        writer.stop()
        await asyncio.wait_for(task, 20)


async def lived(store: DeskStore, log: Any, seed: int) -> None:
    """A desk after an evening: stories, actions done and refused, a letter, feeds, records that wait."""
    random_ = random.Random(seed)
    made = [entry(number, seed) for number in range(60)]
    async with writing(store, log):
        await store.append(made[:50])
        for number in range(12):
            top = await store.top(limit=None, held=True)
            with suppress(ActionError, UsageError):
                await store.act(action(number, [one["id"] for one in top["stories"]], random_))
        for number in range(5):
            feed = f"https://wire{number}.example/rss"
            await store.save_feed(FeedState(feed, feed, etag=f'"{number}"', polls=number, news=(NOW - 9.5,)))
    token = await store.acquire("w", 60)
    assert token is not None
    loaded = await store.load()
    number = int(loaded.cursor.partition("-")[0])
    await store.append([made[50]])
    await store.commit(
        token=token,
        epoch=loaded.epoch,
        after=loaded.cursor,
        cursor=f"{number + 1}-0",
        changes=nothing(loaded.snapshot),
        letters=[Letter(number + 1, *codec.pack_event(made[50]), "RuntimeError: «no»", 3, NOW)],
    )
    await store.append([*made[51:], structs.replace(made[3], title="Another title since")])
    await store.tried(token, number + 3, Tries(1, "RuntimeError: once"))
    await store.release("w", token)


def nothing(kept: Snapshot) -> Changes:
    """The changes of a batch that changed nothing."""
    return Changes(
        offset=kept.offset,
        next_ordinal=kept.next_ordinal,
        next_action=kept.next_action,
        now=kept.now,
        settings=kept.settings,
    )


async def everything(store: DeskStore, client: Any) -> dict[str, Any]:
    """All that a reader, an editor or a writer can learn of a desk, but for its epoch and times of Redis."""
    loaded = await store.load()
    top = await store.top(limit=None, entries=True, held=True)
    keys = store.keys
    return {
        "snapshot": loaded.snapshot,
        "cursor": loaded.cursor,
        "top": top["stories"],
        "offset": top["offset"],
        "audit": await store.audit(count=1000),
        "labels": await store.labels(),
        "feeds": await store.feeds(),
        "tally": await store.tally(),
        "letters": await store.letters(),
        "tries": await store.tries(),
        "log": await store.read(loaded.cursor),
        "seen": set(await client.zrange(keys.seen, 0, -1)),
        "titles": await client.hgetall(keys.titles),
        "acted": await client.zrange(keys.acted, 0, -1, withscores=True),
        "told": await client.zrange(keys.told, 0, -1, withscores=True),
        "appended": await client.hget(keys.meta, "appended"),
    }
