"""The address policy: which hosts a poll may reach, judged on the address that is really connected to.

A name is judged after DNS, on the very addresses the socket then uses (so a name that changes its
mind between check and connect gains nothing), and each socket once more before it connects (so a
literal address, which never meets DNS, cannot pass by). What is not a plain public address is
refused: see `addresses`.

`fetch.allow_hosts` opens local hosts, for feeds whose *configured* URL names them, and no further:
a redirect may go to a local address only while it stays at that URL's own origin (scheme, host,
port). An allowed `127.0.0.1` thus lets no feed, not even one at 127.0.0.1, be redirected to
another port of that machine.

Knows addresses and the rule; must not know what is fetched, nor how.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from ticker.errors import ConfigError, FetchError
from ticker.ingest.addresses import PUBLIC, Address, is_host_name, is_odd_spelling, kind_of, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import AddrInfoType

_LOCAL_KINDS: Final = frozenset({PUBLIC, "loopback", "private"})
_ALLOWED: Final = re.compile(
    r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE
)

_LOOKUPS: Final = 32
_DNS_TTL: Final = 60  # seconds; many feeds share one host


class Guard:
    """The policy with its exceptions; immutable.

    `allow_hosts` holds names and addresses as they stand in feed URLs, each with or without a port:
    `localhost`, `127.0.0.1:8080`, `[::1]`, `intranet.example`. An allowed name may resolve to
    loopback and private addresses, never to link-local, metadata, multicast or reserved ones; such
    an address is asked only when it is itself written in `allow_hosts`. Raises ConfigError for an
    entry that is no host.
    """

    def __init__(self, allow_hosts: Iterable[str] = ()) -> None:
        self._allowed = frozenset(_allowed(entry) for entry in allow_hosts)
        self._addresses = frozenset(
            address for host, _ in self._allowed if (address := literal(host)) is not None
        )

    def allows(self, url: URL) -> bool:
        """Whether the configuration opens this URL's host (it is one of `allow_hosts`)."""
        host = _plain(url.raw_host or "")
        return (host, None) in self._allowed or (host, url.port) in self._allowed

    def is_local_hop(self, configured: URL, hop: URL) -> bool:
        """Whether `hop`, reached from the feed's `configured` URL, may be asked at a local address.

        Raises FetchError `blocked_address` where the URL alone shows that it may not be asked at all,
        and `bad_url` where its host is none.
        """
        local = _origin(hop) == _origin(configured) and self.allows(configured)
        host = _plain(hop.raw_host or "")
        address = literal(host)
        if address is not None:
            self.check(address, local=local)
        elif is_odd_spelling(host):
            raise FetchError(
                "blocked_address",
                f"{host[:80]!a} is an odd spelling of an address; write it as four plain numbers",
            )
        elif not is_host_name(host):
            raise FetchError("bad_url", "the host is no valid name; correct the feed's URL")
        return local

    def check(self, address: Address, *, local: bool, host: str = "") -> None:
        """Refuse an address that may not be connected to. Raises FetchError `blocked_address`.

        `local` says that the URL asked is one the configuration opened; `host` is the name that led here.
        """
        kind = kind_of(address)
        if kind == PUBLIC or (local and (kind in _LOCAL_KINDS or address in self._addresses)):
            return
        led = f"{address}, where {host} leads," if host and host != str(address) else str(address)
        fix = (
            "write the address itself into fetch.allow_hosts if it is meant"
            if local
            else "a local feed must be named in fetch.allow_hosts, and cannot be reached by a redirect"
        )
        raise FetchError("blocked_address", f"{led} is no public address ({kind}); {fix}")

    def connector(self, *, local: bool) -> TCPConnector:
        """A connector that asks this policy for every address at connect time.

        `local` and public hops need connectors of their own, so that no pooled connection or cached
        lookup of one can serve the other. Connections are not kept: feeds are asked minutes apart.
        """

        def guarded_socket(info: AddrInfoType) -> socket.socket:
            family, kind, protocol, _, address = info
            self.check(ipaddress.ip_address(address[0]), local=local)
            return socket.socket(family, kind, protocol)

        return TCPConnector(
            limit=0,  # the schedule bounds how many are polled at once
            force_close=True,
            ttl_dns_cache=_DNS_TTL,
            resolver=GuardedResolver(self, local=local),
            socket_factory=guarded_socket,
        )


class GuardedResolver(AbstractResolver):
    """DNS by the system's resolver; an answer that holds one refused address is refused whole.

    Lookups run in daemon threads of their own: a dead name server must neither starve the loop's
    thread pool nor hold up the end of the program.
    """

    def __init__(self, guard: Guard, *, local: bool) -> None:
        self._guard = guard
        self._local = local
        self._slots = asyncio.Semaphore(_LOOKUPS)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises OSError (no such name), FetchError (`blocked_address`)."""
        async with self._slots:
            found = await _lookup(host, port, family)
        results = []
        for used, _, protocol, _, address in found:
            numeric = str(address[0])
            self._guard.check(ipaddress.ip_address(numeric), local=self._local, host=host)
            results.append(
                ResolveResult(
                    hostname=host,
                    host=numeric,
                    port=port,
                    family=used,
                    proto=protocol,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        return results

    async def close(self) -> None:
        """Nothing is held open."""


_Found = Sequence[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]]


async def _lookup(host: str, port: int, family: socket.AddressFamily) -> _Found:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[_Found] = loop.create_future()

    def settle(found: _Found, error: Exception | None) -> None:
        if answer.done():  # nobody waits any more
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(found)

    def look() -> None:
        found: _Found = ()
        failed: Exception | None = None
        try:
            found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
        except OSError as error:
            failed = error
        except UnicodeError:
            failed = OSError(f"{host!a} is no valid name")
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(settle, found, failed)

    threading.Thread(target=look, name="ticker-dns", daemon=True).start()
    return await answer


def _origin(url: URL) -> tuple[str, str, int | None]:
    return url.scheme, _plain(url.raw_host or ""), url.port


def _plain(host: str) -> str:
    host = host.lower().removesuffix(".")
    address = literal(host)
    return host if address is None else str(address)


def _allowed(entry: str) -> tuple[str, int | None]:
    if literal(entry) is not None:
        return _plain(entry), None
    match = _ALLOWED.fullmatch(entry.strip())
    if match is None or int(match["port"] or 0) > 65535:
        raise ConfigError(
            f"fetch.allow_hosts: {entry!a} is no host; write a name or an address, with or without a port,"
            ' as in "127.0.0.1:8080"'
        )
    try:
        host = URL.build(scheme="http", host=match["host"].strip("[]")).raw_host or ""
    except ValueError as error:
        raise ConfigError(f"fetch.allow_hosts: {entry!a} is no valid host name") from error
    return _plain(host), int(match["port"]) if match["port"] else None
