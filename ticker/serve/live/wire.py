"""The messages of `ticker.v1.json` and their frames; the codes with which a connection is closed.

A message is framed once for all who get it. Compression is negotiated without context takeover, so a
compressed message is the same for everybody too.

Knows bytes on the wire; must not know who gets them.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBPROTOCOL: Final = "ticker.v1.json"

DEFLATE: Final = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True,
    client_no_context_takeover=True,
    server_max_window_bits=None,
    client_max_window_bits=None,
    require_client_max_window_bits=False,
)

_PACKER: Final = PerMessageDeflate(
    remote_no_context_takeover=True,
    local_no_context_takeover=True,
    remote_max_window_bits=15,
    local_max_window_bits=15,
)
_WORTH_IT: Final = 256  # bytes: shorter messages grow, or save less than their header


class Close(IntEnum):
    """Why a connection is closed. From 4500 on a client must not come back by itself; else it may."""

    GOING_AWAY = 1001
    BAD_TEXT = 1007
    BROKEN = 1011
    SLOW = 4000
    STORE_AWAY = 4001
    NOT_UNDERSTOOD = 4500
    TOO_MUCH = 4501
    DESK_GONE = 4502
    TOKEN_GONE = 4503


SAID: Final[dict[Close, str]] = {
    Close.GOING_AWAY: "the server stops; come back with your cursor",
    Close.BAD_TEXT: "a message is no UTF-8",
    Close.BROKEN: "something broke here; come back with your cursor",
    Close.SLOW: "you read too slowly; come back with your cursor",
    Close.STORE_AWAY: "the store does not answer; come back with your cursor",
    Close.NOT_UNDERSTOOD: 'this socket takes {"type":"ping"} alone',
    Close.TOO_MUCH: "too many messages",
    Close.DESK_GONE: "the desk is closed",
    Close.TOKEN_GONE: "the token is no longer good",
}


class Message:
    """One JSON message and its frames; a frame is made when first asked for."""

    __slots__ = ("_deflated", "_plain", "json")

    def __init__(self, json: bytes) -> None:
        self.json = json
        self._plain = b""
        self._deflated = b""

    @classmethod
    def of(cls, update: bytes) -> Message:
        """An update, as JSON without a type."""
        return cls(b'{"type":"update",' + update[1:])

    def framed(self, *, deflate: bool) -> bytes:
        """The bytes for the socket."""
        if deflate and len(self.json) >= _WORTH_IT:
            if not self._deflated:
                frame = Frame(Opcode.TEXT, self.json)
                self._deflated = frame.serialize(mask=False, extensions=[_PACKER])
            return self._deflated
        if not self._plain:
            self._plain = Frame(Opcode.TEXT, self.json).serialize(mask=False)
        return self._plain


def hello(desk: str, epoch: str, offset: int, ping: float) -> Message:
    """The first message: where the desk stands, and after how many seconds of silence there is a ping."""
    return Message(_json(type="hello", desk=desk, epoch=epoch, offset=offset, ping=ping))


def snapshot(epoch: str, offset: int, stories: Sequence[Any], *, complete: bool) -> Message:
    """The stories at one offset, best first; `complete` = there are no more that pass the filter."""
    return Message(_json(type="snapshot", epoch=epoch, offset=offset, complete=complete, stories=stories))


def recovered(epoch: str, after: int) -> Message:
    """Nothing is missing: every update after the cursor follows."""
    return Message(_json(type="recovered", epoch=epoch, **{"from": after}))


def ping(epoch: str, offset: int) -> Message:
    """The connection lives, and the client has everything up to this offset."""
    return Message(_json(type="ping", epoch=epoch, offset=offset))


PONG: Final = Message(b'{"type":"pong"}')


def _json(**members: Any) -> bytes:
    return msgspec.json.encode(members)
