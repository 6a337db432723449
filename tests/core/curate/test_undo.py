"""Undo and redo: what an action found comes back, and nothing that was built on it falls."""

from __future__ import annotations

from tests.support.editors import BANK, BRIDGE, FERRY, HOUR, START, Night, entry
from ticker.core.model import Tick, Verb
from ticker.core.whereabouts import gone_story


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
