"""What was read of a desk's headlines, kept in runs, so that the desk opens without reading its titles again.

A cache beside the log: nothing is lost with it, and what another program has read is passed over. Knows where
readings are kept and who made them; must not know what they say.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from hashlib import blake2b
from importlib import resources
from os import urandom
from typing import TYPE_CHECKING, Final

import msgspec

from ticker.tasks import in_a_thread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from ticker.core.readings import Readings
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys

_DIGEST: Final = 16  # bytes

_encoder: Final = msgspec.msgpack.Encoder()


class KeptReadings:
    """The readings of one desk."""

    def __init__(self, engine: Engine, keys: DeskKeys) -> None:
        self._engine = engine
        self._keys = keys

    async def readings(self) -> dict[int, Readings]:
        """What this program, or one that reads titles like it, has read: by number of the run."""
        rows = await self._engine.call("HGETALL", self._keys.readings)
        return await in_a_thread(_unpacked, rows)

    async def keep_readings(self, token: int, run: int, readings: Readings, oldest: int) -> None:
        """Keep those of a run; those of runs before the `oldest` live one are forgotten.

        Raises:
            FencedError: the fencing token is no longer current.
        """
        keys = (self._keys.meta, self._keys.lease, self._keys.readings)
        data = name_reader() + _encoder.encode(readings)
        await self._engine.run("keep_readings", keys, token, run, data, oldest)


@cache
def _decoder() -> msgspec.msgpack.Decoder[Readings]:
    from ticker.core.readings import Readings  # noqa: PLC0415 - numpy, which only a writer needs

    return msgspec.msgpack.Decoder(Readings)


def _unpacked(rows: dict[bytes, bytes]) -> dict[int, Readings]:
    found, mine = {}, name_reader()
    for run, data in rows.items():
        if data.startswith(mine):
            try:
                found[int(run)] = _decoder().decode(memoryview(data)[len(mine) :])
            except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
                continue  # is read anew
    return found


@cache
def name_reader() -> bytes:
    """A name of 16 bytes for how titles are read: by this source of `ticker.core`, by this Python.

    To be asked early: an upgrade may change the files of a process that runs.
    """
    digest = blake2b(f"{sys.version} {unicodedata.unidata_version}".encode(), digest_size=_DIGEST)
    sources = list(_sources(resources.files("ticker.core")))
    for source in sources:
        digest.update(source.read_bytes() + b"\0")
    return (
        digest.digest() if sources else urandom(_DIGEST)
    )  # without sources nobody knows: for this process alone


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _sources(one)
        elif one.name.endswith(".py"):
            yield one
