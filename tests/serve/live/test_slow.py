"""Clients that do not read, that say what they must not, that are let in no longer."""

from __future__ import annotations

import asyncio
import os
import struct
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import InvalidStatus

from ticker.serve.limits import Limits
from ticker.store import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

Live = Any
PAD = " x" * 400


def room(newsroom: Any) -> Any:
    return next(iter(newsroom.server._desks)).entrance.room


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not what():
            await asyncio.sleep(0.005)


def frame(
    text: bytes, *, opcode: int = 1, fin: bool = True, mask: bool = True, length: int | None = None
) -> bytes:
    """A frame as a client sends it, or ought not to."""
    size = len(text) if length is None else length
    head = bytes([(0x80 if fin else 0) | opcode])
    bit = 0x80 if mask else 0
    if size < 126:
        head += bytes([bit | size])
    elif size < 1 << 16:
        head += struct.pack("!BH", bit | 126, size)
    else:
        head += struct.pack("!BQ", bit | 127, size)
    if not mask:
        return head + text
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[at % 4] for at, byte in enumerate(text))


def close_code(rest: bytes) -> int:
    """The code of the close frame at the end of what the server sent; 0 = there is none."""
    at = rest.rfind(b"\x88")
    return struct.unpack("!H", rest[at + 2 : at + 4])[0] if at >= 0 and len(rest) >= at + 4 else 0


async def test_a_client_that_reads_nothing_is_closed_and_holds_up_nobody(
    opened: Callable[..., Any], live: Live, raw: Any, titles: Any
) -> None:
    """Its buffer is bounded, the code says that it may come back, and its cursor then leads on."""
    limits = Limits(socket_stall=0.3, sweep=0.05, farewell=3, socket_high=32_768)
    async with opened(limits, small=True) as newsroom, live(newsroom) as heard:
        await heard.until("snapshot")
        deaf = raw(newsroom, receive=4096)
        await deaf.send(deaf.opening)
        await until(lambda: len(room(newsroom)) == 2)
        sent = 0
        while not any(one.stuck() for one in room(newsroom)) and sent < 2_000:
            await newsroom.publish(*(title + PAD for title in titles(20, sent)))
            sent += 20
        buffered = [one._transport.get_write_buffer_size() for one in room(newsroom)]
        assert max(buffered) < 1 << 20
        await until(lambda: room(newsroom).slow == 1)
        assert close_code(await deaf.rest()) == 4000
        await until(lambda: len(room(newsroom)) == 1)
        await heard.reach(sent)
        assert [one["offset"] for one in heard.updates] == list(range(1, sent + 1))


async def test_a_client_that_answers_no_ping_is_closed_though_little_waits_for_it(
    opened: Callable[..., Any], raw: Any, live: Live, titles: Any
) -> None:
    async with (
        opened(Limits(alive=0.05, socket_stall=0.3, sweep=0.02, farewell=0.5)) as newsroom,
        live(newsroom) as heard,
    ):
        await newsroom.publish(*titles(1))
        deaf = raw(newsroom)
        await deaf.send(deaf.opening)
        await until(lambda: room(newsroom).slow == 1)
        assert close_code(await deaf.rest()) == 4000
        await newsroom.publish(*titles(1, 1))
        await heard.reach(2)
        assert len(room(newsroom)) == 1, "a client that reads answers by itself"


async def test_a_client_on_a_slow_line_is_waited_for_as_long_as_it_reads(
    opened: Callable[..., Any], raw: Any, titles: Any
) -> None:
    """It takes several times as long as a client that reads nothing would be given."""
    limits = Limits(alive=0.05, socket_stall=0.5, sweep=0.25, socket_high=16_384, socket_system=16_384)
    async with opened(limits) as newsroom:
        for start in range(0, 2_000, 200):
            await newsroom.publish(*(title + PAD for title in titles(200, start)))
        slow = raw(newsroom, "limit=5000", receive=16_384)
        await slow.send(slow.opening)
        loop, got, begun = asyncio.get_running_loop(), b"", asyncio.get_running_loop().time()
        while got.count(b'"headline"') < 2_000:
            got += await asyncio.wait_for(loop.sock_recv(slow.socket, 20_000), 10)
            await asyncio.sleep(0.015)
        slow.socket.close()
        assert loop.time() - begun > 2 * limits.socket_stall
        assert room(newsroom).slow == 0


