"""The benchmark of the live socket, at a tiny size, so that it does not rot."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.support.benchmarks import run_benchmark


@pytest.mark.slow
def test_everything_is_delivered_in_order_through_a_storm_and_a_kill() -> None:
    if not shutil.which("cc"):
        pytest.skip("no C compiler here for the listeners: apt-get install gcc")
    words = ["--clients", "40", "--seconds", "2", "--without-peers", "--only", "steady", "storm", "kill"]
    out = run_benchmark("live/run.py", *words)
    steady = re.search(r"^ticker +40/40 +(\d+) ", out, re.MULTILINE)
    assert steady, out
    assert steady[1] == "0"
    assert "storm: 40 of 40 complete, gaps 0, recovered 40, snapshots 40" in out, out
    assert "kill: 20 of 20 complete, gaps 0, recovered 20, snapshots 20" in out, out
