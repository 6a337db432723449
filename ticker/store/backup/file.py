"""A backup as a file: lines, compressed with gzip; whole, or refused in one line.

Knows files, sizes and order of lines; must not know what the lines mean for a store.
"""

from __future__ import annotations

import gzip
import os
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from ticker.errors import UsageError
from ticker.store.backup.lines import FORMAT, End, Head, Line, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST: Final = 16 * 2**20
"""Bytes of a line at most: a story of a million members stays below."""

RATIO: Final = 200
"""Bytes that one compressed byte may stand for, beyond the first FREE; headlines reach 15."""

FREE: Final = 64 * 2**20


@contextmanager
def writing(path: Path, *, overwrite: bool = False) -> Iterator[Callable[[Line], None]]:
    """Write a backup: what is yielded takes one line after the other; the file is there once all are.

    Only its owner may read it. Raises UsageError when it is there already or cannot be written.
    """
    part = path.with_name(path.name + ".part")
    if path.exists() and not overwrite:
        raise UsageError(f"{path}: is there already; name another file, or say --overwrite")
    count = 0
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0, filename="") as packed:

                def put(line: Line) -> None:
                    nonlocal count
                    packed.write(encode(line) + b"\n")
                    count += 1

                yield put
                packed.write(encode(End(count)) + b"\n")
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def read(path: Path) -> Iterator[tuple[int, Line]]:
    """Every line with its number, the head first, the end last.

    Raises:
        UsageError: it cannot be read, is no backup, is cut short or damaged, of a newer format, or grows
            beyond all reason when it is unpacked.
    """
    number, ended = 0, False
    try:
        for number, data in _raw_lines(path):
            try:
                line = decode(data)
            except ValueError as error:
                if number == 1:
                    raise UsageError(f"{path}: is no backup of ticker") from error
                raise UsageError(f"{path}: line {number}: {error}") from error
            if ended:
                raise UsageError(f"{path}: line {number}: stands behind the end")
            _in_order(path, number, line)
            ended = isinstance(line, End)
            yield number, line
        # only here has gzip compared what it unpacked with its checksum
        if not ended:
            raise UsageError(f"{path}: is cut short: it ends after line {number}")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        what = "is no backup of ticker" if not number else f"is damaged or cut short after line {number}"
        raise UsageError(f"{path}: {what}: {error}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error


def _raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    unpacked = number = 0
    with path.open("rb") as raw, gzip.GzipFile(fileobj=raw, mode="rb") as lines:
        while data := lines.readline(LONGEST + 1):
            number += 1
            unpacked += len(data)
            if len(data) > LONGEST:
                raise UsageError(
                    f"{path}: line {number} is longer than {LONGEST >> 20} MB: no backup of ticker"
                )
            if unpacked > FREE + RATIO * raw.tell():
                raise UsageError(f"{path}: unpacks to more than {RATIO} times its size: no backup of ticker")
            yield number, data


def _in_order(path: Path, number: int, line: Line) -> None:
    if (number == 1) != isinstance(line, Head):
        raise UsageError(f"{path}: line {number}: a backup begins with one head")
    if isinstance(line, Head) and line.format > FORMAT:
        raise UsageError(
            f"{path}: is of format {line.format}, written by ticker {line.ticker!r}; this program reads up "
            f"to {FORMAT}: restore it with that version or a later one"
        )
    if isinstance(line, End) and line.lines != number - 1:
        raise UsageError(f"{path}: holds {number - 1} lines but says {line.lines}: some are missing")
