"""Labels in a file, and the questions that are asked first."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.match import match
from ticker.core.model import DeskSettings, Entry, Grain
from ticker.core.text import headline
from ticker.core.view import iso
from ticker.errors import TickerError, UsageError
from ticker.service.labels import (
    Answer,
    Label,
    append,
    label,
    of_editors,
    pair_key,
    pairs,
    read_labels,
    together,
)
from ticker.service.lines import Line
from ticker.service.uncertain import least_certain
from ticker.store import EditorsPair

if TYPE_CHECKING:
    from pathlib import Path

START = 1_790_000_000.0
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
REWORDED = "Selwyn harbour bridge shut as engineers find cracks"
DOUBT = "Engineers find cracks, Selwyn bridge closes"
STRIKE = "إضراب عمال ميناء الرملة يدخل يومه الرابع"


def entry(title: str, place: int = 0, **more: Any) -> Entry:
    at = START + 600.0 * place
    return Entry(f"e{place}", f"feed {place}", f"outlet {place}", title, at, at, **more)


def test_a_label_says_who_when_and_what_was_thought(tmp_path: Path) -> None:
    path = tmp_path / "new" / "labels.jsonl"
    found = match(headline(BRIDGE), headline(REWORDED))
    one = label(
        entry(BRIDGE, lang="en", summary="Long story."),
        entry(REWORDED, 1),
        Answer.UPDATE,
        by="mona",
        at=START,
        match=found,
    )
    append(path, one)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "a": BRIDGE,
        "b": REWORDED,
        "answer": "update",
        "label": 1,
        "ta": "2026-09-21T14:13:20.000Z",
        "tb": "2026-09-21T14:23:20.000Z",
        "sa": "outlet 0",
        "sb": "outlet 1",
        "lang": "en",
        "summary_a": "Long story.",
        "score": round(found.score, 4),
        "relation": str(found.relation),
        "by": "mona",
        "time": "2026-09-21T14:13:20.000Z",
    }
    assert list(read_labels(path)) == [pair_key(REWORDED, BRIDGE)]


def test_the_last_answer_counts_and_what_was_skipped_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    for first, second, answer in (
        (BRIDGE, REWORDED, Answer.SAME),
        (BRIDGE, STRIKE, Answer.SKIP),
        (REWORDED, f"UPDATE 1-{BRIDGE}", Answer.DIFFERENT),
    ):
        append(path, label(entry(first), entry(second, 1), answer, by="m", at=START))
    found = read_labels(path)
    assert [one.answer for one in found.values()] == [Answer.SKIP, Answer.DIFFERENT]
    assert [one["label"] for one in pairs(found.values())] == [0]


def test_pairs_from_elsewhere_are_labels_too(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    rows = [{"a": BRIDGE, "b": REWORDED, "label": 1}, {"a": BRIDGE, "b": STRIKE, "label": 0}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert [one.answer for one in read_labels(path).values()] == [Answer.SAME, Answer.DIFFERENT]
    assert pairs(read_labels(path).values()) == rows


def test_of_several_sources_the_last_answer_counts_and_a_skip_takes_nothing_back() -> None:
    def said(answer: Answer, hours: float, second: str = REWORDED) -> Label:
        return label(entry(BRIDGE), entry(second, 1), answer, by="m", at=START + 3600.0 * hours)

    split = EditorsPair(
        entry(REWORDED, 1), entry(BRIDGE), same=False, by="amal", at=iso(START + 7200.0), action="7"
    )
    found = together(
        [said(Answer.SAME, 1), said(Answer.SKIP, 5), said(Answer.SKIP, 2, STRIKE)],
        of_editors([split]),
    )
    assert [(one.answer, one.line["by"]) for one in found.values()] == [
        (Answer.SKIP, "m"),
        (Answer.DIFFERENT, "amal"),
    ]
    assert pairs(found.values()) == [
        {
            "a": REWORDED,
            "b": BRIDGE,
            "answer": "different",
            "label": 0,
            "ta": iso(START + 600.0),
            "tb": iso(START),
            "sa": "outlet 1",
            "sb": "outlet 0",
            "by": "amal",
            "time": iso(START + 7200.0),
            "action": "7",
        }
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"a": "x", "answer": "same"}', 'labels.jsonl:1: "a" and "b" must both be text'),
        ('{"a": "x", "b": "y", "answer": "yes"}', 'labels.jsonl:1: "answer" must be one of same'),
        ('{"a": "x", "b": "y"}', 'labels.jsonl:1: "answer" must be one of same'),
        ("{", "labels.jsonl:1: not JSON"),
    ],
)
def test_a_line_that_is_no_label_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_labels(path)
    assert said in str(caught.value)


def test_a_label_that_cannot_be_saved_is_said(tmp_path: Path) -> None:
    one = label(entry(BRIDGE), entry(STRIKE, 1), Answer.SAME, by="m", at=START)
    with pytest.raises(TickerError, match="the label cannot be saved"):
        append(tmp_path, one)


def logit(chance: float) -> float:
    return math.log(chance / (1.0 - chance))


def test_the_pair_nearest_to_the_threshold_is_asked_first() -> None:
    lines = [
        Line(entry(title, place)) for place, title in enumerate([BRIDGE, STRIKE, BRIDGE, REWORDED, DOUBT])
    ]
    asked = least_certain(lines, DeskSettings(grain=Grain.REPEATS))
    assert all(one.a.time < one.b.time for one in asked)
    assert STRIKE not in {title for one in asked for title in (one.a.title, one.b.title)}
    distances = [abs(logit(one.match.score) - logit(0.84)) for one in asked]
    assert distances == sorted(distances)
    assert {(one.a.title, one.b.title) for one in asked} >= {(BRIDGE, REWORDED)}
    assert (BRIDGE, BRIDGE) not in {(one.a.title, one.b.title) for one in asked}


def test_every_headline_has_a_turn_before_one_is_asked_again() -> None:
    ferries = ["Kalmar ferries stop as crews walk out", "Crews walk out, Kalmar ferries at a standstill"]
    titles = [BRIDGE, REWORDED, DOUBT, *ferries]
    lines = [Line(entry(title, place)) for place, title in enumerate(titles)]
    asked = [{one.a.title, one.b.title} for one in least_certain(lines, DeskSettings())]
    bridges = [place for place, pair in enumerate(asked) if pair <= set(titles[:3])]
    assert len(bridges) == 2
    assert asked.index(set(ferries)) < bridges[1]
