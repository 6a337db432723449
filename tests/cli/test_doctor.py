"""`ticker doctor` reads what the server says of itself, and says in words what is wrong."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.loopback import free_port
from ticker.service.looking import ask, figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ticker = Callable[..., subprocess.CompletedProcess[str]]


def test_figures_are_read_with_their_labels() -> None:
    text = (
        '# HELP x y\nticker_updates_total{desk="main",op="created"} 7.0\n'
        'other 1\nticker_desk_stories{desk="a"} 1e3\n'
    )
    assert figures(text) == {
        'ticker_updates_total{desk="main",op="created"}': 7.0,
        'ticker_desk_stories{desk="a"}': 1000.0,
    }
    assert ask("http://127.0.0.1:1/healthz")[0] == 0


def found(ticker: Ticker, config: Path) -> dict[str, Any]:
    """What the doctor finds, by what it is about."""
    done = ticker("doctor", "--json", "--config", str(config))
    return {one["what"]: one for one in json.loads(done.stdout)}


@pytest.mark.slow
def test_the_doctor_looks_at_the_server(ticker: Ticker, tmp_path: Path) -> None:
    port = free_port()
    config = tmp_path / "config.yaml"
    config.write_text(f"data_dir: data\nserve: {{port: {port}}}\n", encoding="utf-8")
    log = (tmp_path / "log").open("wb")
    command = [sys.executable, "-m", "ticker", "run", "--config", str(config)]
    running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 30
        while ask(f"http://127.0.0.1:{port}/readyz")[0] != 200:
            assert time.monotonic() < deadline, (tmp_path / "log").read_text(encoding="utf-8")
            time.sleep(0.05)
        assert found(ticker, config)["API"] == {
            "what": "API",
            "state": "ok",
            "text": f"http://127.0.0.1:{port}: ready",
        }
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            config.write_text(
                f"data_dir: data\nserve: {{port: {other.getsockname()[1]}}}\n", encoding="utf-8"
            )
            told = found(ticker, config)["API"]
        assert told["state"] == "warn"
        assert "nothing answers at" in told["text"]
    finally:
        running.terminate()
        running.wait(20)
        log.close()
