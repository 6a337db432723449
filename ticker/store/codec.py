"""Values to bytes and back: msgpack arrays for what is kept, JSON for what consumers read.

A record is the array of its fields in the order of the dataclass. Fields may be added at the end with
a default: older records then read as that default, and older programs ignore what they do not know.
Any other change raises `keys.SCHEMA`.

Knows the shapes of `core.model`; must not know Redis.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from hashlib import blake2b
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, get_type_hints

import msgspec
from msgspec import Struct, structs

from ticker.core.acts import Act, Verdict
from ticker.core.audit import AuditView, audit_view
from ticker.core.model import Action, Copy, DeskSettings, Entry, FeedState, Story, Tick, Update
from ticker.core.view import AlertView, UpdateGist, UpdateView, update_view
from ticker.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker.core.model import Event

T = TypeVar("T")


class Record(Generic[T]):
    """Packs values of one frozen dataclass or struct as a msgpack array; its fields that are such too."""

    def __init__(self, shape: type[T]) -> None:
        self._shape = shape
        self.names: Final = tuple(name for name, *_ in _columns(shape))
        self._row, self._to_row, self._from_row = _plan(shape)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(self._row)

    def pack(self, value: T) -> bytes:
        """Encode `value`.

        Raises:
            StoreError: a text in it is no Unicode (a lone surrogate).
        """
        try:
            return self._encoder.encode(self._to_row(value))
        except UnicodeEncodeError as error:
            raise StoreError(f"{self._shape.__name__} cannot be stored: {error}") from error

    def unpack(self, data: bytes) -> T:
        """Decode what `pack` made.

        Raises:
            StoreError: the bytes are no such record.
        """
        try:
            value: T = self._from_row(self._decoder.decode(data))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoreError(f"stored {self._shape.__name__} cannot be read: {error}") from error
        return value


def _columns(shape: type[Any]) -> list[tuple[Any, ...]]:
    """Name, type and, where there is one, default of each field of a dataclass or struct."""
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        return [(field.name, hints[field.name], *_default(field)) for field in fields(shape)]
    return [
        (field.name, field.type, *(() if field.default is msgspec.NODEFAULT else (field.default,)))
        for field in structs.fields(shape)
    ]


def _default(field: Field[Any]) -> tuple[Any, ...]:
    return () if field.default is MISSING else (field.default,)


def _plan(shape: type[Any]) -> tuple[type[Struct], Callable[[Any], Any], Callable[[Any], Any]]:
    """How a value travels: the struct that checks its row, value to row, that struct to value."""
    columns = _columns(shape)
    nested: list[tuple[int, Callable[[Any], Any], Callable[[Any], Any], Any, Any]] = []
    for index, (name, kind, *default) in enumerate(columns):
        if _has_fields(kind):
            row, to_row, from_row = _plan(kind)
            known = (row(*to_row(default[0])), default[0]) if default else (None, None)
            nested.append((index, to_row, from_row, *known))
            columns[index] = (name, row, *default)
    row = msgspec.defstruct(shape.__name__, columns, array_like=True, frozen=True, gc=False)
    apart = _apart(shape, [name for name, *_ in columns])
    if shape is Entry:
        return row, apart, lambda made: Entry(*_shared(structs.astuple(made)))
    if not nested:
        return row, apart, lambda made: shape(*structs.astuple(made))

    def nested_to_row(value: Any) -> list[Any]:
        parts = list(apart(value))
        for index, to_row, *_ in nested:
            parts[index] = to_row(parts[index])
        return parts

    def nested_from_row(made: Any) -> Any:
        parts = list(structs.astuple(made))
        for index, _, from_row, known, default in nested:
            # of a million untouched stories one object
            parts[index] = default if parts[index] == known else from_row(parts[index])
        return shape(*parts)

    return row, nested_to_row, nested_from_row


def _has_fields(kind: Any) -> bool:
    return is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, Struct))


def _apart(shape: type[Any], names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What takes a value apart into its fields."""
    if issubclass(shape, Struct):
        return structs.astuple
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


