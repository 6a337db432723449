"""The live socket: every update once, in order, whatever happens between server and client."""

from __future__ import annotations

import asyncio
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from ticker.serve.limits import Limits
from ticker.store import Retention, codec
from ticker.store.desk_store import DeskStore
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Live = Any
ARABIC = "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة"


def bare(update: dict[str, Any]) -> dict[str, Any]:
    """The update as the store has it."""
    return {name: value for name, value in update.items() if name not in {"type", "left"}}


async def same_as_the_store(newsroom: Any, heard: Any) -> None:
    """What a client holds is what a fresh snapshot says."""
    top = await newsroom.store.top(limit=None)
    await heard.reach(top["offset"])
    assert heard.stories == {story["id"]: story for story in top["stories"]}


async def test_hello_then_the_stories_then_what_happens(newsroom: Any, live: Live, titles: Any) -> None:
    await newsroom.publish(*titles(3))
    status = await newsroom.store.status()
    async with live(newsroom) as heard:
        assert heard.socket.subprotocol == "ticker.v1.json"
        hello = await heard.next()
        assert hello == {
            "type": "hello",
            "desk": newsroom.desk,
            "epoch": status.epoch,
            "offset": 3,
            "ping": 20.0,
        }
        snapshot = await heard.next()
        assert (snapshot["type"], snapshot["epoch"], snapshot["offset"]) == ("snapshot", status.epoch, 3)
        assert snapshot["stories"] == (await newsroom.store.top())["stories"]
        assert snapshot["complete"] is True
        await newsroom.publish(*titles(2, 3))
        assert list(map(bare, await heard.take(2))) == await newsroom.store.updates(3)
        await same_as_the_store(newsroom, heard)


async def test_with_a_cursor_nothing_is_sent_twice_and_nothing_left_out(
    newsroom: Any, live: Live, titles: Any
) -> None:
    await newsroom.publish(*titles(5))
    epoch = (await newsroom.store.status()).epoch
    async with live(newsroom, f"cursor={epoch}:2") as heard:
        assert (await heard.next())["type"] == "hello"
        assert await heard.next() == {"type": "recovered", "epoch": epoch, "from": 2}
        await newsroom.publish(*titles(2, 5))
        assert list(map(bare, await heard.take(5))) == await newsroom.store.updates(2)


async def test_a_client_that_leaves_and_comes_back_at_random_misses_nothing(
    opened: Callable[..., Any], live: Live, titles: Any
) -> None:
    """The history at hand is shorter than what it may miss: the rest comes from the store, page by page."""
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    async with opened(Limits(page=3, history_updates=7)) as newsroom:
        total, seen = 120, 0

        async def flow() -> None:
            done = 0
            while done < total:
                count = min(chance.randrange(1, 9), total - done)
                await newsroom.publish(*titles(count, done))
                done += count

        publishing = asyncio.create_task(flow())
        cursor = f"{(await newsroom.store.status()).epoch}:0"
        updates: list[dict[str, Any]] = []
        while seen < total:
            async with live(newsroom, f"cursor={cursor}") as heard:
                updates += map(bare, await heard.take(min(chance.randrange(1, 40), total - seen)))
                seen, cursor = len(updates), heard.cursor
        await publishing
        assert updates == await newsroom.store.updates(0)


@pytest.mark.parametrize("cursor", ["of-another-history:3", "{epoch}:4000"])
async def test_a_cursor_that_cannot_be_continued_gets_a_fresh_snapshot(
    newsroom: Any, live: Live, titles: Any, cursor: str
) -> None:
    await newsroom.publish(*titles(4))
    epoch = (await newsroom.store.status()).epoch
    async with live(newsroom, f"cursor={cursor.format(epoch=epoch)}") as heard:
        assert (await heard.next())["type"] == "hello"
        snapshot = await heard.next()
        assert (snapshot["type"], snapshot["epoch"], snapshot["offset"]) == ("snapshot", epoch, 4)
        await newsroom.publish(*titles(2, 4))
        await same_as_the_store(newsroom, heard)


