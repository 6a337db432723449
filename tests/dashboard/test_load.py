"""The measurement runs, on a pseudo-terminal, at tiny size; no key is lost, on a slow line either."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "dashboard_load.py"
HEAD = "stories updates/s cpu written frames/s keys key p50 p99 max memory"


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [[], ["--line", "6000", "--budget", "4000"]], ids=["any line", "a slow line"]
)
def test_the_measurement_runs(line: list[str]) -> None:
    command = [sys.executable, str(BENCHMARK), "--stories", "50", "--seconds", "1.5", "--rates", "50", *line]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    head, row = done.stdout.splitlines()
    assert head.split() == HEAD.split()
    assert row.split()[0] == "50"
    handled, typed = next(part for part in row.split() if "/" in part and part[0].isdigit()).split("/")
    assert handled == typed