async def test_a_client_that_reads_too_slowly_for_what_comes_is_closed(
    opened: Callable[..., Any], raw: Any, titles: Any
) -> None:
    limits = Limits(socket_stall=60, sweep=0.05, farewell=0.1, socket_high=16_384, waiting_bytes=20_000)
    async with opened(limits, small=True) as newsroom:
        deaf = raw(newsroom, receive=4096)
        await deaf.send(deaf.opening)
        await until(lambda: len(room(newsroom)) == 1)
        sent = 0
        while room(newsroom).slow == 0 and sent < 2_000:
            await newsroom.publish(*(title + PAD for title in titles(20, sent)))
            sent += 20
        await until(lambda: len(room(newsroom)) == 0)
        await deaf.rest()


async def test_a_client_that_was_behind_and_reads_again_misses_nothing(
    opened: Callable[..., Any], raw: Any, titles: Any
) -> None:
    limits = Limits(socket_stall=60, sweep=60, socket_high=16_384, page=7, farewell=2)
    async with opened(limits, small=True) as newsroom:
        epoch = (await newsroom.store.status()).epoch
        slow = raw(newsroom, f"cursor={epoch}:0", receive=4096)
        await slow.send(slow.opening)
        await until(lambda: len(room(newsroom)) == 1)
        sent = 0
        while not any(one.stuck() for one in room(newsroom)) and sent < 2_000:
            await newsroom.publish(*(title + PAD for title in titles(20, sent)))
            sent += 20
        await newsroom.publish(*(title + PAD for title in titles(60, sent)))
        reading = asyncio.create_task(slow.rest())
        (client,) = room(newsroom)
        await until(lambda: client.sent == sent + 60)
        newsroom.server.stop()
        got = await reading
        places = [got.index(f'"offset":{offset},'.encode()) for offset in range(1, sent + 61)]
        assert places == sorted(places)
        assert got.count(b'"type":"update"') == sent + 60


async def test_a_snapshot_is_written_as_it_is_read(opened: Callable[..., Any], raw: Any, titles: Any) -> None:
    """A client that takes none of a large snapshot costs a piece of it, and is cut off."""
    limits = Limits(socket_stall=0.3, sweep=0.05, farewell=0.1, socket_high=16_384)
    async with opened(limits, small=True) as newsroom:
        for start in range(0, 1_000, 100):
            await newsroom.publish(*(title + PAD for title in titles(100, start)))
        deaf = raw(newsroom, "limit=5000", receive=4096)
        await deaf.send(deaf.opening)
        await until(lambda: any(one.stuck() for one in room(newsroom)))
        (client,) = room(newsroom)
        assert client._transport.get_write_buffer_size() < 200_000
        await until(lambda: room(newsroom).slow == 1)
        await until(lambda: len(room(newsroom)) == 0)
        assert close_code((await deaf.rest())[-10:]) == 0, "nothing may stand inside a message"


