"""The roles of one process: started in order, fed with configuration changes, stopped in order.

Order of the start: store, desks, polling, serving. Order of the stop: serving (who listens may come back
with a cursor), polling (what is under way ends), desks (what was read is committed), store. Where all are
asked for, polling is a process of its own (`apart.py`). The same roles run alone with `--role`, any number of
each on one store; leases there say which of them works.

Knows which part needs which; must not know what a part does.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import secrets
import signal
import socket
import sys
import threading
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final, Literal

from ticker import clock
from ticker.config import Config, diff_feeds, watch
from ticker.errors import ServerError, TickerError
from ticker.service import watchdog
from ticker.store import Alerts, DeskStore, Retention, connect, server_time
from ticker.store.embedded import EmbeddedServer
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.serve.server import HttpServer
    from ticker.service.apart import Apart
    from ticker.service.desks import Desks
    from ticker.service.polling import Polling

Role = Literal["poll", "desk", "serve", "alert"]
ROLES: Final[dict[str, frozenset[Role]]] = {
    "all": frozenset({"poll", "desk", "serve", "alert"}),
    "poll": frozenset({"poll"}),
    "desk": frozenset({"desk"}),
    "serve": frozenset({"serve"}),
    "alert": frozenset({"alert"}),
}

# What a role is made of; the largest first. It is imported while the embedded server reads its data.
_PARTS: Final[dict[Role, str]] = {
    "desk": "ticker.service.desks",
    "serve": "ticker.serve.server",
    "poll": "ticker.service.polling",
    "alert": "ticker.service.alerter",
}

_GARBAGE = (20_000, 20, 50)  # objects made, then generations, between two looks
_SERVER_LOOK = 0.5  # seconds between two looks at the embedded server
_CLOCK_LOOK = 10.0
_OFF = 5.0  # seconds by which two clocks differ before it is said
_LAST = 4.7  # seconds after the wish to end at which whatever still hangs is left


@asynccontextmanager
async def open_store(
    url: str, config: Config, log: structlog.typing.FilteringBoundLogger
) -> AsyncIterator[tuple[Redis | RedisCluster, str]]:
    """A store and its URL: the server at `url`, else ("") the embedded one, started here.

    An embedded server that dies meanwhile is started again.
    """
    if url:
        redis = await connect(url)
        try:
            off = clock.agree(await server_time(redis))
            if abs(off) > _OFF:
                log.warning("this machine's clock is off; that of Redis is used", seconds=round(off, 1))
            yield redis, url
        finally:
            await redis.aclose()
        return
    # started from this (the main) thread: the parent-death signal belongs to the thread
    with EmbeddedServer(config.data_dir) as server:
        redis = await connect(server.url)
        keeping = asyncio.create_task(_keep_alive(server, log))
        try:
            yield redis, server.url
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


async def _mind_the_clock(log: structlog.typing.FilteringBoundLogger) -> None:
    """Say it when the system's clock is set: ticker's own goes on as it was."""
    ahead = clock.wall_is_ahead()
    while True:
        await asyncio.sleep(_CLOCK_LOOK)
        former, ahead = ahead, clock.wall_is_ahead()
        if abs(ahead - former) > _OFF:
            log.warning(
                "the system's clock was set; ticker keeps its own time until it is started again",
                seconds=round(ahead - former, 1),
            )


class Service:
    """The roles of one process over one store at `url`.

    `apart` is the process that does one more of them; `hurry` is called when an orderly end takes too long.
    """

    def __init__(
        self,
        config: Config,
        redis: Redis | RedisCluster,
        roles: frozenset[Role],
        log: structlog.typing.FilteringBoundLogger,
        *,
        url: str = "",
        apart: Apart | None = None,
        hurry: Callable[[], object] | None = None,
    ) -> None:
        self._config = config
        self._redis = redis
        self._url = url
        self._apart = apart
        self._hurry = hurry
        self._roles = roles
        self._log = log
        # containers may share a host's name and a process's number
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._stores: dict[str, DeskStore] = {}
        self._desks: Desks | None = None
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
                from ticker.service.desks import Desks  # noqa: PLC0415 - see _PARTS, here and below

                self._desks = await stack.enter_async_context(
                    Desks(
                        self._config,
                        self._redis,
                        self._stores,
                        self._fail,
                        owner=self._owner,
                        log=self._log,
                    )
                )
            if "poll" in self._roles:
                from ticker.service.polling import Polling  # noqa: PLC0415

                self._polling = await stack.enter_async_context(
                    Polling(self._config, self._redis, self._stores, self._log, owner=self._owner)
                )
            if self._apart is not None:
                self._apart.join(self._url)
                stack.push_async_callback(self._apart.stop)
            if "serve" in self._roles:
                await self._start_serving(stack)
            if "alert" in self._roles:
                self._start_alerting(stack)
            watching = asyncio.create_task(self._watch())
            stack.callback(watching.cancel)
            await self._stop.wait()
            self._log.info("stopping")
            if self._hurry is not None:
                asyncio.get_running_loop().call_later(_LAST, self._hurry)
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

    def _fail(self, error: BaseException) -> None:
        self._failed = error
        self.stop()

    # serving

    async def _start_serving(self, stack: AsyncExitStack) -> None:
        from ticker.serve.server import HttpServer  # noqa: PLC0415

        try:
            server = await HttpServer.open(self._config, self._redis, self._log)
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
            self._fail(error)

    @staticmethod
    async def _close_server(server: HttpServer, task: asyncio.Task[None]) -> None:
        server.stop()
        await asyncio.gather(task, return_exceptions=True)

    # alerts

    def _start_alerting(self, stack: AsyncExitStack) -> None:
        from ticker.service.alerter import Alerter  # noqa: PLC0415
        from ticker.service.senders import Senders  # noqa: PLC0415

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
            self._fail(error)

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
        if self._desks is not None:
            await self._desks.configure(config)
        if self._polling is not None:
            self._polling.configure(config)
        if self._server is not None:
            self._server.configure(config)
        if "alert" in self._roles:
            self._senders.configure(config)
            self._alerter.configure(config)
        for name in gone:
            del self._stores[name]
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


def _import_parts(roles: frozenset[Role]) -> None:
    for role, module in _PARTS.items():
        if role in roles:
            importlib.import_module(module)


def _collect_seldom() -> None:
    """Look for cyclic garbage less often: a desk's live objects are many, and no garbage."""
    gc.freeze()  # what is imported stays
    gc.set_threshold(*_GARBAGE)
    gc.enable()


