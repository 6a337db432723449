"""The polling benchmarks run at tiny size, so that they cannot rot."""

from __future__ import annotations

import sys

import pytest

from tests.support.benchmarks import run_benchmark

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, answers on all of 127.0.0.0/8"),
]


def test_the_cold_start_runs() -> None:
    out = run_benchmark("polling/cold.py", "--feeds", "6", "--entries", "4")
    assert "6 feeds of 4 entries" in out
    assert "second pass, nothing changed" in out
    assert "newsboat" in out
    assert "reader" in out


def test_the_lateness_runs() -> None:
    out = run_benchmark("polling/lateness.py", "--feeds", "40", "--times", "300", "--rounds", "2")
    assert "40 feeds every 300 s" in out
    assert "most polls under way at one host: 1" in out
