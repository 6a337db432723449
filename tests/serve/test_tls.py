"""The server speaks TLS where it has a certificate, takes over a renewed one, says what is wrong with it."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import trustme
from websockets.asyncio.client import connect

from ticker.errors import TickerError
from ticker.serve.tls import Certificate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write(folder: Path, authority: trustme.CA) -> tuple[Path, Path]:
    """A fresh certificate for this machine."""
    issued = authority.issue_cert("127.0.0.1", "localhost")
    chain, key = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    key.write_bytes(issued.private_key_pem.bytes())
    return chain, key


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """A client that trusts that authority alone."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def test_everything_goes_over_tls(
    opened: Callable[..., Any], tmp_path: Path, authority: trustme.CA, trusting: ssl.SSLContext, titles: Any
) -> None:
    chain, key = write(tmp_path, authority)
    async with opened(serve={"port": 0, "tls_cert": str(chain), "tls_key": str(key)}) as newsroom:
        url = newsroom.server.url
        assert url.startswith("https://127.0.0.1:")
        await newsroom.publish(*titles(2))
        async with newsroom.http.get("/v1/stories", ssl=trusting) as response:
            assert (await response.json())["stories"] == (await newsroom.store.top())["stories"]
        async with connect(url.replace("https", "wss") + "/v1/live", ssl=trusting) as socket:
            assert '"hello"' in str(await socket.recv())
            assert '"snapshot"' in str(await socket.recv())
            await newsroom.publish(*titles(1, 2))
            assert '"update"' in str(await socket.recv())
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            async with newsroom.http.get("/healthz"):
                pass
        with pytest.raises(aiohttp.ClientError):
            async with newsroom.http.get(url.replace("https", "http") + "/healthz"):
                pass


def serial(context: ssl.SSLContext, url: str) -> str:
    """Which certificate the server shows."""
    import socket  # noqa: PLC0415 - a blocking one, for this alone

    host, _, port = url.removeprefix("https://").partition(":")
    with (
        socket.create_connection((host, int(port)), timeout=10) as line,
        context.wrap_socket(line, server_hostname=host) as tls,
    ):
        found = tls.getpeercert()
        assert found
        return str(found["serialNumber"])


async def test_a_renewed_certificate_is_taken_over_and_half_a_renewal_is_not(
    opened: Callable[..., Any],
    tmp_path: Path,
    authority: trustme.CA,
    trusting: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ticker.serve.server._RENEW_EVERY", 0.02)
    chain, key = write(tmp_path, authority)
    async with opened(serve={"port": 0, "tls_cert": str(chain), "tls_key": str(key)}) as newsroom:
        url = newsroom.server.url
        first = await asyncio.to_thread(serial, trusting, url)
        chain.write_bytes(authority.issue_cert("127.0.0.1").cert_chain_pems[0].bytes())

        async def told(level: str) -> None:
            async with asyncio.timeout(10):
                while not any(one["level"] == level and "renewed" in one["event"] for one in newsroom.heard):
                    await asyncio.sleep(0.005)

        await told("error")
        assert await asyncio.to_thread(serial, trusting, url) == first, "a chain without its key"
        newsroom.heard.clear()
        write(tmp_path, authority)
        await told("info")
        assert await asyncio.to_thread(serial, trusting, url) != first


def test_what_is_wrong_is_one_line(tmp_path: Path, authority: trustme.CA) -> None:
    chain, key = write(tmp_path, authority)
    Certificate(chain, key)
    both = tmp_path / "both.pem"
    both.write_bytes(chain.read_bytes() + key.read_bytes())
    Certificate(both, None)
    other = tmp_path / "other"
    other.mkdir()
    _, foreign = write(other, authority)
    empty = tmp_path / "empty.pem"
    empty.touch()
    for files, said in (
        ((tmp_path / "absent.pem", None), r"absent.pem: No such file or directory"),
        ((tmp_path, None), r"serve.tls_cert: "),
        ((chain, None), r"its key in it do not work"),
        ((chain, foreign), r"do not work \(key values mismatch\)"),
        ((empty, key), r"do not work"),
        ((key, chain), r"do not work"),
    ):
        with pytest.raises(TickerError, match=said) as error:
            Certificate(*files)
        assert "\n" not in str(error.value)
