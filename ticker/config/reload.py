"""Watch the configuration file and load it anew when it changes.

Editors write in place, or replace the file by renaming another over it; some systems swap a link. So the
folders are watched, the file is judged by its identity, time and size, and looked at now and then even
when nobody reports a change (network file systems, links to elsewhere).

Knows when to look again; must not know what a changed option means.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import watchfiles

from ticker.config.loader import load
from ticker.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from ticker.config.options import Config

LOOK_EVERY: Final = 1.0  # seconds, when nobody reports a change
_QUIET: Final = 100  # ms without a further change: an editor that truncates, then writes, is done


async def watch(
    path: Path,
    stop_event: asyncio.Event,
    *,
    current: Config | None = None,
    environ: Mapping[str, str] = os.environ,
) -> AsyncIterator[Config | ConfigError]:
    """What each change of the file amounts to: the new Config, or the ConfigError why the old one must stay.

    Changes that amount to the same configuration (comments, order of options) are not reported. `current`
    is the one in use, so that an edit made before the watching began is not lost. Ends when `stop_event` is
    set.
    """
    last: Config | ConfigError | None = current
    seen: tuple[int, ...] | None = None
    async for _ in _looks(path, stop_event):
        now = _identity(path)
        if last is not None and now == seen:
            continue
        first, seen = last is None, now
        outcome = await asyncio.to_thread(_outcome, path, environ)
        if not first and not _same(last, outcome):
            yield outcome
        last = outcome


async def _looks(path: Path, stop_event: asyncio.Event) -> AsyncIterator[None]:
    """Once at the start, then after every change near the file, and every LOOK_EVERY seconds."""
    yield
    folders = await asyncio.to_thread(_folders, path)
    # no folder, or no watches left on this system: then looking now and then must do
    with suppress(OSError):
        changes = watchfiles.watch(
            *folders,
            stop_event=stop_event,
            step=_QUIET,
            rust_timeout=int(LOOK_EVERY * 1000),
            yield_on_timeout=True,
            recursive=False,
            ignore_permission_denied=True,
        )
        # not `awatch`: its way into a thread loads another library's loop at every start
        while await asyncio.to_thread(next, changes, None) is not None:
            yield
    while not stop_event.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop_event.wait(), LOOK_EVERY)
        yield


def _folders(path: Path) -> set[Path]:
    return {path.absolute().parent, path.resolve().parent}


def _identity(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ()
    return (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)


def _outcome(path: Path, environ: Mapping[str, str]) -> Config | ConfigError:
    try:
        return load(path, environ=environ)
    except ConfigError as error:
        return error


def _same(one: Config | ConfigError | None, other: Config | ConfigError) -> bool:
    if isinstance(one, ConfigError) or isinstance(other, ConfigError):
        return isinstance(one, ConfigError) and isinstance(other, ConfigError) and str(one) == str(other)
    return one == other