async def test_what_is_no_longer_kept_is_a_snapshot_never_a_gap(
    opened: Callable[..., Any], live: Live, log: Any, titles: Any
) -> None:
    async with opened(Limits(history_updates=10), writer=False) as newsroom:
        newsroom.store = DeskStore(newsroom.redis, newsroom.desk, retention=Retention(updates=100))
        await newsroom.write(log)
        for start in range(0, 400, 100):
            await newsroom.publish(*titles(100, start))
        epoch = (await newsroom.store.status()).epoch
        async with live(newsroom, f"cursor={epoch}:1&limit=5000") as heard:
            assert [(await heard.next())["type"] for _ in range(2)] == ["hello", "snapshot"]
            await same_as_the_store(newsroom, heard)
        async with live(newsroom, f"cursor={epoch}:350") as heard:
            assert [(await heard.next())["type"] for _ in range(2)] == ["hello", "recovered"]
            assert list(map(bare, await heard.take(50))) == await newsroom.store.updates(350)


async def test_a_snapshot_holds_no_more_than_was_asked_for(newsroom: Any, live: Live, titles: Any) -> None:
    await newsroom.publish(*titles(5))
    async with live(newsroom, "limit=2") as heard:
        snapshot = await heard.until("snapshot")
        assert snapshot["stories"] == (await newsroom.store.top(limit=2))["stories"]
        assert snapshot["complete"] is False


async def test_an_empty_desk_has_clients_too(
    opened: Callable[..., Any], live: Live, log: Any, titles: Any
) -> None:
    """Neither an epoch nor a writer is there yet."""
    async with opened(writer=False) as newsroom, live(newsroom) as heard:
        assert (await heard.until("snapshot"))["stories"] == []
        await newsroom.write(log)
        await newsroom.publish(*titles(2))
        await same_as_the_store(newsroom, heard)


async def test_a_quiet_socket_says_that_it_lives_and_answers_a_ping(
    opened: Callable[..., Any], live: Live, titles: Any
) -> None:
    async with opened(Limits(ping=0.05, sweep=0.01)) as newsroom, live(newsroom, "lang=ar") as heard:
        await heard.until("snapshot")
        await newsroom.publish(*titles(3))
        await heard.reach(3)
        assert heard.updates == [], "a ping says how far the desk is, though the filter held back all of it"
        await heard.socket.send('{"type":"ping"}')
        assert await heard.next() == {"type": "pong"}
        await asyncio.wait_for(await heard.socket.ping(), 10)


