"""The real command line, run as its users run it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import time
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


class Screen:
    """A private tmux: a real terminal of a known size, typed into and read from."""

    def __init__(self, socket: Path, command: str) -> None:
        self._tmux = ["tmux", "-S", str(socket)]
        self._run("-f", "/dev/null", "new-session", "-d", "-x", "70", "-y", "40", command)

    def _run(self, *words: str) -> str:
        done = subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True, timeout=30)
        return done.stdout

    def press(self, key: str) -> None:
        self._run("send-keys", key)

    def until(self, *parts: str) -> str:
        """What is on the screen once all parts are; fails with the last screen after a while."""
        deadline = time.monotonic() + 60
        while True:
            shown = self._run("capture-pane", "-p")
            if all(part in shown for part in parts):
                return shown
            assert time.monotonic() < deadline, shown
            time.sleep(0.02)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False, timeout=30)


@pytest.fixture
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Screen]]:
    """`screen(command)`: the command in a real terminal."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed: no real terminal to look at")
    opened: list[Screen] = []

    def start(command: str) -> Screen:
        opened.append(Screen(tmp_path_factory.mktemp("t") / "s", command))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
