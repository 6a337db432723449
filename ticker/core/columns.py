"""What was read of headlines, as arrays: read into them, chosen, put together.

Knows rows and columns; must not know where they are kept, nor how they are searched.
"""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from ticker.core.decoration import Edge
from ticker.core.readings import Readings
from ticker.core.ring import MASK_BYTES, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from ticker.core.model import Ordinal
    from ticker.core.text import Headline


@dataclass(frozen=True, slots=True)
class Columns:
    """Readings as arrays, a row each; `keys`, row after row, are places in `words`."""

    words: Sequence[str]
    ordinals: NDArray[np.int64]
    marks: NDArray[np.uint32]
    sizes: NDArray[np.int64]
    keys: NDArray[np.int64]
    masks: NDArray[np.uint8]

    @classmethod
    def of(cls, readings: Readings) -> Columns | None:
        """Read the columns; None where they do not fit each other."""
        try:
            ordinals = np.frombuffer(readings.ordinals, "<i8")
            marks = np.frombuffer(readings.marks, "<u4")
            sizes = np.frombuffer(readings.sizes, "<u2").astype(np.int64)
            keys = np.frombuffer(readings.keys, "<u4").astype(np.int64)
            masks = np.frombuffer(readings.masks, np.uint8).reshape(len(ordinals), MASK_BYTES)
        except ValueError:
            return None
        fit = len(marks) == len(sizes) == len(ordinals) and int(sizes.sum()) == len(keys)
        if not fit or (len(keys) and int(keys.max()) >= len(readings.words)):
            return None
        if bool((ordinals[1:] <= ordinals[:-1]).any()):
            return None
        return cls(readings.words, ordinals, marks, sizes, keys, masks)

    def of_these(
        self, ordinals: NDArray[np.int64], marks: NDArray[np.uint32], free: NDArray[np.bool_]
    ) -> Columns:
        """The rows of those of these headlines (one or more, ascending) that are `free`; now they are not."""
        at = np.searchsorted(ordinals, self.ordinals)
        at[at == len(ordinals)] = 0  # which is found to be another
        fit = (ordinals[at] == self.ordinals) & (marks[at] == self.marks) & free[at]
        free[at[fit]] = False
        return self.take(fit.nonzero()[0])

    def take(self, rows: NDArray[np.intp]) -> Columns:
        """These rows, in this order."""
        sizes = self.sizes[rows]
        first, new = (self.sizes.cumsum() - self.sizes)[rows], sizes.cumsum() - sizes
        keys = self.keys[(first - new).repeat(sizes) + np.arange(sizes.sum())]
        return Columns(self.words, self.ordinals[rows], self.marks[rows], sizes, keys, self.masks[rows])


def gathered(
    ordinals: Sequence[Ordinal],
    marks: Sequence[int],
    readings: Iterable[Readings],
    read: Callable[[Ordinal], Headline],
) -> tuple[Columns, dict[Ordinal, list[Edge]]]:
    """What is read of these headlines (one or more, ascending), a row each, and their edges (`at` unknown).

    `marks` say which titles they are; `read` reads one that is not in `readings`.
    """
    live, their = np.array(ordinals, np.int64), np.array(marks, np.uint32)
    free = np.ones(len(live), np.bool_)
    parts: list[Columns] = []
    edges: dict[Ordinal, list[Edge]] = {}

    def take(one: Readings) -> None:
        columns = Columns.of(one)
        if columns is None:
            return
        part = columns.of_these(live, their, free)
        parts.append(part)
        chosen = set(part.ordinals.tolist()) if one.edges else ()
        for ordinal, text, beside in one.edges:
            if ordinal in chosen:
                edges.setdefault(ordinal, []).append(Edge(text, beside, 0))

    for one in readings:
        if _may_hold(one, ordinals):
            take(one)
    take(readings_of((ordinal, read(ordinal)) for ordinal in live[free].tolist()))
    return _merged(parts), edges


def _may_hold(readings: Readings, ordinals: Sequence[Ordinal]) -> bool:
    """Whether the rows begin and end so that one of these ascending ordinals could be among them."""
    start, end = (int.from_bytes(edge, "little") for edge in (readings.ordinals[:8], readings.ordinals[-8:]))
    return start <= ordinals[-1] and end >= ordinals[0]


def _merged(parts: Sequence[Columns]) -> Columns:
    """The rows of one or more that share no ordinal, in the order of their ordinals."""
    words: list[str] = []
    keys = []
    for part in parts:
        keys.append(part.keys + len(words))
        words += part.words
    whole = Columns(
        words,
        np.concatenate([part.ordinals for part in parts]),
        np.concatenate([part.marks for part in parts]),
        np.concatenate([part.sizes for part in parts]),
        np.concatenate(keys),
        np.concatenate([part.masks for part in parts]),
    )
    return whole.take(whole.ordinals.argsort())


def mark_of(title: str, publisher: str) -> int:
    """What a title and its publisher are recognised by."""
    return crc32(publisher.encode("utf-8", "surrogatepass"), crc32(title.encode("utf-8", "surrogatepass")))


def readings_of(headlines: Iterable[tuple[Ordinal, Headline]]) -> Readings:
    """The columns of headlines in ascending order, whole ones (see `Headline.cut`)."""
    words: dict[str, int] = {}
    ordinals, marks, sizes, keys = array("q"), array("I"), array("H"), array("I")
    masks = bytearray()
    edges: list[tuple[int, str, str]] = []
    for ordinal, headline in headlines:
        ordinals.append(ordinal)
        marks.append(mark_of(headline.title, headline.publisher))
        sizes.append(len(headline.keys))
        keys.extend([words.setdefault(key, len(words)) for key in headline.keys])
        masks += mask_of(headline)
        edges += [(ordinal, edge.text, edge.beside) for edge in headline.edges]
    return Readings(
        _little(ordinals),
        _little(marks),
        _little(sizes),
        _little(keys),
        bytes(masks),
        tuple(words),
        tuple(edges),
    )


def _little(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()
