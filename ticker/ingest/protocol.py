"""What the parser and its child say to each other: a length, then msgpack.

Knows the frames and both messages; must not know processes.
"""

from __future__ import annotations

import struct

import msgspec

from ticker.errors import ParseError
from ticker.ingest.document import Document, Reading  # noqa: TC001 - msgspec reads the annotations

_LENGTH = struct.Struct(">I")
HEAD = _LENGTH.size
"""Bytes of a frame's head."""


class Request(msgspec.Struct, array_like=True):
    """One body to parse, and how; `cpu` is the seconds it may burn."""

    body: bytes
    how: Reading
    cpu: float = 10.0


class Reply(msgspec.Struct, array_like=True):
    """A document, or the refusal: exactly one of `document` and `kind` is set."""

    document: Document | None = None
    kind: str = ""
    message: str = ""

    def result(self) -> Document:
        """The document; raises the ParseError that the child met."""
        if self.document is None:
            raise ParseError(self.kind, self.message)
        return self.document


_encoder = msgspec.msgpack.Encoder()
_request = msgspec.msgpack.Decoder(Request)
_reply = msgspec.msgpack.Decoder(Reply)


def frame(message: Request | Reply) -> bytes:
    """A message as it goes over the pipe."""
    payload = _encoder.encode(message)
    return _LENGTH.pack(len(payload)) + payload


def length(head: bytes) -> int:
    """Bytes of the message that follows `head`."""
    (size,) = _LENGTH.unpack(head)
    return int(size)


def read_request(payload: bytes) -> Request:
    """The request in a frame's payload."""
    return _request.decode(payload)


def read_reply(payload: bytes) -> Reply:
    """The reply in a frame's payload. Raises `msgspec.MsgspecError` where the child wrote anything else."""
    return _reply.decode(payload)
