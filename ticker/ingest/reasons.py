"""Why a fetch failed, in one line that a newsroom understands: what happened, and what to do.

Knows what servers and aiohttp answer with; must not know when or why something is fetched.
"""

from __future__ import annotations

import ssl
from http import HTTPStatus
from typing import Final

import aiohttp

_STATUS_TEXTS: Final = {
    204: "the server answered that there is nothing (204); check that the URL is a feed",
    206: "the server sent a part that was not asked for (206); its cache or proxy is broken",
    304: "the server says 'not modified' (304) to a first request; its cache is broken",
    401: "the server wants a login (401); put user:password@ in front of the host",
    403: "the server refuses us (403); ask the publisher, or set fetch.user_agent to one with your contact",
    404: "there is no such page (404); look up the feed's new address",
    410: "the publisher says this feed is gone for good (410); remove it, or look up its new address",
    429: "the server asks us to come less often (429); raise this feed's interval",
}


def status_text(status: int) -> str:
    """What an HTTP status that brings no document means to the user."""
    if status in _STATUS_TEXTS:
        return _STATUS_TEXTS[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"the server has a fault of its own ({status}); it is asked again later"
    return f"the server answered with status {status}, which brings no document; open the URL in a browser"


def failure(error: Exception) -> tuple[str, str]:
    """The stable kind and the line for an exception of aiohttp, a socket or TLS (kinds: see `fetch`)."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "dns", f"the host {error.host} has no address; check its spelling and your name server"
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return "tls", f"no trusted encryption ({_short(error)}); the site must mend it, or is no https"
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, ConnectionRefusedError):
            return "refused", f"nobody listens at port {error.port}; the server is down, or the URL is wrong"
        case aiohttp.ClientConnectorError():
            return "unreachable", f"no connection ({_short(error.os_error)}); check the network"
        case aiohttp.ClientPayloadError():
            return (
                "reset",
                "the answer broke off before its end; nothing of it was used, it is asked again later",
            )
        case aiohttp.ClientResponseError():
            return "protocol", f"the answer is no proper HTTP ({_short(error)}); check that the URL is right"
        case aiohttp.InvalidURL():
            return "bad_url", "the URL cannot be asked; correct it"
        case aiohttp.ClientConnectionError() | OSError():
            return "reset", "the server closed the connection before it answered; it is asked again later"
        case _:
            return (
                "protocol",
                f"the answer cannot be understood ({_short(error)}); check that the URL is right",
            )


def _short(error: BaseException) -> str:
    """The first line of an exception's text; the parsers quote hostile bytes in the ones below it."""
    text = getattr(error, "strerror", None) or getattr(error, "message", None) or str(error)
    first = str(text).strip().partition("\n")[0].partition(" when reading")[0].rstrip(" :")
    return ascii(first[:100] or type(error).__name__)[1:-1]
