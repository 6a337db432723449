"""The matching benchmarks run at tiny size, so that they cannot rot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.benchmarks import run_benchmark

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_the_scale_benchmark_runs(tmp_path: Path) -> None:
    out = run_benchmark("matching/scale.py", "100", "200", "--plot", str(tmp_path / "cost.svg"))
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [
        ["desk", "100"],
        ["window", "100"],
        ["desk", "200"],
        ["window", "200"],
    ]
    assert (tmp_path / "cost.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow
def test_the_index_finds_what_brute_force_finds() -> None:
    out = run_benchmark("matching/recall.py", "400", "--queries", "60")
    assert "400 live, 60 queries" in out
    for line in out.splitlines()[1:]:
        assert float(line.split()[-1]) >= 0.99, line


@pytest.mark.slow
def test_the_peers_benchmark_runs(tmp_path: Path) -> None:
    pairs = [
        {"a": "Storm shuts harbour bridge", "b": "Harbour bridge shut by storm", "label": 1, "score": 4.6},
        {"a": "Storm shuts harbour bridge", "b": "Museum shows lost maps", "label": 0, "score": 0.2},
    ]
    for name in ("egypt_ar_pairs", "sts_headlines"):
        lines = "\n".join(json.dumps(pair) for pair in pairs)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    out = run_benchmark("matching/peers.py", "100", "--data", str(tmp_path))
    assert "ticker is" in out
    assert "1.000" in out
