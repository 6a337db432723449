"""Which hosts are answered for, and what every answer carries."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from yarl import URL

from ticker.serve.guard import HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable


async def test_this_machine_is_answered(newsroom: Any) -> None:
    for host in ("localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:65535"):
        async with newsroom.http.get("/healthz", headers={"Host": host}) as response:
            assert response.status == 200, host
            assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
            assert "Access-Control-Allow-Origin" not in response.headers
            assert "Server" not in response.headers


FOREIGN = [
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "localhost:8080:1",
    "localhost:port",
    "[::1",
    "[::2]",
    "0.0.0.0",
    "127.0.0.2",
    "127.1",
    "localhost.",
    "localhost/",
]


async def test_any_other_name_is_refused(newsroom: Any) -> None:
    for host in FOREIGN:
        for path in ("/v1/stories", "/v1/events", "/openapi.json", "/nothing"):
            async with newsroom.http.get(path, headers={"Host": host}) as response:
                assert response.status == 421, (host, path)
                problem = await response.json(content_type=None)
                assert problem["type"] == "urn:ticker:problem:wrong-host"


async def test_the_configured_host_is_answered(opened: Callable[..., Any]) -> None:
    async with opened(serve={"host": "127.0.0.9", "port": 0}) as newsroom:
        assert newsroom.server.url.startswith("http://127.0.0.9:")
        async with newsroom.http.get("/healthz") as response:
            assert response.status == 200


async def raw(newsroom: Any, request: bytes) -> bytes:
    """Whatever the server says to these bytes before it closes."""
    url = URL(newsroom.server.url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(request)
    said = b""
    try:
        async with asyncio.timeout(10):
            while more := await reader.read(65536):
                said += more
    except ConnectionResetError:
        return said  # it closed before it had read everything
    finally:
        writer.close()
    return said


async def test_a_request_without_a_host_is_refused(newsroom: Any) -> None:
    answer = await raw(newsroom, b"GET /healthz HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"urn:ticker:problem:no-host" in answer


MALFORMED = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not TLS\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000,
    b"GET http://[ HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n",
    (b"GET /v1/live HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n"),
]


async def test_malformed_requests_harm_nobody(newsroom: Any) -> None:
    for request in MALFORMED:
        answer = await raw(newsroom, request)
        assert answer.split(b" ")[1] in {b"400", b"404", b"421", b"431"}, request[:50]
    assert {one["level"] for one in newsroom.heard} <= {"info", "debug"}
    async with newsroom.http.get("/healthz") as response:
        assert response.status == 200
