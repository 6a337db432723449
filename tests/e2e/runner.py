"""One real `ticker run` on a configuration of the test's own, and its command line.

Knows processes; must not know what its feeds say.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml


class Runner:
    """Starts and kills one `ticker run`, and asks it with the real command line."""

    def __init__(
        self,
        folder: Path,
        feeds: list[dict[str, Any]],
        desks: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        self.folder = folder
        self.desks = desks or {"main": {}}
        self.more = more
        self.config = folder / "config.yaml"
        self.data = folder / "data"
        self.process: subprocess.Popen[bytes] | None = None
        self.write(feeds)

    def write(self, feeds: list[dict[str, Any]]) -> None:
        value = {
            "data_dir": str(self.data),
            "desks": self.desks,
            "feeds": feeds,
            "fetch": {"allow_hosts": ["127.0.0.1"], "timeout": "5s"},
            **self.more,
        }
        new = self.config.with_suffix(".new")
        new.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
        new.replace(self.config)

    def start(self) -> None:
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ticker", "run", "--config", str(self.config)],
                stdout=log,
                stderr=log,
            )

    def log(self) -> str:
        return (self.folder / "run.log").read_text(encoding="utf-8")

    def kill(self) -> None:
        """SIGKILL for the program and every child it has, the embedded server first."""
        assert self.process is not None
        for pid in [*children_of(self.process.pid), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(15)
        self.process = None
        return code

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ticker", *words, "--config", str(self.config)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def top(self) -> dict[str, Any] | None:
        """`top --all --copies --json`, or None while nothing runs yet."""
        done = self.ask("top", "--all", "--copies", "--json")
        assert "Traceback" not in done.stderr, done.stderr
        if done.returncode:
            return None
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def children_of(pid: int) -> list[int]:
    """The direct children of a process, from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append(int(stat.parent.name))
    return found