MALFORMED = [
    (frame(b'{"type":"pong"}'), 4500),
    (frame(b'{"type":"ping","x":1}'), 4500),
    (frame(b"[]"), 4500),
    (frame(b"null"), 4500),
    (frame(b""), 4500),
    (frame(b"[" * 4_000), 4500),
    (frame(b'{"type":"ping"}', opcode=2), 4500),
    (frame(b'{"type":', fin=False), 4500),
    (frame(b'{"type":"\xff"}'), 1007),
    (frame(b"\xed\xa0\x80"), 1007),
    (frame(b"x" * 4_097), 1009),
    (frame(b"", length=1 << 40), 1009),
    (frame(b"", length=(1 << 63) + 5), 1009),
    (frame(b"x", mask=False), 1002),
    (frame(b"x", opcode=3), 1002),
    (frame(b"x", opcode=11), 1002),
    (bytes([0xC1]) + frame(b"x")[1:], 1002),
    (bytes([0xA1]) + frame(b"x")[1:], 1002),
    (frame(b"x", opcode=0), 1002),
    (frame(b"x" * 126, opcode=9), 1002),
    (frame(b"x", opcode=9, fin=False), 1002),
    (frame(b"x", opcode=8), 1002),
    (frame(struct.pack("!H", 999), opcode=8), 1002),
    (frame(struct.pack("!H", 1005), opcode=8), 1002),
    (frame(struct.pack("!H", 1000) + b"\xff", opcode=8), 1007),
    (frame(struct.pack("!H", 1000), opcode=8), 1000),
    (frame(struct.pack("!H", 4321), opcode=8), 4321),
    (frame(b"x", opcode=9) * 200, 4501),
    (frame(b'{"type":"ping"}') * 200, 4501),
    (b"GET / HTTP/1.1\r\n\r\n", 1002),
]


async def test_whatever_a_client_sends_the_answer_is_a_code(
    opened: Callable[..., Any], live: Live, raw: Any, titles: Any
) -> None:
    async with opened(Limits(farewell=0.1)) as newsroom, live(newsroom) as heard:
        for sent, code in MALFORMED:
            client = raw(newsroom)
            await client.send(client.opening)
            await until(lambda: len(room(newsroom)) == 2)
            await client.send(sent)
            got = await client.rest()
            assert got.startswith(b"HTTP/1.1 101 ")
            assert close_code(got) == code, (sent[:40], got[-60:])
            await until(lambda: len(room(newsroom)) == 1)
        await newsroom.publish(*titles(1))
        assert len(await heard.take(1)) == 1, "nobody else noticed"
    assert {one["level"] for one in newsroom.heard} <= {"info", "debug"}


async def test_what_comes_with_the_handshake_and_byte_by_byte_is_heard(newsroom: Any, raw: Any) -> None:
    ping, end = frame(b'{"type":"ping"}'), frame(struct.pack("!H", 1000), opcode=8)
    early = raw(newsroom)
    await early.send(early.opening + ping)
    await early.until(b'{"type":"pong"}')
    await early.send(end)
    await early.rest()
    drip = raw(newsroom)
    for byte in drip.opening + ping:
        await drip.send(bytes([byte]))
        await asyncio.sleep(0)
    await drip.until(b'{"type":"pong"}')
    await drip.send(end)
    await drip.rest()


HANDSHAKES = [
    ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12", 400, "bad-upgrade"),
    ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: short", 400, "bad-upgrade"),
    ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400, "bad-upgrade"),
    ("Upgrade: websocket", "Upgrade: h2c", 426, "upgrade-needed"),
    ("Connection: Upgrade", "Connection: close", 400, "bad-upgrade"),
    ("Sec-WebSocket-Version", "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Version", 400, "bad-upgrade"),
    ("Host: localhost", "Host: evil.example", 421, "wrong-host"),
    ("Host: localhost", "Host: localhost\r\nOrigin: https://evil.example", 403, "wrong-origin"),
    ("/v1/live?", "/v1/live?desk=nowhere&", 404, "unknown-desk"),
    ("/v1/live?", "/v1/live?cursor=x&", 422, "bad-query"),
    ("/v1/live?", "/v1/live?token=tk_x&", 422, "bad-query"),
    ("/v1/live?", "/v1/live?editing=true&", 401, "token-needed"),
    ("/v1/live?", "/v1/dead?", 404, "unknown-path"),
]


