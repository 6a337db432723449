"""What editors lay over a story: pins, marks, headlines, notes, mutes, embargoes."""

from __future__ import annotations

import pytest

from tests.support.editors import BANK, BRIDGE, FERRY, FIRE, FIRE_GROWN, HOUR, MINUTE, START, Night, entry
from ticker.core.model import Op, Tick, Verb


def test_pinned_stories_stand_first_in_the_editors_order() -> None:
    night = Night(BRIDGE, BANK, FERRY, FIRE)
    night.done(Verb.PIN, "3")
    night.done(Verb.PIN, "2")
    assert night.order()[:2] == ["3", "2"]
    night.done(Verb.PIN, "4", value=1)
    night.done(Verb.PIN, "1", value=2)
    assert night.order() == ["4", "1", "3", "2"]
    night.done(Verb.PIN, "2", value=3)
    assert night.order() == ["4", "1", "2", "3"]
    assert [update.op for update in night.updates[-5:]] == [Op.PINNED] * 5
    night.done(Verb.UNPIN, "4", "1")
    assert night.order()[:2] == ["2", "3"]
    assert night.last(2) == [(Op.UNPINNED, "4", ""), (Op.UNPINNED, "1", "")]


def test_several_are_pinned_in_the_order_in_which_they_are_named() -> None:
    night = Night(BRIDGE, BANK, FERRY, FIRE)
    night.done(Verb.PIN, "4", "1", "3")
    assert night.order() == ["4", "1", "3", "2"]


def test_a_place_between_two_is_found_however_often() -> None:
    night = Night(BRIDGE, BANK, FERRY)
    night.done(Verb.PIN, "1", "2")
    for _ in range(80):
        night.done(Verb.PIN, "3", value=2)
        assert night.order() == ["1", "3", "2"]
        night.done(Verb.PIN, "2", value=2)
        assert night.order() == ["1", "2", "3"]


def test_what_is_so_already_is_no_change_and_nothing_to_undo() -> None:
    night = Night(BRIDGE)
    night.done(Verb.PIN, "1")
    before = len(night.updates)
    verdict = night.done(Verb.PIN, "1")
    assert verdict.stories == ("1",)
    assert verdict.before == verdict.after == ()
    assert len(night.updates) == before
    assert night.done(Verb.UNDO).of == 1
    assert not night.desk.stories["1"].pinned


def test_a_breaking_mark_ends_by_itself() -> None:
    night = Night(BRIDGE)
    night.done(Verb.BREAKING, "1", until=START + 20 * MINUTE)
    assert night.desk.stories["1"].breaking
    assert night.last(1) == [(Op.BREAKING, "1", "")]
    assert night.feed(Tick(START + 19 * MINUTE)) == []
    (ended,) = night.feed(Tick(START + 20 * MINUTE))
    assert (ended.op, ended.story.breaking) == (Op.CHANGED, False)
    assert night.feed(Tick(START + 21 * MINUTE)) == []


def test_a_breaking_mark_is_prolonged_and_ended_by_hand() -> None:
    night = Night(BRIDGE)
    night.done(Verb.BREAKING, "1", until=START + 20 * MINUTE)
    night.done(Verb.BREAKING, "1", until=START + 40 * MINUTE)
    assert night.feed(Tick(START + 30 * MINUTE)) == []
    night.done(Verb.BREAKING, "1", at=START + 31 * MINUTE, until=START + 31 * MINUTE)
    assert not night.desk.stories["1"].breaking


def test_urgency_is_set_and_taken_away() -> None:
    night = Night(BRIDGE, BANK)
    night.done(Verb.URGENCY, "1", "2", value=2)
    assert [story.edits.urgency for story in night.desk.stories.values()] == [2, 2]
    night.done(Verb.URGENCY, "1", value=0)
    assert night.desk.stories["1"].edits.urgency == 0


def test_a_boost_is_a_constant_in_the_score() -> None:
    night = Night(BRIDGE, BANK)
    before = night.desk.stories["1"].score
    night.done(Verb.BOOST, "1", value=3)
    assert night.desk.stories["1"].score == before + 3
    assert night.order() == ["1", "2"]
    night.feed(entry(BRIDGE, "b"))
    assert night.desk.stories["1"].score == pytest.approx(before + 1 + 3)
    night.done(Verb.BOOST, "1", value=-2)
    assert night.desk.stories["1"].score == pytest.approx(before + 1 - 2)
    assert night.order() == ["2", "1"]


