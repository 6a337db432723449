"""A private embedded server for the tests of the roles, and a log that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import structlog

from ticker.store import DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server that belongs to this test run alone."""
    folder: Path = tmp_path_factory.mktemp("server")
    with EmbeddedServer(folder) as one:
        yield one.url


@pytest.fixture
async def store(server: str, request: pytest.FixtureRequest) -> AsyncIterator[DeskStore]:
    """A desk of this test's own."""
    redis = await connect(server)
    yield DeskStore(redis, f"d{abs(hash(request.node.nodeid))}")
    await redis.aclose()


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    """What was logged."""
    return []


@pytest.fixture
def log(heard: list[dict[str, Any]]) -> Callable[..., Any]:
    """A logger that keeps its events in `heard`."""

    def keep(_logger: object, method: str, event: Any) -> Any:
        heard.append({"level": method, **event})
        raise structlog.DropEvent

    return structlog.wrap_logger(None, processors=[keep], wrapper_class=structlog.BoundLogger)  # type: ignore[no-any-return] # structlog types its factories as Any
