"""Find the store that a configuration means, and open one of its desks for reading.

Knows the order (TICKER_REDIS_URL or redis.url, else the embedded server that runs on the data
directory); never starts a server: that is what `service.run` is for.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from ticker.errors import UnreachableError, UsageError
from ticker.store import DeskStore, connect, find_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.config import Config


def running_url(config: Config) -> str | None:
    """The URL of the store that is there now, or None when only an embedded one is meant and none runs."""
    return config.redis.url or find_server(config.data_dir)


async def is_running(config: Config) -> bool:
    """Whether a process keeps the desks of this configuration now."""
    if running_url(config) is None:
        return False
    async with reading(config) as store:
        return bool((await store.status()).owner)


def desk_name(config: Config, desk: str | None) -> str:
    """The desk that is meant: the one named, else the first in the configuration.

    Raises UsageError for a desk that the configuration does not have.
    """
    if desk is None:
        return next(iter(config.desks))
    if desk not in config.desks:
        raise UsageError(f"there is no desk {desk!r}; the configuration has: {', '.join(config.desks)}")
    return desk


@asynccontextmanager
async def connected(config: Config) -> AsyncIterator[Redis | RedisCluster]:
    """A client of the store that runs now.

    Raises UnreachableError with what to do when nothing runs on the data directory.
    """
    url = running_url(config)
    if url is None:
        raise UnreachableError(
            f"no ticker runs on {config.data_dir}; start one with `ticker` or `ticker run`"
        )
    redis = await connect(url)
    try:
        yield redis
    finally:
        await redis.aclose()


@asynccontextmanager
async def reading(config: Config, desk: str | None = None) -> AsyncIterator[DeskStore]:
    """One desk of the store that runs now. Raises UnreachableError as `connected` does."""
    name = desk_name(config, desk)
    async with connected(config) as redis:
        yield DeskStore(redis, name)
