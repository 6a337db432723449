"""The role `serve`: a socket, and uvicorn on the loop that runs already.

Knows how the server starts and ends; must not know its paths.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import resource
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ticker.errors import TickerError
from ticker.serve.app import make_app
from ticker.serve.desks import Desks
from ticker.serve.eventstream import ABORT
from ticker.serve.limits import Limits
from ticker.serve.live.paths import UPGRADE
from ticker.serve.tls import Certificate
from ticker.store import Tokens
from ticker.tasks import cancel

if TYPE_CHECKING:
    from collections.abc import Iterator

    import structlog
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster
    from starlette.types import Receive, Scope, Send

    from ticker.config import Config

_BACKLOG: Final = 512
_GRACE: Final = 2  # seconds for requests under way at a stop
_RENEW_EVERY: Final = 60.0  # seconds between two looks at the certificate's file
_OTHER_FILES: Final = 512  # what the process opens beside its clients


class HttpServer:
    """One server on `config.serve`. Listens from `open` on, answers while `run` runs."""

    def __init__(
        self,
        listening: socket.socket,
        desks: Desks,
        certificate: Certificate | None,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._log = log
        self._socket = listening
        self._desks = desks
        self._certificate = certificate
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                make_app(self._desks),
                http=_Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACE,
                ssl_context_factory=None if certificate is None else lambda *_: certificate.context,
            )
        )

    @classmethod
    async def open(
        cls,
        config: Config,
        redis: Redis | RedisCluster,
        log: structlog.typing.FilteringBoundLogger,
        limits: Limits | None = None,
    ) -> Self:
        """Listen.

        Raises:
            TickerError: the address cannot be listened on, or is not to be before there is a token; one
                line that says what to do.
        """
        serve = config.serve
        if not serve.local and not await Tokens(redis).all():
            raise TickerError(
                f"serve: {serve.host} can be reached from other machines, and there is no token yet: make "
                "one with `ticker token create NAME --role editor`, or set serve.host to 127.0.0.1"
            )
        certificate = None if serve.tls_cert is None else Certificate(serve.tls_cert, serve.tls_key)
        _allow_files(limits or Limits())
        listening = _listen(serve.host, serve.port)
        try:
            return cls(listening, Desks(config, redis, limits or Limits(), log), certificate, log)
        except BaseException:
            listening.close()
            raise

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self._socket.getsockname()[:2]
        scheme = "http" if self._certificate is None else "https"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

    def configure(self, config: Config) -> None:
        """Serve the desks of `config`; its address holds from the next start."""
        self._desks.configure(config)

    def stop(self) -> None:
        """Ask for an orderly end: who listens is sent away, requests under way are answered."""
        self._desks.close()
        self._uvicorn.should_exit = True

    async def run(self) -> None:
        """Answer until `stop`; raises what broke, if something did."""
        with _spoken(self._log):
            serving = asyncio.create_task(self._uvicorn.serve(sockets=[self._socket]), name="serve")
            looking = asyncio.create_task(self._desks.lobby.run(), name="live sockets")
            renewing = asyncio.create_task(self._renew(), name="certificate")
            try:
                await asyncio.wait(
                    {serving, looking, renewing, self._desks.failed}, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                self.stop()
                await serving
                await self._desks.sockets_ended()
                await cancel([looking, renewing])
                await self._desks.ended()
        for task in (self._desks.failed, looking, renewing):
            if task.done() and not task.cancelled():
                task.result()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(_RENEW_EVERY)
            if self._certificate is not None:
                self._certificate.refresh(self._log)


class _Uvicorn(uvicorn.Server):
    """Leaves signals to the program that it runs in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class _Connection(H11Protocol):
    """Lets the application end its connection at once, or take it over for another protocol.

    To end it: a client that reads nothing would keep it open. To take it over: the live socket.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Hand the application the way out with every request."""
        super().connection_made(transport)
        app: Any = self.app

        async def with_ways_out(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {ABORT: transport.abort, UPGRADE: self._give_away}
            await app(scope, receive, send)

        self.app = with_ways_out

    def _should_upgrade(self) -> bool:
        """Let the application answer: it knows which paths speak what."""
        return False

    def _give_away(self) -> tuple[asyncio.Transport, bytes]:
        """The transport and what has come in already; it is not ours any more."""
        self.connections.discard(self)
        self.cycle.disconnected = True  # nothing is to be answered over it
        self._unset_keepalive_if_required()
        early, _ = self.conn.trailing_data
        return self.transport, early


def _allow_files(limits: Limits) -> None:
    """Raise the number of files that this process may open: each client is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.sockets + limits.listeners + _OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _listen(host: str, port: int) -> socket.socket:
    bare = host.strip("[]")
    try:
        found = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        # "localhost" may be both: the one that everybody tries
        family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        listening = socket.socket(family, kind, protocol)
        try:
            with suppress(OSError):  # only a convenience after a quick restart
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(_BACKLOG)
            listening.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        except BaseException:
            listening.close()
            raise
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror or error}"
        raise TickerError(
            f"serve: {host}:{port} {why}; set serve.port to another one, or to 0 for any free one"
        ) from error
    return listening


@contextmanager
def _spoken(log: structlog.typing.FilteringBoundLogger) -> Iterator[None]:
    """Let uvicorn speak through `log`: its errors as such, a client's mistakes only with `--verbose`."""
    logger = logging.getLogger("uvicorn.error")
    handler = _Handler(log)
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.propagate = before
        logger.removeHandler(handler)


class _Handler(logging.Handler):
    def __init__(self, log: structlog.typing.FilteringBoundLogger) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on one record."""
        if record.levelno >= logging.ERROR:
            self._log.error("the server says", reason=record.getMessage().strip(), exc_info=record.exc_info)
        else:
            self._log.debug("the server says", reason=record.getMessage().strip())
