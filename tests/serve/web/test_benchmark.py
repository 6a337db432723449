"""The benchmark of the page runs at tiny size, so that it cannot rot."""

from __future__ import annotations

import re

import pytest

from tests.support.benchmarks import run_benchmark


@pytest.mark.slow
@pytest.mark.usefixtures("browser")  # or the reason why there is none
def test_the_benchmark_of_the_page_runs() -> None:
    out = run_benchmark("publish_to_page.py", "--rounds", "2")
    assert re.fullmatch(r"feed's answer to the page's document, 2 headlines: p50 \d+ ms, .*\n", out)
