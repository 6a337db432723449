"""The role `desk` as a whole: a writer for every desk, shared out among the processes that keep desks.

Each process says how many desks it has and hears of the others. It asks for desks until it has its share,
rounded up; one that has two more than another gives one away. What nobody takes anybody takes: sharing is
for speed, the lease of each desk is what keeps it safe.

Knows processes and numbers of desks; must not know what a writer does with a desk.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from ticker import clock
from ticker.errors import StoreError
from ticker.service.writer import Writer
from ticker.store import Members
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config
    from ticker.store import DeskStore

_TTL: Final = 3.0  # seconds after which a dead process has no share any more
_LOOK: Final = 0.5  # seconds between two looks at the others
_SETTLE: Final = 6  # looks between two desks given away: longer than another needs to open one


class Desks:
    """Keeps the desks of `stores` from enter to exit; `failed(error)` hears of a writer that broke."""

    def __init__(
        self,
        config: Config,
        redis: Redis | RedisCluster,
        stores: Mapping[str, DeskStore],
        failed: Callable[[BaseException], object],
        *,
        owner: str,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._config = config
        self._members = Members(redis)
        self._stores = stores
        self._failed = failed
        self._owner = owner
        self._log = log
        self._writers: dict[str, tuple[Writer, asyncio.Task[None]]] = {}
        self._others: dict[str, int] = {}
        self._settle = 0

    async def __aenter__(self) -> Self:
        await self._look()
        for name in self._config.desks:
            self._start(name)
        self._looking = asyncio.create_task(self._keep_looking(), name="desks")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await cancel([self._looking])
        for writer, _ in self._writers.values():
            writer.stop()
        await asyncio.gather(*(task for _, task in self._writers.values()), return_exceptions=True)
        with suppress(StoreError):  # the others notice the silence
            await self._members.leave(self._owner)

    async def configure(self, config: Config) -> None:
        """Take over a changed configuration: new desks are opened, desks that are gone are closed."""
        old, self._config = self._config, config
        for name, desk in config.desks.items():
            if name not in self._writers:
                self._start(name)
            elif name not in old.desks or desk.settings() != old.desks[name].settings():
                with suppress(StoreError):  # the writer asks for its settings again with its next term
                    await self._writers[name][0].configure(desk.settings())
        for name in [name for name in self._writers if name not in config.desks]:
            writer, task = self._writers.pop(name)
            writer.stop()
            await asyncio.gather(task, return_exceptions=True)
            self._log.info("the desk is closed; its stories stay stored", desk=name)

    @property
    def kept(self) -> list[str]:
        """The desks that this process has, or asks for at this moment."""
        return [name for name, (writer, _) in self._writers.items() if writer.has]

    def _start(self, name: str) -> None:
        writer = Writer(
            self._stores[name],
            self._config.desks[name].settings(),
            owner=self._owner,
            clock=clock.now,
            log=self._log.bind(desk=name),
            may=self._may_have_more,
        )
        task = asyncio.create_task(writer.run(), name=f"desk {name}")
        task.add_done_callback(self._ended)
        self._writers[name] = (writer, task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)

    def _may_have_more(self) -> bool:
        members = len(self._others) + 1
        return len(self.kept) < -(-len(self._config.desks) // members)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            await self._look()
            self._share()

    async def _look(self) -> None:
        with suppress(StoreError):  # as it was; the writers say what is wrong
            there = await self._members.here(self._owner, len(self.kept), _TTL)
            self._others = {member: desks for member, desks in there.items() if member != self._owner}

    def _share(self) -> None:
        """Give a desk away where another process has two less and none has more than this one."""
        self._settle = max(0, self._settle - 1)
        kept = self.kept
        if self._settle or not self._others or len(kept) < min(self._others.values()) + 2:
            return
        if any((desks, member) > (len(kept), self._owner) for member, desks in self._others.items()):
            return
        self._settle = _SETTLE
        self._log.info("a desk is given to another process, which has fewer", desk=kept[-1])
        self._writers[kept[-1]][0].give_way()
