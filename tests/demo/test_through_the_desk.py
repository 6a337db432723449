"""The written day through the very desk, in the orders that polling may bring it."""

from __future__ import annotations

import random

import pytest

from ticker.core.desk import Desk
from ticker.core.model import Entry, Op, Update
from ticker.demo.day import Day, load_day
from ticker.demo.truth import Placed, judge

START = 1_795_000_000.0


def told(day: Day, disorder: float, seed: int, speed: float = 60.0) -> tuple[Desk, list[Update]]:
    """Fold the day with each entry late by up to `disorder` minutes."""
    dice = random.Random(seed)
    outlets = {outlet.key: outlet for outlet in day.outlets}
    desk, updates = Desk(), []
    for one in sorted(day.entries, key=lambda entry: entry.minute + dice.random() * disorder):
        at = START + one.minute * 60 / speed
        outlet = outlets[one.outlet]
        updates += desk.apply(
            Entry(
                id=one.id,
                feed=outlet.key,
                publisher=outlet.name,
                title=one.title,
                received=at,
                time=at,
                lang=outlet.lang,
                summary=one.summary,
                family=outlet.family,
                weight=outlet.weight,
            )
        )
    return desk, updates


@pytest.mark.parametrize("speed", [1.0, 60.0, 1200.0])
@pytest.mark.parametrize("disorder", [0.0, 20.0])
def test_the_day_is_told_as_written_and_no_trap_falls_shut(disorder: float, speed: float) -> None:
    day = load_day()
    desk, _ = told(day, disorder, seed=7, speed=speed)
    homes = {member: story.id for story in desk.stories.values() for member in story.members}
    verdict = judge(
        day,
        [
            Placed(copy.entry.feed, copy.entry.id, copy.entry.title, homes[copy.ordinal])
            for copy in desk.copies.values()
        ],
    )
    assert verdict.merged == ()
    assert verdict.lost == ()
    assert verdict.agreement >= 0.97, verdict.report()


def test_stories_that_turn_out_to_be_one_are_merged_and_said() -> None:
    day = load_day()
    runs = (told(day, 90.0, seed) for seed in range(12))
    desk, updates = next((desk, said) for desk, said in runs if any(one.op is Op.MERGED for one in said))
    for update in updates:
        if update.op is Op.MERGED:
            assert update.story.id not in desk.stories
            assert int(update.into) < int(update.story.id), "the older story stays"
    members = [member for story in desk.stories.values() for member in story.members]
    assert sorted(members) == sorted(desk.copies)
    assert [update.offset for update in updates] == list(range(1, len(updates) + 1))
    again = Desk.restore(desk.snapshot())
    assert again.snapshot() == desk.snapshot()
