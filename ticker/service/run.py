"""All roles in one process: started in order, fed with configuration changes, stopped in order.

Order of the start: store, desks, polling, serving. Order of the stop: serving (who listens may come back
with a cursor), polling (what is under way ends), desks (what was read is committed), store. The same
roles run alone with `--role`.

Knows which part needs which; must not know what a part does.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final, Literal

from ticker import clock
from ticker.config import Config, diff_feeds, watch
from ticker.errors import ServerError, StoreError, TickerError
from ticker.service.alerter import Alerter
from ticker.service.polling import Polling
from ticker.service.role_lock import holding
from ticker.service.senders import Senders
from ticker.service.writer import Writer
from ticker.store import Alerts, DeskStore, Retention, connect
from ticker.store.embedded import EmbeddedServer
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.serve.server import HttpServer

Role = Literal["poll", "desk", "serve", "alert"]
ROLES: Final[dict[str, frozenset[Role]]] = {
    "all": frozenset({"poll", "desk", "serve", "alert"}),
    "poll": frozenset({"poll"}),
    "desk": frozenset({"desk"}),
    "serve": frozenset({"serve"}),
    "alert": frozenset({"alert"}),
}

_GARBAGE = (20_000, 20, 50)  # objects made, then generations, between two looks
_SERVER_LOOK = 0.5  # seconds between two looks at the embedded server


@asynccontextmanager
async def open_store(
    config: Config, roles: frozenset[Role], log: structlog.typing.FilteringBoundLogger
) -> AsyncIterator[Redis | RedisCluster]:
    """The store that the configuration means: a real server by URL, else the embedded one, started here.

    An embedded server that dies meanwhile is started again.
    """
    if config.redis.url:
        redis = await connect(config.redis.url)
        try:
            yield redis
        finally:
            await redis.aclose()
        return
    # started from this (the main) thread: the parent-death signal belongs to the thread
    # any number of processes may serve: they only read
    with holding(config.data_dir, sorted(roles - {"serve"})), EmbeddedServer(config.data_dir) as server:
        redis = await connect(server.url)
        keeping = asyncio.create_task(_keep_alive(server, log))
        try:
            yield redis
        finally:
            await cancel([keeping])
            await redis.aclose()


async def _keep_alive(server: EmbeddedServer, log: structlog.typing.FilteringBoundLogger) -> None:
    while True:
        await asyncio.sleep(_SERVER_LOOK)
        if server.alive:
            continue
        try:
            server.start()
        except ServerError as error:
            log.error("the embedded server does not come back; tried again", reason=str(error))  # noqa: TRY400 - its one line says all
        else:
            log.warning("the embedded server had died and runs again")


class Service:
    """The roles of one process over one store."""

    def __init__(
        self,
        config: Config,
        redis: Redis | RedisCluster,
        roles: frozenset[Role],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._config = config
        self._redis = redis
        self._roles = roles
        self._log = log
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._stores: dict[str, DeskStore] = {}
        self._writers: dict[str, tuple[Writer, asyncio.Task[None]]] = {}
        self._polling: Polling | None = None
        self._server: HttpServer | None = None
        self._stop = asyncio.Event()
        self._failed: BaseException | None = None

    def stop(self) -> None:
        """Ask for an orderly end."""
        self._stop.set()

    async def run(self) -> None:
        """Run until `stop`; raises what ended a writer, if one ended by itself."""
        for name in self._config.desks:
            self._open_desk(name)
        async with AsyncExitStack() as stack:
            if "desk" in self._roles:
                stack.push_async_callback(self._close_desks)
                for name in self._config.desks:
                    self._start_writer(name)
            if "poll" in self._roles:
                self._polling = await stack.enter_async_context(
                    Polling(self._config, self._redis, self._stores, self._log)
                )
            if "serve" in self._roles:
                await self._start_serving(stack)
            if "alert" in self._roles:
                self._start_alerting(stack)
            watching = asyncio.create_task(self._watch())
            stack.callback(watching.cancel)
            await self._stop.wait()
            self._log.info("stopping")
        if self._failed is not None:
            raise self._failed

    # desks

    def _open_desk(self, name: str) -> None:
        redis = self._config.redis
        self._stores[name] = DeskStore(
            self._redis,
            name,
            retention=Retention(updates=redis.updates_keep, applied=redis.log_keep, seen=redis.seen_keep),
        )

    def _start_writer(self, name: str) -> None:
        writer = Writer(
            self._stores[name],
            self._config.desks[name].settings(),
            owner=self._owner,
            clock=clock.now,
            log=self._log.bind(desk=name),
        )
        task = asyncio.create_task(writer.run(), name=f"desk {name}")
        task.add_done_callback(self._writer_ended)
        self._writers[name] = (writer, task)

    def _writer_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._failed = task.exception()
            self.stop()

    async def _close_desks(self) -> None:
        for writer, _ in self._writers.values():
            writer.stop()
        await asyncio.gather(*(task for _, task in self._writers.values()), return_exceptions=True)

    # serving

    async def _start_serving(self, stack: AsyncExitStack) -> None:
        # its import takes half a second, which the first polls need not wait for
        server_of = await asyncio.to_thread(_http_server)
        try:
            server = await server_of.open(self._config, self._redis, self._log)
        except TickerError as error:
            if self._roles == ROLES["serve"]:
                raise
            self._log.warning("the API is not served; everything else runs", reason=str(error))
            return
        self._server = server
        self._log.info("serving", url=server.url)
        task = asyncio.create_task(server.run(), name="serve")
        task.add_done_callback(self._serving_ended)
        stack.push_async_callback(self._close_server, server, task)

    def _serving_ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        self._log.error("the API broke; everything else runs", reason=repr(error), exc_info=error)
        if self._roles == ROLES["serve"]:
            self._failed = error
            self.stop()

    @staticmethod
    async def _close_server(server: HttpServer, task: asyncio.Task[None]) -> None:
        server.stop()
        await asyncio.gather(task, return_exceptions=True)

    # alerts

    def _start_alerting(self, stack: AsyncExitStack) -> None:
        alerts = Alerts(self._redis)
        log = self._log.bind(part="alerts")
        self._senders = Senders(self._config, alerts, clock.now, log)
        self._alerter = Alerter(
            self._config, self._stores, alerts, self._senders, owner=self._owner, clock=clock.now, log=log
        )
        task = asyncio.create_task(self._alerter.run(), name="alerts")
        task.add_done_callback(self._alerting_ended)
        stack.push_async_callback(self._close_alerts, task)

    def _alerting_ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        self._log.error(
            "the watch over alerts broke; everything else runs", reason=repr(error), exc_info=error
        )
        if self._roles == ROLES["alert"]:
            self._failed = error
            self.stop()

    async def _close_alerts(self, task: asyncio.Task[None]) -> None:
        self._alerter.stop()
        await asyncio.gather(task, return_exceptions=True)

    # configuration

    async def _watch(self) -> None:
        if self._config.path is None:
            return
        async for config in watch(self._config.path, self._stop, current=self._config):
            if isinstance(config, Config):
                await self._reconfigure(config)
            else:
                self._log.error(
                    "the changed configuration is not used; the old one stays", reason=str(config)
                )

    async def _reconfigure(self, config: Config) -> None:
        old, self._config = self._config, config
        feeds = diff_feeds(old, config)
        gone = [name for name in old.desks if name not in config.desks]
        for name in config.desks:
            if name not in self._stores:
                self._open_desk(name)
                if "desk" in self._roles:
                    self._start_writer(name)
            elif name in self._writers and _decides_otherwise(config, old, name):
                with suppress(StoreError):  # the writer asks for its settings again with its next term
                    await self._writers[name][0].configure(config.desks[name].settings())
        if self._polling is not None:
            await self._polling.configure(config)
        if self._server is not None:
            self._server.configure(config)
        if "alert" in self._roles:
            self._senders.configure(config)
            self._alerter.configure(config)
        for name in gone:
            await self._close_desk(name)
        needs_restart = [
            key
            for key in ("redis", "data_dir", "fetch", "serve")
            if getattr(old, key) != getattr(config, key)
        ]
        self._log.info(
            "the changed configuration is in use",
            added=len(feeds.added),
            removed=len(feeds.removed),
            changed=len(feeds.changed),
            **({"needs_restart": ", ".join(needs_restart)} if needs_restart else {}),
        )

    async def _close_desk(self, name: str) -> None:
        if name in self._writers:
            writer, task = self._writers.pop(name)
            writer.stop()
            await task
        del self._stores[name]
        self._log.info("the desk is closed; its stories stay stored", desk=name)


def _decides_otherwise(config: Config, old: Config, desk: str) -> bool:
    return desk not in old.desks or config.desks[desk].settings() != old.desks[desk].settings()


def _http_server() -> type[HttpServer]:
    from ticker.serve.server import HttpServer  # noqa: PLC0415 - other roles start without FastAPI

    return HttpServer


def _collect_seldom() -> None:
    """Look for cyclic garbage less often: a desk's live objects are many, and no garbage."""
    gc.collect()
    gc.freeze()  # what is imported stays
    gc.set_threshold(*_GARBAGE)


async def run(
    config: Config,
    role: str,
    log: structlog.typing.FilteringBoundLogger,
    *,
    attached: bool = False,
) -> None:
    """Run a key of ROLES until SIGTERM or SIGINT; a second SIGINT ends at once.

    `attached`: also end when standard input closes, as it does when the parent ends by whatever means.

    Raises ServerError when another ticker already runs on the same data, UnreachableError when the
    configured Redis does not answer.
    """
    roles = ROLES[role]
    _collect_seldom()
    async with open_store(config, roles, log) as redis:
        service = Service(config, redis, roles, log)
        loop = asyncio.get_running_loop()
        interrupts = 0

        def interrupted() -> None:
            nonlocal interrupts
            interrupts += 1
            if interrupts > 1:
                os._exit(130)
            service.stop()

        loop.add_signal_handler(signal.SIGINT, interrupted)
        loop.add_signal_handler(signal.SIGTERM, service.stop)
        if attached:
            loop.add_reader(sys.stdin.fileno(), service.stop)
        log.info("started", role=role, desks=len(config.desks), feeds=len(config.feeds))
        await service.run()
    log.info("stopped")