def _shared(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The fields of an entry, equal ones as one object: a window holds a million entries of a few feeds."""
    id_, feed, publisher, title, received, time, published, url, lang, *rest = row
    return (
        id_,
        intern(feed),
        intern(publisher),
        title,
        received,
        received if time == received else time,
        time if published == time else published,
        id_ if url == id_ else url,
        intern(lang),
        *rest,
    )


ENTRY: Final = Record(Entry)
TICK: Final = Record(Tick)
SETTINGS: Final = Record(DeskSettings)
ACTION: Final = Record(Action)
ACT: Final = Record(Act)
COPY: Final = Record(Copy)
STORY: Final = Record(Story)
FEED: Final = Record(FeedState)

STORY_MEMBERS: Final = STORY.names.index("members") + 1
"""Where a packed story keeps its members, counted from 1 as Lua does."""

FEED_POLLS: Final = FEED.names.index("polls") + 1
"""Where a packed feed state keeps its polls."""

_EVENTS: Final[dict[type[Any], tuple[bytes, Record[Any]]]] = {
    Entry: (b"e", ENTRY),
    Tick: (b"t", TICK),
    DeskSettings: (b"s", SETTINGS),
    Action: (b"a", ACTION),
}
_KINDS: Final = dict(_EVENTS.values())


@dataclass(frozen=True, slots=True)
class Poison:
    """A log record that cannot be read: its id, why, and what it holds. It becomes a dead letter."""

    id: str
    reason: str
    kind: bytes = b""
    record: bytes = b""


def pack_event(event: Event) -> tuple[bytes, bytes]:
    """The field name and the value of an event's record in the log."""
    kind, record = _EVENTS[type(event)]
    return kind, record.pack(event)


def unpack_event(record_id: str, row: dict[bytes, bytes]) -> Event | Poison:
    """Read one log record; what cannot be read comes back as `Poison`, never as nothing."""
    for kind, data in row.items():
        record = _KINDS.get(kind)
        if record is None:
            continue
        try:
            event: Event = record.unpack(data)
        except StoreError as error:
            return Poison(record_id, str(error), kind, data)
        return event
    kind, data = next(iter(row.items()), (b"", b""))
    return Poison(record_id, f"no known kind of record among its fields: {sorted(row)!r}", kind, data)


_json = msgspec.json.Encoder()
_update_view = msgspec.json.Decoder(UpdateView)
_update_gist = msgspec.json.Decoder(UpdateGist)
_audit_view = msgspec.json.Decoder(AuditView)
_alert_view = msgspec.json.Decoder(AlertView)


def _read(decoder: msgspec.json.Decoder[T], data: bytes, what: str) -> T:
    try:
        return decoder.decode(data)
    except msgspec.DecodeError as error:
        raise StoreError(f"stored {what} cannot be read: {error}") from error


def pack_update(update: Update, epoch: str, cause: Copy | None) -> bytes:
    """Encode an update as every consumer will read it: JSON, once."""
    return _json.encode(update_view(update, epoch, cause))


def unpack_update(data: bytes) -> UpdateView:
    """Read back what `pack_update` made.

    Raises:
        StoreError: the bytes are no update.
    """
    return _read(_update_view, data, "update")


def unpack_gist(data: bytes) -> UpdateGist:
    """The gist of what `pack_update` made.

    Raises:
        StoreError: the bytes are no update.
    """
    return _read(_update_gist, data, "update")


def pack_verdict(verdict: Verdict) -> bytes:
    """Encode what became of an action as the audit keeps it: JSON."""
    return _json.encode(audit_view(verdict))


def unpack_verdict(data: bytes) -> AuditView:
    """Read back what `pack_verdict` made.

    Raises:
        StoreError: the bytes are no line of an audit.
    """
    return _read(_audit_view, data, "line of the audit")


def unpack_alert(data: bytes) -> AlertView:
    """Read back an alert of the log.

    Raises:
        StoreError: the bytes are no alert.
    """
    return _read(_alert_view, data, "alert")


def pack_new(entry: Entry) -> bytes:
    """Encode an entry as `lua/append.lua` takes it: by what it is known, and its record.

    Raises:
        StoreError: as `Record.pack`.
    """
    alias = identity(entry.feed, entry.alias, alias=True) if entry.alias else bytes(16)
    return identity(entry.feed, entry.id) + alias + fingerprint(entry.title) + ENTRY.pack(entry)


# copied in a third of the time that it takes to make one
_BY_ID: Final = blake2b(digest_size=16, person=b"id")
_BY_ALIAS: Final = blake2b(digest_size=16, person=b"alias")


def identity(feed: str, name: str, *, alias: bool = False) -> bytes:
    """16 bytes that stand for one entry of one feed, by its id or by its alias."""
    digest = (_BY_ALIAS if alias else _BY_ID).copy()
    digest.update(f"{feed}\0{name}".encode("utf-8", "surrogatepass"))
    return digest.digest()


def fingerprint(title: str) -> bytes:
    """8 bytes by which a changed title is noticed."""
    return blake2b(title.encode("utf-8", "surrogatepass"), digest_size=8).digest()