async def test_an_update_that_is_damaged_holds_up_nobody(
    newsroom: Any, live: Live, titles: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is passed on as it is, also to those who filter: rather one too many."""
    pack = codec.pack_update

    def damaged(*given: Any) -> bytes:
        update = json.loads(pack(*given))
        del update["story"]["headline"]
        return json.dumps(update).encode()

    await newsroom.publish(*titles(1))
    async with live(newsroom, "lang=ar") as filtering, live(newsroom) as whole:
        for heard in (filtering, whole):
            await heard.until("snapshot")
        monkeypatch.setattr("ticker.store.codec.pack_update", damaged)
        await newsroom.publish(*titles(1, 1))
        monkeypatch.undo()
        for heard in (filtering, whole):
            async with asyncio.timeout(10):
                update = json.loads(await heard.socket.recv())
            assert (update["type"], update["story"]["id"]) == ("update", "2")
        await newsroom.publish(*titles(1, 2), lang="ar")
        for heard in (filtering, whole):
            assert (await heard.until("update"))["story"]["id"] == "3"


FILTERED = ["lang=ar", "min_publishers=2", "q=bridge", "publisher=Selwyn%20Gazette", "breaking=true"]


@pytest.mark.parametrize("query", FILTERED)
async def test_with_a_filter_snapshot_and_updates_add_up_too(
    newsroom: Any, live: Live, titles: Any, query: str
) -> None:
    bridge = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
    await newsroom.publish(bridge, *titles(2))
    async with live(newsroom, query) as heard:
        await heard.until("snapshot")
        start = heard.cursor
        await newsroom.publish(bridge, publisher="Selwyn Gazette")
        await newsroom.publish(ARABIC, publisher="صحيفة الساحل", lang="ar")
        await newsroom.publish(bridge, publisher="Third Post", lang="ar")
        await newsroom.publish(*titles(5, 2))
        async with newsroom.http.get(f"/v1/stories?{query}") as response:
            expected = await response.json()
        async with live(newsroom, f"{query}&cursor={start}") as late:
            held = dict(heard.stories)
            for one in (heard, late):
                one.stories.update(held)
                await reach_by_ping(newsroom, one, expected["offset"])
                assert one.stories == {story["id"]: story for story in expected["stories"]}


async def reach_by_ping(newsroom: Any, heard: Any, offset: int) -> None:
    """Let the server say how far the desk is."""
    room = next(iter(newsroom.server._desks)).entrance.room
    async with asyncio.timeout(10):
        while room.history.head < offset:
            await asyncio.sleep(0.005)
        reading = asyncio.create_task(heard.reach(offset))
        while not reading.done():
            room.ping()
            await asyncio.sleep(0.01)
        await reading


async def test_clients_that_ask_for_compression_get_the_same(newsroom: Any, live: Live, titles: Any) -> None:
    await newsroom.publish(*titles(40))
    async with (
        live(newsroom, compression="deflate") as packed,
        live(newsroom) as plain,
        live(newsroom, f"cursor={(await newsroom.store.status()).epoch}:5", compression="deflate") as late,
    ):
        assert packed.socket.protocol.extensions
        await newsroom.publish(*(f"{title} {'x ' * 200}" for title in titles(20, 40)))
        for one in (packed, plain):
            await same_as_the_store(newsroom, one)
        assert packed.updates == plain.updates
        await late.reach(60)
        assert list(map(bare, late.updates)) == await newsroom.store.updates(5)


async def test_an_outage_of_the_store_is_waited_for(
    opened: Callable[..., Any], live: Live, tmp_path_factory: pytest.TempPathFactory, titles: Any
) -> None:
    folder: Path = tmp_path_factory.mktemp("outage")
    with EmbeddedServer(folder) as stored:
        async with opened(url=stored.url) as newsroom, live(newsroom) as heard:
            await newsroom.publish(*titles(2))
            await heard.reach(2)
            stored.stop()
            async with newsroom.http.get("/v1/stories") as response:
                assert response.status == 503
            stored.start()
            await newsroom.publish(*titles(2, 2))
            top = await newsroom.store.top()
            async with asyncio.timeout(20):
                while heard.cursor != f"{top['epoch']}:{top['offset']}":
                    await heard.next()
            assert heard.stories == {story["id"]: story for story in top["stories"]}


async def test_a_stop_says_come_back(opened: Callable[..., Any], live: Live, titles: Any) -> None:
    async with opened() as newsroom, live(newsroom) as heard:
        await newsroom.publish(*titles(1))
        await heard.take(1)
        newsroom.server.stop()
        assert await heard.closed() == 1001
    assert {one["level"] for one in newsroom.heard} == {"info"}


async def test_a_desk_that_is_gone_says_do_not(opened: Callable[..., Any], live: Live) -> None:
    async with opened(more=("other",)) as newsroom, live(newsroom) as heard:
        desks = {"other": newsroom.config.desks["other"]}
        newsroom.server.configure(newsroom.config.model_copy(update={"desks": desks}))
        assert await heard.closed() == 4502
        async with live(newsroom, "desk=other") as other:
            assert (await other.next())["desk"] == "other"
