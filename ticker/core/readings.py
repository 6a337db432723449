"""What a window keeps of its headlines, in columns: so that a restored desk need not read its titles again.

A headline is a pure function of its title and its publisher, so what was read of it holds for as long as
titles are read the same way; whoever keeps it remembers by which program it was read. Each row says by its
mark which title it was, and is passed over where that is another one. Knows the shape alone; what it says is
known to `core.columns`.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

RUN: Final = 4096
"""Ordinals whose readings are kept together."""


class Readings(Struct, frozen=True, array_like=True, gc=False):
    """What was read of some headlines, a row each, ordinals ascending.

    `sizes` says how many `keys` a row has, which are places in `words`. Columns are little-endian numbers: 8
    bytes an ordinal, 4 a mark, 2 a size, 4 a key; a mask has `MASK_BYTES`. `edges` are ordinal, text and
    neighbour of each edge (see `decoration.Edge`).
    """

    ordinals: bytes
    marks: bytes
    sizes: bytes
    keys: bytes
    masks: bytes
    words: tuple[str, ...]
    edges: tuple[tuple[int, str, str], ...]
