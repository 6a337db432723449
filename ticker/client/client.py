"""A ticker server from async code.

Knows aiohttp and websockets; must not know the protocol (`course`) or the paths (`asking`).
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Self

import aiohttp
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Subprotocol

from ticker.client import asking
from ticker.client.course import SUBPROTOCOL, Course
from ticker.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from types import TracebackType

    from ticker.client.asking import Answer, Request
    from ticker.client.course import Event
    from ticker.core.audit import AuditView
    from ticker.core.model import Action
    from ticker.core.view import AlertView, StoryView, TopView


class _LostError(Exception):
    """A connection has ended; the next one may be tried after `wait` seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait


class Client:
    """A server at `url`, with a token where one is needed. Use it as `async with Client(…) as ticker`.

    Every call raises `RemoteError` where the server refuses (its `kind` is the problem's word) and
    `UnreachableError` where it does not answer.
    """

    def __init__(self, url: str, *, token: str = "") -> None:
        self.url = asking.base_of(url)
        self._headers = asking.bearer(token)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            headers=self._headers, timeout=aiohttp.ClientTimeout(total=asking.TIMEOUT)
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def stories(self, desk: str | None = None, **filters: Any) -> TopView:
        """The ranked stories of a desk at one offset; filters as `/v1/stories` takes them."""
        top: TopView = await self._ask(asking.stories(desk, filters))
        return top

    async def all_stories(self, desk: str | None = None, **filters: Any) -> TopView:
        """All of them, page after page, at the offset of the first: the updates after it bring the rest."""
        answer = await self._send(asking.stories(desk, {"limit": 5_000, **filters}))
        top: TopView = answer.value(self.url)
        while page := answer.next_page():
            answer = await self._send(asking.Request(page))
            top["stories"] += answer.value(self.url)["stories"]
        return top

    async def story(self, story_id: str, desk: str | None = None, *, editing: bool = False) -> StoryView:
        """One story with its copies and reasons (`entries`)."""
        found: StoryView = await self._ask(asking.story(story_id, desk, editing=editing))
        return found

    async def updates(self, after: str, desk: str | None = None, *, limit: int = 200) -> dict[str, Any]:
        """Updates after a cursor: `updates` and the `cursor` to go on with. RemoteError `gap`: too old."""
        found: dict[str, Any] = await self._ask(asking.updates(after, desk, limit))
        return found

    async def desks(self) -> list[dict[str, Any]]:
        """The desks that the token sees."""
        found: list[dict[str, Any]] = (await self._ask(asking.DESKS))["desks"]
        return found

    async def feeds(self, desk: str | None = None) -> list[dict[str, Any]]:
        """The feeds of a desk and their health."""
        found: list[dict[str, Any]] = (await self._ask(asking.feeds(desk)))["feeds"]
        return found

    async def alerts(self, desk: str | None = None, *, limit: int = 50) -> list[AlertView]:
        """The latest alerts of a desk, newest first."""
        found: list[AlertView] = (await self._ask(asking.alerts(desk, limit)))["alerts"]
        return found

    async def act(self, action: Action, desk: str | None = None) -> dict[str, Any]:
        """Do what an editor does: `action` (its number), `stories`, `said`; RemoteError: refused."""
        found: dict[str, Any] = await self._ask(asking.act(action, desk))
        return found

    async def audit(
        self, desk: str | None = None, *, after: int | None = None, limit: int = 100
    ) -> list[AuditView]:
        """What editors have done: after an action's number, or the newest."""
        found: list[AuditView] = (await self._ask(asking.audit(desk, after, limit)))["actions"]
        return found

    async def me(self) -> dict[str, Any]:
        """Who the token makes you: `name`, `role`, `desks`."""
        found: dict[str, Any] = await self._ask(asking.ME)
        return found

    async def follow(
        self, desk: str | None = None, *, cursor: str | None = None, **filters: Any
    ) -> AsyncGenerator[Event, None]:
        """A snapshot (or all since `cursor`), then every change as it happens; comes back by itself.

        Raises:
            RemoteError: the server refuses, or has closed the socket for good.
        """
        course = Course(self.url, desk, cursor, filters)
        while True:
            try:
                async with aclosing(self._connection(course)) as events:
                    async for event in events:
                        yield event
            except _LostError as lost:
                await asyncio.sleep(lost.wait)

    async def follow_once(
        self, desk: str | None = None, *, cursor: str | None = None, **filters: Any
    ) -> AsyncGenerator[Event, None]:
        """The same over one connection: raises UnreachableError when it is lost."""
        try:
            async with aclosing(self._connection(Course(self.url, desk, cursor, filters))) as events:
                async for event in events:
                    yield event
        except _LostError as lost:
            raise UnreachableError(f"the connection to {self.url} was lost") from lost.__cause__

    async def _connection(self, course: Course) -> AsyncGenerator[Event, None]:
        try:
            async with connect(
                course.url,
                additional_headers=self._headers,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                max_size=None,
                ping_interval=None,  # the server speaks often enough, and is heard
                close_timeout=0.5,
            ) as socket:
                while True:
                    async with asyncio.timeout(course.patience):
                        text = await socket.recv(decode=False)
                    if event := course.take(text):
                        yield event
        except InvalidStatus as refusal:
            status, body = refusal.response.status_code, bytes(refusal.response.body or b"")
            raise _LostError(course.refused(status, body)) from refusal
        except ConnectionClosed as end:
            code, reason = (end.rcvd.code, end.rcvd.reason) if end.rcvd else (0, "")
            raise _LostError(course.lost(code=code, reason=reason)) from end
        except (OSError, InvalidHandshake, TimeoutError) as error:
            raise _LostError(course.lost()) from error

    async def _ask(self, request: Request) -> Any:
        return (await self._send(request)).value(self.url)

    async def _send(self, request: Request) -> Answer:
        if self._session is None:
            raise RuntimeError("use it as `async with Client(…) as ticker`")
        try:
            async with self._session.request(
                request.method,
                self.url + request.target(),
                json=request.body,
                headers=request.headers,
                allow_redirects=False,
            ) as response:
                body = await response.read()
                return asking.Answer(response.status, body, response.headers.get("Link", ""))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UnreachableError(
                f"{self.url} does not answer: {str(error) or type(error).__name__}"
            ) from error
