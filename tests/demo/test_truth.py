"""The count against the written truth: right on days small enough to count by hand."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.demo.day import Day, Outlet, Trap, Written
from ticker.demo.truth import Placed, judge

EVENTS = "aaaabbbcc"
SMALL = Day(
    outlets=(Outlet(key="gazette", name="Gazette", lang="en", format="rss20"),),
    entries=tuple(
        Written(
            id=f"gazette-{number:03}",
            minute=300 + number,
            outlet="gazette",
            title=f"Headline {number}",
            event=event,
            lang="en",
        )
        for number, event in enumerate(EVENTS, start=1)
    ),
    traps=(Trap("a looks like b", ("a", "b")), Trap("b looks like c", ("b", "c"))),
)
URL = "http://127.0.0.1:8000/gazette.rss"


def placed(stories: str) -> list[Placed]:
    """The small day's entries, one story letter each, "." = not placed."""
    return [
        Placed(feed=URL, id=entry.id, title=entry.title, story=story)
        for entry, story in zip(SMALL.entries, stories, strict=True)
        if story != "."
    ]


def test_the_written_partition_agrees_wholly() -> None:
    verdict = judge(SMALL, placed("xxxxyyyzz"))
    assert verdict.passed
    assert (verdict.agreement, verdict.accuracy, verdict.precision, verdict.recall) == (1, 1, 1, 1)
    assert (verdict.found, verdict.wrong, verdict.missed, verdict.pairs) == (10, 0, 0, 36)
    assert (verdict.entries, verdict.events, verdict.stories) == (9, 3, 3)
    assert not verdict.mixed
    assert not verdict.torn
    assert not verdict.merged


def test_a_false_merge_is_counted_named_and_fails() -> None:
    verdict = judge(SMALL, placed("xxxxyyyyy"))
    assert (verdict.found, verdict.wrong, verdict.missed) == (10, 6, 0)
    assert verdict.agreement == pytest.approx(20 / 26)
    assert verdict.accuracy == pytest.approx(30 / 36)
    assert verdict.merged == (("b looks like c", ("b", "c")),)
    assert [(one.story, one.wrong, one.titles) for one in verdict.mixed] == [
        ("y", 6, ("Headline 5", "Headline 8"))
    ]
    assert not verdict.passed


def test_a_missed_repeat_is_counted_and_named() -> None:
    verdict = judge(SMALL, placed("xxxwyyyzz"))
    assert (verdict.found, verdict.wrong, verdict.missed) == (7, 0, 3)
    assert [(one.event, one.missed, one.titles) for one in verdict.torn] == [
        ("a", 3, ("Headline 1", "Headline 4"))
    ]
    assert verdict.merged == ()


def test_one_merged_trap_fails_whatever_the_agreement() -> None:
    many = Day(
        outlets=SMALL.outlets,
        entries=tuple(
            Written(f"gazette-{number:03}", 300, "gazette", f"Headline {number}", event, "en")
            for number, event in enumerate("a" * 100 + "b", start=1)
        ),
        traps=SMALL.traps[:1],
    )
    verdict = judge(many, [Placed("gazette", one.id, one.title, "x") for one in many.entries])
    assert verdict.agreement > 0.97
    assert not verdict.passed


def test_a_lost_entry_costs_its_pairs() -> None:
    verdict = judge(SMALL, placed("xxx.yyyzz"))
    assert verdict.lost == ("Headline 4",)
    assert (verdict.found, verdict.missed) == (7, 3)


def test_entries_placed_twice_or_never_written_are_counted() -> None:
    verdict = judge(
        SMALL, [*placed("xxxxyyyzz"), *placed("x........"), Placed(URL, "?", "Nobody wrote this", "q")]
    )
    assert verdict.doubled == 1
    assert verdict.unknown == ("Nobody wrote this",)
    assert verdict.agreement == 1


@pytest.mark.parametrize(
    ("feed", "id_"),
    [
        ("gazette", "gazette-001"),
        (URL, "tag:demo.invalid,2026:gazette-001"),
        (f"main {URL}", "http://127.0.0.1:8000/gazette/001"),
    ],
)
def test_an_entry_whose_title_was_mended_is_known_by_its_id(feed: str, id_: str) -> None:
    others = placed(".xxxyyyzz")
    verdict = judge(SMALL, [Placed(feed=feed, id=id_, title="Headline one", story="x"), *others])
    assert verdict.unknown == verdict.lost == ()
    assert verdict.agreement == 1


def test_another_outlets_entry_is_not_taken_for_ours() -> None:
    verdict = judge(SMALL, [Placed("http://127.0.0.1/herald.rss", "gazette-001", "Headline 1", "x")])
    assert verdict.unknown == ("Headline 1",)
    assert len(verdict.lost) == len(EVENTS)


@given(st.lists(st.sampled_from("wxyz."), min_size=len(EVENTS), max_size=len(EVENTS)).map("".join))
def test_counts_equal_those_of_looking_at_every_pair(stories: str) -> None:
    verdict = judge(SMALL, placed(stories))
    counts: Counter[tuple[bool, bool]] = Counter()
    for one, two in combinations(range(len(EVENTS)), 2):
        together = stories[one] == stories[two] != "."
        counts[EVENTS[one] == EVENTS[two], together] += 1
    assert verdict.found == counts[True, True]
    assert verdict.wrong == counts[False, True]
    assert verdict.missed == counts[True, False]
    assert verdict.accuracy == pytest.approx((counts[True, True] + counts[False, False]) / 36)


def test_the_report_is_plain_json_data() -> None:
    report = judge(SMALL, placed("xxxxyyyyy")).report()
    assert report["passed"] is False
    assert report["pairs"] == {"all": 36, "found": 10, "wrong": 6, "missed": 0}
    assert report["merged"] == [{"why": "b looks like c", "events": ["b", "c"]}]
