"""A URL becomes a client of a server that is fit, or one clear line."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker.errors import StoreError, UnreachableError, UsageError
from ticker.store import Appended, DeskStore, connect, keeps_a_log
from ticker.store.server_binary import find_binary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from ticker.core.model import Changes, Entry
    from ticker.store.embedded import EmbeddedServer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def server_on(*options: str, config: Path | None = None) -> AsyncIterator[int]:
    """A server on a loopback port in a directory of its own."""
    folder = Path(tempfile.mkdtemp(prefix="ticker-connect-"))
    port = free_port()
    command = [str(find_binary()), *([str(config)] if config else []), "--port", str(port)]
    command += ["--bind", "127.0.0.1", "--dir", str(folder), "--save", "", *options]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)  # noqa: ASYNC220 - returns at once
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                assert child.poll() is None, "the server ended"
                await asyncio.sleep(0.01)
        yield port
    finally:
        child.terminate()
        child.wait()
        shutil.rmtree(folder)


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
    async with server_on("--requirepass", "open sesame/2") as port:
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
    async with server_on("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru") as port:
        with pytest.raises(StoreError, match=r"allkeys-lru.*set maxmemory-policy noeviction"):
            await connect(f"redis://127.0.0.1:{port}")


async def test_whether_a_server_keeps_a_log() -> None:
    for kept in ("yes", "no"):
        async with server_on("--appendonly", kept) as port:
            redis = await connect(f"redis://127.0.0.1:{port}")
            assert await keeps_a_log(redis) is (kept == "yes")
            await redis.aclose()


async def test_a_server_that_never_ends_loading_is_waited_for_so_long_and_no_longer() -> None:
    async with answering(b"-LOADING the dataset\r\n") as url:
        with pytest.raises(UnreachableError, match="still loading its data after"):
            await connect(url, timeout=1, loading=0.1)


@pytest.mark.slow
async def test_a_cluster_holds_desks_in_their_slots(
    entry: Callable[..., Entry], founding: Callable[..., Changes], eventually: Callable[..., Any]
) -> None:
    async with server_on("--cluster-enabled", "yes", "--cluster-port", str(free_port())) as port:
        setup: Any = await connect(f"redis://127.0.0.1:{port}")
        await setup.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)

        async def whole() -> bool:
            return b"cluster_state:ok" in await _cluster_info(setup)

        await eventually(whole)
        await setup.aclose()
        redis = await connect(f"redis+cluster://127.0.0.1:{port}")
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


async def _cluster_info(redis: Any) -> bytes:
    connection = await redis.connection_pool.get_connection()
    try:
        await connection.send_command("CLUSTER", "INFO")
        reply: bytes = await connection.read_response()
        return reply
    finally:
        await redis.connection_pool.release(connection)


@pytest.mark.slow
async def test_a_sentinel_names_the_primary(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    async with server_on() as primary:
        config = tmp_path / "sentinel.conf"
        config.write_text(f"sentinel monitor news 127.0.0.1 {primary} 1\n")
        async with server_on("--sentinel", config=config) as sentinel:
            redis = await connect(f"redis+sentinel://127.0.0.1:{sentinel}/news")
            try:
                assert await DeskStore(redis).append([entry(1)]) == Appended(new=1)
            finally:
                await redis.aclose()
            direct = await connect(f"redis://127.0.0.1:{primary}")
            assert (await DeskStore(direct).status()).log_length == 1
            await direct.aclose()
            with pytest.raises(UnreachableError, match="No master found"):
                await connect(f"redis+sentinel://127.0.0.1:{sentinel}/sport")
