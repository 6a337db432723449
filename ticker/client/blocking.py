"""A ticker server without asyncio: the same questions, answered before they return.

Knows urllib and websockets; must not know the protocol (`course`) or the paths (`asking`).
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, build_opener
from urllib.request import Request as HttpRequest

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from ticker.client import asking
from ticker.client.course import SUBPROTOCOL, Course
from ticker.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker.client.asking import Answer, Request
    from ticker.client.course import Event
    from ticker.core.audit import AuditView
    from ticker.core.model import Action
    from ticker.core.view import AlertView, StoryView, TopView


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow none: a token is for one server."""


class _LostError(Exception):
    """A connection has ended; the next one may be tried after `wait` seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait


class BlockingClient:
    """A server at `url`, with a token where one is needed.

    Every call raises `RemoteError` where the server refuses (its `kind` is the problem's word) and
    `UnreachableError` where it does not answer.
    """

    def __init__(self, url: str, *, token: str = "") -> None:
        self.url = asking.base_of(url)
        self._headers = asking.bearer(token)
        self._opener = build_opener(_NoRedirects)

    def stories(self, desk: str | None = None, **filters: Any) -> TopView:
        """The ranked stories of a desk at one offset; filters as `/v1/stories` takes them."""
        top: TopView = self._ask(asking.stories(desk, filters))
        return top

    def story(self, story_id: str, desk: str | None = None, *, editing: bool = False) -> StoryView:
        """One story with its copies and reasons (`entries`)."""
        found: StoryView = self._ask(asking.story(story_id, desk, editing=editing))
        return found

    def updates(self, after: str, desk: str | None = None, *, limit: int = 200) -> dict[str, Any]:
        """Updates after a cursor: `updates` and the `cursor` to go on with. RemoteError `gap`: too old."""
        found: dict[str, Any] = self._ask(asking.updates(after, desk, limit))
        return found

    def desks(self) -> list[dict[str, Any]]:
        """The desks that the token sees."""
        found: list[dict[str, Any]] = self._ask(asking.DESKS)["desks"]
        return found

    def feeds(self, desk: str | None = None) -> list[dict[str, Any]]:
        """The feeds of a desk and their health."""
        found: list[dict[str, Any]] = self._ask(asking.feeds(desk))["feeds"]
        return found

    def alerts(self, desk: str | None = None, *, limit: int = 50) -> list[AlertView]:
        """The latest alerts of a desk, newest first."""
        found: list[AlertView] = self._ask(asking.alerts(desk, limit))["alerts"]
        return found

    def act(self, action: Action, desk: str | None = None) -> dict[str, Any]:
        """Do what an editor does: `action` (its number), `stories`, `said`; RemoteError: refused."""
        found: dict[str, Any] = self._ask(asking.act(action, desk))
        return found

    def audit(
        self, desk: str | None = None, *, after: int | None = None, limit: int = 100
    ) -> list[AuditView]:
        """What editors have done: after an action's number, or the newest."""
        found: list[AuditView] = self._ask(asking.audit(desk, after, limit))["actions"]
        return found

    def me(self) -> dict[str, Any]:
        """Who the token makes you: `name`, `role`, `desks`."""
        found: dict[str, Any] = self._ask(asking.ME)
        return found

    def follow(
        self, desk: str | None = None, *, cursor: str | None = None, **filters: Any
    ) -> Iterator[Event]:
        """A snapshot (or all since `cursor`), then every change as it happens; comes back by itself.

        Raises:
            RemoteError: the server refuses, or has closed the socket for good.
        """
        course = Course(self.url, desk, cursor, filters)
        while True:
            try:
                yield from self._connection(course)
            except _LostError as lost:
                time.sleep(lost.wait)

    def _connection(self, course: Course) -> Iterator[Event]:
        try:
            with connect(
                course.url,
                additional_headers=self._headers,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                max_size=None,
                ping_interval=None,  # the server speaks often enough, and is heard
                close_timeout=0.5,
            ) as socket:
                while True:
                    if event := course.take(socket.recv(timeout=course.patience, decode=False)):
                        yield event
        except InvalidStatus as refusal:
            status, body = refusal.response.status_code, bytes(refusal.response.body or b"")
            raise _LostError(course.refused(status, body)) from refusal
        except ConnectionClosed as end:
            code, reason = (end.rcvd.code, end.rcvd.reason) if end.rcvd else (0, "")
            raise _LostError(course.lost(code=code, reason=reason)) from end
        except (OSError, InvalidHandshake, TimeoutError) as error:
            raise _LostError(course.lost()) from error

    def _ask(self, request: Request) -> Any:
        return self._send(request).value(self.url)

    def _send(self, request: Request) -> Answer:
        body = None if request.body is None else json.dumps(request.body).encode()
        headers = {**self._headers, **request.headers}
        if body is not None:
            headers["Content-Type"] = "application/json"
        asked = HttpRequest(  # noqa: S310 - http or https: `base_of` has seen to it
            self.url + request.target(), body, headers, method=request.method
        )
        try:
            with self._opener.open(asked, timeout=asking.TIMEOUT) as response:
                return asking.Answer(response.status, response.read(), response.headers.get("Link", ""))
        except HTTPError as refusal:
            with refusal:
                return asking.Answer(refusal.code, refusal.read())
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise UnreachableError(f"{self.url} does not answer: {reason}") from error
