"""An update as an event of a `text/event-stream` (WHATWG HTML, server-sent events).

The JSON is the stored one; it is framed once for all listeners. Knows the framing; must not know who
listens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from ticker.errors import StoreError

if TYPE_CHECKING:
    from ticker.store import DeskStatus

OPENING: Final = b"retry: 2000\n: every update has an id; the last one is the cursor to come back with\n\n"
HEARTBEAT: Final = b": still here\n\n"
AWAY: Final = b": the store does not answer; waiting for it\n\n"


class _Head(msgspec.Struct):
    epoch: str
    op: str


_head = msgspec.json.Decoder(_Head)


@dataclass(frozen=True, slots=True)
class Frame:
    """One update, ready to be written. A frame without data only says: look at the store again."""

    epoch: str
    offset: int
    data: bytes


LOOK: Final = Frame("", -1, b"")


def frame(offset: int, update: bytes) -> Frame:
    """Frame one update as it is stored.

    Raises:
        StoreError: the bytes are no update.
    """
    try:
        head = _head.decode(update)
    except msgspec.DecodeError as error:
        raise StoreError(f"stored update {offset} cannot be read: {error}") from error
    # JSON as stored holds no line break: those in texts are escaped
    text = b"id: %b:%d\nevent: %b\ndata: %b\n\n" % (head.epoch.encode(), offset, head.op.encode(), update)
    return Frame(head.epoch, offset, text)


def reset(status: DeskStatus, reason: str) -> bytes:
    """Tell the listener to take a fresh snapshot; what follows goes on after the offset given here."""
    data = {
        "desk": status.desk,
        "epoch": status.epoch,
        "offset": status.offset,
        "reason": reason,
        "snapshot": f"/v1/stories?desk={status.desk}&limit=5000",
    }
    name = b"id: %b:%d\n" % (status.epoch.encode(), status.offset) if status.epoch else b""
    return b"%bevent: reset\ndata: %b\n\n" % (name, msgspec.json.encode(data))
