"""Merges, splits and moves: what they make of stories, and how matching obeys them."""

from __future__ import annotations

from tests.support.editors import BANK, BRIDGE, FERRY, FIRE, FIRE_GROWN, HOUR, START, Night, entry
from ticker.core.model import Op, Tick, Verb


def test_merged_stories_are_one_and_their_later_copies_come_to_it() -> None:
    night = Night(BRIDGE, FERRY, BANK)
    verdict = night.done(Verb.MERGE, "2", "1")
    assert night.partition() == {"2": (1, 2), "3": (3,)}
    assert night.last(2) == [(Op.MERGED, "1", "2"), (Op.CHANGED, "2", "")]
    assert verdict.stories == ("2",)
    assert night.desk.stories["2"].headline == FERRY
    night.feed(entry(BRIDGE, "b"), entry(FERRY, "c"))
    assert night.partition() == {"2": (1, 2, 4, 5), "3": (3,)}
    assert [(pair.a.title, pair.b.title, pair.same) for pair in verdict.pairs] == [(FERRY, BRIDGE, True)]


def test_an_undone_merge_gives_later_copies_to_the_story_that_they_matched() -> None:
    night = Night(BRIDGE, FERRY)
    night.done(Verb.MERGE, "2", "1")
    night.feed(entry(BRIDGE, "b"), entry(FERRY, "c"))
    verdict = night.done(Verb.UNDO)
    assert night.partition() == {"1": (1, 3), "2": (2, 4)}
    assert set(verdict.stories) == {"1", "2"}
    assert night.last(2) == [(Op.SPLIT, "2", "1"), (Op.CREATED, "1", "")]
    night.done(Verb.REDO)
    assert night.partition() == {"2": (1, 2, 3, 4)}


def test_a_story_is_merged_with_what_editors_made_of_it_and_comes_back_with_it() -> None:
    night = Night(BRIDGE, FERRY)
    night.done(Verb.RETITLE, "1", text="Bridge shut")
    night.done(Verb.NOTE, "1", text="ask the mayor")
    night.done(Verb.NOTE, "2", text="ask the union")
    edits = night.desk.stories["1"].edits
    night.done(Verb.MERGE, "2", "1")
    assert night.desk.stories["2"].headline == FERRY
    assert [note.text for note in night.desk.stories["2"].edits.notes] == ["ask the mayor", "ask the union"]
    night.done(Verb.UNDO)
    assert night.desk.stories["1"].edits == edits
    assert night.desk.stories["1"].headline == "Bridge shut"
    assert [note.text for note in night.desk.stories["2"].edits.notes] == ["ask the union"]


def test_a_split_takes_copies_out_and_matching_leaves_them_out() -> None:
    night = Night()
    night.feed(entry(FIRE), entry(FIRE, "b"), entry(FIRE_GROWN, "c", at=START + 60))
    assert night.partition() == {"1": (1, 2, 3)}
    verdict = night.done(Verb.SPLIT, "1", entries=("#3",))
    made = verdict.stories[-1]
    assert verdict.stories == ("1", made)
    assert night.partition() == {"1": (1, 2), made: (3,)}
    assert night.last(2) == [(Op.SPLIT, "1", made), (Op.CREATED, made, "")]
    assert night.desk.stories["1"].headline == FIRE
    assert [(pair.a.title, pair.b.title, pair.same) for pair in verdict.pairs] == [(FIRE, FIRE_GROWN, False)]
    night.feed(entry(FIRE_GROWN, "d", at=START + 90), entry(FIRE, "e", at=START + 90))
    assert sorted(map(len, night.partition().values())) == [2, 3]
    assert night.desk.stories[made].headline == FIRE_GROWN
    night.done(Verb.UNDO)
    assert list(night.partition()) == ["1"]
    night.done(Verb.REDO)
    assert sorted(map(len, night.partition().values())) == [2, 3]


def test_strong_evidence_never_merges_what_an_editor_took_apart() -> None:
    early = "Wildfire near Monte Verano forces hundreds from homes"
    apart, free = Night(), Night()
    for night in (apart, free):
        night.feed(*(entry(FIRE, feed) for feed in "ab"), *(entry(early, feed) for feed in "cd"))
    assert len(free.partition()) == 1
    apart.done(Verb.SPLIT, "1", entries=("#3", "#4"))
    for feed in "efghij":
        apart.feed(entry(FIRE, feed), entry(early, feed, key=feed))
    assert len(apart.partition()) == 2


def test_a_split_off_story_is_held_back_like_the_one_that_it_came_from() -> None:
    night = Night()
    night.feed(entry(FIRE), entry(FIRE, "b"))
    night.done(Verb.EMBARGO, "1", until=START + HOUR)
    made = night.done(Verb.SPLIT, "1", entries=("#2",)).stories[-1]
    assert night.desk.stories[made].held
    assert [update.op for update in night.feed(Tick(START + HOUR))] == [Op.RESTORED, Op.RESTORED]


def test_a_copy_moves_to_another_story_and_draws_its_like_there() -> None:
    night = Night()
    night.feed(entry(FERRY), entry(FIRE), entry(FIRE_GROWN, "b", at=START + 60))
    night.done(Verb.MOVE, "1", entries=(FIRE_GROWN,))
    assert night.partition() == {"1": (1, 3), "2": (2,)}
    night.feed(entry(FIRE_GROWN, "c", at=START + 70))
    assert 4 + 1 in night.desk.stories["1"].members
    night.done(Verb.UNDO)
    assert night.partition() == {"1": (1,), "2": (2, 3, 5)}


def test_the_last_copy_of_a_story_takes_it_along_and_brings_it_back() -> None:
    night = Night(BRIDGE, FERRY)
    night.done(Verb.PIN, "2")
    verdict = night.done(Verb.MOVE, "1", entries=("#2",))
    assert night.partition() == {"1": (1, 2)}
    assert night.last(2) == [(Op.MERGED, "2", "1"), (Op.CHANGED, "1", "")]
    assert [story and story.id for story in verdict.after] == [None, "1"]
    night.done(Verb.UNDO)
    assert night.partition() == {"1": (1,), "2": (2,)}
    assert night.desk.stories["2"].pinned


def test_constraints_and_the_journal_end_with_the_window() -> None:
    night = Night(window=HOUR)
    night.feed(entry(FIRE), entry(FIRE, "b"))
    made = night.done(Verb.SPLIT, "1", entries=("#2",)).stories[-1]
    night.done(Verb.PIN, made)
    night.feed(Tick(START + 2 * HOUR))
    assert not night.desk.stories
    assert night.desk.snapshot().acts == ()
    night.feed(entry(FIRE, "c", at=START + 2 * HOUR), entry(FIRE, "d", at=START + 2 * HOUR))
    assert len(night.partition()) == 1
