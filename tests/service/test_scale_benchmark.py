"""The simulation of the design at internet size: its arithmetic, its measuring at tiny size, its page."""

from __future__ import annotations

import importlib.util
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.benchmarks import BENCHMARKS, run_benchmark
from ticker.config.loader import MAX_FILE

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = BENCHMARKS / "scale"


@pytest.fixture(scope="module")
def model() -> Any:
    spec = importlib.util.spec_from_file_location("scale_model", FOLDER / "model.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["scale_model"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def costs(model: Any) -> Any:
    return model.Costs(**json.loads((FOLDER / "costs.json").read_text(encoding="utf-8")))


def test_the_fold_is_read_between_the_measured_windows(model: Any, costs: Any) -> None:
    cost = model.replace(costs, fold=[[1_000, 100.0, 5_000.0], [100_000, 300.0, 3_000.0]])
    assert cost.fold_at(10) == (100.0, 5_000.0)
    assert cost.fold_at(10_000) == pytest.approx((200.0, 4_000.0))
    assert cost.fold_at(1_000_000) == pytest.approx((400.0, 3_000.0))


def test_the_arithmetic_is_what_it_says(model: Any, costs: Any) -> None:
    load = model.Load(
        feeds=1_800, entries_a_day=86_400, desks=1, big=1, peak=1, busy=1, document=30, clients=10
    )
    cost = model.replace(
        costs,
        poll_same_us=0.0,
        poll_document_us=1_000.0,
        intake_known_us=10.0,
        intake_new_us=20.0,
        commit_us=50.0,
        turn_us=100.0,
        turn_leader_us=0.0,
        turn_poller_us=0.0,
        fold=[[1, 450.0, 1_000.0]],
        client_us=10.0,
    )
    needs = {need.part: need for need in model.needs(load, cost)}
    # one poll a second brings one entry: 100 + 1,000 + 29·10 + 20 µs of a core
    assert needs["poll"].cores == pytest.approx(1_410e-6)
    assert needs["desk"].cores == pytest.approx(500e-6)
    assert needs["desk"].memory == pytest.approx(3 * 86_400 * 1_000)
    assert needs["serve"].cores == pytest.approx(1.1 * 10 * 10e-6)
    assert all(need.machines == 1 for need in needs.values())
    limits = {limit.what: limit for limit in model.limits(load, cost)}
    assert limits["the leader's core (all turns of all feeds)"].used == pytest.approx(100e-6)
    assert limits["the biggest desk's core (its writer)"].used == pytest.approx(500e-6)


def test_twice_the_load_uses_at_least_as_much_of_everything(model: Any, costs: Any) -> None:
    once = model.Load()
    twice = model.replace(once, feeds=2 * once.feeds, entries_a_day=2 * once.entries_a_day)
    before = {limit.what: limit.used for limit in model.limits(once, costs)}
    for limit in model.limits(twice, costs):
        assert limit.used > before[limit.what] * 1.5
    used = [limit.used for limit in model.limits(once, costs)]
    assert used == sorted(used, reverse=True), "the tightest stands first"


def test_cells_part_what_all_feeds_share_and_no_desk(model: Any, costs: Any) -> None:
    load = model.Load()
    many = model.cells(load, costs)
    whole = {limit.what: limit.used for limit in model.limits(load, costs)}
    for limit in model.limits(load, costs, many):
        if "biggest desk" in limit.what:
            assert limit.used == whole[limit.what]
        else:
            assert limit.used == pytest.approx(whole[limit.what] / many)
            assert limit.used <= 1
    assert model.FILE == MAX_FILE


def test_the_page_holds_what_the_model_says() -> None:
    page = (BENCHMARKS.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    table = run_benchmark("scale/run.py", "--markdown").strip()
    assert table in page, "copy into docs/operations.md:\n" + table


@pytest.mark.slow
def test_the_measuring_runs_with_real_parts(tmp_path: Path) -> None:
    file = tmp_path / "costs.json"
    out = run_benchmark(
        "scale/run.py", "--measure", "--size", "0.003", "--costs", str(file), "--save", "--clients", "10"
    )
    assert "first bottleneck: " in out
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found.keys() == json.loads((FOLDER / "costs.json").read_text(encoding="utf-8")).keys()
    zero = [name for name, value in found.items() if not value]
    assert not [name for name in zero if not name.startswith("redis_")], "CPU of the server comes in steps"
