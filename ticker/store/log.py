"""The intake log of a desk: what feeds said and what else happened, in one order.

Knows how records get in once and come out in order; must not know what a desk makes of them.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ticker.store import codec
from ticker.store.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.model import Action, DeskSettings, Entry, Event, Tick
    from ticker.store.codec import Poison
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys

SLICE: Final = 2.0
"""Longest single wait at the server, seconds: below any socket timeout, so that a wait is no error."""

STEP: Final = 1_000
"""Entries that are written in one step: some 25 ms of Redis' time."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a batch of entries; the three add up to its length.

    `new` and `revised` (known id, other title) were written, `known` only touched. `taken_by` names the life
    of the server that took them: after a restart or failover it is another, which may not know of them.
    """

    new: int = 0
    known: int = 0
    revised: int = 0
    taken_by: str = field(default="", compare=False)


class Log:
    """The intake log of one desk."""

    def __init__(self, engine: Engine, keys: DeskKeys) -> None:
        self._engine = engine
        self._keys = keys
        self._appending: Together[list[bytes], Appended] = Together(self._append, most=STEP, weight=len)

    async def append(self, entries: Sequence[Entry]) -> Appended:
        """Write what is new among `entries`, once however often it is repeated.

        Up to `STEP` go in one step, all or nothing; a document of more takes several, so that Redis does not
        stand still for it. One that was cut short between them is written whole by its next poll.
        """
        total = Appended()
        for at in range(0, len(entries), STEP):
            done = await self._appending.ask(list(map(codec.pack_new, entries[at : at + STEP])))
            total = Appended(
                total.new + done.new,
                total.known + done.known,
                total.revised + done.revised,
                total.taken_by or done.taken_by,
            )
        return total

    async def _append(self, documents: Sequence[list[bytes]]) -> list[Appended]:
        keys = (self._keys.meta, self._keys.intake, self._keys.seen, self._keys.titles)
        counts = [len(document) for document in documents]
        entries = [entry for document in documents for entry in document]
        taken_by, *became = await self._engine.run("append", keys, len(counts), *counts, *entries)
        return [Appended(new, known, revised, taken_by.decode()) for new, known, revised in became]

    async def append_event(self, event: Tick | DeskSettings | Action, *, id: str | None = None) -> str:  # noqa: A002 - the word of the log
        """Write one event; the record's id. The same `id` again (default: a fresh one) writes nothing."""
        kind, record = codec.pack_event(event)
        keys = (self._keys.meta, self._keys.intake, self._keys.told)
        number: int = await self._engine.run("append_event", keys, id or secrets.token_hex(12), kind, record)
        return f"{number}-0"

    async def read(
        self, after: str, *, count: int = 200, block: float | None = None
    ) -> list[tuple[str, Event | Poison]]:
        """Read up to `count` records after the record `after` ("" = the oldest kept), in order.

        With `block`, wait up to so many seconds for the first one. A record that cannot be read
        comes as `Poison`.
        """
        rows = await wait_for_stream(self._engine, self._keys.intake, after or "0-0", count, block)
        return [(name.decode(), codec.unpack_event(name.decode(), fields_of(row))) for name, row in rows]


async def wait_for_stream(
    engine: Engine, key: str, after: str, count: int, block: float | None
) -> list[tuple[bytes, list[bytes]]]:
    """Records of a stream after an id, each as its id, and names and values of its fields in turn.

    Waits up to `block` seconds, in slices that no timeout cuts.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + (block or 0)
    while True:
        left = deadline - clock()
        wait: tuple[str | int, ...] = ("BLOCK", max(1, round(min(left, SLICE) * 1000))) if left > 0 else ()
        reply: Any = await engine.call("XREAD", "COUNT", count, *wait, "STREAMS", key, after)
        if reply:
            rows: list[tuple[bytes, list[bytes]]] = reply[0][1]
            return rows
        if left <= 0:
            return []


def fields_of(row: Sequence[bytes]) -> dict[bytes, bytes]:
    """Names and values of a record's fields, which come in turn."""
    return dict(zip(row[::2], row[1::2], strict=True))
