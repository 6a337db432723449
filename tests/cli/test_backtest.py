"""`backtest` by the real command line: files, the live desk, text and JSON, mistakes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Ticker = Callable[..., subprocess.CompletedProcess[str]]

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
REWORDED = "Selwyn harbour bridge shut as engineers find cracks"
STRIKE = "إضراب عمال ميناء الرملة يدخل يومه الرابع"
ROWS = [("Wire", BRIDGE), ("Gazette", STRIKE), ("Courier", REWORDED)]


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    """Two configurations: stories, and near-verbatim repeats only."""
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text("desks: {main: {grain: stories}}\n", encoding="utf-8")
    other.write_text("desks: {main: {grain: repeats, window: 24h}}\n", encoding="utf-8")
    return str(one), str(other)


@pytest.fixture
def day(tmp_path: Path) -> str:
    """Three headlines with gold: the third is the first in other words."""
    path = tmp_path / "day.jsonl"
    rows = [
        {"id": f"e{n}", "time": f"2026-11-23T10:0{n}:00Z", "source": source, "title": title, "story": story}
        for n, ((source, title), story) in enumerate(zip(ROWS, ("bridge", "strike", "bridge"), strict=True))
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_corrections_that_a_setting_makes_unnecessary(
    ticker: Ticker, sides: tuple[str, str], day: str, tmp_path: Path
) -> None:
    labels = tmp_path / "labels.jsonl"
    rows = [
        {"a": BRIDGE, "b": REWORDED, "label": 1},
        {"a": STRIKE, "b": BRIDGE, "label": 0},
        {"a": BRIDGE, "b": "a headline that nobody has", "label": 1},
        {"a": STRIKE, "b": REWORDED, "answer": "skip"},
    ]
    labels.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    said = ticker("backtest", *sides, day, "--labels", str(labels)).stdout.splitlines()
    at = said.index("of 2 that editors merged or kept apart by hand, unnecessary: 2 under A and 1 under B")
    assert said[at + 1 : at + 4] == ["  only A says by itself: same", f"    {BRIDGE}", f"    {REWORDED}"]
    report = json.loads(ticker("backtest", *sides, day, "--labels", str(labels), "--json").stdout)
    assert report["corrections"] == {
        "labels": 2,
        "a": 2,
        "b": 1,
        "differ": [{"a": BRIDGE, "b": REWORDED, "answer": "same", "unneeded": "a"}],
    }


def test_a_file_through_two_configurations(ticker: Ticker, sides: tuple[str, str], day: str) -> None:
    done = ticker("backtest", *sides, day)
    assert done.returncode == 0
    said = done.stdout.splitlines()
    assert said[0] == f"A {sides[0]}: grain stories, window 72h: 3 headlines, 2 stories"
    assert f"B {sides[1]}: grain repeats, window 24h: 3 headlines, 3 stories" in said
    assert "1 place differs: 1 split" in said
    assert "B parts 1 pair (1 of one story by the gold, 0 not)" in said
    assert "1. split: one story of A is 2 in B" in said
    assert "  A joins it, B keeps it apart" in said
    assert any("apart: the two say too little in common" in line for line in said)
    report = json.loads(ticker("backtest", *sides, day, "--json").stdout)
    assert (report["a"]["stories"], report["b"]["stories"]) == (2, 3)
    assert (report["a"]["grain"], report["b"]["window"]) == ("stories", 86400.0)
    assert report["a"]["pairwise"]["f1"] == 1.0
    assert (report["merged"], report["split"], report["regrouped"]) == (0, 1, 0)
    assert report["parted"] == {"pairs": 1, "true": 1, "false": 0}
    (change,) = report["changes"]
    (decision,) = change["decisions"]
    assert (decision["side"], decision["joined"]["title"]) == ("a", REWORDED)
    assert decision["apart"]["nearest"]["title"] == BRIDGE


def test_the_same_configuration_twice_differs_nowhere(
    ticker: Ticker, sides: tuple[str, str], day: str
) -> None:
    done = ticker("backtest", sides[0], sides[0], day)
    assert done.stdout.splitlines()[-1] == "no story differs"


def test_without_a_file_it_takes_what_is_live(
    ticker: Ticker, sides: tuple[str, str], live_desk: Callable[[list[tuple[str, str]]], Path]
) -> None:
    config = live_desk(ROWS)
    report = json.loads(ticker("backtest", *sides, "--config", str(config), "--json").stdout)
    assert (report["a"]["headlines"], report["a"]["stories"], report["b"]["stories"]) == (3, 2, 3)
    assert [one["source"] for one in report["changes"][0]["a"][0]["headlines"]] == ["Wire", "Courier"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backtest", "{a}", "{none}"], "none.yaml: there is no such file"),
        (["backtest", "{a}", "{b}", "{none}"], "none.yaml: No such file"),
        (["backtest", "{a}", "{b}", "--desk", "sport"], "there is no desk 'sport'"),
        (["backtest", "{a}", "{b}", "--config", "{away}"], "no ticker runs on"),
    ],
)
def test_mistakes_are_one_clear_line(
    ticker: Ticker, sides: tuple[str, str], tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "away.yaml").write_text("data_dir: away\n", encoding="utf-8")
    known = {
        "away": str(tmp_path / "away.yaml"),
        "a": sides[0],
        "b": sides[1],
        "none": str(tmp_path / "none.yaml"),
    }
    done = ticker(*(word.format(**known) for word in words))
    assert (done.returncode, done.stdout) in {(1, ""), (2, "")}
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
