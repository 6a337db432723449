"""What editors do to a desk, verb by verb, and what a refusal says."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core import rank
from ticker.core.desk import Desk
from ticker.core.model import Action, DeskSettings, Entry, Op, Tick, Update, Verb
from ticker.core.whereabouts import gone_story

if TYPE_CHECKING:
    from ticker.core.acts import Verdict

START = 1_790_000_000.0
MINUTE, HOUR = 60.0, 3600.0
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"
FERRY = "Ferry strike in Kalmar enters third day as talks collapse"
FIRE = "Wildfire near Monte Verano kills 5, forces hundreds from homes"
FIRE_GROWN = "Wildfire near Monte Verano kills 8, forces hundreds from homes"


def entry(title: str, feed: str = "a", *, at: float = START, key: str = "") -> Entry:
    return Entry(id=key or title, feed=feed, publisher=feed.title(), title=title, received=at, time=at)


class Night:
    """A desk, and editors who act on it a second apart."""

    def __init__(self, *titles: str, **settings: Any) -> None:
        self.desk = Desk(DeskSettings(**settings))
        self.updates: list[Update] = []
        self.verdicts: list[Verdict] = []
        self._ids = count(1)
        for title in titles:
            self.feed(entry(title))

    def feed(self, *entries: Entry | Tick) -> list[Update]:
        new = [update for one in entries for update in self.desk.apply(one)]
        self.updates += new
        return new

    def act(self, verb: Verb, *stories: str, by: str = "amal", **fields: Any) -> Verdict:
        number = next(self._ids)
        fields.setdefault("at", START + number)
        self.updates += self.desk.apply(Action(f"id{number}", verb, by=by, stories=stories, **fields))
        self.verdicts += self.desk.drain().verdicts
        return self.verdicts[-1]

    def done(self, verb: Verb, *stories: str, **fields: Any) -> Verdict:
        verdict = self.act(verb, *stories, **fields)
        assert not verdict.refused, verdict.reason
        return verdict

    def refused(self, kind: str, verb: Verb, *stories: str, **fields: Any) -> str:
        before = self.desk.snapshot()
        verdict = self.act(verb, *stories, **fields)
        after = self.desk.snapshot()
        assert verdict.refused == kind, verdict
        assert (after.stories, after.copies, after.acts) == (before.stories, before.copies, before.acts)
        assert (after.offset, after.next_ordinal) == (before.offset, before.next_ordinal)
        return verdict.reason

    def order(self) -> list[str]:
        return [story.id for story in sorted(self.desk.stories.values(), key=rank.order)]

    def partition(self) -> dict[str, tuple[int, ...]]:
        return {story.id: story.members for story in self.desk.stories.values()}

    def marks(self) -> dict[str, str]:
        named = {
            story.id: "held" * story.held + "pinned" * story.pinned for story in self.desk.stories.values()
        }
        return {story_id: marks for story_id, marks in named.items() if marks}

    def last(self, many: int) -> list[tuple[Op, str, str]]:
        return [(update.op, update.story.id, update.into) for update in self.updates[-many:]]


# pins


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


# marks


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


# words


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


# merge, split, move


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


# undo, and two editors


def test_undo_takes_the_editors_own_last_action_and_redo_brings_it_back() -> None:
    night = Night(BRIDGE, BANK)
    night.done(Verb.PIN, "1")
    night.done(Verb.SPIKE, "2", by="omar")
    night.done(Verb.UNDO)
    assert night.marks() == {"2": "held"}
    night.done(Verb.REDO)
    assert night.marks() == {"1": "pinned", "2": "held"}
    assert "nothing to redo" in night.refused("unknown", Verb.REDO)
    assert "nothing to undo" in night.refused("unknown", Verb.UNDO, by="sami")


def test_an_undo_is_undone_by_its_own_number() -> None:
    night = Night(BRIDGE)
    night.done(Verb.PIN, "1")
    undo = night.done(Verb.UNDO)
    redo = night.done(Verb.UNDO, action=str(undo.number))
    assert night.marks() == {"1": "pinned"}
    night.done(Verb.UNDO, action=str(redo.number))
    assert night.marks() == {}
    assert "undone already" in night.refused("blocked", Verb.UNDO, action="1")
    assert "no action 99" in night.refused("unknown", Verb.UNDO, action="99")
    assert night.done(Verb.REDO, action="id1").of == 1


def test_an_action_under_a_later_one_is_not_undone_and_the_line_says_which() -> None:
    night = Night(BRIDGE, FERRY, BANK)
    night.done(Verb.RETITLE, "1", text="One")
    night.done(Verb.RETITLE, "1", by="omar", text="Two")
    reason = night.refused("blocked", Verb.UNDO)
    assert "action 2 (retitle by omar)" in reason
    assert "undo 2 first" in reason
    night.done(Verb.UNDO, action="2")
    night.done(Verb.UNDO)
    assert night.desk.stories["1"].headline == BRIDGE


def test_independent_merges_are_undone_in_any_order() -> None:
    night = Night(BRIDGE, FERRY, BANK)
    night.done(Verb.MERGE, "1", "2")
    night.done(Verb.MERGE, "1", "3")
    night.done(Verb.UNDO, action="1")
    assert night.partition() == {"1": (1, 3), "2": (2,)}
    night.done(Verb.UNDO, action="2")
    assert night.partition() == {"1": (1,), "2": (2,), "3": (3,)}


def test_a_merge_under_a_merge_is_undone_after_it() -> None:
    night = Night(BRIDGE, FERRY, BANK)
    night.done(Verb.MERGE, "1", "2")
    night.done(Verb.MERGE, "3", "1")
    assert "undo 2 first" in night.refused("blocked", Verb.UNDO, action="1")
    assert "part of story 3 now" in night.refused("merged", Verb.PIN, "2")
    night.done(Verb.UNDO)
    night.done(Verb.UNDO)
    assert night.partition() == {"1": (1,), "2": (2,), "3": (3,)}


def test_what_another_editor_changed_unseen_is_not_overwritten() -> None:
    night = Night(BRIDGE)
    seen = night.updates[-1].offset
    night.done(Verb.RETITLE, "1", text="Amal's", seen=seen)
    reason = night.refused("conflict", Verb.RETITLE, "1", by="omar", text="Omar's", seen=seen)
    assert "amal changed story 1 after what you saw (action 1, retitle)" in reason
    night.done(Verb.PIN, "1", by="omar", seen=seen)
    night.done(Verb.RETITLE, "1", text="Amal's second", seen=seen)
    night.done(Verb.RETITLE, "1", by="omar", text="Omar's", seen=night.updates[-1].offset)
    assert night.desk.stories["1"].headline == "Omar's"
    night.done(Verb.NOTE, "1", by="sami", text="notes are never in the way", seen=seen)


def test_a_story_that_grew_by_an_unseen_merge_is_not_spiked() -> None:
    night = Night(BRIDGE, FERRY)
    seen = night.updates[-1].offset
    night.done(Verb.MERGE, "1", "2", seen=seen)
    night.refused("conflict", Verb.SPIKE, "1", by="omar", seen=seen)
    night.refused("merged", Verb.SPIKE, "2", by="omar", seen=seen)
    night.done(Verb.UNDO)
    night.done(Verb.SPIKE, "1", by="omar", seen=night.updates[-1].offset)


def test_an_action_counts_once() -> None:
    night = Night(BRIDGE)
    action = Action("once", Verb.NOTE, by="amal", at=START, stories=("1",), text="x")
    night.desk.apply(action)
    before = night.desk.snapshot()
    assert night.desk.apply(action) == []
    assert night.desk.snapshot() == before


# refusals


def test_what_is_not_there_is_said_with_where_to_look() -> None:
    night = Night(BRIDGE, BRIDGE, FERRY, window=HOUR)
    night.feed(entry(BRIDGE, "b"))
    assert "no story '99': `ticker top`" in night.refused("unknown", Verb.PIN, "99")
    assert "no story 'x'" in night.refused("unknown", Verb.PIN, "x")
    assert "copy #3 of story 1" in night.refused("unknown", Verb.PIN, "3")
    assert "no copy 'x' in story 1" in night.refused("unknown", Verb.SPLIT, "1", entries=("x",))
    assert "copy #2 is in story 2" in night.refused("unknown", Verb.SPLIT, "1", entries=("#2",))
    assert "say one of '#1', '#3'" in night.refused("unfit", Verb.SPLIT, "1", entries=(BRIDGE,))
    assert "no other copy" in night.refused("unfit", Verb.SPLIT, "2", entries=("#2",))
    assert "in story 2 already" in night.refused("unfit", Verb.MOVE, "2", entries=("#2",))
    night.feed(Tick(START + 2 * HOUR))
    assert gone_story(night.refused("gone", Verb.PIN, "1")) == "1"
    night.feed(entry(BANK, at=START + 2 * HOUR))
    (live,) = night.partition()
    assert "has changed it" in night.refused("gone", Verb.MOVE, live, entries=("#1",))


def test_a_form_that_does_not_fit_is_refused_by_the_desk_too() -> None:
    night = Night(BRIDGE)
    assert "1 (most) to 9" in night.refused("unfit", Verb.URGENCY, "1", value=11)
    assert "takes 2 to 200 stories, not 1" in night.refused("unfit", Verb.MERGE, "1")


def test_what_has_left_the_window_is_not_undone() -> None:
    night = Night(BRIDGE, FERRY, window=HOUR)
    night.done(Verb.MERGE, "1", "2")
    night.feed(entry(BRIDGE, "b", at=START + HOUR), Tick(START + HOUR + 60))
    assert night.partition() == {"1": (3,)}
    assert "dropped its copies" in night.refused("gone", Verb.UNDO)
    night.feed(entry(BANK, at=START + HOUR))
    night.done(Verb.NOTE, "4", text="asked", at=START + HOUR + 60)
    night.feed(Tick(START + 2 * HOUR))
    assert gone_story(night.refused("gone", Verb.UNDO)) == "4"


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
