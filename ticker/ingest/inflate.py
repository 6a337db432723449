"""A body as it arrives, decompressed under a cap: memory never exceeds what was allowed.

What is really compressed is believed over what the headers say: a body without the gzip magic is
plain even if announced as gzip, one with it is gzip even if not announced (both are common
misconfigurations, and no feed or page starts with these bytes).

Knows gzip and deflate (RFC 1950 to 1952); must not know where the bytes come from or what they say.
"""

from __future__ import annotations

import zlib
from typing import Final

from ticker.errors import FetchError

ACCEPT_ENCODING: Final = "gzip, deflate"

_GZIP_MAGIC: Final = b"\x1f\x8b"
_NAMES: Final = {"": "", "identity": "", "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
_TEXT_STARTS: Final = b"<{[ \t\r\n\xef\xff\xfe"
_FRAMING: Final = 65_536  # bytes that compression may add to what it cannot compress
_MOST_MEMBERS: Final = 1000  # each costs time, empty ones too


class Body:
    """Collects a body of at most `max_bytes` decoded bytes, announced as `content_encoding`.

    `size` is how many have come.

    Raises FetchError: `encoding` (unknown, broken or cut-short compression), `too_big`.
    """

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        codings = {_NAMES.get(name) for name in names} - {""}
        if None in codings or len(names) - names.count("identity") > 1:
            raise FetchError(
                "encoding",
                f"the answer is packed as {content_encoding[:40]!a}, which was not asked for;"
                " the server must send it plain or as gzip",
            )
        self._deflated = "deflate" in codings
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        self.size = 0
        self._received = 0
        self._held = b""  # too little to tell yet what follows
        self._stream: zlib._Decompress | None = None
        self._plain = False
        self._members = 0

    def add(self, chunk: bytes) -> None:
        """Take the next bytes as they came over the wire."""
        self._received += len(chunk)
        if self._received > self._max_bytes + _FRAMING:
            raise too_big(self._max_bytes)
        data, self._held = self._held + chunk, b""
        while data and (self._plain or self._stream is not None or self._begin(data)):
            data = self._inflate(data)

    def finish(self) -> bytes:
        """The whole body, when no more bytes will come."""
        if self._stream is not None:
            raise FetchError(
                "encoding",
                "the compressed answer is cut short; nothing of it was used, it is asked for again",
            )
        if not self._members:
            self._keep(self._held)
        return b"".join(self._parts)

    def _begin(self, data: bytes) -> bool:
        """Judge by its first bytes what comes next; False = nothing to unpack (yet)."""
        if len(data) < len(_GZIP_MAGIC):
            self._held = data
            return False
        if data.startswith(_GZIP_MAGIC):
            self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        elif self._members:
            return False  # padding after the last gzip member
        elif self._deflated and data[0] not in _TEXT_STARTS:
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        else:
            self._plain = True
        return True

    def _inflate(self, data: bytes) -> bytes:
        """Unpack from `data`; what is left of it belongs to the next member."""
        stream = self._stream
        if stream is None:
            self._keep(data)
            return b""
        try:
            # one byte more than there is room for tells "full" from "too big"
            self._keep(stream.decompress(data, self._max_bytes - self.size + 1))
        except zlib.error as error:
            raise FetchError(
                "encoding", f"the answer is broken gzip ({error}); the server must mend its compression"
            ) from error
        if not stream.eof:
            return stream.unconsumed_tail
        self._stream = None
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise FetchError(
                "encoding", f"the answer is gzip in more than {_MOST_MEMBERS} pieces; the server must mend it"
            )
        return stream.unused_data

    def _keep(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > self._max_bytes:
            raise too_big(self._max_bytes)
        if part:
            self._parts.append(part)


def too_big(max_bytes: int) -> FetchError:
    """The error of a body over the cap."""
    return FetchError(
        "too_big",
        f"the answer is larger than {max_bytes / 1e6:g} MB when unpacked;"
        " raise fetch.max_bytes if this feed is really so large",
    )
