"""The processes of a ticker, each with one role: started, killed, frozen, ended in order.

Knows processes; must not know what their roles do.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Worker:
    """One `ticker run --role ROLE`. `name` is that of its log."""

    def __init__(self, crew: Crew, role: str, name: str, environ: Mapping[str, str]) -> None:
        self.role = role
        self.name = name
        self.log = crew.folder / f"{name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ticker", "run", "--config", str(crew.config), "--role", role],
                stdout=log,
                stderr=log,
                env={**os.environ, **environ},
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def said(self, text: str) -> bool:
        """Whether its log holds `text`."""
        return text in self.log.read_text("utf-8", errors="replace")

    def signal(self, which: signal.Signals) -> None:
        self.process.send_signal(which)

    def kill(self) -> None:
        """`kill -9`."""
        self.process.kill()
        self.process.wait(10)

    @contextmanager
    def frozen(self, seconds: float = 0.0) -> Iterator[None]:
        """Stand still inside the block, and for so many seconds at least."""
        self.process.send_signal(signal.SIGSTOP)
        end = time.monotonic() + seconds
        try:
            yield
            time.sleep(max(0.0, end - time.monotonic()))
        finally:
            self.process.send_signal(signal.SIGCONT)

    def stop(self, seconds: float = 15.0) -> tuple[int, float]:
        """SIGTERM; the exit code and the seconds that the end took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        return code, time.monotonic() - began


class Crew:
    """All processes on one configuration. `redis_url` None = the embedded server of `folder`."""

    def __init__(
        self,
        folder: Path,
        redis_url: str | None,
        feeds: list[dict[str, Any]],
        *,
        desks: Mapping[str, Any] | None = None,
        fetch: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        self.folder = folder
        self.config = folder / "config.yaml"
        self.workers: list[Worker] = []
        value: dict[str, Any] = {
            "data_dir": str(folder / "data"),
            "redis": {"url": redis_url},
            "desks": dict(desks or {"main": {}}),
            "feeds": feeds,
            "fetch": {"allow_hosts": ["127.0.0.1"], "timeout": "5s", **(fetch or {})},
            "serve": {"port": 0},
            **more,
        }
        self.config.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")

    def start(self, role: str, **environ: str) -> Worker:
        """One more process with this role."""
        worker = Worker(self, role, f"{len(self.workers)}-{role}", environ)
        self.workers.append(worker)
        return worker

    def living(self, role: str | None = None) -> list[Worker]:
        """The processes that run, of one role or of all."""
        return [one for one in self.workers if one.alive and role in {None, one.role}]

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another command of ticker on this configuration."""
        return subprocess.run(
            [sys.executable, "-m", "ticker", *words, "--config", str(self.config)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def check(self) -> None:
        """Fail where a process has ended by itself, with the end of its log."""
        for worker in self.workers:
            assert worker.alive, f"{worker.name} has ended: {worker.log.read_text('utf-8')[-3000:]}"

    def close(self) -> None:
        """End all that runs, at once."""
        for worker in self.living():
            worker.kill()
