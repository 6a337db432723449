"""What the desk refuses, and the line that says why and what to do."""

from __future__ import annotations

from tests.support.editors import BANK, BRIDGE, FERRY, HOUR, START, Night, entry
from ticker.core.model import Action, Tick, Verb
from ticker.core.whereabouts import gone_story


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
