"""The benchmark of a start, at tiny size."""

from __future__ import annotations

from tests.support.benchmarks import run_benchmark


def test_a_start_is_measured() -> None:
    printed = run_benchmark("store/start.py", "--entries", "200", "--starts", "1").splitlines()
    assert printed[0].startswith("200 live headlines")
    assert [line.split()[0] for line in printed[1:]] == ["desk", "all"]
    assert all("new headline placed" in line and "SIGTERM" in line for line in printed[1:])
    assert "stories shown" in printed[2]