async def run(
    config: Config,
    role: str,
    log: structlog.typing.FilteringBoundLogger,
    *,
    apart: Apart | None = None,
    attached: bool = False,
    joined: bool = False,
) -> None:
    """Run a key of ROLES until SIGTERM or SIGINT; a second SIGINT ends at once.

    `attached`: also end when standard input closes, as it does when the parent ends by whatever means.
    `joined`: so too, and the store is at the URL that is the first line there. `apart` is the process that
    polls, where this one does not.

    Raises ServerError where the embedded server does not start, UnreachableError when the configured Redis
    does not answer.
    """
    roles = ROLES[role]
    async with AsyncExitStack() as stack:
        if apart is not None:
            await stack.enter_async_context(apart)
            roles -= {"poll"}
        importing = threading.Thread(target=_import_parts, args=(roles,), name="imports", daemon=True)
        importing.start()
        url = config.redis.url or ""
        if joined:
            url = (await asyncio.to_thread(sys.stdin.readline)).strip()
            if not url:
                return  # who would have said it is no more
        redis, url = await stack.enter_async_context(open_store(url, config, log))
        await asyncio.to_thread(importing.join)
        _collect_seldom()

        def leave() -> None:
            log.error("the end took too long; what was not done is done by whoever goes on")
            os._exit(1)

        service = Service(config, redis, roles, log, url=url, apart=apart, hurry=leave)
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
        if attached or joined:
            loop.add_reader(sys.stdin.fileno(), service.stop)
        log.info("started", role=role, desks=len(config.desks), feeds=len(config.feeds))
        minding = asyncio.create_task(_mind_the_clock(log))
        try:
            with watchdog.watching():
                await service.run()
        finally:
            await cancel([minding])
    gc.freeze()  # the interpreter's last look for garbage would go through all that desks hold
    log.info("stopped")
