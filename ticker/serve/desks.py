"""The desks that are served now, each with its store and its fan-out.

Knows which desks there are; must not know what is asked of them.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.serve.access import Access
from ticker.serve.fanout import Fanout
from ticker.serve.guard import Doors
from ticker.serve.live.entry import Entrance
from ticker.serve.live.lobby import Lobby
from ticker.serve.live.wire import Close
from ticker.serve.problems import Problem
from ticker.serve.rate import Rate
from ticker.store import DeskStore, Tokens
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Iterator

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config
    from ticker.serve.access import Visitor
    from ticker.serve.limits import Limits


@dataclass(frozen=True, slots=True)
class ServedDesk:
    """One desk: where it is kept, and who listens to it."""

    name: str
    store: DeskStore
    entrance: Entrance
    fanout: Fanout
    reader: asyncio.Task[None]


class Desks:
    """The desks of a configuration. `reads` is held by whoever asks the store something.

    `failed` gets the error of a reader that ended by itself.
    """

    def __init__(
        self,
        config: Config,
        redis: Redis | RedisCluster,
        limits: Limits,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self.config = config
        self.limits = limits
        self.log = log
        tokens = Tokens(redis)
        self.access = Access(tokens, Rate(config.serve.rate), public=config.serve.reads_without_token)
        self.doors = Doors(config.serve, hubs_at=config.fetch.callback)
        self.answered: Counter[int] = Counter()
        self.reads = asyncio.Semaphore(limits.reads)
        self.lobby = Lobby(lambda: [desk.entrance.room for desk in self._desks.values()], tokens, limits)
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.redis = redis
        self._desks: dict[str, ServedDesk] = {}
        self._readers: set[asyncio.Task[None]] = set()
        self.configure(config)

    def configure(self, config: Config) -> None:
        """Serve the desks of `config` from now on; who listens to one that is gone is sent away."""
        self.config = config
        for name in [name for name in self._desks if name not in config.desks]:
            self._close(self._desks.pop(name))
        for name in config.desks:
            if name not in self._desks:
                self._desks[name] = self._open(name)

    def _open(self, name: str) -> ServedDesk:
        store = DeskStore(self.redis, name)
        log = self.log.bind(desk=name)
        entrance = Entrance(store, self.limits, self.reads, log)
        fanout = Fanout(store, entrance.room, self.limits, log)
        reader = asyncio.create_task(fanout.run(), name=f"updates of {name}")
        self._readers.add(reader)
        reader.add_done_callback(self._reader_ended)
        return ServedDesk(name, store, entrance, fanout, reader)

    def _reader_ended(self, reader: asyncio.Task[None]) -> None:
        self._readers.discard(reader)
        error = None if reader.cancelled() else reader.exception()
        if error is not None and not self.failed.done():
            self.failed.set_exception(error)

    @staticmethod
    def _close(desk: ServedDesk) -> None:
        desk.fanout.close()
        desk.entrance.room.close(Close.DESK_GONE)
        desk.reader.cancel()

    def close(self) -> None:
        """Send all listeners away; what is asked of the store is still answered."""
        for desk in self._desks.values():
            desk.fanout.close()
            desk.entrance.room.close(Close.GOING_AWAY)

    async def sockets_ended(self) -> None:
        """Wait until no live socket is open; those that do not go are cut off in time."""
        while self.sockets:  # noqa: ASYNC110 - many ends, each of them by itself
            await asyncio.sleep(0.01)

    async def ended(self) -> None:
        """Stop reading, that of desks that are long gone included."""
        await cancel(self._readers)

    def get(self, name: str | None, visitor: Visitor) -> ServedDesk:
        """The desk of that name; None = the first that the visitor sees.

        Raises:
            Problem: there is none, or not for this visitor: the answer is the same.
        """
        if name is None:
            name = next(filter(visitor.sees, self.config.desks), "")
        desk = self._desks.get(name) if visitor.sees(name) else None
        if desk is None:
            raise Problem("unknown-desk", "/v1/desks lists those there are")
        return desk

    def seen_by(self, visitor: Visitor) -> list[ServedDesk]:
        """Those that the visitor sees, in the order of the configuration."""
        return [self._desks[name] for name in self.config.desks if visitor.sees(name)]

    def __iter__(self) -> Iterator[ServedDesk]:
        """All of them, in the order of the configuration: for the server itself."""
        return iter([self._desks[name] for name in self.config.desks])

    @property
    def listeners(self) -> int:
        """How many clients listen to streams of events, to all desks together."""
        return sum(len(desk.fanout) for desk in self._desks.values())

    @property
    def sockets(self) -> int:
        """How many live sockets are open, to all desks together."""
        return sum(len(desk.entrance.room) for desk in self._desks.values())
