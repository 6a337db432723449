"""What a backup says, line by line: one JSON object each, told apart by its `type`.

Objects are written by the names of their fields, so that a field may be added with a default, as in the
store. Anything else needs a new FORMAT. `docs/backup-format.md` describes every line and mirrors this module.

Knows the shapes; must not know files or Redis.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from ticker.core.acts import Act  # noqa: TC001 - msgspec reads the annotations at run time, here and below
from ticker.core.alert import Told  # noqa: TC001
from ticker.core.model import (
    Action,
    Copy,
    DeskSettings,
    Entry,
    Event,
    FeedState,
    Instant,
    Story,
    Tick,
)
from ticker.store.alerts import Due, Switch  # noqa: TC001
from ticker.store.codec import Poison, pack_event, unpack_event
from ticker.store.tokens import Token  # noqa: TC001

FORMAT: Final = 1
"""Version of the format; a reader refuses a newer one."""

Number = Annotated[int, Meta(ge=0, le=2**53)]
Hex = Annotated[str, Meta(pattern="^[0-9a-f]{2,64}$")]
Name = Annotated[str, Meta(min_length=1, max_length=1000)]


class Head(Struct, tag="ticker-backup", frozen=True):
    """The first line: format, the program that wrote it, when, and which desks follow."""

    format: int
    ticker: str
    at: str
    desks: tuple[Name, ...]


class Desk(Struct, tag="desk", frozen=True):
    """A desk begins: all lines up to the next desk or to the shared lines are its own. `clock`: Redis' ms."""

    name: Name
    clock: Number


class State(Struct, tag="state", frozen=True):
    """Where the desk stands: the last record applied and written, its counters, settings and time."""

    cursor: Number
    appended: Number
    offset: Number
    next_ordinal: Annotated[int, Meta(ge=1, le=2**53)]
    next_action: Annotated[int, Meta(ge=1, le=2**53)]
    now: Instant
    settings: DeskSettings
    letters_lost: Number = 0


class StoryLine(Struct, tag="story", frozen=True):
    """A live story."""

    story: Story


class CopyLine(Struct, tag="copy", frozen=True):
    """A live copy with its entry."""

    copy: Copy


class ActLine(Struct, tag="act", frozen=True):
    """What undo, redo and matching need of an editor's action."""

    act: Act


class Audit(Struct, tag="audit", frozen=True):
    """A line of the audit, as readers see it."""

    number: Annotated[int, Meta(ge=1, le=2**53)]
    line: msgspec.Raw


class Acted(Struct, tag="acted", frozen=True):
    """Ids of actions that were applied or refused, with their numbers."""

    ids: dict[str, Number]


class ToldEvents(Struct, tag="told", frozen=True):
    """Ids of events that are in the log already, with the numbers of their records."""

    ids: dict[str, Number]


class Seen(Struct, tag="seen", frozen=True):
    """Identities of entries (hex) and when they were in a feed last (Redis' ms)."""

    ids: dict[Hex, Number]


class Titles(Struct, tag="titles", frozen=True):
    """Identities of entries (hex) and the hash of the last title of each (hex)."""

    hashes: dict[Hex, Hex]


class Feed(Struct, tag="feed", frozen=True):
    """What is known of a feed after its last poll: validators, health, counts."""

    feed: FeedState


class Tally(Struct, tag="tally", frozen=True):
    """How many entries of a feed were placed so far, and how many of those repeat another."""

    feed: Name
    entries: Number
    repeats: Number


class Record(Struct, tag="record", frozen=True, omit_defaults=True):
    """A record of the log: one of its kinds, or `kind` and `raw` where this version cannot read it."""

    number: Annotated[int, Meta(ge=1, le=2**53)]
    entry: Entry | UnsetType = UNSET
    tick: Tick | UnsetType = UNSET
    settings: DeskSettings | UnsetType = UNSET
    action: Action | UnsetType = UNSET
    kind: str = ""
    raw: bytes = b""

    def packed(self) -> tuple[bytes, bytes]:
        """Kind and bytes, as the log keeps them."""
        for event in (self.entry, self.tick, self.settings, self.action):
            if not isinstance(event, UnsetType):
                return pack_event(event)
        return self.kind.encode(), self.raw


class Letter(Struct, tag="letter", frozen=True):
    """A dead letter: a record that the desk gave up, why and when, after how many tries."""

    record: Record
    reason: str
    tries: Number
    at: Instant


class Tried(Struct, tag="tried", frozen=True):
    """A record that broke the desk and is tried again: how often so far, and why."""

    number: Number
    tries: Number
    reason: str


class TokenLine(Struct, tag="token", frozen=True):
    """An access token: the hash of its secret, never the secret."""

    token: Token


class ToldAlert(Struct, tag="alert-told", frozen=True):
    """What was told of a story last."""

    desk: Name
    story: str
    told: Told


class SwitchLine(Struct, tag="alert-switch", frozen=True):
    """What an editor switched off: a desk (`story` "") or one of its stories."""

    desk: Name
    story: str
    switch: Switch


class DueLine(Struct, tag="alert-due", frozen=True):
    """An alert that was still to be sent."""

    alert: Name
    sender: Name
    due: Due


class AlertLine(Struct, tag="alert", frozen=True):
    """An alert of the log, as readers see it."""

    line: msgspec.Raw


class End(Struct, tag="end", frozen=True):
    """The last line: how many stand before it. A file without it is no whole backup."""

    lines: Number


OfDesk = (
    State
    | StoryLine
    | CopyLine
    | ActLine
    | Audit
    | Acted
    | ToldEvents
    | Seen
    | Titles
    | Feed
    | Tally
    | Record
    | Letter
    | Tried
)
Shared = TokenLine | ToldAlert | SwitchLine | DueLine | AlertLine
Line = Head | Desk | OfDesk | Shared | End

_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(Line)  # type: ignore[type-abstract,unused-ignore]  # a union is no class


def encode(line: Line) -> bytes:
    """One line, without its end."""
    return _encoder.encode(line)


def decode(data: bytes) -> Line:
    """Read one line.

    Raises:
        ValueError: it is none; what is wrong, in words.
    """
    try:
        line: Line = _decoder.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return line


def record_of(number: int, kind: bytes, data: bytes) -> Record:
    """A record of the log as a line says it."""
    event: Event | Poison = unpack_event(f"{number}-0", {kind: data})
    if isinstance(event, Entry):
        return Record(number, entry=event)
    if isinstance(event, Tick):
        return Record(number, tick=event)
    if isinstance(event, DeskSettings):
        return Record(number, settings=event)
    if isinstance(event, Action):
        return Record(number, action=event)
    return Record(number, kind=kind.decode("utf-8", "replace"), raw=data)
