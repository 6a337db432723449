"""The server's certificate: read at the start, and again when its file has changed.

Knows certificate files; must not know what is served.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from ticker.errors import TickerError

if TYPE_CHECKING:
    from pathlib import Path

    import structlog


class Certificate:
    """A chain and its key (None = in the same file), and the context that connections are made with.

    Raises:
        TickerError: they cannot be used; one line that says why.
    """

    def __init__(self, chain: Path, key: Path | None) -> None:
        self._chain = chain
        self._key = key
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])
        self._read_at = self._changed()
        self._load(self.context)

    def refresh(self, log: structlog.typing.FilteringBoundLogger) -> None:
        """Take over a renewed certificate for connections from now on; one that cannot be used is told."""
        try:
            changed = self._changed()
            if changed == self._read_at:
                return
            self._read_at = changed
            self._load(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))  # half a renewal must not spoil the old one
            self._load(self.context)
        except TickerError as error:
            log.error("the renewed certificate cannot be used; the old one stays", reason=str(error))  # noqa: TRY400 - its one line says all
        else:
            log.info("the renewed certificate is in use")

    def _changed(self) -> tuple[int, ...]:
        try:
            return tuple(file.stat().st_mtime_ns for file in (self._chain, self._key) if file is not None)
        except OSError as error:
            raise TickerError(f"serve.tls_cert: {error.filename}: {error.strerror}") from error

    def _load(self, context: ssl.SSLContext) -> None:
        try:
            context.load_cert_chain(self._chain, self._key, password=_no_password)
        except ssl.SSLError as error:
            why = (error.reason or str(error)).lower().replace("_", " ")
            raise TickerError(
                f"serve.tls_cert: {self._chain} and {self._key or 'its key in it'} do not work ({why}); both "
                "are to be PEM, the certificate first, the key without a password"
            ) from error
        except OSError as error:
            raise TickerError(f"serve.tls_cert: {error.filename or self._chain}: {error.strerror}") from error


def _no_password() -> str:
    raise ssl.SSLError(1, "[SSL] the key has a password")
