"""Two configurations over the same headlines: what differs, how many pairs, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticker.config import load
from ticker.core.model import DeskSettings, Entry, Grain, Relation
from ticker.service.backtest import (
    Backtest,
    Change,
    Group,
    Kind,
    Pairs,
    as_configured,
    backtest,
    change_view,
    whys,
)
from ticker.service.examine import Cause
from ticker.service.lines import Line
from ticker.service.replay import run

if TYPE_CHECKING:
    from pathlib import Path

START = 1_790_000_000.0
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
REWORDED = "Selwyn harbour bridge shut as engineers find cracks"
STRIKE = "إضراب عمال ميناء الرملة يدخل يومه الرابع"
BANK = "Central bank of Norland holds rates at 4.25 percent"
STORIES, REPEATS = DeskSettings(), DeskSettings(grain=Grain.REPEATS)


def told(*titles: str, gold: str = "", hours: float = 1.0) -> list[Line]:
    """Lines an hour apart; `gold` gives each one's true story as a letter."""
    return [
        Line(
            Entry(
                id=f"e{place}",
                feed=f"feed {place}",
                publisher=f"outlet {place}",
                title=title,
                received=START + 3600.0 * hours * place,
                time=START + 3600.0 * hours * place,
            ),
            gold[place : place + 1],
        )
        for place, title in enumerate(titles)
    ]


def test_a_finer_grain_splits_and_the_way_back_merges() -> None:
    lines = told(BRIDGE, STRIKE, REWORDED, gold="aba")
    split = backtest(lines, lines, STORIES, REPEATS)
    (change,) = split.changes
    assert change.kind is Kind.SPLIT
    assert [group.places for group in change.a] == [(0, 2)]
    assert [group.places for group in change.b] == [(0,), (2,)]
    assert (split.joined, split.parted) == (Pairs(), Pairs(count=1, true=1))
    ((why,),) = whys(split, split.changes)
    assert (why.side, why.place, why.joined.via) == ("a", 2, 0)
    assert why.joined.copy.relation is Relation.REWORDING
    assert why.apart.apart is not None
    assert (why.apart.apart.cause, why.apart.apart.nearest) == (Cause.SCORE, 0)
    merged = backtest(lines, lines, REPEATS, STORIES)
    assert [one.kind for one in merged.changes] == [Kind.MERGED]
    assert (merged.joined, merged.parted) == (Pairs(count=1, true=1), Pairs())
    ((again,),) = whys(merged, merged.changes)
    assert again.side == "b"


def test_the_gold_says_which_pairs_are_wrong() -> None:
    lines = told(BRIDGE, REWORDED, gold="ab")
    assert backtest(lines, lines, REPEATS, STORIES).joined == Pairs(count=1, false=1)
    assert backtest(told(BRIDGE, REWORDED), told(BRIDGE, REWORDED), REPEATS, STORIES).joined == Pairs(count=1)


def test_a_shorter_window_parts_what_is_far_apart() -> None:
    lines = told(BRIDGE, BANK, BRIDGE, hours=20)
    found = backtest(lines, lines, STORIES, DeskSettings(window=3600.0))
    (change,) = found.changes
    assert change.kind is Kind.SPLIT
    ((why,),) = whys(found, found.changes)
    assert why.apart.apart is not None
    assert why.apart.apart.cause is Cause.EXPIRED


def test_stories_that_became_one_on_one_side_are_explained_by_what_united_them() -> None:
    lines = told(BRIDGE, STRIKE, REWORDED)
    one, other = run(lines, STORIES), run(lines, STORIES)
    # as if the third headline had joined both stories on the second side
    other.merged, other.merged_at = {other.homes[1]: other.homes[0]}, {other.homes[1]: 2}
    change = Change((Group("1", (0, 2)), Group("2", (1,))), (Group("1", (0, 1, 2)),), Pairs(2), Pairs())
    found = Backtest(one, other, (STORIES, STORIES), (change,))
    ((why,),) = whys(found, [change])
    assert (why.side, why.place) == ("b", 2)
    assert why.apart.apart is not None
    assert why.apart.apart.nearest == 1


def test_the_same_settings_change_nothing() -> None:
    lines = told(BRIDGE, REWORDED, STRIKE, BANK)
    assert backtest(lines, lines, STORIES, STORIES).changes == ()


def test_families_and_weights_come_from_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(
        "publishers:\n  outlet 0: {family: harbour, weight: 2}\n  outlet 1: {family: harbour}\n"
        'feeds:\n  - {url: "http://127.0.0.1/rss", publisher: outlet 1, weight: 3}\n',
        encoding="utf-8",
    )
    lines = told(BRIDGE, REWORDED, BANK)
    lines.append(Line(Entry("x", "http://127.0.0.1/rss", "outlet 1", "t", START, START, family="old"), ""))
    found = [line.entry for line in as_configured(lines, load(path, environ={}))]
    assert [(one.voice, one.weight) for one in found] == [
        ("harbour", 2.0),
        ("harbour", 1.0),
        ("outlet 2", 1.0),
        ("harbour", 3.0),
    ]


def test_one_family_says_a_thing_in_its_own_words_once(tmp_path: Path) -> None:
    """Two outlets of one owner are one voice to the matcher: a likely rewording becomes less likely."""
    path = tmp_path / "b.yaml"
    path.write_text("publishers: {outlet 0: {family: f}, outlet 1: {family: f}}\n", encoding="utf-8")
    lines = told(BRIDGE, REWORDED)
    apart = backtest(lines, as_configured(lines, load(path, environ={})), STORIES, STORIES)
    scores = [side.scores[1] for side in (apart.a, apart.b)]
    assert scores[1] < scores[0]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_pairs_are_counted_as_by_hand(data: st.DataObject) -> None:
    """The counts agree with a slow oracle that looks at every pair."""
    titles = data.draw(st.lists(st.sampled_from([BRIDGE, REWORDED, STRIKE, BANK]), max_size=9))
    gold = "".join(data.draw(st.sampled_from("abc")) for _ in titles)
    lines = told(*titles, gold=gold)
    found = backtest(lines, lines, STORIES, REPEATS)
    pairs = [(x, y) for y in range(len(lines)) for x in range(y)]

    def only(here: Backtest, side: str, other: str) -> Pairs:
        one, two = getattr(here, side), getattr(here, other)
        mine = [
            lines[x].story == lines[y].story
            for x, y in pairs
            if one.story(x) == one.story(y) and two.story(x) != two.story(y)
        ]
        return Pairs(len(mine), sum(mine), len(mine) - sum(mine))

    assert found.parted == only(found, "a", "b")
    assert found.joined == only(found, "b", "a")
    for change, why in zip(found.changes, whys(found, found.changes), strict=True):
        view = change_view(found, change, why)
        assert view["kind"] == change.kind
        assert sum(len(group["headlines"]) for group in view["a"]) == sum(
            len(group["headlines"]) for group in view["b"]
        )
        assert view["decisions"]


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_to_compare_is_no_difference(count: int) -> None:
    lines = told(BRIDGE)[:count]
    assert backtest(lines, lines, STORIES, REPEATS).changes == ()
