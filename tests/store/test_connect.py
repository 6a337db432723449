"""A URL becomes a client of a server that is fit, or one clear line."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.loopback import free_port
from tests.support.redis_server import RedisServer, cluster_of_one
from ticker.errors import StoreError, UnreachableError, UsageError
from ticker.store import Appended, DeskStore, connect, keeps_a_log

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from ticker.core.model import Changes, Entry
    from ticker.store.embedded import EmbeddedServer


@asynccontextmanager
async def answering(reply: bytes) -> AsyncIterator[str]:
    """Something on a port that answers every command alike: a server that no package offers any more."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            for _ in range(data.count(b"*")):
                writer.write(reply if b"INFO" in data else b"+OK\r\n")
            await writer.drain()
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"redis://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


async def test_a_unix_socket_and_its_database_number(server: EmbeddedServer) -> None:
    first, second = await connect(server.url), await connect(server.url + "?db=1")
    try:
        key = "connect-test"
        await first.execute_command("SET", key, "1")

        assert await second.execute_command("EXISTS", key) == 0
    finally:
        await first.aclose()
        await second.aclose()


async def test_a_password_is_used_and_a_wrong_one_is_refused_without_being_shown() -> None:
    with RedisServer("--requirepass", "open sesame/2") as server:
        port = server.port
        redis = await connect(f"redis://:open%20sesame%2F2@127.0.0.1:{port}/1")
        assert await redis.execute_command("PING")
        await redis.aclose()

        for wrong in (f"redis://:hunter2@127.0.0.1:{port}", f"redis://127.0.0.1:{port}"):
            with pytest.raises(StoreError, match="refuses") as refused:
                await connect(wrong)
            assert "hunter2" not in str(refused.value)
            assert f"127.0.0.1:{port}" in str(refused.value)
            assert not isinstance(refused.value, UnreachableError), "asking again would not help"


async def test_nobody_there_is_unreachable() -> None:
    with pytest.raises(UnreachableError, match=r"Redis at 127\.0\.0\.1:\d+ does not answer"):
        await connect(f"redis://127.0.0.1:{free_port()}", timeout=1)


@pytest.mark.parametrize("scheme", ["redis+sentinel", "redis+cluster"])
async def test_nobody_there_is_unreachable_in_any_form(scheme: str) -> None:
    with pytest.raises((UnreachableError, StoreError), match=r"Redis at 127\.0\.0\.1"):
        await connect(
            f"{scheme}://127.0.0.1:{free_port()}{'/news' if 'sentinel' in scheme else ''}", timeout=1
        )


async def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UsageError, match="known forms"):
        await connect("http://127.0.0.1")


async def test_a_server_that_is_too_old_is_refused_with_its_version() -> None:
    info = b"# Server\r\nredis_version:6.2.14\r\n"
    async with answering(b"$%d\r\n%s\r\n" % (len(info), info)) as url:
        with pytest.raises(StoreError, match=r"is version 6\.2\.14: ticker needs Redis 7\.0"):
            await connect(url, timeout=1)


async def test_a_server_that_throws_data_away_when_it_is_full_is_refused() -> None:
    refused = pytest.raises(StoreError, match=r"allkeys-lru.*set maxmemory-policy noeviction")
    with RedisServer("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru") as server, refused:
        await connect(server.url)


async def test_whether_a_server_keeps_a_log() -> None:
    for kept in ("yes", "no"):
        with RedisServer("--appendonly", kept) as server:
            redis = await connect(server.url)
            assert await keeps_a_log(redis) is (kept == "yes")
            await redis.aclose()


async def test_a_server_that_never_ends_loading_is_waited_for_so_long_and_no_longer() -> None:
    async with answering(b"-LOADING the dataset\r\n") as url:
        with pytest.raises(UnreachableError, match="still loading its data after"):
            await connect(url, timeout=1, loading=0.1)


@pytest.mark.slow
async def test_a_cluster_holds_desks_in_their_slots(
    entry: Callable[..., Entry], founding: Callable[..., Changes]
) -> None:
    with cluster_of_one() as url:
        redis = await connect(url)
        try:
            for desk in ("main", "sport"):
                store = DeskStore(redis, desk)
                assert await store.append([entry(1)]) == Appended(new=1)
                token = await store.acquire("night", 60)
                assert token is not None
                epoch = (await store.load()).epoch
                changes = founding({1: 1.0})
                await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=changes)
                assert [name for name, _ in await store.read("", block=1)] == ["1-0"]
                assert (await store.top(entries=True))["stories"][0]["copies"] == 1
                assert len(await store.updates(0)) == 1
        finally:
            await redis.aclose()


@pytest.mark.slow
async def test_a_sentinel_names_the_primary(entry: Callable[..., Entry]) -> None:
    with RedisServer() as primary:
        watched = f"sentinel monitor news 127.0.0.1 {primary.port} 1\n"
        with RedisServer(sentinel=watched) as sentinel:
            url = f"redis+sentinel://127.0.0.1:{sentinel.port}"
            redis = await connect(f"{url}/news")
            try:
                assert await DeskStore(redis).append([entry(1)]) == Appended(new=1)
            finally:
                await redis.aclose()
            direct = await connect(primary.url)
            assert (await DeskStore(direct).status()).log_length == 1
            await direct.aclose()
            with pytest.raises(UnreachableError, match="No master found"):
                await connect(f"{url}/sport")