def test_a_spiked_story_is_held_with_its_later_copies_until_restored() -> None:
    night = Night(BRIDGE)
    night.done(Verb.SPIKE, "1", text="hoax")
    story = night.desk.stories["1"]
    assert (story.held, story.edits.spiked, story.edits.reason) == (True, True, "hoax")
    assert night.last(1) == [(Op.SPIKED, "1", "")]
    (update,) = night.feed(entry(BRIDGE, "b"))
    assert (update.op, update.story.held, update.story.copies) == (Op.CHANGED, True, 2)
    night.done(Verb.RESTORE, "1")
    assert not night.desk.stories["1"].held
    assert night.last(1) == [(Op.RESTORED, "1", "")]


def test_an_embargo_holds_a_story_until_its_instant() -> None:
    night = Night(BRIDGE, BANK)
    night.done(Verb.EMBARGO, "1", "2", until=START + HOUR)
    assert all(story.held for story in night.desk.stories.values())
    night.done(Verb.SPIKE, "2")
    assert [update.op for update in night.feed(Tick(START + HOUR))] == [Op.RESTORED]
    assert [story.held for story in night.desk.stories.values()] == [False, True]
    night.done(Verb.RESTORE, "2", at=START + HOUR)
    assert not night.desk.stories["2"].held


def test_an_embargo_is_lifted_by_hand_and_none_ends_in_the_past() -> None:
    night = Night(BRIDGE)
    night.done(Verb.EMBARGO, "1", until=START + HOUR)
    night.done(Verb.EMBARGO, "1")
    assert night.last(1) == [(Op.RESTORED, "1", "")]
    assert "has passed" in night.refused("unfit", Verb.EMBARGO, "1", until=START)


def test_an_editors_headline_is_kept_against_later_copies_and_the_feeds_shown_beside_it() -> None:
    night = Night(FIRE)
    night.done(Verb.RETITLE, "1", text="Verano fire: evacuations under way")
    night.feed(entry(FIRE_GROWN, "b", at=START + 600))
    story = night.desk.stories["1"]
    assert story.headline == "Verano fire: evacuations under way"
    assert story.original == FIRE_GROWN
    night.done(Verb.RETITLE, "1")
    assert (night.desk.stories["1"].headline, night.desk.stories["1"].original) == (FIRE_GROWN, "")


def test_notes_are_kept_in_order_and_undone_one_by_one() -> None:
    night = Night(BRIDGE)
    first = night.done(Verb.NOTE, "1", text="called the harbour office")
    night.done(Verb.NOTE, "1", by="omar", text="confirmed")
    assert [(note.by, note.text) for note in night.desk.stories["1"].edits.notes] == [
        ("amal", "called the harbour office"),
        ("omar", "confirmed"),
    ]
    night.done(Verb.UNDO, action=str(first.number))
    assert [note.text for note in night.desk.stories["1"].edits.notes] == ["confirmed"]


def test_a_muted_publisher_neither_leads_nor_counts_now_or_later() -> None:
    night = Night()
    night.feed(entry(FIRE), entry(FIRE_GROWN, "loud", at=START + 60))
    loud = night.desk.stories["1"]
    assert (loud.headline, loud.publishers) == (FIRE_GROWN, ("A", "Loud"))
    night.done(Verb.MUTE, "1", source="LOUD")
    muted = night.desk.stories["1"]
    assert (muted.headline, muted.publishers, muted.copies) == (FIRE, ("A",), 2)
    assert muted.score < loud.score
    night.feed(entry(FIRE_GROWN, "loud", at=START + 120, key="again"))
    later = night.desk.stories["1"]
    assert (later.headline, later.publishers, later.score) == (FIRE, ("A",), muted.score)
    assert (later.copies, later.last_seen) == (3, START)
    night.done(Verb.UNMUTE, "1", source="loud")
    assert night.desk.stories["1"].publishers == ("A", "Loud")


def test_a_muted_phrase_is_found_whatever_its_spelling() -> None:
    night = Night()
    night.feed(
        entry("إضراب عمال ميناء الرملة يدخل يومه الرابع"),
        entry("إضراب عمّال ميناء الرملة يدخل يومه الرابع: صور", "b"),
    )
    assert night.desk.stories["1"].copies == 2
    night.done(Verb.MUTE, "1", text="صُوَر")
    assert night.desk.stories["1"].publishers == ("A",)
    assert "spike it instead" in night.refused("unfit", Verb.MUTE, "1", text="ميناء الرملة")
