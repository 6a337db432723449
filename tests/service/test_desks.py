"""Desks are shared out among processes, and none stays without a writer."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from ticker.config import Config
from ticker.service.desks import Desks
from ticker.store import DeskStore, connect
from ticker.store.keys import MEMBERS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

NAMES = [f"shared{number}" for number in range(4)]


@pytest.fixture
async def redis(server: str) -> AsyncIterator[Redis | RedisCluster]:
    client = await connect(server)
    await client.delete(MEMBERS)
    yield client
    await client.aclose()


@asynccontextmanager
async def process(redis: Redis, owner: str, log: Any) -> AsyncIterator[Desks]:
    """What a process with the role `desk` has."""
    config = Config.model_validate({"desks": {name: {} for name in NAMES}})
    stores = {name: DeskStore(redis, name) for name in NAMES}

    def failed(error: BaseException) -> None:
        pytest.fail(repr(error))

    async with Desks(config, redis, stores, failed, owner=owner, log=log) as desks:
        yield desks


async def until(all_hold: Any) -> None:
    async with asyncio.timeout(30):
        while not all_hold():
            await asyncio.sleep(0.01)


async def test_desks_are_shared_out_as_processes_come_and_go(redis: Redis, log: Any) -> None:
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(process(redis, "one", log))
        await until(lambda: len(one.kept) == 4)
        async with process(redis, "two", log) as two:
            await until(lambda: len(one.kept) == len(two.kept) == 2)
            assert set(one.kept) | set(two.kept) == set(NAMES)
        await until(lambda: len(one.kept) == 4)


async def test_a_desk_that_only_a_full_process_knows_is_kept_all_the_same(redis: Redis, log: Any) -> None:
    # the other has none of these desks in its configuration, yet counts as one to share with
    await redis.hset(MEMBERS, "@stranger", f"{await now(redis) + 50_000} 0")
    async with process(redis, "one", log) as one:
        await until(lambda: len(one.kept) == 4)


async def now(redis: Redis) -> int:
    seconds, micros = await redis.time()
    return int(seconds) * 1000 + int(micros) // 1000
