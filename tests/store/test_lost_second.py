"""A server that lost its last second: nothing that it forgot is passed over or hidden for good.

The loss is real: the server is killed and the end of its append-only file cut off, as a power cut does.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from ticker.core.model import Changes, FeedState
from ticker.errors import FencedError
from ticker.store import Appended, DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.core.model import Entry


class Machine:
    """A server whose power can be cut."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = EmbeddedServer(folder).start()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def _file(self) -> Path:
        (found,) = self._folder.rglob("*.incr.aof")
        return found

    async def written(self, redis: Redis | RedisCluster) -> int:
        """How much of the append-only file is written now; from here on every write is in it at once."""
        await redis.config_set("appendfsync", "always")
        return self._file.stat().st_size

    def cut_power(self, size: int) -> None:
        """Kill the server, leave `size` bytes of what it wrote, and start it again."""
        child = self._server._child
        assert child is not None
        child.kill()
        child.wait()
        os.truncate(self._file, size)
        self._server.start()

    def close(self) -> None:
        self._server.stop()


@pytest.fixture
def machine() -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="ticker-power-"))
    machine = Machine(folder)
    yield machine
    machine.close()
    shutil.rmtree(folder)


async def test_a_batch_of_records_that_the_server_forgot_is_not_committed_over_others(
    machine: Machine, entry: Callable[..., Entry], founding: Callable[..., Changes]
) -> None:
    redis = await connect(machine.url)
    store = DeskStore(redis)
    await store.append([entry(1)])
    token = await store.acquire("night", 600)
    assert token is not None
    epoch = (await store.load()).epoch
    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=founding({1: 1.0}))
    size = await machine.written(redis)
    await store.append([entry(2), entry(3)])
    batch = await store.read("1-0")
    assert batch[-1][0] == "3-0"

    machine.cut_power(size)
    assert await store.append([entry(4), entry(5)]) == Appended(new=2)
    with pytest.raises(FencedError, match="restarted or replaced"):
        await store.commit(token=token, epoch=epoch, after="1-0", cursor="3-0", changes=Changes(offset=1))

    assert await store.acquire("night", 600) == token + 1
    loaded = await store.load()
    assert loaded.cursor == "1-0"
    assert loaded.epoch != epoch, "offsets may be given again: another history"
    assert [event for _, event in await store.read(loaded.cursor)] == [entry(4), entry(5)]
    assert await store.append([entry(2), entry(3)]) == Appended(new=2), "their feeds bring them again"
    await redis.aclose()


async def test_a_poll_that_began_before_does_not_hide_the_entries_that_were_lost(
    machine: Machine, entry: Callable[..., Entry]
) -> None:
    redis = await connect(machine.url)
    store = DeskStore(redis)
    first = FeedState("f", "f", etag='"1"', polls=1)
    assert await store.save_feed(first, FeedState("f", "f"))
    size = await machine.written(redis)
    await store.append([entry(1)])
    second = replace(first, etag='"2"', polls=2)
    assert await store.save_feed(second, first)
    was = await store.feed("f")
    assert was == second

    machine.cut_power(size)
    unchanged = replace(was, polls=3, status=304)
    assert not await store.save_feed(unchanged, was)

    assert await store.feed("f") == first, "the next poll asks with what goes with the entries that are here"
    await redis.aclose()


async def test_a_poll_whose_entries_were_lost_before_it_was_written_down_is_not_written_down(
    machine: Machine, entry: Callable[..., Entry]
) -> None:
    redis = await connect(machine.url)
    store = DeskStore(redis)
    was = FeedState("f", "f", etag='"1"', polls=1)
    await store.save_feed(was)
    size = await machine.written(redis)
    appended = await store.append([entry(1)])

    machine.cut_power(size)
    after = replace(was, etag='"2"', polls=2)
    assert not await store.save_feed(after, was, taken_by=appended.taken_by)

    assert await store.feed("f") == was
    again = await store.append([entry(1)])
    assert again == Appended(new=1)
    assert await store.save_feed(after, was, taken_by=again.taken_by)
    await redis.aclose()


async def test_of_states_that_are_saved_at_the_same_time_each_is_judged_by_itself(machine: Machine) -> None:
    redis = await connect(machine.url)
    store = DeskStore(redis)
    await store.save_feed(FeedState("a", "a", polls=5))
    lives = {"a": "", "b": "", "c": "another server's", "d": ""}
    fresh = {name: FeedState(name, name, polls=1) for name in lives}

    saved = await asyncio.gather(
        *(
            store.save_feed(state, replace(state, polls=0), taken_by=lives[name])
            for name, state in fresh.items()
        )
    )

    assert saved == [False, True, False, True]
    kept = [FeedState("a", "a", polls=5), fresh["b"], None, fresh["d"]]
    assert await asyncio.gather(*map(store.feed, "abcd")) == kept
    await redis.aclose()


async def test_the_state_of_a_feed_is_saved_once_however_often_it_is_repeated(machine: Machine) -> None:
    redis = await connect(machine.url)
    store = DeskStore(redis)
    first, second = FeedState("f", "f", polls=1), FeedState("f", "f", polls=2)

    assert await store.save_feed(first, FeedState("f", "f"))
    assert await store.save_feed(first, FeedState("f", "f")), "the reply may have been lost"
    assert await store.save_feed(second, first)
    assert not await store.save_feed(first, FeedState("f", "f")), "a late repeat changes nothing"
    assert await store.save_feed(first), "without a former state, whatever is there gives way"
    await redis.aclose()
