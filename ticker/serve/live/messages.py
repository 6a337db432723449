"""The shapes of the socket's messages and the AsyncAPI 3 document that describes them.

The messages themselves are written by `wire`; a test holds every one that is heard against its shape.

Knows shapes and the document; must not know clients.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from ticker import __version__
from ticker.serve import examples
from ticker.serve.live import wire
from ticker.serve.shapes import Shape, Story, Update

if TYPE_CHECKING:
    from pydantic import BaseModel

EPOCH: Final = "Which history of the desk offsets belong to."
OFFSET: Final = "How many updates that history has had."


class Hello(Shape):
    """The first message: where the desk stands."""

    type: Literal["hello"]
    desk: str
    epoch: str = Field(description=EPOCH)
    offset: int = Field(description=OFFSET)
    ping: float = Field(description="Seconds of silence after which there is a `ping`.")


class Snapshot(Shape):
    """The stories at one offset, best first: forget what you had."""

    type: Literal["snapshot"]
    epoch: str = Field(description=EPOCH)
    offset: int = Field(description=OFFSET)
    complete: bool = Field(description="There are no more that pass the filter.")
    stories: list[Story]


class Recovered(Shape):
    """Nothing is missing: every update after your cursor follows."""

    type: Literal["recovered"]
    epoch: str = Field(description=EPOCH)
    from_: int = Field(alias="from", description="The offset of your cursor.")


class UpdateMessage(Update):
    """One change of the desk: `story` is the state after it."""

    model_config = ConfigDict(title="UpdateMessage")

    type: Literal["update"]


class Ping(Shape):
    """The connection lives, and you have everything up to this offset."""

    type: Literal["ping"]
    epoch: str = Field(description=EPOCH)
    offset: int = Field(description=OFFSET)


class Pong(Shape):
    """The answer to your ping."""

    type: Literal["pong"]


class ClientPing(Shape):
    """Are you there?"""

    type: Literal["ping"]


_AT: Final = {"epoch": "5f0c2a9d41be", "offset": 812}
SENT: Final[dict[str, tuple[type[BaseModel], dict[str, Any]]]] = {
    "hello": (Hello, {"type": "hello", "desk": "main", **_AT, "ping": 20.0}),
    "snapshot": (
        Snapshot,
        {"type": "snapshot", **_AT, "complete": True, "stories": [examples.STORY]},
    ),
    "recovered": (Recovered, {"type": "recovered", "epoch": "5f0c2a9d41be", "from": 811}),
    "update": (UpdateMessage, {"type": "update", **examples.UPDATE}),
    "ping": (Ping, {"type": "ping", **_AT}),
    "pong": (Pong, {"type": "pong"}),
}
"""What the server sends: by its type, the shape and an example."""

TAKEN: Final[dict[str, tuple[type[BaseModel], dict[str, Any]]]] = {
    "clientPing": (ClientPing, {"type": "ping"})
}
"""What the server takes."""

_ABOUT: Final = """Every change of a desk, once and in order, as it is committed.

`hello` comes first, then `snapshot` or, with a cursor, `recovered`; then every `update`. Come back with the
`epoch:offset` of the last message that had one, at any server of the newsroom, and miss nothing.
docs/protocol.md says it in words.
"""


@cache
def document() -> dict[str, Any]:
    """The AsyncAPI 3.0 document."""
    every = {**SENT, **TAKEN}
    schemas: dict[str, Any] = {}
    for shape, _ in every.values():
        schema = TypeAdapter(shape).json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[shape.__name__] = schema
    messages = {
        name: {
            "name": name,
            "summary": (shape.__doc__ or "").strip(),
            "contentType": "application/json",
            "payload": {"$ref": f"#/components/schemas/{shape.__name__}"},
            "examples": [{"name": name, "payload": example}],
        }
        for name, (shape, example) in every.items()
    }

    def of_channel(names: dict[str, Any]) -> list[dict[str, str]]:
        return [{"$ref": f"#/channels/live/messages/{name}"} for name in names]

    return {
        "asyncapi": "3.0.0",
        "info": {"title": "ticker", "version": __version__, "description": _ABOUT},
        "defaultContentType": "application/json",
        "channels": {
            "live": {
                "address": "/v1/live",
                "title": "One desk, live",
                "description": f"Websocket, subprotocol `{wire.SUBPROTOCOL}`. Query parameters: as those of "
                "`/v1/live` in /openapi.json.",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
            }
        },
        "operations": {
            "hear": {
                "action": "send",
                "channel": {"$ref": "#/channels/live"},
                "summary": "What the server says.",
                "messages": of_channel(SENT),
            },
            "ask": {
                "action": "receive",
                "channel": {"$ref": "#/channels/live"},
                "summary": "What a client may say.",
                "messages": of_channel(TAKEN),
                "reply": {
                    "channel": {"$ref": "#/channels/live"},
                    "messages": [{"$ref": "#/channels/live/messages/pong"}],
                },
            },
        },
        "components": {
            "messages": messages,
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Programs send the header; a browser offers `ticket.TICKET` as a second "
                    "subprotocol (POST /v1/tickets).",
                }
            },
        },
        "x-close-codes": {str(int(code)): text for code, text in wire.SAID.items()},
    }
