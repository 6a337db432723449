"""Follow a desk's updates from a cursor: exact, or refused.

Knows cursors (`epoch:offset`, exclusive) and gaps; must not know who listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ticker.core.view import UpdateView
    from ticker.store import DeskStore

_BLOCK = 1.0

Cursor = tuple[str, int]


def cursor_of(text: str | None) -> Cursor | None:
    """Read `epoch:offset`. Raises UsageError when it is not of that form."""
    if text is None:
        return None
    epoch, _, offset = text.rpartition(":")
    if not epoch or not offset.isdecimal():
        raise UsageError(f"a cursor is EPOCH:OFFSET as an update shows them, not {text!r}")
    return epoch, int(offset)


async def follow(store: DeskStore, cursor: Cursor | None) -> AsyncIterator[UpdateView]:
    """All updates after `cursor` (None = from now on), without end.

    Raises GapError when the cursor belongs to another epoch or lies before what is kept.
    """
    status = await store.status()
    epoch, after = cursor or (status.epoch, status.offset)
    while True:
        for update in await store.updates(after, epoch=epoch, block=_BLOCK):
            after = update["offset"]
            yield update
