"""What every request passes and every answer carries: the outermost layer.

The Host header is checked against DNS rebinding: a page whose name was made to resolve to this machine
sends its own name there, and gets nothing. Only pages of the configured origins are told by CORS that they
may read; a request that changes something and comes from any other page is refused (CSRF).

Knows ASGI; must not know the paths.
"""

from __future__ import annotations

import ipaddress
import re
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from ticker.serve.problems import Problem
from ticker.serve.rate import client_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    import structlog
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ticker.config import ServeConfig
    from ticker.serve.rate import Rate

LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

MOST_BODY: Final = 65_536
"""Bytes that a request may bring at most."""

PUSH_PATH: Final = "/websub/"
"""Where WebSub hubs call."""

_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::\d{1,5})?", re.IGNORECASE)
_TAKEN_OVER: Final = 101  # no answer: the connection has become a socket
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Doors:
    """Which names the server answers to, and which pages may use it."""

    def __init__(self, config: ServeConfig, *, hubs_at: str | None = None) -> None:
        self._names = LOCAL_NAMES | {_bracketed(config.host).lower(), *config.names}
        # where hubs call: the name of a reverse proxy that may pass it on
        self._hub_name = _bracketed(urlsplit(hubs_at or "").hostname or "")
        # a literal address in a URL cannot be made to lead elsewhere, so it is no rebinding
        self._addresses = not config.local
        self._origins = frozenset(config.origins)

    def refuses_host(self, host: str, path: str) -> Problem | None:
        """What is wrong with a Host header; None = nothing."""
        if not host:
            return Problem("no-host")
        found = _HOST.fullmatch(host)
        name = found["name"].lower() if found else ""
        if path.startswith(PUSH_PATH) and name == self._hub_name:
            return None
        if name in self._names or (self._addresses and _is_address(name)):
            return None
        return Problem("wrong-host", f"it answers for {', '.join(sorted(self._names))} (serve.names)")

    def refuses_origin(self, origin: str | None, host: str) -> Problem | None:
        """What is wrong with an Origin header; None = nothing, and programs send none at all."""
        if origin is None or origin in self._origins or origin.partition("://")[2] == host.lower():
            return None
        return Problem("wrong-origin", "serve.origins names those that may, beside the server's own")


class Guard:
    """Wraps the application."""

    def __init__(
        self,
        app: ASGIApp,
        doors: Doors,
        rate: Rate,
        answered: Counter[int],
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._app = app
        self._answered = answered
        self._doors = doors
        self._rate = rate
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = done = False
        since, status = monotonic(), 0

        async def carry(message: Message) -> None:
            nonlocal begun, done, status
            if message["type"] == "http.response.start":
                begun, status = True, message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # a page brings a policy of its own
            await send(message)
            done = message["type"] == "http.response.body" and not message.get("more_body", False)

        problem = self._refusal(scope, since)
        try:
            if problem is not None:
                await problem.response()(scope, receive, carry)
            else:
                await self._answer(scope, receive, carry, lambda: (begun, done))
        finally:
            self._answered[status or _TAKEN_OVER] += 1
            self._log.debug(
                "asked",
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round((monotonic() - since) * 1000, 1),
                by=scope.get("state", {}).get("token", ""),
            )

    async def _answer(
        self, scope: Scope, receive: Receive, carry: Send, so_far: Callable[[], tuple[bool, bool]]
    ) -> None:
        if scope["method"] == "HEAD":
            # answered as GET by a client that reads nothing: the server leaves the body out
            scope, receive = {**scope, "method": "GET"}, _nobody
        try:
            await self._app(scope, receive, carry)
        except Exception as error:
            self._log.error("a request broke", path=scope["path"], reason=repr(error), exc_info=error)
            begun, done = so_far()
            if not begun:
                await Problem("broken").response()(scope, receive, carry)
            elif not done:
                raise  # the server then closes the connection: half an answer must not look whole

    def _refusal(self, scope: Scope, now: float) -> Problem | None:
        try:
            self._rate.check(client_of((scope.get("client") or ("",))[0]), now)
        except Problem as too_often:
            return too_often
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if problem := self._doors.refuses_host(host, scope["path"]):
            return problem
        if scope["method"] in _SAFE or scope["path"].startswith(PUSH_PATH):
            return None  # hubs send what they send: that path counts the bytes itself
        if problem := self._doors.refuses_origin(headers.get("origin"), host):
            return problem
        if "transfer-encoding" in headers:
            return Problem("length-needed", "send Content-Length")
        if int(headers.get("content-length", "0")) > MOST_BODY:  # digits: the server has checked it
            return Problem("too-large", f"{MOST_BODY} bytes at most")
        return None


async def _nobody() -> Message:
    return {"type": "http.disconnect"}


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
