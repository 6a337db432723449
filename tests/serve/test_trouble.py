"""Health in words and in time, whatever ails the store: full, silent, or kept by nobody."""

from __future__ import annotations

import asyncio
import shutil
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker.client.remote import RemoteSource
from ticker.service.source import StoreSource
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"


@pytest.fixture
def own() -> Iterator[EmbeddedServer]:
    """A store of this test's own, to be made sick."""
    folder = Path(tempfile.mkdtemp(prefix="ticker-sick-"))
    with EmbeddedServer(folder) as one:
        yield one
    shutil.rmtree(folder)


async def ready(newsroom: Any) -> tuple[int, dict[str, Any]]:
    async with newsroom.http.get("/readyz") as response:
        return response.status, await response.json(content_type=None)


async def test_a_full_store_is_said_at_once_and_its_stories_are_still_shown(
    own: EmbeddedServer, opened: Callable[..., Any]
) -> None:
    async with opened(url=own.url) as newsroom:
        await newsroom.publish(BRIDGE)
        assert (await ready(newsroom))[0] == 200
        await newsroom.redis.config_set("maxmemory", "1")

        status, problem = await ready(newsroom)
        assert status == 503
        assert problem["detail"].startswith("Redis is out of memory: nothing new is taken in")
        async with newsroom.http.get("/v1/stories") as response:
            assert [story["headline"] for story in (await response.json())["stories"]] == [BRIDGE]
        async with newsroom.http.get("/v1/desks") as response:
            (desk,) = (await response.json())["desks"]
        assert desk["trouble"] == "Redis is out of memory: nothing new is taken in"
        async with newsroom.http.get("/metrics") as response:
            assert f'ticker_desk_stale{{desk="{newsroom.desk}"}} 1.0' in await response.text()
        far = RemoteSource(newsroom.server.url, newsroom.desk)
        near = StoreSource(
            newsroom.config.model_copy(
                update={"redis": newsroom.config.redis.model_copy(update={"url": own.url})}
            ),
            newsroom.desk,
        )
        for source in (far, near):
            found = await source.status()
            assert found.stale
            assert "out of memory" in found.message
            await source.close()

        await newsroom.redis.config_set("maxmemory", "0")
        async with asyncio.timeout(20):
            while (await ready(newsroom))[0] != 200:
                await asyncio.sleep(0.05)


async def test_a_store_that_does_not_answer_is_away_before_a_probe_gives_up(
    own: EmbeddedServer, opened: Callable[..., Any]
) -> None:
    async with opened(url=own.url, writer=False) as newsroom:
        assert own._child is not None
        own._child.send_signal(signal.SIGSTOP)
        try:
            status, problem = await asyncio.wait_for(ready(newsroom), 4.9)
        finally:
            own._child.send_signal(signal.SIGCONT)
        assert status == 503
        assert problem["type"] == "urn:ticker:problem:store-away"
