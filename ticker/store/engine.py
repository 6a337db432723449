"""One way to talk to Redis: run a script or a command, and get either a reply or an error of ticker.

Every write of this package is one script that may run twice with the effect of once, since redis-py
repeats a command whose reply was lost.

Knows redis-py and its errors; must not know what the keys mean.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from hashlib import sha1
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from redis import exceptions as refusal
from redis.asyncio.cluster import RedisCluster

from ticker.errors import FencedError, GapError, OccupiedError, SchemaError, StoreError, UnreachableError
from ticker.store.keys import RAISED, RESTORING, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redis.asyncio import Redis

_TRANSIENT: Final = (
    refusal.OutOfMemoryError,
    refusal.ReadOnlyError,
    refusal.ClusterDownError,
    refusal.TryAgainError,
    refusal.AskError,
)
_TRANSIENT_WORDS: Final = (
    "MISCONF",
    "BUSY",
    "NOREPLICAS",
    "MASTERDOWN",
    "LOADING",
    "CLUSTERDOWN",
    "OOM",
    "UNBLOCKED",
)
_OURS: Final = {"FENCED": FencedError, "GAP": GapError, "OCCUPIED": OccupiedError}


@cache
def _script(name: str) -> tuple[str, str]:
    """A script of `lua/` with the prelude below its first line: its SHA-1 and its text."""
    folder = resources.files("ticker.store") / "lua"
    first, _, rest = (folder / f"{name}.lua").read_text("utf-8").partition("\n")
    text = "\n".join((first, (folder / "prelude.lua").read_text("utf-8"), rest))
    return sha1(text.encode(), usedforsecurity=False).hexdigest(), text


def place(redis: Redis | RedisCluster) -> str:
    """Where `redis` is, for a message: a socket's path or `host:port`; never a password."""
    if isinstance(redis, RedisCluster):
        return "cluster " + ", ".join(sorted(redis.nodes_manager.startup_nodes))
    pool = redis.connection_pool
    if service := getattr(pool, "service_name", ""):
        return f"sentinel service {service}"
    options = pool.connection_kwargs
    return str(options.get("path") or f"{options.get('host', 'localhost')}:{options.get('port', 6379)}")


@contextmanager
def speaking_of(where: str) -> Iterator[None]:
    """Turn every error of redis-py inside the block into one line of ticker's own tree."""
    try:
        yield
    except (refusal.AuthenticationError, refusal.AuthorizationError, refusal.NoPermissionError) as error:
        raise StoreError(f"Redis at {where} refuses these credentials: {error}") from error
    except (refusal.ConnectionError, refusal.TimeoutError, OSError) as error:
        raise UnreachableError(f"Redis at {where} does not answer: {error}") from error
    except refusal.ResponseError as error:
        raise _named(where, error) from error
    except refusal.RedisClusterException as error:  # no node answers, or not all slots have one at present
        raise UnreachableError(f"Redis at {where} cannot do this now: {error}") from error
    except refusal.RedisError as error:
        raise StoreError(f"Redis at {where}: {error}") from error
    except Exception as error:  # a client whose connections go in a failover may stumble over itself
        raise UnreachableError(f"Redis at {where} cannot do this now: its client broke: {error!r}") from error


def _named(where: str, error: refusal.ResponseError) -> StoreError:
    text = str(error)
    word, _, rest = text.partition(" ")
    if word == "SCHEMA" and rest in RAISED:
        return SchemaError(
            f"the data in Redis at {where} is of schema version {rest}: start `ticker run` of this version "
            f"once, it brings it up to version {SCHEMA}"
        )
    if word == "SCHEMA" and rest.startswith(RESTORING):
        return SchemaError(
            f"the data in Redis at {where} is being restored, or a restore was cut short: wait for it, or "
            "run `ticker restore` again"
        )
    if word == "SCHEMA":
        newer = rest.isascii() and rest.isdigit() and int(rest) > int(SCHEMA)
        return SchemaError(
            f"the data in Redis at {where} is of schema version {rest}, this program reads {SCHEMA}: "
            + ("a newer ticker wrote it, use that" if newer else "use the version of ticker that wrote it")
            + ", or an empty Redis"
        )
    if ours := _OURS.get(word):
        return ours(rest)
    if isinstance(error, _TRANSIENT) or word in _TRANSIENT_WORDS:
        return UnreachableError(f"Redis at {where} cannot do this now: {text}")
    return StoreError(f"Redis at {where} refuses: {text}")


class Engine:
    """Runs scripts and commands on one client; raises nothing but `StoreError` and its kin."""

    def __init__(self, redis: Redis | RedisCluster) -> None:
        self._redis: Any = redis
        self.where: Final = place(redis)

    async def run(
        self, name: str, keys: Sequence[str], *args: bytes | str | float, schema: str = SCHEMA
    ) -> Any:
        """Run `lua/<name>.lua` on data of `schema`; a server that has lost its scripts gets it again."""
        sha, text = _script(name)
        with speaking_of(self.where):
            try:
                return await self._redis.evalsha(sha, len(keys), *keys, schema, *args)
            except refusal.NoScriptError:
                return await self._redis.eval(text, len(keys), *keys, schema, *args)

    async def call(self, *command: bytes | str | float) -> Any:
        """Run one command; its reply in the shape that redis-py gives it."""
        with speaking_of(self.where):
            return await self._redis.execute_command(*command)
