"""Scripts reach the server, heal themselves, and fail in one line of ticker's own errors."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.model import Changes, FeedState, Tick
from ticker.errors import SchemaError, StoreError, UnreachableError
from ticker.store import Appended, DeskStore, connect, engine
from ticker.store.embedded import EmbeddedServer
from ticker.store.keys import DeskKeys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from redis.asyncio import Redis

    from ticker.core.model import Entry

LUA = resources.files("ticker.store") / "lua"
INFO = {f"'{section}'" for section in ("server", "memory", "persistence", "replication")}
SCRIPTS = sorted(file.name.removesuffix(".lua") for file in LUA.iterdir() if file.name != "prelude.lua")


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Redis]:
    """A server of this test's own, to be filled up and stopped."""
    with EmbeddedServer(tmp_path) as server:
        redis: Any = await connect(server.url)
        yield redis
        await redis.aclose()


async def test_scripts_that_the_server_lost_are_sent_again(
    store: DeskStore, client: Redis, entry: Callable[..., Entry]
) -> None:
    assert await store.append([entry(1)]) == Appended(new=1)
    await client.script_flush()

    assert await store.append([entry(1), entry(2)]) == Appended(new=1, known=1)


async def test_data_of_another_schema_is_refused_by_every_call(
    store: DeskStore, client: Redis, entry: Callable[..., Entry]
) -> None:
    await store.append([entry(1)])
    await client.hset(store.keys.meta, "schema", "99")

    for call in (
        store.append([entry(2)]),
        store.append_event(Tick(1.0)),
        store.acquire("night", 60),
        store.renew("night", 1, 60),
        store.load(),
        store.commit(token=1, epoch="e", after="", cursor="1-0", changes=Changes()),
        store.top(),
        store.story("1"),
        store.updates(0),
        store.headlines(1),
        store.status(),
    ):
        with pytest.raises(SchemaError, match=r"version 99, this program reads 2: a newer ticker wrote it"):
            await call
    assert await client.xlen(store.keys.intake) == 1


async def test_a_key_that_holds_something_else_is_named_as_refused(store: DeskStore, client: Redis) -> None:
    await client.set(store.keys.feeds, "not a hash")

    with pytest.raises(StoreError, match="refuses: WRONGTYPE"):
        await store.feeds()


async def test_a_server_that_is_gone_is_unreachable_and_named(small: Redis) -> None:
    store = DeskStore(small)
    await small.shutdown(nosave=True)

    with pytest.raises(UnreachableError, match=r"Redis at .*valkey\.sock does not answer"):
        await store.status()


async def test_a_client_that_stumbles_over_itself_is_no_end(small: Redis) -> None:
    """As redis-py may where its connections are closed under it in a failover."""

    class Stumbling(type(small)):  # type: ignore[misc]  # the client's class is known at run time
        async def execute_command(self, *_: Any, **__: Any) -> None:
            raise AttributeError("'NoneType' object has no attribute 'readline'")

    store = DeskStore(Stumbling(connection_pool=small.connection_pool))
    with pytest.raises(UnreachableError, match="its client broke: AttributeError"):
        await store.status()


async def test_a_full_server_refuses_writes_whole_goes_on_reading_and_heals(
    small: Redis, entry: Callable[..., Entry], founding: Callable[..., Changes]
) -> None:
    store = DeskStore(small)
    await store.append([entry(1)])
    token = await store.acquire("night", 600)
    assert token is not None
    epoch = (await store.load()).epoch
    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=founding({1: 1.0}))
    removal = Changes(stories={"1": None}, copies={1: None}, offset=1, next_ordinal=2)
    await small.config_set("maxmemory", "1")

    for call in (
        store.append([entry(2)]),
        store.append_event(Tick(1.0)),
        store.commit(token=token, epoch=epoch, after="1-0", cursor="2-0", changes=removal),
        store.save_feed(FeedState("f", "f")),
    ):
        with pytest.raises(UnreachableError, match="cannot do this now"):
            await call
    assert [story["id"] for story in (await store.top())["stories"]] == ["1"]
    status = await store.status()
    assert (status.cursor, status.refusal) == ("1-0", "memory")
    assert status.trouble == "Redis is out of memory: nothing new is taken in"

    await small.config_set("maxmemory", "0")
    assert (await store.status()).trouble == ""
    assert await store.append([entry(2)]) == Appended(new=1)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_opens_with_the_table_of_its_keys_and_arguments(name: str) -> None:
    text = (LUA / f"{name}.lua").read_text("utf-8")
    table, _, body = text.partition("\n\n")
    head = re.match(r"(?:#!lua.*|--.*|\n)+", text)
    assert head is not None
    documented = {int(number) for number in re.findall(r"^-- KEYS\[(\d+)\]", head[0], re.MULTILINE)}
    used = {int(number) for number in re.findall(r"KEYS\[(\d+)\]", body)} | {1}

    assert text.startswith("#!lua"), "flags keep a full server from stopping a script halfway"
    assert documented == set(range(1, max(used) + 1))
    assert "-- ARGV[1]" in head[0]
    assert table


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_touches_no_key_but_those_that_it_is_given(name: str) -> None:
    _, text = engine._script(name)

    assert "ticker:" not in text
    for called in re.findall(r"redis\.call\('[A-Z]+', (?:'[A-Z]+', )?([^,)]+)", text):
        assert called.startswith("KEYS[") or called in {"intake", "key"} | INFO, called


def test_every_key_is_used_by_a_script_or_is_the_feeds() -> None:
    assert {field.name for field in fields(DeskKeys)} >= {"meta", "feeds"}
    headers = "\n".join((LUA / f"{name}.lua").read_text("utf-8") for name in SCRIPTS)
    for field in fields(DeskKeys):
        if field.name != "feeds":
            assert re.search(rf"^-- KEYS\[\d+\]\s+{field.name}\b", headers, re.MULTILINE), field.name
