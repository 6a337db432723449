"""Backups: a desk to lines of a file and back, whatever engine keeps it and whatever version reads it.

    lines.py   what the lines say           file.py    the file: compressed, whole or refused
    dump.py    the store to lines           check.py   do the lines make sense together?
    refill.py  lines to an empty desk

The format is documented in `docs/backup-format.md`.
"""

from ticker.store.backup.check import check
from ticker.store.backup.dump import desk_lines, shared_lines
from ticker.store.backup.file import read, writing
from ticker.store.backup.lines import FORMAT, Head, Line, OfDesk
from ticker.store.backup.refill import DeskRefill, SharedRefill

__all__ = [
    "FORMAT",
    "DeskRefill",
    "Head",
    "Line",
    "OfDesk",
    "SharedRefill",
    "check",
    "desk_lines",
    "read",
    "shared_lines",
    "writing",
]
