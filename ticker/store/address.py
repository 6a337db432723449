"""A Redis URL, read strictly: which kind of deployment, where, with which credentials.

    redis://[[user]:password@]host[:port][/db]               one server; rediss:// with TLS
    unix://[[user]:password@]/path/to/socket[?db=0]          one server on this machine
    redis+sentinel://[…@]host[:port][,host…]/service[?db=0]  the primary that Sentinels name
    redis+cluster://[…@]host[:port][,host…]                  a cluster

`rediss+sentinel` and `rediss+cluster` are the same with TLS. Options follow as a query; a password
with special characters is percent-encoded.

Knows the forms; must not know a client. No message shows a password.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from ticker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS: Final = (
    "redis://host:6379/0, rediss://host:6379/0, unix:///path/to/socket, "
    "redis+sentinel://host:26379,host2:26379/service, redis+cluster://host:6379,host2:6379"
)

_SCHEMES: Final = {("unix", "")} | {
    (base, variant) for base in ("redis", "rediss") for variant in ("", "sentinel", "cluster")
}
_PORTS: Final = {"redis": 6379, "sentinel": 26379, "cluster": 6379}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Redis is. `kind`: `redis`, `unix`, `sentinel` or `cluster`; `options` are redis-py's names."""

    kind: str
    hosts: tuple[tuple[str, int], ...] = ()
    path: str = ""
    service: str = ""
    db: int = 0
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    sentinel_username: str | None = None
    sentinel_password: str | None = field(default=None, repr=False)
    options: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Show where, without credentials."""
        if self.kind == "unix":
            return self.path
        hosts = ",".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)
        return f"{hosts}/{self.service}" if self.service else hosts


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError(text)


def _certificates(text: str) -> str:
    if text not in {"required", "optional", "none"}:
        raise ValueError(text)
    return text


_OPTIONS: Final[dict[str, tuple[Callable[[str], Any], str]]] = {
    "db": (int, "a number"),
    "username": (str, "a name"),
    "password": (str, "a password"),
    "sentinel_username": (str, "a name"),
    "sentinel_password": (str, "a password"),
    "ssl_ca_certs": (str, "a file"),
    "ssl_certfile": (str, "a file"),
    "ssl_keyfile": (str, "a file"),
    "ssl_cert_reqs": (_certificates, "required, optional or none"),
    "ssl_check_hostname": (_flag, "yes or no"),
}


def parse(url: str) -> Address:
    """Read a Redis URL.

    Raises:
        UsageError: it has none of the forms above; the text names them and hides credentials.
    """
    scheme, separator, rest = url.strip().partition("://")
    base, _, variant = scheme.lower().partition("+")
    kind = variant or base.replace("rediss", "redis")
    if not separator or (base, variant) not in _SCHEMES:
        raise _refused(url, "it has none of the known forms")
    try:
        parts = urlsplit(f"x://{rest}")
    except ValueError as error:
        raise _refused(url, str(error)) from error
    if parts.fragment or "@" in parts.path:
        raise _refused(url, "a password with one of / ? # is to be percent-encoded, as are # and @ in a path")
    credentials, _, where = parts.netloc.rpartition("@")
    username, _, password = credentials.partition(":")
    query = _query(url, parts.query)
    common: dict[str, Any] = {
        "kind": kind,
        "tls": base == "rediss",
        "username": unquote(username) or query.pop("username", None),
        "password": unquote(password) or query.pop("password", None),
        "db": query.pop("db", 0),
        "sentinel_username": query.pop("sentinel_username", None),
        "sentinel_password": query.pop("sentinel_password", None),
        "options": query,
    }
    if kind == "unix":
        path = unquote(where + parts.path)
        if not path.startswith("/"):
            raise _refused(url, "the path of a socket starts with a slash: unix:///path/to/socket")
        return _sane(url, Address(path=path, **common))
    hosts = tuple(_host(url, host, _PORTS[kind]) for host in where.split(","))
    tail = unquote(parts.path.strip("/"))
    if kind == "sentinel":
        return _sane(url, Address(hosts=hosts, service=tail, **common))
    if tail:
        if not (tail.isascii() and tail.isdigit()):
            raise _refused(url, "the database is no number")
        common["db"] = int(tail)
    return _sane(url, Address(hosts=hosts, **common))


def _query(url: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name not in _OPTIONS:
            raise _refused(url, f"an option is unknown; known are {', '.join(_OPTIONS)}")
        convert, wanted = _OPTIONS[name]
        try:
            found[name] = convert(value)
        except ValueError:
            raise _refused(url, f"the option {name} is to be {wanted}") from None
    return found


def _host(url: str, text: str, default: int) -> tuple[str, int]:
    try:
        parts = urlsplit(f"x://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _refused(url, "a port is no number between 0 and 65535") from None
    if not host:
        raise _refused(url, "a host is missing")
    return host, port or default


def _sane(url: str, address: Address) -> Address:
    if address.db < 0:
        raise _refused(url, "a database has a number of 0 or more")
    if address.kind == "sentinel" and not address.service:
        raise _refused(url, "the name of the service is missing: redis+sentinel://host:26379/service")
    if address.kind == "cluster" and address.db:
        raise _refused(url, "a cluster has the database 0 only")
    if address.kind == "redis" and len(address.hosts) > 1:
        raise _refused(url, "several hosts are for redis+sentinel:// and redis+cluster://")
    if address.options and not address.tls:
        raise _refused(url, f"{', '.join(address.options)}: for TLS only, which is rediss://")
    return address


def _refused(url: str, why: str) -> UsageError:
    return UsageError(f"Redis URL {hidden(url)}: {why} (known forms: {FORMS})")


def hidden(url: str) -> str:
    """`url` for a message: whatever may be a credential is `***`."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return repr(url) if url.isalnum() else "'***'"
    _, at, where = rest.rpartition("@")
    where, query, _ = where.partition("?")
    if "?" in rest.partition("@")[0] and at:
        where = "***"  # the @ stands in the query: where the host ends cannot be told
    return repr(f"{scheme}://{'***@' if at else ''}{where}{'?***' if query else ''}")
