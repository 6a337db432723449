"""A desk on the private server, and a second server to restore it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.service.backup.both import Both, config_of
from ticker.store import DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a second server, to restore to."""
    with EmbeddedServer(tmp_path_factory.mktemp("other")) as one:
        yield one.url


@pytest.fixture
async def both(store: DeskStore, server: str, other: str, tmp_path: Path, log: Any) -> AsyncIterator[Both]:
    here, there = await connect(server), await connect(other)
    await there.flushall()
    yield Both(
        store,
        DeskStore(there, store.desk),
        here,
        there,
        config_of(server, tmp_path, store.desk),
        config_of(other, tmp_path, store.desk),
        tmp_path / "b.jsonl.gz",
        log,
    )
    await here.aclose()
    await there.aclose()
