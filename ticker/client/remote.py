"""One desk of a server as the dashboard reads it: `source.Source` over websocket and HTTP.

Knows the client; must not know how anything is shown.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from ticker.client.client import Client
from ticker.client.course import Snapshot
from ticker.client.source import Resync, Status
from ticker.core.acts import Outcome
from ticker.core.model import FeedState
from ticker.errors import ActionError, RemoteError, TickerError, UnreachableError, UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from ticker.core.audit import AuditView
    from ticker.core.model import Action
    from ticker.core.view import AlertView, StoryView, TopView, UpdateView

_INSTANTS: Final = ("polled", "ok_at", "changed_at", "next_poll", "known_since", "pushed")
_FIELDS: Final = frozenset(field.name for field in structs.fields(FeedState))


class RemoteSource:
    """The desk of that name at a server (None = the first that the token sees).

    An editor's token sees what editors see.
    """

    def __init__(self, url: str, desk: str | None = None, *, token: str = "") -> None:
        self._client = Client(url, token=token)
        self._desk = desk
        self._open = False
        self._editing: bool | None = None
        self._epoch = ""

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.__aexit__(None, None, None)
        self._open = False

    async def editor(self) -> RemoteSource | None:
        """Return itself where the token is an editor's; None = it may only read."""
        await self._asked()
        return self if self._editing else None

    async def top(self, *, limit: int | None) -> TopView:
        """Return the ranked stream at one offset; `limit` None = all stories."""
        client, view = await self._asked()
        if limit is None:
            found = await client.all_stories(self._desk, **view)
        else:
            found = await client.stories(self._desk, limit=limit, **view)
        self._desk, self._epoch = found["desk"], found["epoch"]
        return {**found, "stories": [story for story in found["stories"] if not story["held"]]}

    async def updates(self, after: int) -> AsyncGenerator[UpdateView, None]:
        """Yield every update after `after`, live; raises Resync where that cannot be exact."""
        client, view = await self._asked()
        async for event in client.follow_once(self._desk, cursor=f"{self._epoch}:{after}", **view):
            if isinstance(event, Snapshot):
                raise Resync
            yield event.update

    async def story(self, story_id: str) -> StoryView | None:
        """Return one story with its entries, or None when the window no longer holds it."""
        client, view = await self._asked()
        try:
            return await client.story(story_id, self._desk, **view)
        except RemoteError as error:
            if error.kind == "unknown-story":
                return None
            raise

    async def act(self, action: Action, *, wait: float = 10.0) -> Outcome:  # noqa: ARG002 - the server's own
        """Do it, as the editor whose token this is; raises as the interface says."""
        client, _ = await self._asked()
        try:
            done = await client.act(action, self._desk)
        except RemoteError as error:
            raise _refusal(error) from error
        return Outcome(done["action"], tuple(done["stories"]), done["said"])

    async def audit(self, after: int | None = None, *, count: int = 500) -> Sequence[AuditView]:
        """Return lines of the audit in order: the first `count` after an action's number, or the newest."""
        client, _ = await self._asked()
        return await client.audit(self._desk, after=after, limit=min(count, 1_000))

    async def held(self) -> Sequence[StoryView]:
        """Return the stories that the public must not see now."""
        client, view = await self._asked()
        found = await client.all_stories(self._desk, **view)
        return [story for story in found["stories"] if story["held"]]

    async def feeds(self) -> Sequence[FeedState]:
        """Return every configured feed of the desk, those that were never asked included."""
        client, _ = await self._asked()
        return [_feed(row, self._desk or "") for row in await client.feeds(self._desk)]

    async def alerts(self, count: int) -> Sequence[AlertView]:
        """Return the desk's latest alerts, newest first."""
        client, _ = await self._asked()
        return await client.alerts(self._desk, limit=min(max(count, 1), 1_000))

    async def status(self) -> Status:
        """Return how the desk does now."""
        client, _ = await self._asked()
        desks = await client.desks()
        row = next((one for one in desks if self._desk in {None, one["name"]}), None)
        if row is None:
            raise UnreachableError(f"{client.url} has no desk {self._desk!r} for this token")
        message = row["trouble"]
        return Status(
            desk=row["name"],
            epoch=row["epoch"],
            offset=row["offset"],
            stories=row["stories"],
            copies=row["copies"],
            stale=bool(message),
            message=message,
            letters=row.get("letters", 0),
        )

    async def log(self, lines: int) -> Sequence[str] | None:  # noqa: ARG002 - the interface's
        """Return None: a server shows its log to nobody."""
        return None

    async def _asked(self) -> tuple[Client, dict[str, Any]]:
        """The client, opened when first asked, and how it is to see stories."""
        if not self._open:
            await self._client.__aenter__()
            self._open = True
        if self._editing is None:
            self._editing = (await self._client.me())["role"] != "reader"
        return self._client, {"editing": True} if self._editing else {}


def _refusal(error: RemoteError) -> TickerError:
    """What the interface calls a refusal by the server."""
    if error.kind.startswith("action-"):
        return ActionError(error.kind.removeprefix("action-"), str(error))
    if error.kind == "bad-action":
        return UsageError(str(error))
    return UnreachableError(str(error)) if error.kind == "store-away" else error


def _feed(row: dict[str, Any], desk: str) -> FeedState:
    known = {name: value for name, value in row.items() if name in _FIELDS}
    known |= {name: _instant(known[name]) for name in _INSTANTS}
    known |= {"warnings": tuple(known["warnings"]), "news": tuple(map(_instant, known["news"]))}
    return FeedState(**known | {"desk": desk})


def _instant(text: str | None) -> float | None:
    return None if text is None else datetime.fromisoformat(text).timestamp()
