"""`/v1/updates` and `/v1/events`: what has changed since a cursor, once or without end.

Knows the two paths; must not know how listeners are served.
"""

from collections.abc import AsyncGenerator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Header
from pydantic import Field
from starlette.responses import Response

from ticker.core.roles import Role
from ticker.errors import GapError
from ticker.serve import examples, shapes
from ticker.serve.access import Visitor
from ticker.serve.answers import DENIALS, QUERY, OfDesk, described, json, troubles
from ticker.serve.desks import Desks
from ticker.serve.eventstream import EventStream
from ticker.serve.fanout import Waiting
from ticker.serve.filters import AsEditor, ChosenStories
from ticker.serve.follower import CURSOR, Follower, read_cursor
from ticker.serve.live.history import Record, View
from ticker.serve.problems import Problem


class AskedUpdates(OfDesk, AsEditor):
    """Updates after a cursor."""

    after: str = Field(
        pattern=CURSOR,
        description="The last update that you have, as EPOCH:OFFSET; what follows it is answered.",
        examples=["5f0c2a9d41be:811"],
    )
    limit: int = Field(default=200, ge=1, le=1_000, description="How many updates at most.")


class AskedEvents(OfDesk, ChosenStories, AsEditor):
    """Updates as they happen."""

    cursor: str | None = Field(
        default=None,
        pattern=CURSOR,
        description="Go on after this update (EPOCH:OFFSET); without it: from now on.",
        examples=["5f0c2a9d41be:811"],
    )


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["updates"])
    limits = desks.limits
    reader = desks.access.needs(Role.READER)

    @paths.get(
        "/updates",
        summary="Updates since a cursor",
        responses=described(shapes.Updates, examples.UPDATES, *DENIALS, "gap", "store-away"),
    )
    async def updates(asked: Annotated[AskedUpdates, QUERY], visitor: Annotated[Visitor, reader]) -> Response:
        """In order and without a gap, or 410: then take `/v1/stories` and go on from its offset."""
        asked.check(visitor)
        desk = desks.get(asked.desk, visitor)
        epoch, after = read_cursor(asked.after)
        try:
            async with desks.reads:
                rows = await desk.store.updates_raw(after, epoch=epoch, count=asked.limit)
        except GapError as error:
            raise Problem("gap", str(error), snapshot=f"/v1/stories?desk={desk.name}") from error
        last = rows[-1][0] if rows else after
        shown = [Record.of(*row).shown(editing=asked.editing) for row in rows]
        return json(
            {
                "desk": desk.name,
                "cursor": f"{epoch}:{last}",
                "updates": [msgspec.Raw(one.json) for one in shown if one is not None],
            }
        )

    @paths.get(
        "/events",
        summary="Updates as they happen (server-sent events)",
        response_class=Response,
        responses={
            200: {
                "description": "An event for every update: `id` is its cursor, `event` its op, `data` the "
                "update. `event: reset` says that the sequence has a gap: take `snapshot` and go on.",
                "content": {"text/event-stream": {"schema": {"type": "string"}, "example": examples.EVENTS}},
            },
            **troubles(*DENIALS, "too-many-listeners"),
        },
    )
    async def events(
        asked: Annotated[AskedEvents, QUERY],
        visitor: Annotated[Visitor, reader],
        last_event_id: Annotated[
            str | None,
            Header(pattern=CURSOR, description="What a browser sends when it comes back; before `cursor`."),
        ] = None,
    ) -> EventStream:
        """Exact from the cursor on; a comment every 15 s; a client that does not read is disconnected."""
        asked.check(visitor)
        desk = desks.get(asked.desk, visitor)
        if desks.listeners >= limits.listeners:
            raise Problem("too-many-listeners", f"{limits.listeners} at most")
        name = last_event_id or asked.cursor
        cursor = None if name is None else read_cursor(name)
        view = View(asked.wanted(), asked.editing)

        def chunks(waiting: Waiting) -> AsyncGenerator[bytes, None]:
            return Follower(desk.store, waiting, cursor, limits, reads=desks.reads, view=view).chunks()

        return EventStream(desk.fanout.listen(), chunks, limits, desks.log.bind(desk=desk.name))

    return paths
