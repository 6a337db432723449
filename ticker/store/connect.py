"""A URL to a client that has been spoken to: one server, Sentinel or Cluster, new enough, ready.

Knows how redis-py is set up; must not know keys or scripts.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from hiredis import pack_command
from redis.asyncio import Redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import ExponentialBackoff
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as RedisConnectionError

from ticker.errors import StoreError, UnreachableError
from ticker.store import address as addresses
from ticker.store.engine import place, speaking_of

if TYPE_CHECKING:
    from ticker.store.address import Address

OLDEST: Final = (7, 0)
"""The oldest Redis whose scripts carry flags; every Valkey is newer."""

_PARTS: Final = ("server", "memory", "persistence")


async def connect(url: str, *, timeout: float = 5.0, loading: float = 60.0) -> Redis | RedisCluster:  # noqa: ASYNC109 - the socket's own limit, not a scope's
    """Open `url` (forms: `store.address`) and make sure that a server fit for ticker answers.

    `timeout`: seconds for a connection and for a reply. `loading`: seconds to wait for a server that
    is still reading its data. The client is the caller's to close with `aclose()`.

    Raises:
        UsageError: the URL has no known form.
        UnreachableError: nobody answers there.
        StoreError: the server is older than 7.0 or refuses the credentials.
    """
    address = addresses.parse(url)
    client = _client(address, timeout)
    client.set_response_callback("XREAD", _as_it_is)
    try:
        await _wait_until_fit(client, address, loading)
    except BaseException:
        await client.aclose()
        raise
    return client


async def server_time(client: Redis | RedisCluster) -> float:
    """What time it is there, POSIX seconds; of a cluster, at one of its nodes."""
    with speaking_of(place(client)):
        if isinstance(client, RedisCluster):
            seconds, micros = await client.time(target_nodes=client.get_default_node())
        else:
            seconds, micros = await client.time()
    return float(seconds) + float(micros) / 1e6


def _client(address: Address, limit: float) -> Redis | RedisCluster:
    # All writes are scripts that may run twice with the effect of once, so a short retry is safe: it
    # heals connections that a restarted server has dropped. Longer absence is the caller's business, as is
    # a server that takes the command and does not answer: asking it again would only make a call longer.
    options: dict[str, Any] = {
        "username": address.username,
        "password": address.password,
        "socket_timeout": limit,
        "socket_connect_timeout": limit,
        "retry": Retry(ExponentialBackoff(cap=0.2, base=0.02), 2, supported_errors=(RedisConnectionError,)),
        "client_name": "ticker",
        "protocol": 2,  # the shapes that this package reads
    }
    if address.tls:
        options |= {"ssl": True, **address.options}
    if address.kind == "cluster":
        nodes = [ClusterNode(host, port) for host, port in address.hosts]
        return _Cluster(startup_nodes=nodes, **options)
    options["db"] = address.db
    if address.kind == "unix":
        del options["socket_connect_timeout"]
        return _packing(Redis(unix_socket_path=address.path, **options))
    if address.kind == "sentinel":
        asked = {
            "username": address.sentinel_username,
            "password": address.sentinel_password,
            **{
                name: options[name]
                for name in ("socket_timeout", "socket_connect_timeout", "retry", "protocol")
            },
            **({"ssl": True, **address.options} if address.tls else {}),
        }
        sentinel = Sentinel(  # type: ignore[no-untyped-call]  # redis-py leaves its __init__ untyped
            list(address.hosts), sentinel_kwargs=asked, **options
        )
        primary: Redis = sentinel.master_for(address.service, redis_class=_PrimaryBySentinel)
        return _packing(primary)
    host, port = address.hosts[0]
    return _packing(Redis(host=host, port=port, **options))


def _as_it_is(response: Any, **_: Any) -> Any:
    """Records as the server gives them: a dictionary of each costs as much as to read it."""
    return response


class _Packing:
    """A connection whose commands hiredis packs and that are written at once.

    redis-py lets hiredis pack for blocking clients only. A commit has hundreds of arguments, each packed in a
    fifth of the time.
    """

    def pack_command(self, *args: Any) -> list[bytes]:
        """Return a command in the bytes of the protocol; the command itself may have two words."""
        return [pack_command((*args[0].split(), *args[1:]))]

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        """Write a command: at once where nothing is still to be written, as the wait for its answer is timed.

        redis-py times each write as well, and makes a task for that: a fifth of what a command costs.
        """
        writer: asyncio.StreamWriter | None = getattr(self, "_writer", None)
        if (
            writer is not None
            and isinstance(command, list)
            and not writer.transport.is_closing()
            and not writer.transport.get_write_buffer_size()
        ):
            writer.writelines(command)
        else:
            await super().send_packed_command(command, check_health)  # type: ignore[misc]  # see `_packing`


def _packing(client: Redis) -> Redis:
    pool = client.connection_pool
    pool.connection_class = type("Connection", (_Packing, pool.connection_class), {})
    return client


class _Cluster(RedisCluster):
    """A client that finds the node of a blocking read by itself.

    redis-py asks a node which keys such a command has, each time, and the same node for all desks: where
    that one is lost, reads of desks on other nodes would fail as well.
    """

    async def _determine_slot(self, command: str, *args: Any) -> int:
        if command in {"XREAD", "XREADGROUP"}:
            return int(self.keyslot(args[args.index("STREAMS") + 1]))
        return int(await super()._determine_slot(command, *args))


class _PrimaryBySentinel(Redis):
    """A client that also closes the connections to the Sentinels that it asked."""

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        """Close them all."""
        await super().aclose(close_connection_pool)
        pool: Any = self.connection_pool
        for sentinel in pool.sentinel_manager.sentinels:
            await sentinel.aclose()


async def _wait_until_fit(client: Redis | RedisCluster, address: Address, loading: float) -> None:
    where = f"{address}"
    clock = asyncio.get_running_loop().time
    deadline = clock() + loading
    while True:
        try:
            with speaking_of(where):
                info = await _server_info(client)
            break
        except UnreachableError as error:
            if not isinstance(error.__cause__, BusyLoadingError):
                raise
            if clock() > deadline:
                raise UnreachableError(
                    f"Redis at {where} is still loading its data after {loading:g} s"
                ) from error
            await asyncio.sleep(0.05)
    policy = str(info.get("maxmemory_policy", ""))
    if policy.startswith("allkeys") and int(info.get("maxmemory", 0)):
        raise StoreError(
            f"Redis at {where} throws data away when it is full (maxmemory-policy {policy}): "
            "set maxmemory-policy noeviction"
        )
    version = str(info.get("redis_version", ""))
    if _number(version) < OLDEST:
        raise StoreError(
            f"Redis at {where} is version {version or 'unknown'}: "
            "ticker needs Redis 7.0 or newer, or any Valkey"
        )


async def _server_info(client: Any) -> dict[str, Any]:
    if isinstance(client, RedisCluster):
        await client.initialize()
        return dict(await client.info(*_PARTS, target_nodes=client.get_default_node()))
    return dict(await client.info(*_PARTS))


async def keeps_a_log(client: Redis | RedisCluster) -> bool:
    """Whether the server has an append-only file, without which a restart forgets what was acknowledged."""
    with speaking_of(place(client)):
        return bool(int((await _server_info(client)).get("aof_enabled", 0)))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
