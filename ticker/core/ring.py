"""The live headlines' fixed records: key numbers, trigram mask, time, voice; one slot each, in a ring.

Slots ascend with ordinals and are given free from the oldest on, so expiry costs what insertion did. A
slot's place is its number modulo the room; the room grows as the window does. Knows records; must not know
postings or scores.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from struct import Struct
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ticker.core.columns import Columns
    from ticker.core.model import Ordinal
    from ticker.core.text import Headline

FIRST_ROOM = 1024
"""Slots of an empty ring."""

LAST_SLOT = (1 << 32) - 1
"""Slot numbers fit 32 bits; here they begin again from 0."""

MASK_BYTES: Final = 64

_GROWTH: Final = 4
_ROW: Final = 16  # key numbers in a record; the others of a longer title are kept aside
_PAD = [0] * _ROW
_ROW_OF = Struct(f"={_ROW}I")


def hours_of(headline: Headline) -> float:
    """Hours since 1970, nan where the time is unknown."""
    return math.nan if headline.time is None else headline.time / 3600.0


class Ring:
    """Slots `first` ≤ slot < `next`; those that `alive` denies were removed out of turn.

    All arrays are by place. `leads` holds the first key of each row, `norms` 1 / sqrt(bits of the mask),
    `hours` nan for an unknown time.
    """

    def __init__(self) -> None:
        self.first = self.next = self.live = 0
        self._long: dict[int, list[int]] = {}
        self._voices: dict[str, int] = {}
        self._make(FIRST_ROOM)

    def _make(self, room: int) -> None:
        self.room = room
        self.rows: NDArray[np.uint32] = np.zeros((room, _ROW), np.uint32)
        self.leads: NDArray[np.uint32] = np.zeros(room, np.uint32)
        self.masks: NDArray[np.uint64] = np.zeros((room, MASK_BYTES // 8), np.uint64)
        self.norms: NDArray[np.float32] = np.zeros(room, np.float32)
        self.sizes: NDArray[np.uint16] = np.zeros(room, np.uint16)
        self.hours: NDArray[np.float64] = np.zeros(room)
        self.voices: NDArray[np.uint32] = np.zeros(room, np.uint32)
        self.ordinals: NDArray[np.int64] = np.zeros(room, np.int64)
        self.alive: NDArray[np.bool_] = np.zeros(room, np.bool_)
        # single values go in some three times faster through views of the memory
        self._row_bytes = self.rows.data.cast("B")
        self._mask_bytes = self.masks.data.cast("B")
        self._norm = self.norms.data.cast("B").cast("f")
        self._lead = self.leads.data.cast("B").cast("I")
        self._size = self.sizes.data.cast("B").cast("H")
        self._hour = self.hours.data.cast("B").cast("d")
        self._voice = self.voices.data.cast("B").cast("I")
        self._ordinal = self.ordinals.data.cast("B").cast("q")
        self._alive = self.alive.view(np.uint8).data

    @property
    def crowded(self) -> bool:
        """Whether `grow` or, if `sparse`, `renumber` has to come before the next `add`."""
        return self.next - self.first == self.room or self.next == LAST_SLOT

    @property
    def sparse(self) -> bool:
        """Whether most of a crowded ring is dead, or numbers have run out."""
        return self.live * 2 <= self.room or self.next == LAST_SLOT

    def voice(self, publisher: str) -> int:
        """The number of a publisher, never 0."""
        return self._voices.setdefault(publisher, len(self._voices) + 1)

    def add(self, ordinal: Ordinal, headline: Headline, numbers: list[int]) -> int:
        """Write a record with the numbers of the headline's keys; its slot."""
        slot = self.next
        place = slot % self.room
        size, row = len(numbers), numbers
        if size > _ROW:
            row, self._long[slot] = numbers[:_ROW], numbers[_ROW:]
        _ROW_OF.pack_into(self._row_bytes, place * _ROW_OF.size, *row, *_PAD[size:])
        self._mask_bytes[place * MASK_BYTES : (place + 1) * MASK_BYTES] = mask_of(headline)
        self._norm[place] = 1.0 / math.sqrt(headline.trigrams.bit_count() or 1)
        self._lead[place] = row[0]
        self._size[place] = size
        self._hour[place] = hours_of(headline)
        self._voice[place] = self.voice(headline.publisher) if headline.publisher else 0
        self._ordinal[place] = ordinal
        self._alive[place] = True
        self.next = slot + 1
        self.live += 1
        return slot

    def reserve(self, count: int) -> None:
        """Make room for so many records, in an empty ring."""
        room = self.room
        while room < count:
            room += room // _GROWTH
        self._make(room)

    def extend(
        self,
        read: Columns,
        numbers: NDArray[np.uint32],
        hours: NDArray[np.float64],
        publishers: Iterable[str],
    ) -> int:
        """Write records for which room was made, in slots that were never used; the first one's slot.

        `numbers` are those of the `read` keys.
        """
        first, sizes = self.next, read.sizes
        own = slice(first, first + len(sizes))
        record = np.arange(own.start, own.stop).repeat(sizes)
        within = np.arange(len(numbers)) - (sizes.cumsum() - sizes).repeat(sizes)
        kept = within < _ROW
        self.rows[record[kept], within[kept]] = numbers[kept]
        for slot, number in zip(record[~kept].tolist(), numbers[~kept].tolist(), strict=True):
            self._long.setdefault(slot, []).append(number)
        self.leads[own] = self.rows[own, 0]
        self.masks[own] = read.masks.view(np.uint64)
        bits = np.bitwise_count(self.masks[own]).sum(1, np.float64)
        self.norms[own] = 1.0 / np.sqrt(np.maximum(bits, 1.0))
        self.sizes[own] = sizes
        self.hours[own] = hours
        self.voices[own] = [self.voice(publisher) if publisher else 0 for publisher in publishers]
        self.ordinals[own] = read.ordinals
        self.alive[own] = True
        self.next += len(sizes)
        self.live += len(sizes)
        return first

    def remove(self, ordinal: Ordinal) -> tuple[int, list[int]]:
        """Forget the record of an ordinal; its slot and key numbers."""
        slot = bisect_left(range(self.next), ordinal, self.first, key=self._ordinal_of)
        place = slot % self.room
        row = _ROW_OF.unpack_from(self._row_bytes, place * _ROW_OF.size)
        numbers = [*row[: self._size[place]], *self._long.pop(slot, ())]
        self._alive[place] = False
        self.live -= 1
        while self.first < self.next and not self._alive[self.first % self.room]:
            self.first += 1
        return slot, numbers

    def _ordinal_of(self, slot: int) -> Ordinal:
        return self._ordinal[slot % self.room]

    def living(self, slots: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Which of the slots are live, of any that ever were since the last renumbering."""
        alive: NDArray[np.bool_] = (slots >= self.first) & self.alive[slots % self.room]
        return alive

    def grow(self) -> None:
        """Make room for a quarter more records; slots keep their numbers."""
        slots = np.arange(self.first, self.next)
        self._copy(slots, slots, self.room + self.room // _GROWTH)

    def renumber(self) -> NDArray[np.uint32]:
        """Number the live records 0, 1, 2 …; the new slots by old place."""
        slots = np.arange(self.first, self.next)
        slots = slots[self.alive[slots % self.room]]
        numbers = np.arange(len(slots))
        moved = np.zeros(self.room, np.uint32)
        moved[slots % self.room] = numbers
        self._long = {int(moved[slot % self.room]): keys for slot, keys in self._long.items()}
        self._copy(slots, numbers, self.room)
        self.first, self.next = 0, len(slots)
        return moved

    def _copy(self, slots: NDArray[np.intp], to: NDArray[np.intp], room: int) -> None:
        places, new = slots % self.room, to % room
        names = ("rows", "leads", "masks", "norms", "sizes", "hours", "voices", "ordinals", "alive")
        old = {name: getattr(self, name) for name in names}
        self._make(room)
        while old:  # each is let go as it is copied
            name, values = old.popitem()
            getattr(self, name)[new] = values[places]


def mask_of(headline: Headline) -> bytes:
    """The trigram mask as a record holds it."""
    return headline.trigrams.to_bytes(MASK_BYTES, "little")
