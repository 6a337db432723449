"""One desk as the dashboard reads it, straight from the store, across every restart of it.

Knows how to find the store and when to connect anew; must not know how anything is shown.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ticker.client.source import Resync, Status
from ticker.config import load
from ticker.core.model import FeedState
from ticker.core.view import story_view
from ticker.errors import ConfigError, GapError, StoreError, UnreachableError
from ticker.service.attach import running_url
from ticker.store import Alerts, DeskStore, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config, FeedConfig
    from ticker.core.acts import Outcome
    from ticker.core.audit import AuditView
    from ticker.core.model import Action
    from ticker.core.view import AlertView, StoryView, TopView, UpdateView
    from ticker.service.engine import Engine

_BLOCK = 1.0
_LINE = 400  # bytes of a log line, generously


class StoreSource:
    """`client.source.Source` and `Editor` over a DeskStore; connects when asked, and again after trouble."""

    def __init__(self, config: Config, desk: str, engine: Engine | None = None) -> None:
        self._config = config
        self._desk = desk
        self._engine = engine
        self._redis: Redis | RedisCluster | None = None
        self._store: DeskStore | None = None
        self._epoch = ""
        self._feeds: Sequence[FeedConfig] = config.feeds
        self._written: tuple[int, ...] | None = None

    async def close(self) -> None:
        """Give the connection back."""
        redis, self._redis, self._store = self._redis, None, None
        if redis is not None:
            await redis.aclose()

    async def top(self, *, limit: int | None) -> TopView:
        """Return the ranked stream at one offset; `limit` None = all stories."""
        found = await (await self._open()).top(limit=limit)
        self._epoch = found["epoch"]
        return found

    async def updates(self, after: int) -> AsyncIterator[UpdateView]:
        """Yield every update after `after`, live; raises Resync where that cannot be exact."""
        store = await self._open()
        epoch = self._epoch
        while True:
            try:
                batch = await store.updates(after, epoch=epoch, block=_BLOCK)
            except GapError as error:
                raise Resync(str(error)) from error
            except StoreError:
                await self.close()
                raise
            for update in batch:
                after = update["offset"]
                yield update

    async def story(self, story_id: str) -> StoryView | None:
        """Return one story with its entries, or None when the window no longer holds it."""
        found = await (await self._open()).story(story_id)
        return None if found is None else story_view(*found)

    async def act(self, action: Action, *, wait: float = 10.0) -> Outcome:
        """Do what an editor asks; returns once it is applied. Raises as `DeskStore.act`."""
        return await (await self._open()).act(action, wait=wait)

    async def audit(self, after: int | None = None, *, count: int = 500) -> Sequence[AuditView]:
        """Return lines of the audit in order: the first `count` after an action's number, or the newest."""
        return await (await self._open()).audit(after, count=count)

    async def held(self) -> Sequence[StoryView]:
        """Return the stories that the public must not see now."""
        found = await (await self._open()).top(limit=None, held=True)
        return [story for story in found["stories"] if story["held"]]

    async def feeds(self) -> Sequence[FeedState]:
        """Return every configured feed of the desk, those that were never asked included."""
        known = {state.feed: state for state in await (await self._open()).feeds()}
        configured = await asyncio.to_thread(self._configured)
        return [
            replace(
                known.get(feed.url)
                or FeedState(feed.url, feed.url, feed.publisher, feed.desk, feed.kind, feed.lang),
                paused=feed.paused,
            )
            for feed in configured
            if feed.desk == self._desk
        ]

    async def alerts(self, count: int) -> Sequence[AlertView]:
        """Return the desk's latest alerts, newest first."""
        await self._open()
        if self._redis is None:
            return []
        found = await Alerts(self._redis).recent()
        return [alert for _, alert in found if alert["desk"] == self._desk][:count]

    async def status(self) -> Status:
        """Return how the desk does now; a stopped engine is said in words."""
        trouble = self._engine.trouble() if self._engine else ""
        if trouble:
            raise UnreachableError(trouble)
        try:
            store = await self._open()
            found = await store.status()
            newest = await store.letters(newest=1) if found.letters else []
        except StoreError:
            await self.close()
            raise
        return Status(
            desk=self._desk,
            epoch=found.epoch,
            offset=found.offset,
            stories=found.stories,
            copies=found.copies,
            stale=bool(found.trouble),
            message=found.trouble,
            letters=found.letters,
            letter=newest[-1].reason if newest else "",
        )

    async def log(self, lines: int) -> Sequence[str] | None:
        """Return the end of the log of the engine on this machine; None where there is none."""
        path = self._engine.log_path if self._engine else self._config.data_dir / "ticker.log"
        return await asyncio.to_thread(_tail, path, lines)

    def _configured(self) -> Sequence[FeedConfig]:
        """The feeds as the file has them now; one that cannot be read leaves what it last said."""
        path = self._config.path
        with suppress(OSError, ConfigError):
            stamp = path.stat() if path is not None else None
            written = None if stamp is None else (stamp.st_ino, stamp.st_mtime_ns, stamp.st_size)
            if path is not None and written != self._written:
                self._feeds, self._written = load(path).feeds, written
        return self._feeds

    async def _open(self) -> DeskStore:
        if self._store is None:
            url = running_url(self._config)
            if url is None:
                raise UnreachableError(
                    (self._engine.trouble() if self._engine else "")
                    or f"nothing runs on {self._config.data_dir} yet"
                )
            redis = self._redis = await connect(url)
            self._store = DeskStore(redis, self._desk)
        return self._store


def _tail(path: Path, lines: int) -> list[str] | None:
    """The last lines of a file, read from its end; None where there is no such file."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - lines * _LINE))
            return file.read().decode("utf-8", "replace").splitlines()[-lines:]
    except OSError:
        return None
