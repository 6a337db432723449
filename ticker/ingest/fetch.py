"""One URL over HTTP, once: conditional, bounded in time and size, redirects by hand, address-checked.

What FetchError.kind says (stable words for programs; the message is one line for the user):

    bad_url          the URL cannot be read, or its host is no name
    bad_scheme       neither http nor https
    blocked_address  a local, private or otherwise special address (see `guard`)
    dns              the host has no address
    refused          nobody listens there
    unreachable      no connection for another reason
    tls              no trusted encryption
    timeout          the whole poll took longer than allowed, at whichever step
    reset            the connection broke off before the answer was complete
    protocol         the answer is no proper HTTP, or its headers are too large
    encoding         the compression is unknown, broken or cut short
    too_big          the unpacked body is larger than allowed
    redirects        too many redirects, or one that leads nowhere
    http_<status>    the server answered, but not with a document (an HttpStatusError)

Knows HTTP; must not know what a body says, when to ask again or what is remembered of a feed.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import aiohttp
from aiohttp import hdrs

from ticker import __version__
from ticker.clock import now
from ticker.errors import ConfigError, FetchError
from ticker.ingest.guard import Guard
from ticker.ingest.inflate import ACCEPT_ENCODING, Body, too_big
from ticker.ingest.politeness import http_date, retry_after
from ticker.ingest.reasons import failure, status_text
from ticker.ingest.visit import MAX_URL, REDIRECTS, Visit, parsed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Mapping
    from types import TracebackType

T = TypeVar("T")

DEFAULT_USER_AGENT: Final = f"ticker/{__version__} (headline desk; contact: set fetch.user_agent)"

_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
_CHUNK: Final = 65_536
_BIG: Final = 1_000_000  # bytes
_BIG_AT_ONCE: Final = 4
_MAX_HEADERS: Final = 256
_MAX_VALIDATOR: Final = 1024
_VALIDATOR: Final = re.compile(r"[\x20-\x7e]+")
_BODIES: Final = frozenset({200, 203})


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The bounds of one fetch, and how ticker presents itself.

    `timeout` is seconds for everything together: DNS, redirects, headers, body. `max_bytes` counts decoded
    bytes; `max_header_bytes` bounds one header line. `allow_hosts`: see `guard`.
    """

    timeout: float = 20.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    max_header_bytes: int = 32_768
    allow_hosts: frozenset[str] = frozenset()
    user_agent: str = DEFAULT_USER_AGENT


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered. `body` None = not modified since the validators that were sent.

    `url` is where the answer came from; `moved_to` the same if every redirect on the way there was
    permanent ("" otherwise, and never from https down to http). `etag` and `last_modified` are "" unless
    fit to be sent back; with a 304 that does not repeat them the old ones stand. `retry_after` is seconds
    the server asks to be left alone. `redirects` counts hops, `body_hash` is of the decoded body ("" without
    one), `links` are the Link headers.
    """

    status: int
    url: str
    moved_to: str
    body: bytes | None
    content_type: str
    etag: str
    last_modified: str
    retry_after: float | None
    redirects: int
    body_hash: str
    links: tuple[str, ...] = ()


class HttpStatusError(FetchError):
    """The server answered with a status that brings no document; `kind` is `http_<status>`.

    `retry_after` is seconds the server asks to be left alone (None = it does not say).
    """

    def __init__(self, status: int, message: str, retry_after: float | None = None) -> None:
        super().__init__(f"http_{status}", message)
        self.status = status
        self.retry_after = retry_after

    @property
    def gone(self) -> bool:
        """Whether the feed is gone for good (410)."""
        return self.status == HTTPStatus.GONE


class Fetcher:
    """Fetches URLs within limits; an async context manager, safe for many fetches at once.

    Raises ConfigError for limits that cannot be used.
    """

    def __init__(self, limits: FetchLimits | None = None) -> None:
        self._limits = limits or FetchLimits()
        self._guard = Guard(self._limits.allow_hosts)
        if not _VALIDATOR.fullmatch(self._limits.user_agent):
            raise ConfigError("fetch.user_agent: write one line of plain ASCII, with a way to reach you")
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._stack = AsyncExitStack()
        self._big = asyncio.Semaphore(_BIG_AT_ONCE)

    async def __aenter__(self) -> Self:
        for local in (False, True):
            self._sessions[local] = await self._stack.enter_async_context(self._session(local=local))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sessions.clear()
        await self._stack.aclose()

    async def fetch(self, url: str, *, at: str = "", etag: str = "", last_modified: str = "") -> Fetched:
        """As `fetched`, for whoever asks one thing at a time."""
        async with self.fetched(url, at=at, etag=etag, last_modified=last_modified) as fetched:
            return fetched

    @asynccontextmanager
    async def fetched(
        self, url: str, *, at: str = "", etag: str = "", last_modified: str = ""
    ) -> AsyncIterator[Fetched]:
        """Ask `url` once, conditionally if validators are given. Raises FetchError (kinds: see above).

        `at` is where to begin, as where redirects from `url` once led to for good; what `url` may reach
        and its credentials hold there as after a redirect. Inside, memory is set aside for a big body:
        only a few can be at hand at one time, others wait.
        """
        async with AsyncExitStack() as stack:
            visit = Visit(parsed(url), stack)
            if at and at != url:
                visit.move(parsed(at))
            yield await self._bounded(visit, self._visit(visit, _validators(etag, last_modified)))

    async def post(self, url: str, fields: Mapping[str, str], *, named_by: str) -> int:
        """Post a form to `url`, which the feed at `named_by` names; its HTTP status. Raises FetchError.

        Redirects are not followed. A local host is asked only where it is the feed's own.
        """
        async with AsyncExitStack() as stack:
            visit = Visit(parsed(named_by), stack)
            visit.move(parsed(url))
            return await self._bounded(visit, self._post(visit, fields))

    async def _bounded(self, visit: Visit, work: Coroutine[Any, Any, T]) -> T:
        try:
            async with asyncio.timeout(self._limits.timeout):
                return await work
        except TimeoutError:
            raise visit.error(
                "timeout",
                f"{visit.trouble} within {self._limits.timeout:g} s;"
                " raise fetch.timeout if the server is only slow",
            ) from None
        except HttpStatusError:
            raise
        except FetchError as error:
            raise visit.error(error.kind, error.message) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise visit.error(*failure(error)) from error

    async def _post(self, visit: Visit, fields: Mapping[str, str]) -> int:
        local = self._guard.is_local_hop(visit.configured, visit.url)
        async with self._sessions[local].post(
            visit.url, data=fields, headers=visit.credentials(), allow_redirects=False
        ) as response:
            return response.status

    async def _visit(self, visit: Visit, validators: dict[str, str]) -> Fetched:
        while True:
            local = self._guard.is_local_hop(visit.configured, visit.url)
            visit.trouble = "no answer"
            async with self._sessions[local].get(
                visit.url, headers=validators | visit.credentials(), allow_redirects=False
            ) as response:
                if response.status not in REDIRECTS:
                    return await self._answer(visit, response, validators)
                visit.follow(response, self._limits.max_redirects)

    async def _answer(
        self, visit: Visit, response: aiohttp.ClientResponse, validators: dict[str, str]
    ) -> Fetched:
        headers = response.headers
        wait = retry_after(headers.get(hdrs.RETRY_AFTER, ""), http_date(headers.get(hdrs.DATE, "")) or now())
        body = None
        if response.status in _BODIES:
            body = await self._body(visit, response)
        elif response.status != HTTPStatus.NOT_MODIFIED or not validators:
            raise HttpStatusError(response.status, visit.line(status_text(response.status)), wait)
        return Fetched(
            status=response.status,
            url=str(visit.url),
            moved_to=str(visit.url) if visit.moved else "",
            body=body,
            content_type=headers.get(hdrs.CONTENT_TYPE, "")[:200],
            etag=_validator(headers.get(hdrs.ETAG, "")),
            last_modified=_validator(headers.get(hdrs.LAST_MODIFIED, "")),
            retry_after=wait,
            redirects=visit.redirects,
            body_hash="" if body is None else hashlib.sha256(body).hexdigest(),
            links=tuple(link[:MAX_URL] for link in headers.getall(hdrs.LINK, [])[:10]),
        )

    async def _body(self, visit: Visit, response: aiohttp.ClientResponse) -> bytes:
        visit.trouble = "no complete answer"
        body = Body(",".join(response.headers.getall(hdrs.CONTENT_ENCODING, [])), self._limits.max_bytes)
        if (response.content_length or 0) > self._limits.max_bytes:
            raise too_big(self._limits.max_bytes)
        big = False
        async for chunk in response.content.iter_chunked(_CHUNK):
            body.add(chunk)
            if body.size > _BIG and not big:
                big = True
                await visit.stack.enter_async_context(self._big)
        return body.finish()

    def _session(self, *, local: bool) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=self._guard.connector(local=local),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                hdrs.USER_AGENT: self._limits.user_agent,
                hdrs.ACCEPT: _ACCEPT,
                hdrs.ACCEPT_ENCODING: ACCEPT_ENCODING,
            },
            timeout=aiohttp.ClientTimeout(total=None),  # one deadline of our own, over all hops
            auto_decompress=False,
            trust_env=False,
            read_bufsize=_CHUNK,
            max_line_size=self._limits.max_header_bytes,
            max_field_size=self._limits.max_header_bytes,
            max_headers=_MAX_HEADERS,
        )


def _validator(value: str) -> str:
    """A validator fit to be sent back; hostile and oversized ones are forgotten."""
    return value if len(value) <= _MAX_VALIDATOR and _VALIDATOR.fullmatch(value) else ""


def _validators(etag: str, last_modified: str) -> dict[str, str]:
    sent = {hdrs.IF_NONE_MATCH: _validator(etag), hdrs.IF_MODIFIED_SINCE: _validator(last_modified)}
    return {name: value for name, value in sent.items() if value}
