"""The measurement runs, on a pseudo-terminal, at tiny size; no key is lost, on a slow line either."""

from __future__ import annotations

import pytest

from tests.support.benchmarks import run_benchmark

HEAD = "stories updates/s cpu written frames/s keys key p50 p99 max memory"


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [[], ["--line", "6000", "--budget", "4000"]], ids=["any line", "a slow line"]
)
def test_the_measurement_runs(line: list[str]) -> None:
    size = ["--stories", "50", "--seconds", "1.5", "--rates", "50"]
    head, row = run_benchmark("dashboard_load.py", *size, *line).splitlines()
    assert head.split() == HEAD.split()
    assert row.split()[0] == "50"
    handled, typed = next(part for part in row.split() if "/" in part and part[0].isdigit()).split("/")
    assert handled == typed
