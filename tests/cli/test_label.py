"""`label` by the real command line: from a pipe, about the live desk, in a real terminal by single keys."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.model import Action, Verb
from ticker.terminal import Bidi, Mode, wrap

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Ticker = Callable[..., subprocess.CompletedProcess[str]]

TITLES = [
    ("Wire", "Harbour bridge in Port Selwyn closes after cracks found in two pillars"),
    ("Gazette", "Selwyn harbour bridge shut as engineers find cracks"),
    ("نبض الرملة", "إضراب عمال ميناء الرملة يدخل يومه الرابع"),
    ("مرصد الساحل", "عمال ميناء الرملة يواصلون الإضراب لليوم الرابع على التوالي"),
    ("Courier", "Kalmar ferries stop as crews walk out over pay"),
    ("Telegraph", "Crews walk out over pay, Kalmar ferries at a standstill"),
]


@pytest.fixture
def day(tmp_path: Path) -> str:
    """Three events, each told twice in different words."""
    path = tmp_path / "day.jsonl"
    rows = [
        {"id": f"e{n}", "time": f"2026-11-23T10:0{n}:00Z", "source": source, "title": title}
        for n, (source, title) in enumerate(TITLES)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Where labels go."""
    return tmp_path / "labels.jsonl"


@pytest.fixture
def away(tmp_path: Path) -> str:
    """A configuration on whose data nothing runs."""
    path = tmp_path / "away.yaml"
    path.write_text("data_dir: away\n", encoding="utf-8")
    return str(path)


