"""Readings are a cache: what another program has read, or what is broken, is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.columns import readings_of
from ticker.core.text import headline
from ticker.errors import FencedError
from ticker.store.readings import name_reader

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from ticker.store import DeskStore

READ = readings_of([(1, headline("Ferry strike in Kalmar enters third day", publisher="p"))])


async def test_runs_are_kept_while_a_headline_of_them_may_live(store: DeskStore) -> None:
    token = await store.acquire("w", 60) or 0
    for run in range(4):
        await store.keep_readings(token, run, READ, 0)
    await store.keep_readings(token, 4, READ, 3)
    assert await store.readings() == {3: READ, 4: READ}


async def test_a_void_token_keeps_nothing(store: DeskStore) -> None:
    token = await store.acquire("w", 60) or 0
    await store.release("w", token)
    await store.acquire("other", 60)
    with pytest.raises(FencedError):
        await store.keep_readings(token, 0, READ, 0)
    assert await store.readings() == {}


async def test_what_another_program_has_read_or_what_is_broken_is_passed_over(
    store: DeskStore, client: Redis
) -> None:
    token = await store.acquire("w", 60) or 0
    await store.keep_readings(token, 0, READ, 0)
    whole: Any = await client.hget(store.keys.readings, "0")
    await client.hset(
        store.keys.readings,
        mapping={
            "1": b"x" + whole[1:],
            "2": whole[:-1],
            "3": name_reader(),
            "4": b"",
            "5": name_reader() + b"\x97" + 5 * b"\xc4\x01x" + b"\x91\xa1\xff\x90",
        },
    )
    assert await store.readings() == {0: READ}
