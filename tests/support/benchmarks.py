"""Runs the scripts of benchmarks/ as a reader of their figures would.

Knows where they are; must not know what they measure.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def run_benchmark(script: str, *arguments: str) -> str:
    """Run `script`, a path below benchmarks/, to its good end; what it printed."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
