"""`/v1/live`: the handshake of the live socket, and the tickets by which browsers open it.

The handshake is a request like any other: host, token, desk and parameters are checked by the same code, and
what is wrong is answered as a problem. Only then is the connection taken over from the HTTP server.

Knows the handshake; must not know what is said afterwards.
"""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from websockets.datastructures import Headers
from websockets.exceptions import NegotiationError
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.http11 import Request as Opening
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from ticker.core.roles import Role
from ticker.serve import examples, shapes
from ticker.serve.access import Access, Visitor
from ticker.serve.answers import QUERY, OfDesk, described, json, troubles
from ticker.serve.desks import Desks, ServedDesk
from ticker.serve.filters import MOST, AsEditor, ChosenStories
from ticker.serve.follower import CURSOR, Cursor, read_cursor
from ticker.serve.live.connection import Connection, Guest
from ticker.serve.live.history import View
from ticker.serve.live.wire import DEFLATE, SUBPROTOCOL
from ticker.serve.problems import Problem
from ticker.store.tokens import TICKET_TTL

UPGRADE: Final = "ticker.upgrade"
"""The ASGI extension by which a connection is taken over: a transport and what has come in already."""

TICKET: Final = "ticket."
"""What a subprotocol that is a ticket begins with."""


class AskedLive(OfDesk, ChosenStories, AsEditor):
    """What the socket is to carry."""

    cursor: str | None = Field(
        default=None,
        pattern=CURSOR,
        description="Go on after this update (EPOCH:OFFSET); without it: from a snapshot on.",
        examples=["5f0c2a9d41be:811"],
    )
    limit: int = Field(default=500, ge=1, le=MOST, description="How many stories a snapshot holds at most.")


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["live"])
    reader = desks.access.needs(Role.READER)

    @paths.post(
        "/tickets",
        summary="A ticket for a browser's socket",
        responses=described(shapes.Ticket, examples.TICKET, "token-needed", "bad-token", "store-away"),
    )
    async def ticket(visitor: Annotated[Visitor, reader]) -> Response:
        """Browsers cannot send a token with a websocket: they offer `ticket.TICKET` as a second subprotocol.

        It is good once and for 30 seconds, at any server of the newsroom.
        """
        return json({"ticket": await desks.access.ticket(visitor), "expires_in": TICKET_TTL})

    @paths.get(
        "/live",
        summary="Updates as they happen (websocket)",
        response_class=Response,
        status_code=101,
        responses={
            101: {"description": "The socket is open; what it carries stands in /asyncapi.json."},
            **troubles(
                "token-needed",
                "bad-token",
                "not-allowed",
                "wrong-origin",
                "unknown-desk",
                "upgrade-needed",
                "bad-upgrade",
                "too-many-listeners",
                "store-away",
            ),
        },
    )
    async def live(
        request: Request,
        asked: Annotated[AskedLive, QUERY],
        sec_websocket_protocol: Annotated[
            str,
            Header(
                max_length=200,
                description="`ticker.v1.json`, and `ticket.TICKET` where a browser has a token.",
            ),
        ] = "",
    ) -> Response:
        """First `hello`, then a snapshot or everything since the cursor, then every update as it happens."""
        if problem := desks.doors.refuses_origin(
            request.headers.get("origin"), request.headers.get("host", "")
        ):
            raise problem  # sockets know no CORS: any page could open one
        visitor = await _visitor(
            desks.access, request.headers.get("authorization", ""), sec_websocket_protocol
        )
        asked.check(visitor)
        desk = desks.get(asked.desk, visitor)
        if request.headers.get("upgrade", "").lower() != "websocket":
            raise Problem("upgrade-needed", "this path speaks websocket")
        if UPGRADE not in request.scope.get("extensions", {}):
            raise Problem("upgrade-needed", "HTTP/1.1 is needed for that")
        if desks.sockets >= desks.limits.sockets:
            raise Problem("too-many-listeners", f"{desks.limits.sockets} at most")
        if not await desk.fanout.is_ready():
            raise Problem("store-away", "the same request may go through later")
        cursor = None if asked.cursor is None else read_cursor(asked.cursor)
        return _Takeover(desks, desk, visitor, asked, cursor)

    return paths


async def _visitor(access: Access, authorization: str, subprotocols: str) -> Visitor:
    """Who opens the socket: by a ticket among the subprotocols, else as everywhere."""
    for word in subprotocols.split(","):
        if word.strip().startswith(TICKET):
            return await access.take(word.strip().removeprefix(TICKET))
    return await access.visitor(authorization)


class _Takeover(Response):
    """Answers the handshake and hands the connection to the desk's room."""

    def __init__(
        self, desks: Desks, desk: ServedDesk, visitor: Visitor, asked: AskedLive, cursor: Cursor | None
    ) -> None:
        super().__init__()
        self._desks = desks
        self._desk = desk
        self._visitor = visitor
        self._asked = asked
        self._cursor = cursor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        opening = Opening(
            scope["path"],
            Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]),
        )
        handshake = ServerProtocol(extensions=[DEFLATE], select_subprotocol=_choose)
        response = handshake.accept(opening)
        if response.status_code != 101:
            problem = Problem("bad-upgrade", (response.body or b"").decode().strip())
            await problem.response()(scope, receive, send)
            return
        deflate = any(
            isinstance(one, PerMessageDeflate) and one.local_max_window_bits == 15
            for one in handshake.extensions
        )
        transport, early = scope["extensions"][UPGRADE]()
        client = Connection(
            transport,
            Guest(
                self._visitor,
                View(self._asked.wanted(), self._asked.editing, deflate),
                self._asked.limit,
            ),
            handshake.extensions,
            self._desks.limits,
            self._desk.entrance.room,
        )
        transport.write(response.serialize())
        transport.set_protocol(client)
        transport.resume_reading()
        self._desk.entrance.admit(client, self._cursor)
        if early:
            client.data_received(early)


def _choose(_: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Our subprotocol where it is offered; who offers none gets it without a name."""
    if SUBPROTOCOL in offered:
        return Subprotocol(SUBPROTOCOL)
    if offered and not all(one.startswith(TICKET) for one in offered):
        raise NegotiationError(f"invalid subprotocol; offer {SUBPROTOCOL}")
    return None