def saved(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def walk(ticker: Ticker, typed: str, *words: str) -> list[str]:
    done = ticker("label", *words, "--by", "mona", stdin=None, input=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_answers_from_a_pipe_are_saved_one_by_one(ticker: Ticker, day: str, labels: Path) -> None:
    said = walk(ticker, "s\nupdate d\n", "--replay", day, "--labels", str(labels))
    assert said[0] == f"3 pairs to label; labels go to {labels}"
    assert said[-1] == f"saved in {labels}: 1 same, 1 update, 1 different"
    assert "    " + TITLES[2][1] in said
    rows = saved(labels)
    assert [(row["answer"], row["label"], row["by"]) for row in rows] == [
        ("same", 1, "mona"),
        ("update", 1, "mona"),
        ("different", 0, "mona"),
    ]
    assert all(row["a"] != row["b"] and row["time"].endswith("Z") for row in rows)


def test_nothing_is_asked_twice_and_a_broken_off_walk_goes_on(ticker: Ticker, day: str, labels: Path) -> None:
    words = ("--replay", day, "--labels", str(labels))
    assert walk(ticker, "s", *words)[-1].endswith(": 1 same")
    again = walk(ticker, "kq", *words)
    assert again[0].startswith("2 pairs to label")
    assert walk(ticker, "d", *words)[0].startswith("1 pair to label")
    assert walk(ticker, "", *words) == ["nothing to ask: every pair in doubt has its label"]
    assert walk(ticker, "u", *words, "--skipped")[-1].endswith(": 1 update")
    pairs = {frozenset((row["a"], row["b"])) for row in saved(labels)}
    assert len(pairs) == 3


def test_back_changes_an_answer_and_why_is_hidden_until_asked(
    ticker: Ticker, day: str, labels: Path, away: str
) -> None:
    said = walk(ticker, "sbwd\nzq", "--replay", day, "--labels", str(labels))
    assert sum(line.startswith("1/3") for line in said) == 2
    assert "1/3  (you said: same)" in said
    why = [place for place, line in enumerate(said) if line.startswith("  the matcher says: ")]
    assert len(why) == 1
    assert said[why[0] + 1].startswith("    + shared: ")
    assert said[-1] == f"saved in {labels}: 1 different"
    assert [row["answer"] for row in saved(labels)] == ["same", "different"]
    done = ticker("label", "export", "--labels", str(labels), "--config", away)
    assert done.stderr.startswith("ticker: without editors' merges and splits: no ticker runs on ")
    assert [json.loads(line)["label"] for line in done.stdout.splitlines()] == [0]


def test_an_arabic_keyboard_answers_with_the_same_keys(ticker: Ticker, day: str, labels: Path) -> None:
    walk(ticker, "س ع ي", "--replay", day, "--labels", str(labels))
    assert [row["answer"] for row in saved(labels)] == ["same", "update", "different"]


def test_the_live_headlines_are_asked_about(
    ticker: Ticker, labels: Path, live_desk: Callable[[list[tuple[str, str]]], Path]
) -> None:
    config = live_desk(TITLES)
    said = walk(ticker, "sss", "--config", str(config), "--labels", str(labels))
    assert said[0].startswith("3 pairs to label")
    assert len(saved(labels)) == 3
    walk(ticker, "", "--config", str(config))
    assert ticker("label", "export", "--config", str(config)).stdout == ""


def test_what_was_labelled_can_be_judged(ticker: Ticker, day: str, labels: Path, away: str) -> None:
    walk(ticker, "sss", "--replay", day, "--labels", str(labels))
    out = labels.with_name("pairs.jsonl")
    words = ("label", "--labels", str(labels), "--config", away, "export", "--out", str(out))
    assert ticker(*words).stdout == ""
    done = ticker("match", "--pairs", str(out))
    assert len(done.stdout.splitlines()) == 3


def test_what_editors_merged_and_split_is_labelled_and_not_asked(
    ticker: Ticker, labels: Path, live_desk: Callable[..., Path]
) -> None:
    def action(key: str, verb: Verb, minutes: int, **fields: Any) -> Action:
        return Action(key, verb, by="amal", at=1_790_000_000.0 + 60.0 * minutes, **fields)

    # the two bridges are one story, and split; strike and ferries are merged, and taken apart again
    config = live_desk(
        TITLES,
        action("1", Verb.SPLIT, 1, stories=("1",), entries=("e1",)),
        action("2", Verb.MERGE, 2, stories=("3", "5")),
        action("3", Verb.UNDO, 3),
    )
    rows = [
        json.loads(line) for line in ticker("label", "export", "--config", str(config)).stdout.splitlines()
    ]
    assert [{row["a"], row["b"]} for row in rows] == [{TITLES[0][1], TITLES[1][1]}]
    assert [(row["label"], row["answer"], row["by"]) for row in rows] == [(0, "different", "amal")]
    assert rows[0]["time"] == "2026-09-21T14:14:20.000Z"
    assert rows[0]["action"] == "1"
    assert {rows[0]["sa"], rows[0]["sb"]} == {"Wire", "Gazette"}
    said = walk(ticker, "ss", "--config", str(config), "--labels", str(labels))
    assert said[0].startswith("2 pairs to label")
    assert not any(TITLES[0][1] in line for line in said)
    done = ticker("label", "export", "--config", str(config), "--labels", str(labels))
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == ""


def test_mistakes_are_one_clear_line(ticker: Ticker, tmp_path: Path, day: str, away: str) -> None:
    for words, said, code in (
        (["--config", away], "no ticker runs on", 1),
        (["--replay", str(tmp_path / "none.jsonl")], "No such file", 2),
        (["--replay", day, "--labels", day], '"a" and "b" must both be text', 2),
    ):
        done = ticker("label", *words)
        assert (done.returncode, done.stdout) == (code, "")
        assert said in done.stderr.splitlines()[-1]


def test_single_keys_and_arabic_in_a_terminal_without_bidi(
    screen: Callable[[str], Any], tmp_path: Path, labels: Path
) -> None:
    day = tmp_path / "ar.jsonl"
    titles = [title for source, title in TITLES if source in {"نبض الرملة", "مرصد الساحل"}]
    rows = [
        {"id": f"e{n}", "time": f"2026-11-23T10:0{n}:00Z", "source": f"مصدر {n}", "title": title}
        for n, title in enumerate(titles)
    ]
    day.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    words = ["-m", "ticker", "label", "--replay", str(day), "--labels", str(labels), "--by", "mona"]
    command = shlex.join([sys.executable, *words])
    one = screen(f"unset COLUMNS LINES; TERM=xterm-256color {command}; cat")
    app = Mode(Bidi.APP)
    shown = one.until("1/1", *(part for title in titles for part in wrap(title, 66, mode=app)))
    assert not any(title in shown for title in titles)  # cells are drawn left to right: joined and turned
    one.press("ص")  # w on an Arabic keyboard
    one.until("the matcher says: ")
    one.press("س")
    one.until("1 same")
    assert [row["answer"] for row in saved(labels)] == ["same"]
