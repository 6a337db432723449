"""One visit to a URL, hop by hop: where it stands, where it may go on, and how that is said.

Knows URLs and redirects; must not know sockets, bodies or what is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import aiohttp
from aiohttp import hdrs
from yarl import URL

from ticker.errors import FetchError

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
MAX_URL: Final = 4096


class Visit:
    """Where one fetch stands: the hop it is at, and the way that led there."""

    def __init__(self, configured: URL, stack: AsyncExitStack) -> None:
        self.configured = configured
        self.stack = stack  # holds what the answer takes up until it is dealt with
        self.url = _bare(configured)
        self.redirects = 0
        self.permanent = True
        self.trouble = "no answer"

    @property
    def moved(self) -> bool:
        """Whether the feed has a new address; one with credentials keeps its own, which holds them."""
        return (
            self.url != _bare(self.configured)
            and self.permanent
            and self.configured == self.configured.with_user(None)
        )

    def move(self, url: URL) -> None:
        """Begin at another URL than the configured one."""
        self.url = _bare(url)

    def credentials(self) -> dict[str, str]:
        """The Authorization header, at the configured URL's own origin and nowhere else."""
        user, password = self.configured.user, self.configured.password
        if (user is None and password is None) or self.url.origin() != self.configured.origin():
            return {}
        return {hdrs.AUTHORIZATION: aiohttp.encode_basic_auth(user or "", password or "")}

    def follow(self, response: aiohttp.ClientResponse, most: int) -> None:
        """Step on to where a redirect points. Raises FetchError."""
        target = response.headers.get(hdrs.LOCATION, "").strip()
        if not target:
            raise FetchError(
                "redirects", f"the server redirects ({response.status}) but does not say where to"
            )
        if self.redirects == most:
            raise FetchError(
                "redirects",
                f"redirected more than {most} times; open the URL in a browser and use where it ends",
            )
        came_from = self.url
        self.url = _bare(parsed(target, base=came_from))
        self.redirects += 1
        self.permanent = self.permanent and _is_move(response.status, came_from, self.url)

    def line(self, message: str) -> str:
        """A message with where it happened in front: the URL as configured, without credentials."""
        asked = _shown(_bare(self.configured))
        via = f" (redirected to {_shown(self.url)})" if self.url != _bare(self.configured) else ""
        return f"{asked}{via}: {message}"

    def error(self, kind: str, message: str) -> FetchError:
        """An error of this visit."""
        return FetchError(kind, self.line(message))


def parsed(url: str, base: URL | None = None) -> URL:
    """The URL that `url` spells, on `base` where it is relative. Raises FetchError (bad_url, bad_scheme)."""
    if len(url) > MAX_URL:
        raise FetchError("bad_url", f"the URL is longer than {MAX_URL} characters")
    try:
        parsed = URL(url)
        parsed = parsed if base is None else base.join(parsed)
        port = parsed.port
    except ValueError as error:
        raise FetchError("bad_url", f"{_quoted(url)} is no URL; check its host, port and brackets") from error
    if parsed.scheme not in {"http", "https"}:
        raise FetchError(
            "bad_scheme",
            f"{_quoted(url)} is neither http nor https, the only ways ticker asks a server",
        )
    if not parsed.raw_host or not port:
        raise FetchError("bad_url", f"{_quoted(url)} names no host that can be asked; correct it")
    return parsed


def _is_move(status: int, came_from: URL, to: URL) -> bool:
    """Whether a redirect may be remembered: said to be permanent, and encryption is not lost by it."""
    return status in _PERMANENT and not (came_from.scheme == "https" and to.scheme == "http")


def _quoted(url: str) -> str:
    """A URL that could not be read, fit to be shown: no control characters, no credentials."""
    return ascii(re.sub(r"//[^/?#]*@", "//", url)[:120])


def _bare(url: URL) -> URL:
    return url.with_user(None).with_fragment(None)


def _shown(url: URL) -> str:
    text = str(url)
    return text if len(text) <= 160 else text[:159] + "…"