async def test_a_handshake_that_cannot_be_used_is_answered_as_any_request(newsroom: Any, raw: Any) -> None:
    for right, wrong, status, kind in HANDSHAKES:
        client = raw(newsroom)
        assert right in client.opening.decode()
        request = client.opening.decode().replace(right, wrong)
        if "Connection: close" not in request:
            request = request.replace("Connection: Upgrade", "Connection: Upgrade, close")
        await client.send(request.encode())
        got = (await client.rest()).decode()
        assert f" {status} " in got.partition("\r\n")[0], (wrong, got)
        assert f"urn:ticker:problem:{kind}" in got, (wrong, got)
    async with newsroom.http.get("/v1/live") as response:
        assert (response.status, response.headers["Upgrade"]) == (426, "websocket")


async def test_own_and_named_pages_may_open_it_and_no_others(opened: Callable[..., Any], live: Live) -> None:
    """A page elsewhere could otherwise read along with whoever looks at it (CSWSH)."""
    async with opened(serve={"port": 0, "origins": ["https://news.example.org"]}) as newsroom:
        for origin in (newsroom.server.url, "https://news.example.org"):
            async with live(newsroom, origin=origin) as heard:
                assert (await heard.next())["type"] == "hello"
        for origin in ("https://evil.example", "null", "https://news.example.org.evil.example"):
            with pytest.raises(InvalidStatus) as refused:
                async with live(newsroom, origin=origin):
                    pass
            assert refused.value.response.status_code == 403


async def test_tokens_and_tickets_open_it(opened: Callable[..., Any], live: Live) -> None:
    async with opened(serve={"port": 0, "public": False}, more=("other",)) as newsroom:
        token = await newsroom.token("reader", newsroom.desk)
        header = {"Authorization": f"Bearer {token}"}
        async with live(newsroom, additional_headers=header) as heard:
            assert (await heard.next())["desk"] == newsroom.desk
        async with newsroom.http.post("/v1/tickets", headers=header) as response:
            assert response.status == 200
            ticket = (await response.json())["ticket"]
        words = ["ticker.v1.json", f"ticket.{ticket}"]
        async with live(newsroom, subprotocols=words) as heard:
            assert heard.socket.subprotocol == "ticker.v1.json"
            assert (await heard.next())["desk"] == newsroom.desk
        for query, options, status in (
            ("", {}, 401),
            ("", {"subprotocols": words}, 401),
            ("", {"subprotocols": ["ticker.v1.json", "ticket.x"]}, 401),
            ("desk=other", {"additional_headers": header}, 404),
            ("editing=true", {"additional_headers": header}, 403),
        ):
            with pytest.raises(InvalidStatus) as refused:
                async with live(newsroom, query, **options):
                    pass
            assert refused.value.response.status_code == status, (query, options)
        async with newsroom.http.post("/v1/tickets") as response:
            assert response.status == 401


async def test_a_socket_ends_when_its_token_does(
    opened: Callable[..., Any], live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ticker.serve.live.lobby._TOKENS_EVERY", 0.05)
    async with opened(Limits(sweep=0.02), serve={"port": 0, "public": False}) as newsroom:
        token, other = await newsroom.token(), await newsroom.token()
        async with (
            live(newsroom, additional_headers={"Authorization": f"Bearer {token}"}) as heard,
            live(newsroom, additional_headers={"Authorization": f"Bearer {other}"}) as stays,
        ):
            await heard.until("snapshot")
            assert await Tokens(newsroom.redis).revoke(token.split("_")[1])
            assert await heard.closed() == 4503
            await stays.until("snapshot")
            await asyncio.wait_for(await stays.socket.ping(), 10)


async def test_no_more_sockets_than_the_limit(opened: Callable[..., Any], live: Live) -> None:
    async with opened(Limits(sockets=1)) as newsroom:
        async with live(newsroom):
            with pytest.raises(InvalidStatus) as refused:
                async with live(newsroom):
                    pass
            assert refused.value.response.status_code == 503
        await until(lambda: len(room(newsroom)) == 0)
        async with live(newsroom):
            pass
