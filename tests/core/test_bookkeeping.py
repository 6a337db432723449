"""Voices and identities, against the obvious way to count."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ticker.core.identities import Identities
from ticker.core.voices import Voices

_STORIES, _NAMES = st.sampled_from("12"), st.sampled_from("abc")


@given(st.lists(st.tuples(st.booleans(), _STORIES, _NAMES), max_size=40))
def test_voices_count_as_a_counter_does(steps: list[tuple[bool, str, str]]) -> None:
    voices, slow = Voices(), Counter[tuple[str, str]]()
    for comes, story, voice in steps:
        if comes:
            voices.add(story, voice)
            slow[story, voice] += 1
        elif slow[story, voice]:
            voices.remove(story, voice)
            slow[story, voice] -= 1
        for one in "12":
            for name in "abc":
                assert voices.has(one, name) == (slow[one, name] > 0)


def test_a_recount_forgets_what_was() -> None:
    voices = Voices()
    voices.add("1", "a")
    voices.recount("1", ["b", "b", "c"])
    assert [voices.has("1", name) for name in "abc"] == [False, True, True]
    voices.forget("1")
    assert not voices.has("1", "b")


@given(st.lists(st.tuples(st.booleans(), _STORIES, _NAMES, st.integers(1, 4)), max_size=40))
def test_identities_hold_what_a_dict_of_pairs_holds(steps: list[tuple[bool, str, str, int]]) -> None:
    identities, slow = Identities(), dict[tuple[str, str], int]()
    for comes, feed, name, ordinal in steps:
        if comes:
            identities.put(feed, name, ordinal)
            slow[feed, name] = ordinal
        else:
            identities.drop(feed, name, ordinal)
            if slow.get((feed, name)) == ordinal:
                del slow[feed, name]
        for one in "12":
            for other in "abc":
                assert identities.get(one, other) == slow.get((one, other))
