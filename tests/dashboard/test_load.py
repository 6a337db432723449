"""The measurement runs, on a pseudo-terminal, at tiny size: it cannot rot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "dashboard_load.py"


@pytest.mark.slow
def test_the_measurement_runs() -> None:
    command = [sys.executable, str(BENCHMARK), "--stories", "50", "--seconds", "1.5", "--rates", "20"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    head, row = done.stdout.splitlines()
    assert head.split() == ["stories", "updates/s", "cpu", "written", "key", "p50", "max"]
    assert row.split()[0] == "50"
