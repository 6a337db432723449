"""`ticker backup` and `ticker restore`: the desks of a configuration to a file and back.

Knows which store is meant and in which order things are read and written; must not know how a line is made.
"""

from __future__ import annotations

from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final

from ticker import __version__, clock
from ticker.core.view import iso
from ticker.errors import OccupiedError, UsageError
from ticker.service.attach import desk_name, running_url
from ticker.store import Turns, connect
from ticker.store import backup as backups
from ticker.store.backup import lines
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config
    from ticker.store.backup.check import DeskSum

_OWNER: Final = "ticker restore"
_LOOK: Final = 5.0  # seconds


async def backup(
    config: Config, path: Path, desks: Sequence[str] = (), *, overwrite: bool = False
) -> dict[str, int]:
    """Write the named desks (none = all of the configuration) to a file: how many lines each has.

    The desks may go on meanwhile: each is in the file as it was at one moment.

    Raises:
        UsageError: there is no such desk, or the file cannot be written.
        StoreError: the store does not answer, or holds what cannot be read.
    """
    names = tuple(desk_name(config, one) for one in desks) or tuple(config.desks)
    counts = dict.fromkeys(names, 0)
    async with _store(config) as redis:
        with backups.writing(path, overwrite=overwrite) as put:
            put(lines.Head(lines.FORMAT, __version__, iso(clock.now()), names))
            for name in names:
                async for line in backups.desk_lines(redis, name):
                    put(line)
                    counts[name] += 1
            async for line in backups.shared_lines(redis, names):
                put(line)
    return counts


async def restore(
    config: Config, path: Path, desks: Sequence[str] = (), *, overwrite: bool = False
) -> list[DeskSum]:
    """Fill the store from a file: all desks in it, or those named. The whole file is checked first.

    Raises:
        UsageError: the file is no whole backup, or holds no such desk.
        OccupiedError: a process keeps a desk, or it is not empty and `overwrite` was not said.
        StoreError: the store does not answer.
    """
    held = backups.check(path, backups.read(path))
    strange = [one for one in desks if one not in held]
    if strange:
        raise UsageError(f"{path}: holds no desk {', '.join(strange)}; it holds {', '.join(held)}")
    wanted = frozenset(desks or held)
    async with _store(config, alone=True) as redis:
        await _nobody_polls(redis)
        await _fill(redis, path, wanted, overwrite=overwrite)
    return [one for one in held.values() if one.name in wanted]


async def _nobody_polls(redis: Redis | RedisCluster) -> None:
    turns = Turns(redis)
    token, _ = await turns.lead(_OWNER, 0, _LOOK)
    if not token:
        raise OccupiedError("nothing is restored: a process polls feeds: stop every `ticker run` first")
    await turns.resign(_OWNER, token)


async def _fill(redis: Redis | RedisCluster, path: Path, wanted: frozenset[str], *, overwrite: bool) -> None:
    shared = backups.SharedRefill(redis)
    desk: backups.DeskRefill | None = None
    begun = False
    for _, line in backups.read(path):
        if isinstance(line, lines.OfDesk):
            if desk is not None:
                await desk.put(line)
            continue
        if desk is not None:
            await desk.finish()
            desk = None
        if isinstance(line, lines.Desk):
            if line.name in wanted:
                try:
                    desk = await backups.DeskRefill(redis, line.name, line.clock).begin(overwrite=overwrite)
                except OccupiedError as error:
                    raise OccupiedError(f"desk {line.name} is not restored: {error}") from error
        elif not isinstance(line, (lines.Head, lines.End)):
            if not begun:
                await shared.begin(wanted, overwrite=overwrite)
                begun = True
            await shared.put(line)
    if not begun:
        await shared.begin(wanted, overwrite=overwrite)


@asynccontextmanager
async def _store(config: Config, *, alone: bool = False) -> AsyncIterator[Redis | RedisCluster]:
    """The store that is configured; the embedded one is started if it does not run.

    `alone`: no other process may run on the embedded one.
    """
    with ExitStack() as stack:
        running = running_url(config)
        if alone and config.redis.url is None and running is not None:
            raise OccupiedError(f"a ticker runs on {config.data_dir}: stop it first")
        url = running or stack.enter_context(EmbeddedServer(config.data_dir)).url
        redis = await connect(url)
        try:
            yield redis
        finally:
            await redis.aclose()
