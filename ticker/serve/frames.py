"""An update as an event of a `text/event-stream` (WHATWG HTML, server-sent events).

Knows the framing; must not know who listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from ticker.store import DeskStatus

OPENING: Final = b"retry: 2000\n: every update has an id; the last one is the cursor to come back with\n\n"
AWAY: Final = b": the store does not answer; waiting for it\n\n"


def event(epoch: str, offset: int, op: str, json: bytes) -> bytes:
    """One update, as JSON, for a stream of events."""
    # JSON holds no line break: those in texts are escaped
    return b"id: %b:%d\nevent: %b\ndata: %b\n\n" % (epoch.encode(), offset, op.encode(), json)


def heartbeat(cursor: tuple[str, int] | None) -> bytes:
    """Say that the stream lives. An id without data is no event, but browsers come back with it."""
    name = b"id: %b:%d\n" % (cursor[0].encode(), cursor[1]) if cursor and cursor[0] else b""
    return name + b": still here\n\n"


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
