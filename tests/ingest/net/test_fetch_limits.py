"""A server that drips, swells, breaks off or is not there: the deadline and the cap hold, and it is told."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.support.asking import FEED, LOCAL, fetch, refusal
from ticker.ingest.fetch import FetchLimits

if TYPE_CHECKING:
    from tests.conftest import Asked, Site


async def test_the_deadline_holds_over_a_drip(site: Site) -> None:
    ended = asyncio.Event()

    async def drip(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        finally:
            ended.set()

    error = await refusal(site.talk("/feed", drip), FetchLimits(timeout=0.3, allow_hosts=LOCAL))
    assert error.kind == "timeout"
    assert "no complete answer within 0.3 s" in error.message
    await ended.wait()


async def test_the_deadline_spans_all_redirects(site: Site) -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(f"HTTP/1.1 302 F\r\nLocation: {asked.path}x\r\nContent-Length: 0\r\n\r\n".encode())

    for hop in range(5):
        site.talk("/feed" + "x" * hop, slow)
    error = await refusal(site.url("/feed"), FetchLimits(timeout=0.4, allow_hosts=LOCAL))
    assert error.kind == "timeout"


async def test_a_size_that_is_announced_too_big_is_not_even_read(site: Site) -> None:
    url = site.raw("/feed", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
    assert (await refusal(url)).kind == "too_big"


async def test_the_size_cap_counts_unpacked_bytes(site: Site) -> None:
    limits = FetchLimits(allow_hosts=LOCAL, max_bytes=100_000)
    packed = gzip.compress(b"a" * 100_001)
    site.answer("/bomb", packed, headers={"Content-Encoding": "gzip"})
    site.answer("/fits", gzip.compress(b"a" * 100_000), headers={"Content-Encoding": "gzip"})
    assert (await refusal(site.url("/bomb"), limits)).kind == "too_big"
    assert len((await fetch(site.url("/fits"), limits)).body or b"") == 100_000


async def test_a_compressed_answer_cut_short_is_refused(site: Site) -> None:
    wire = gzip.compress(FEED * 100)[:-20]
    error = await refusal(site.answer("/feed", wire, headers={"Content-Encoding": "gzip"}))
    assert error.kind == "encoding"


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 5000 + b"\r\n",
        b"<rss/>",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
async def test_what_is_no_proper_http_is_refused(site: Site, wire: bytes) -> None:
    assert (await refusal(site.raw("/feed", wire))).kind == "protocol"


@pytest.mark.parametrize(
    "wire", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", b"HTTP/1.1 200 OK\r\nX: "]
)
async def test_a_connection_that_breaks_off_is_told(site: Site, wire: bytes) -> None:
    assert (await refusal(site.raw("/feed", wire))).kind == "reset"


async def test_nobody_listening_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        error = await refusal(f"http://127.0.0.1:{closed.getsockname()[1]}/feed")
    assert error.kind == "refused"


async def test_no_encryption_is_told(site: Site) -> None:
    site.answer("/feed", FEED)
    assert (await refusal(f"https://127.0.0.1:{site.port}/feed")).kind == "tls"


async def test_a_name_without_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    error = await refusal("https://nowhere.example/feed")
    assert error.kind == "dns"
    assert "nowhere.example" in error.message


async def test_a_name_server_that_does_not_answer_costs_the_deadline_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end = threading.Event()

    def silent(*_: object) -> list[object]:
        end.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    error = await refusal("https://slow.example/feed", FetchLimits(timeout=0.1))
    assert error.kind == "timeout"
    assert not end.is_set(), "the fetch, and the close of the fetcher, waited for the name server"
    end.set()
