"""Read a local file as a fetched body would be read: capped, and unzipped where it is gzip.

Knows files; must not know what the bytes mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticker.errors import FetchError
from ticker.ingest.inflate import Body

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK: Final = 1 << 20


def read_file(path: Path, max_bytes: int) -> bytes:
    """The file's bytes, decoded when they are gzip.

    Raises FetchError: "file" (cannot be read), "too_big" (over `max_bytes` decoded), "encoding" (gzip
    that is cut or damaged).
    """
    body = Body("", max_bytes)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                body.add(chunk)
        return body.finish()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FetchError("file", f"{path}: {reason}; give a file or a URL that begins with http") from error
    except FetchError as error:
        what = {
            "too_big": f"over {max_bytes} bytes; raise fetch.max_bytes to read it",
            "encoding": "gzip that is damaged or cut short",
        }
        raise FetchError(error.kind, f"{path}: {what[error.kind]}") from error
