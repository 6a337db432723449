"""A private server on a socket in a temporary directory, and values to store in it."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.model import Changes, Copy, DeskSettings, Entry, Op, Relation, Story, Update
from ticker.store import DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """One server for all tests of this folder; each test has a desk of its own in it."""
    folder = Path(tempfile.mkdtemp(prefix="ticker-store-"))
    with EmbeddedServer(folder) as running:
        yield running
    shutil.rmtree(folder)


@pytest.fixture
async def client(server: EmbeddedServer) -> AsyncIterator[Redis | RedisCluster]:
    """A client of the private server."""
    redis = await connect(server.url)
    yield redis
    await redis.aclose()


@pytest.fixture
def desk_name() -> str:
    """A desk that no other test uses."""
    return f"desk-{next(_numbers)}"


@pytest.fixture
def store(client: Redis, desk_name: str) -> DeskStore:
    """An empty desk."""
    return DeskStore(client, desk_name)


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """Make an entry; only what matters to the test is given."""

    def make(number: int = 1, **fields: Any) -> Entry:
        standard: dict[str, Any] = {
            "id": f"tag:example.org,2026:{number}",
            "feed": "https://example.org/rss",
            "publisher": "Example Wire",
            "title": f"Ferry number {number} leaves the old harbour",
            "received": 1_795_000_000.0 + number,
            "time": 1_795_000_000.0 + number,
            "alias": f"https://example.org/{number}",
        }
        return Entry(**standard | fields)

    return make


@pytest.fixture
def founding(entry: Callable[..., Entry]) -> Callable[..., Changes]:
    """Make the changes of a batch in which each entry founded a story, by ordinals and scores."""

    def make(
        scores: dict[int, float], *, pinned: frozenset[int] = frozenset(), first_offset: int = 1
    ) -> Changes:
        changes = Changes(settings=DeskSettings(), now=1_795_000_100.0)
        for offset, (ordinal, score) in enumerate(scores.items(), first_offset):
            made = entry(ordinal)
            story = Story(
                id=str(ordinal),
                lead=ordinal,
                headline=made.title,
                url=made.url,
                lang="en",
                score=score,
                members=(ordinal,),
                publishers=(made.publisher,),
                first_seen=made.time,
                last_seen=made.time,
                pinned=ordinal in pinned,
            )
            changes.stories[story.id] = story
            changes.copies[ordinal] = changes.causes[ordinal] = Copy(ordinal, made, Relation.DISTINCT, 0.0)
            changes.updates.append(Update(offset, Op.CREATED, story, ordinal))
        changes.offset = first_offset + len(scores) - 1
        changes.next_ordinal = max(scores, default=0) + 1
        return changes

    return make


@pytest.fixture
def eventually() -> Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]:
    """Wait until a condition holds; the test's own time limit ends a vain wait."""

    async def wait(condition: Callable[[], Awaitable[bool]]) -> None:
        while not await condition():
            await asyncio.sleep(0.005)

    return wait


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data directory whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="ticker-embedded-"))
    yield folder
    shutil.rmtree(folder)
