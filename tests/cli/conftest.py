"""The real command line, run as its users run it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import structlog

from ticker.core.model import DeskSettings, Entry
from ticker.service.writer import Writer
from ticker.store import DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ticker.core.model import Action

NOW = 1_790_000_000.0


def _quiet(*_: object) -> str:
    raise structlog.DropEvent


async def _commit(url: str, rows: list[tuple[str, str]], actions: Sequence[Action]) -> None:
    redis = await connect(url)
    try:
        store = DeskStore(redis, "main")
        log = structlog.wrap_logger(None, processors=[_quiet], wrapper_class=structlog.BoundLogger)
        writer = Writer(store, DeskSettings(), owner="test", clock=lambda: NOW, log=log)
        writing = asyncio.create_task(writer.run())
        for place, (publisher, title) in enumerate(rows):
            at = NOW - 60.0 * (len(rows) - place)
            await store.append([Entry(f"e{place}", f"feed of {publisher}", publisher, title, at, at)])
        while (status := await store.status()).lag or status.copies < len(rows):
            await asyncio.sleep(0.01)
        for action in actions:
            await store.act(action)
        writer.stop()
        await writing
    finally:
        await redis.aclose()


@pytest.fixture
def live_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Path]]:
    """`live_desk([(publisher, title), …], *actions)`: a real writer commits them; their configuration."""
    folder = tmp_path_factory.mktemp("desk")
    with EmbeddedServer(folder / "data") as server:

        def commit(rows: list[tuple[str, str]], *actions: Action) -> Path:
            asyncio.run(asyncio.wait_for(_commit(server.url, rows, actions), 60))
            config = folder / "config.yaml"
            config.write_text(f"redis: {{url: '{server.url}'}}\ndata_dir: {folder}\n", encoding="utf-8")
            return config

        yield commit


@pytest.fixture
def ticker() -> Callable[..., subprocess.CompletedProcess[str]]:
    """`ticker("check", "x", cwd=…)`: run it to its end; a traceback fails the test."""

    def run(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "ticker", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            **options,  # type: ignore[call-overload]  # cwd and env alone
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done  # type: ignore[no-any-return]  # the overload is lost with the options

    return run
