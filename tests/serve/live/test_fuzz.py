"""Whatever bytes a client sends: what it hears is what the protocol names, and nothing meant for others."""

from __future__ import annotations

import asyncio
import json
import random
from typing import TYPE_CHECKING, Any

from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side

from ticker import clock
from ticker.core.model import Action, Verb
from ticker.serve.limits import Limits
from ticker.serve.live.messages import SENT
from ticker.serve.live.wire import Close
from ticker.store import DeskStore

if TYPE_CHECKING:
    from collections.abc import Callable

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
HOAX = "Kalmar mayor resigns over the ferry contract"
TEXTS = [
    b'{"type":"ping"}',
    b'{"type":"hello","desk":"other"}',
    b'{"type":"subscribe","desk":"other","editing":true}',
    b'{"type":"update","op":"spiked","story":{"id":"1"}}',
    b'{"type":["ping"]}',
    b'{"type":"ping","type":"ping"}',
    b"[" * 3_000,
    b'"\\ud800"',
    b"\xff\xfe",
    "اقرأ".encode(),
    b"0" * 5_000,
    b"",
]
CODES = {code.value for code in Close} | {1000, 1002, 1005, 1006, 1009}


def bytes_of(chance: random.Random) -> bytes:
    """A few frames, most of them good, some of them bent."""
    sent = b""
    for _ in range(chance.randrange(1, 6)):
        text, opcode = chance.choice(TEXTS), chance.choice(list(Opcode))
        if opcode >= Opcode.CLOSE:
            text = text[:125]  # the library makes no longer ones
        one = bytearray(Frame(opcode, text).serialize(mask=True))
        for _ in range(chance.choice([0, 0, 1, 3])):
            one[chance.randrange(min(len(one), 14))] = chance.randrange(256)
        sent += bytes(one[: chance.choice([len(one), len(one), chance.randrange(1, len(one) + 1)])])
    return sent


def heard_in(got: bytes) -> tuple[list[dict[str, Any]], int]:
    """The messages of what came after the handshake, and the code at its end (1006 = there is none)."""
    head, _, rest = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 "), head
    reader = Protocol(Side.CLIENT, max_size=None)
    reader.receive_data(rest)
    frames = [one for one in reader.events_received() if isinstance(one, Frame)]
    assert reader.parser_exc is None, "what the server sends is frames and nothing else"
    texts = [json.loads(bytes(one.data)) for one in frames if one.opcode is Opcode.TEXT]
    return texts, reader.close_code or 1006


async def test_what_is_heard_is_the_protocol_and_nobody_elses(opened: Callable[..., Any], raw: Any) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    async with opened(Limits(farewell=0.2), more=("other",), serve={"port": 0, "rate": 10_000}) as newsroom:
        await newsroom.publish(HOAX, BRIDGE)
        await newsroom.store.act(Action("a1", Verb.SPIKE, "Amal", clock.now(), ("1",), text="a hoax"))
        assert (await DeskStore(newsroom.redis, "other").top())["stories"] == []
        room = next(iter(newsroom.server._desks)).entrance.room

        async def one(sent: bytes) -> None:
            client = raw(newsroom)
            await client.send(client.opening)
            got = await client.until(b'"snapshot"')
            await client.send(sent)
            client.socket.shutdown(1)  # no more comes: a frame that is half sent stays so
            got += await client.rest()
            texts, code = heard_in(got)
            assert {text["type"] for text in texts} <= set(SENT), (sent, texts)
            assert code in CODES or 3000 <= code < 5000, (sent, code)
            assert HOAX.encode() not in got
            assert b"Amal" not in got

        for _ in range(15):
            await asyncio.gather(*(one(bytes_of(chance)) for _ in range(10)))
        async with asyncio.timeout(20):
            while len(room):
                await asyncio.sleep(0.005)
        assert {entry["level"] for entry in newsroom.heard} <= {"info", "debug"}
