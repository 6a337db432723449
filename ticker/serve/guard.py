"""What every request passes and every answer carries: the outermost layer.

The Host header is checked against DNS rebinding: a page whose name was made to resolve to this machine
sends its own name there, and gets nothing. There is no CORS header, so pages of other origins read
nothing either.

Knows ASGI; must not know the paths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

from ticker.serve.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    import structlog
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::\d{1,5})?", re.IGNORECASE)


class Guard:
    """Wraps the application; `hosts` are names that it answers for beside those of this machine."""

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str], log: structlog.typing.FilteringBoundLogger
    ) -> None:
        self._app = app
        self._names = LOCAL_NAMES | {_bracketed(host).lower() for host in hosts}
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = done = False

        async def carry(message: Message) -> None:
            nonlocal begun, done
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)
            done = message["type"] == "http.response.body" and not message.get("more_body", False)

        problem = self._refusal(scope)
        if problem is not None:
            await problem.response()(scope, receive, carry)
            return
        if scope["method"] == "HEAD":
            # answered as GET by a client that reads nothing: the server leaves the body out
            scope, receive = {**scope, "method": "GET"}, _nobody
        try:
            await self._app(scope, receive, carry)
        except Exception as error:
            self._log.error("a request broke", path=scope["path"], reason=repr(error), exc_info=error)
            if not begun:
                await Problem("broken").response()(scope, receive, carry)
            elif not done:
                raise  # the server then closes the connection: half an answer must not look whole

    def _refusal(self, scope: Scope) -> Problem | None:
        if scope["method"] not in {"GET", "HEAD"}:
            return Problem("method-not-allowed")
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        if not host:
            return Problem("no-host")
        found = _HOST.fullmatch(host.decode("latin-1"))
        if found is None or found["name"].lower() not in self._names:
            return Problem("wrong-host", f"it answers for {', '.join(sorted(self._names))}")
        return None


async def _nobody() -> Message:
    return {"type": "http.disconnect"}


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
