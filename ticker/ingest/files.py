"""Read a local file as a fetched body would be read: capped, and unzipped where it is gzip.

Knows the cap on decoded bytes; must not know what the bytes mean.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from ticker.errors import FetchError

if TYPE_CHECKING:
    from pathlib import Path

_GZIP = b"\x1f\x8b"


def read_file(path: Path, max_bytes: int) -> bytes:
    """The file's bytes, decoded when they are gzip.

    Raises FetchError: "file" (cannot be read), "too_big" (over `max_bytes` decoded), "encoding" (gzip
    that is cut or damaged).
    """
    try:
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FetchError("file", f"{path}: {reason}; give a file or a URL that begins with http") from error
    if len(body) > max_bytes:
        raise FetchError("too_big", f"{path}: over {max_bytes} bytes; raise fetch.max_bytes to read it")
    return _gunzip(path, body, max_bytes) if body.startswith(_GZIP) else body


def _gunzip(path: Path, body: bytes, max_bytes: int) -> bytes:
    unzip = zlib.decompressobj(wbits=31)
    try:
        plain = unzip.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise FetchError("encoding", f"{path}: damaged gzip ({error})") from error
    if len(plain) > max_bytes:
        raise FetchError(
            "too_big", f"{path}: over {max_bytes} bytes unzipped; raise fetch.max_bytes to read it"
        )
    if not unzip.eof:
        raise FetchError("encoding", f"{path}: gzip that is cut short")
    return plain
