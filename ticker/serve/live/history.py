"""The last updates of a desk as clients get them, and what a filter lets through.

Knows updates, offsets and filters; must not know clients.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from ticker.core.model import Op
from ticker.errors import StoreError
from ticker.serve import audience, frames
from ticker.serve.live.wire import Message
from ticker.store.codec import unpack_gist, unpack_update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticker.core.view import StoryView, UpdateGist
    from ticker.serve.filters import Wanted

_LEAVE: Final = frozenset({Op.MERGED, Op.EXPIRED, Op.SPIKED})


@dataclass(frozen=True, slots=True)
class View:
    """What a client has asked for; clients of one view get the same bytes.

    `editing` = as editors see it: held stories, edits, who did what.
    """

    wanted: Wanted
    editing: bool = False
    deflate: bool = False


@dataclass(slots=True)
class Shown:
    """One update as one audience sees it: as JSON, as a message of the socket, as an event of a stream."""

    json: bytes
    message: Message
    event: bytes


@dataclass(slots=True)
class Record:
    """One update, written out once for each audience; the whole of it is decoded for those who filter alone.

    `size` is that of all up to it in its history.
    """

    offset: int
    data: bytes
    gist: UpdateGist
    size: int = 0
    _story: StoryView | None = None
    _shown: dict[tuple[bool, bool], Shown | None] = field(default_factory=dict)

    @classmethod
    def of(cls, offset: int, data: bytes) -> Record:
        """An update as it is stored.

        Raises:
            StoreError: the bytes are no update.
        """
        return cls(offset, data, unpack_gist(data))

    @property
    def epoch(self) -> str:
        """The history that it belongs to."""
        return self.gist.epoch

    @property
    def story(self) -> StoryView:
        """The story after it."""
        if self._story is None:
            self._story = unpack_update(self.data)["story"]
        return self._story

    def shown(self, *, editing: bool, left: bool = False) -> Shown | None:
        """The update for editors or for the public; None = the public must not have it.

        `left` = marked for a client whose filter the story does not pass any more.
        """
        key = editing, left
        if key not in self._shown:
            json = self.data if editing else self._public()
            marked = b'{"left":true,' + json[1:] if json and left else json
            self._shown[key] = None if marked is None else self._written(marked)
        return self._shown[key]

    def _public(self) -> bytes | None:
        try:
            return audience.public_update(self.gist, self.data)
        except StoreError:  # damaged: what editors alone may see cannot be told from the rest
            return None

    def _written(self, json: bytes) -> Shown:
        return Shown(json, Message.of(json), frames.event(self.epoch, self.offset, self.gist.op, json))


class Sieve:
    """Lets through what one view shows, so that a snapshot and what follows add up to the next snapshot.

    A story that ceases to pass the filter is sent once more, marked `left`. Which stories a client holds
    is not known, only which it cannot hold: so `left` may come for a story that it never had.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._without: set[str] = set()

    def through(self, records: Iterable[Record]) -> Iterator[Shown]:
        """What is to be seen of updates that follow each other."""
        for record in records:
            shown = self._shown(record)
            if shown is not None:
                yield shown

    def _shown(self, record: Record) -> Shown | None:
        editing = self._view.editing
        if not self._view.wanted:
            return record.shown(editing=editing)
        story, op = record.gist.story.id, record.gist.op
        known_gone = story in self._without
        if op in _LEAVE and not (editing and op == Op.SPIKED):
            if op != Op.SPIKED:
                self._without.discard(story)  # it does not come again
            else:
                self._without.add(story)
            return None if known_gone else record.shown(editing=editing)
        if self._wants(record):
            self._without.discard(story)
            return record.shown(editing=editing)
        self._without.add(story)
        if known_gone or op == Op.CREATED:
            return None
        return record.shown(editing=editing, left=True)

    def _wants(self, record: Record) -> bool:
        try:
            return self._view.wanted(record.story)
        except StoreError:  # damaged: better one too many
            return True


class History:
    """The last updates of one desk, bounded in number and bytes."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._records: deque[Record] = deque()
        self.epoch = ""
        self.head = 0
        self._size = 0

    def begin(self, epoch: str, offset: int) -> None:
        """Start anew at a place: what was before does not lead there."""
        self._records.clear()
        self.epoch, self.head = epoch, offset

    def add(self, records: Iterable[Record]) -> None:
        """Append updates that follow the head."""
        for record in records:
            self._size += len(record.data)
            record.size = self._size
            self._records.append(record)
            self.head = record.offset
        while len(self._records) > self._most or self._bytes() > self._most_bytes:
            self._records.popleft()

    def covers(self, epoch: str, offset: int) -> bool:
        """Whether everything after that offset is here."""
        return epoch == self.epoch and self.head - len(self._records) <= offset <= self.head

    def after(self, offset: int, most: int | None = None) -> list[Record]:
        """The updates after an offset that is covered, at most so many."""
        first = offset - (self.head - len(self._records))
        return list(islice(self._records, first, None if most is None else first + most))

    def behind(self, offset: int) -> int:
        """Bytes of updates between a covered offset and the head."""
        first = offset - (self.head - len(self._records))
        return self._size - self._records[first - 1].size if first > 0 else self._bytes()

    def _bytes(self) -> int:
        first = self._records[0] if self._records else None
        return self._size - first.size + len(first.data) if first else 0
