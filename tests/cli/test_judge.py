"""`match` and `replay` by the real command line: shapes, order, exit codes, and errors that name the line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
STRIKE = "إضراب عمال ميناء الرملة يدخل يومه الرابع"


def ticker(*words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "ticker", *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr
    return done


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_match_says_relation_score_and_reasons() -> None:
    done = ticker("match", BRIDGE, "UPDATE 1-" + BRIDGE, "--explain")
    assert done.returncode == 0
    first, *reasons = done.stdout.splitlines()
    assert first == "the same story: repeat, score 1.00"
    assert reasons
    found = json.loads(ticker("match", BRIDGE, STRIKE, "--json").stdout)
    assert found["same"] is False
    assert found["relation"] == "distinct"
    assert 0 <= found["score"] < 0.5


def test_match_pairs_keep_their_order(tmp_path: Path) -> None:
    pairs = [{"a": BRIDGE, "b": BRIDGE}, {"a": BRIDGE, "b": STRIKE}, {"a": STRIKE, "b": "عاجل | " + STRIKE}]
    out = tmp_path / "out.jsonl"
    done = ticker("match", "--pairs", str(write(tmp_path / "pairs.jsonl", pairs)), "--out", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["same"] for row in rows] == [True, False, True]
    assert all(set(row) == {"same", "relation", "score"} for row in rows)
    assert all(0 <= row["score"] <= 1 for row in rows)


def test_summaries_are_a_second_opinion(tmp_path: Path) -> None:
    a, b = "Harbour bridge shut after storm damage", "Chaos at harbour crossing after night storm"
    told = "Engineers closed both lanes of the old harbour bridge after a night storm tore its railing."
    rows = [
        {"a": a, "b": b},
        {"a": a, "b": b, "summary_a": told, "summary_b": told},
        {"a": a, "b": b, "summary_a": told},
    ]
    done = ticker("match", "--pairs", str(write(tmp_path / "pairs.jsonl", rows)))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["same"] for one in found] == [False, True, False]
    assert found[0] == found[2]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"a": "x", "b": "y", "summary_b": 7}', 'pairs.jsonl:2: "summary_a" and "summary_b" must be text'),
        ('{"a": "x"}', 'pairs.jsonl:2: "a" and "b" must both be text'),
        ("{", "pairs.jsonl:2: not JSON"),
        ("[1]", "pairs.jsonl:2: list, not an object"),
        ("[" * 100_000, "pairs.jsonl:2: not JSON"),
    ],
)
def test_a_bad_pair_is_named_by_its_line(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"a": "x", "b": "y"}\n' + row + "\n", encoding="utf-8")
    done = ticker("match", "--pairs", str(path))
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def lines() -> list[dict[str, Any]]:
    told = [
        ("a", BRIDGE, "bridge"),
        ("b", BRIDGE, "bridge"),
        ("c", STRIKE, "strike"),
        ("d", "عاجل | " + STRIKE, "strike"),
        ("a", "Central bank of Norland holds rates at 4.25 percent", "bank"),
    ]
    return [
        {"id": f"e{n}", "time": f"2026-11-23T10:0{n}:00Z", "source": source, "title": title, "story": story}
        for n, (source, title, story) in enumerate(told)
    ]


def test_replay_assigns_and_measures(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    file = write(tmp_path / "day.jsonl", lines())
    done = ticker("replay", str(file), "--assignments", str(out), "--json")
    report = json.loads(done.stdout)
    assert report["headlines"] == 5
    assert report["stories"] == 3
    assert report["bcubed"] == report["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert report["headlines_per_second"] > 0
    assert 0 < report["p99_ms"] <= report["seconds"] * 1e3
    assert report["live_at_most"] == 5
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["e0", "e1", "e2", "e3", "e4"]
    assert rows[0]["story"] == rows[1]["story"] != rows[2]["story"] == rows[3]["story"]
    assert [row["relation"] for row in rows[:2]] == ["distinct", "repeat"]
    again = tmp_path / "again.jsonl"
    ticker("replay", str(file), "--assignments", str(again))
    assert again.read_bytes() == out.read_bytes()


def test_replay_shows_the_worst_with_its_evidence(tmp_path: Path) -> None:
    rows = lines()
    rows[1]["story"] = "another bridge"
    rows[3]["story"] = "bank"
    file = write(tmp_path / "day.jsonl", rows)
    done = ticker("replay", str(file), "--worst", "3")
    said = done.stdout.splitlines()
    merge = said.index("false merge 1: story 1 holds 2 of the gold; 1 pair judged wrongly")
    assert said[merge + 1 : merge + 4] == ["  another bridge ×1", "    11-23 10:01 b", f"      {BRIDGE}"]
    assert "      joined as repeat, score 1.00, beside" in said
    assert "        · the same words" in said
    assert "miss 1: one story of the gold (bank) became 2; 1 pair judged wrongly" in said
    assert any(line.startswith("      apart: the two say too little in common; pair 0.0") for line in said)
    found = json.loads(ticker("replay", str(file), "--worst", "3", "--json").stdout)
    assert [one["wrong_pairs"] for one in found["false_merges"]] == [1, 1]
    assert found["misses"][0]["decisions"][0]["apart"]["cause"] == "score"


def test_the_worst_of_a_file_without_gold_is_a_wrong_question(tmp_path: Path) -> None:
    rows = [{key: value for key, value in row.items() if key != "story"} for row in lines()]
    done = ticker("replay", str(write(tmp_path / "day.jsonl", rows)), "--worst", "3")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith('--worst needs the true "story" in the lines, and none has it\n')


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"time": "yesterday"}, 'day.jsonl:1: "time" must be ISO 8601'),
        ({"source": None}, 'day.jsonl:1: "source" is missing'),
        ({"title": 7}, 'day.jsonl:1: "title" must be text'),
        ({"id": ""}, 'day.jsonl:1: "id" is missing'),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    done = ticker("replay", str(write(tmp_path / "day.jsonl", [lines()[0] | change])))
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_bad_use_is_exit_2_and_one_line(tmp_path: Path) -> None:
    for words in (
        ["match", "one"],
        ["replay", str(tmp_path / "none.jsonl")],
        ["match", "a", "b", "--pairs", "x"],
    ):
        done = ticker(*words)
        assert done.returncode == 2, words
        assert done.stderr.startswith("ticker: ")
        assert len(done.stderr.splitlines()) == 1
    assert ticker("replay", str(tmp_path)).returncode == 2
    assert ticker("frobnicate").returncode == 2
