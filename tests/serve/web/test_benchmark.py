"""The benchmark of the page runs at tiny size, so that it cannot rot."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "publish_to_page.py"


@pytest.mark.slow
@pytest.mark.usefixtures("browser")  # or the reason why there is none
def test_the_benchmark_of_the_page_runs() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--rounds", "2"],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"feed's answer to the page's document, 2 headlines: p50 \d+ ms, .*\n", done.stdout)
