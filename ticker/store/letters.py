"""Dead letters: log records that broke the desk again and again, kept with the reason until somebody decides.

A record is given up inside the commit that moves the cursor over it, so it is applied or a letter, never
neither. `tries` counts before that, in the store, so that a new writer goes on counting.

Knows how letters are kept, retried and dropped; must not know why a record broke the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ticker.core.model import Action
from ticker.store import codec

if TYPE_CHECKING:
    from ticker.core.model import Event, Instant
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a log record was tried in vain, and what the last try said."""

    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter: the log record's number, kind and bytes; why and when, after how many tries."""

    number: int
    kind: bytes
    record: bytes
    reason: str
    tries: int
    at: Instant

    def event(self) -> Event | codec.Poison:
        """What the record says, if it can be read."""
        return codec.unpack_event(f"{self.number}-0", {self.kind: self.record})

    def row(self) -> tuple[int, bytes, bytes, str, int, str]:
        """The letter as `commit.lua` takes it."""
        return self.number, self.kind, self.record, self.reason, self.tries, repr(self.at)


class Letters:
    """The dead letters of one desk."""

    def __init__(self, engine: Engine, keys: DeskKeys) -> None:
        self._engine = engine
        self._keys = keys

    async def tries(self) -> dict[int, Tries]:
        """The records that broke the desk and that it is not done with, by number."""
        rows = await self._engine.call("HGETALL", self._keys.tries)
        return {int(number): _tries(value) for number, value in rows.items()}

    async def tried(self, token: int, number: int, tries: Tries) -> None:
        """Remember that a record broke the desk.

        Raises:
            FencedError: the fencing token is no longer current.
        """
        keys = (self._keys.meta, self._keys.lease, self._keys.tries)
        await self._engine.run("tried", keys, token, number, f"{tries.count} {tries.reason}")

    async def letters(self, *, newest: int | None = None) -> list[Letter]:
        """All of them, oldest first, or only the `newest`."""
        if newest is None:
            rows = await self._engine.call("XRANGE", self._keys.letters, "-", "+")
        else:
            rows = await self._engine.call("XREVRANGE", self._keys.letters, "+", "-", "COUNT", newest)
            rows.reverse()
        return [_letter(name, row) for name, row in rows]

    async def retry(self, letter: Letter) -> int:
        """Give the record to the desk once more, as the log's newest: its new number, 0 = no such letter."""
        event = letter.event()
        return await self._take(letter.number, "retry", event.id if isinstance(event, Action) else "")

    async def drop(self, number: int) -> bool:
        """Throw a letter away for good; False = there is no such letter."""
        return bool(await self._take(number, "drop", ""))

    async def _take(self, number: int, what: str, action: str) -> int:
        keys = (self._keys.meta, self._keys.intake, self._keys.letters, self._keys.told)
        taken: int = await self._engine.run("letter", keys, number, what, action)
        return taken


def _tries(value: bytes) -> Tries:
    count, _, reason = value.decode("utf-8", "replace").partition(" ")
    return Tries(int(count), reason)


def _letter(name: bytes, row: Any) -> Letter:
    fields = row if isinstance(row, dict) else dict(zip(row[::2], row[1::2], strict=True))
    return Letter(
        int(name.partition(b"-")[0]),
        fields[b"kind"],
        fields[b"record"],
        fields[b"reason"].decode("utf-8", "replace"),
        int(fields[b"tries"]),
        float(fields[b"at"]),
    )
