"""What a follower of a desk knows: where it is, what the messages add up to, when to come back.

No I/O and no clock: `client` and `blocking` are thin shells around it.

Knows the live protocol; must not know a socket.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from ticker.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ticker.core.view import StoryView, UpdateView

SUBPROTOCOL: Final = "ticker.v1.json"

LEAST, MOST = 0.5, 15.0
"""Seconds before the first and before later attempts to come back; each is twice the one before."""

_CHANCE: Final = SystemRandom().random
_FIRST_PATIENCE: Final = 20.0  # seconds until the server has said its own
_LEAVES: Final = frozenset({"merged", "expired"})
_DO_NOT_RETURN: Final = 4500
_HOPELESS: Final = frozenset({400, 401, 403, 404, 405, 410, 413, 422, 426})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The stories of a desk at one offset, best first. `complete` = no more pass the filter."""

    epoch: str
    offset: int
    stories: list[StoryView]
    complete: bool

    @property
    def cursor(self) -> str:
        """Where to go on."""
        return f"{self.epoch}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Change:
    """One update. `left` = the story is no longer for this follower: held back, or outside its filter."""

    update: UpdateView
    left: bool = False

    @property
    def cursor(self) -> str:
        """Where to go on."""
        return f"{self.update['epoch']}:{self.update['offset']}"

    @property
    def story(self) -> StoryView:
        """The story after the change."""
        return self.update["story"]

    @property
    def gone(self) -> bool:
        """Whether the story is to be taken out."""
        return self.left or self.update["op"] in _LEAVES


Event = Snapshot | Change


def place(story: StoryView) -> tuple[bool, bool, float, int]:
    """The order of the ranking: pinned by their pin; then by score; the older story first; held ones last."""
    pin = story["pin"]
    return story["held"], pin is None, -story["score"] if pin is None else pin, int(story["id"])


@dataclass(slots=True)
class Board:
    """The stories that events add up to."""

    stories: dict[str, StoryView] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Apply one event."""
        if isinstance(event, Snapshot):
            self.stories = {story["id"]: story for story in event.stories}
        elif event.gone:
            self.stories.pop(event.story["id"], None)
        else:
            self.stories[event.story["id"]] = event.story

    def ranked(self) -> list[StoryView]:
        """All of them, best first."""
        return sorted(self.stories.values(), key=place)


class Course:
    """One follower's way along a desk's updates, across every connection it takes.

    `patience` = seconds of silence after which a connection is dead.
    """

    def __init__(
        self,
        url: str,
        desk: str | None,
        cursor: str | None,
        filters: Mapping[str, Any],
        chance: Callable[[], float] = _CHANCE,
    ) -> None:
        self.cursor = cursor
        self._chance = chance
        self.patience = _FIRST_PATIENCE
        self._base = url.rstrip("/")
        self._filters = {**filters, **({"desk": desk} if desk else {})}
        self._failed = 0

    @property
    def url(self) -> str:
        """Where the socket is, from here on."""
        scheme, _, rest = self._base.partition("://")
        asked = {**self._filters, **({"cursor": self.cursor} if self.cursor else {})}
        return f"{scheme.replace('http', 'ws')}://{rest}/v1/live?{query(asked)}"

    def take(self, text: bytes | str) -> Event | None:
        """What one message means; None = nothing for the user.

        Raises:
            RemoteError: it is none of this protocol.
        """
        try:
            message = json.loads(text)
            event = self._read(message)
            if message["type"] in {"snapshot", "update", "ping"}:
                self.cursor = f"{message['epoch']}:{message['offset']}"
        except (ValueError, KeyError, TypeError) as error:
            raise RemoteError(
                "protocol", 0, f"{self._base} sent what is no message of {SUBPROTOCOL}: {error!r}"
            ) from error
        self._failed = 0
        return event

    def _read(self, message: dict[str, Any]) -> Event | None:
        match message["type"]:
            case "hello":
                self.patience = message["ping"] * 2.25
            case "snapshot":
                return Snapshot(message["epoch"], message["offset"], message["stories"], message["complete"])
            case "update":
                update: Any = {name: value for name, value in message.items() if name not in {"type", "left"}}
                return Change(update, message.get("left", False))
        return None

    def lost(self, *, code: int = 0, reason: str = "") -> float:
        """The connection has ended: the seconds to wait before the next one.

        Raises:
            RemoteError: the server said not to come back.
        """
        if code >= _DO_NOT_RETURN:
            raise RemoteError("closed", code, f"{self._base} closed the socket: {reason or code}")
        delay: float = min(MOST, LEAST * 2**self._failed)
        self._failed = min(self._failed + 1, 30)
        return delay * (0.5 + self._chance() / 2)  # so that many do not come back at once

    def refused(self, status: int, body: bytes) -> float:
        """The handshake was refused: as `lost`, for an HTTP answer."""
        if status in _HOPELESS:
            raise problem(self._base, status, body)
        return self.lost()


def query(parameters: Mapping[str, Any]) -> str:
    """A query string; lists repeat their name, truth is spelled as JSON has it, None is left out."""
    return urlencode(
        [
            (name, str(value).lower() if isinstance(value, bool) else value)
            for name, values in parameters.items()
            for value in (values if isinstance(values, list | tuple) else [values])
            if value is not None
        ]
    )


def problem(base: str, status: int, body: bytes) -> RemoteError:
    """The error that a server answered with."""
    try:
        said = json.loads(body)
        kind = str(said["type"]).rpartition(":")[2]
        text = ": ".join(filter(None, (said["title"], said.get("detail", ""))))
    except (ValueError, KeyError, TypeError):
        kind, text = "http", f"HTTP {status}"
    return RemoteError(kind, status, f"{urlsplit(base).netloc or base}: {text}")
