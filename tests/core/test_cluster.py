"""The rolling window: joins, expiry, and a state that is a pure function of what is live."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticker.core.cluster import Window
from ticker.core.model import DeskSettings, Relation
from ticker.core.text import Headline, headline

_SEED = Path(__file__).parents[2] / "../shared/data/seed/truth.json"
_SUBJECTS = ["harbour", "council", "museum", "airport", "university", "hospital", "railway", "ministry"]
_EVENTS = [
    "opens new wing in spring",
    "closes two bridges after storm",
    "cuts ticket prices for pupils",
    "names a new director",
]
_ARRIVALS = st.lists(
    st.tuples(
        st.sampled_from(_SUBJECTS),
        st.sampled_from(_EVENTS),
        st.sampled_from(["", "UPDATE 1-", "City "]),
        st.integers(0, 30),
    ),
    max_size=40,
)


def _headlines(rows: list[tuple[str, str, str, int]]) -> list[Headline]:
    return [
        headline(f"{prefix}{subject} {event}", time=3600.0 * hour, publisher=f"p{hour % 3}")
        for subject, event, prefix, hour in rows
    ]


def _feed(window: Window, headlines: list[Headline], first: int = 1) -> list[str]:
    stories = []
    for ordinal, one in enumerate(headlines, first):
        story = window.place(one).story or f"s{ordinal}"
        window.add(ordinal, one, story)
        stories.append(story)
    return stories


def test_a_copy_joins_and_another_event_founds() -> None:
    window = Window(DeskSettings())
    first = headline("Storm closes the old harbour bridge", time=0.0, publisher="a")
    assert window.place(first).story is None
    window.add(1, first, "s1")
    copy = window.place(headline("UPDATE 1-Storm closes the old harbour bridge", time=60.0, publisher="b"))
    assert (copy.story, copy.relation, copy.score, copy.via) == ("s1", Relation.REPEAT, 1.0, 1)
    assert copy.reasons
    other = window.place(headline("Museum shows lost maps of the delta", time=60.0, publisher="b"))
    assert (other.story, other.relation, other.via) == (None, Relation.DISTINCT, 0)
    assert copy.veto == other.veto == ""


def test_a_veto_that_keeps_a_headline_out_of_a_story_is_named() -> None:
    window = Window(DeskSettings())
    window.add(1, headline("Quake of 6.5 shakes Izmir coast", time=0.0, publisher="a"), "s1")
    apart = window.place(headline("Quake of 5.6 shakes Izmir coast", time=60.0, publisher="b"))
    assert (apart.story, apart.veto) == (None, "number")
    window.add(2, headline("Quake of 5.6 shakes Izmir coast", time=60.0, publisher="b"), "s2")
    joined = window.place(headline("Quake of 5.6 shakes Izmir coast", time=90.0, publisher="c"))
    assert (joined.story, joined.veto) == ("s2", ""), "the likeliest story took it: no veto stood in the way"


@settings(max_examples=40, deadline=None)
@given(_ARRIVALS, st.data())
def test_a_window_built_again_decides_the_same(
    rows: list[tuple[str, str, str, int]], data: st.DataObject
) -> None:
    headlines = _headlines(rows)
    window = Window(DeskSettings())
    stories = _feed(window, headlines)
    gone = data.draw(st.sets(st.integers(1, len(rows)))) if rows else set()
    for ordinal in sorted(gone):
        window.remove(ordinal)
    again = Window(DeskSettings())
    for ordinal, (one, story) in enumerate(zip(headlines, stories, strict=True), 1):
        if ordinal not in gone:
            again.add(ordinal, one, story)
    assert len(again) == len(window)
    for one in headlines:
        assert again.place(one) == window.place(one)


def test_what_is_removed_is_forgotten() -> None:
    window = Window(DeskSettings())
    one = headline("Storm closes the old harbour bridge", time=0.0)
    window.add(1, one, "s1")
    window.remove(1)
    assert len(window) == 0
    assert window.place(one).story is None


def test_a_moved_member_answers_for_its_new_story() -> None:
    window = Window(DeskSettings())
    one = headline("Storm closes the old harbour bridge", time=0.0)
    window.add(1, one, "s1")
    window.move(1, "s2")
    assert window.place(one).story == "s2"


def test_signs_without_words_join_only_their_twins() -> None:
    window = Window(DeskSettings())
    window.add(1, headline("🔥🔥"), "s1")
    assert window.place(headline("🔥🔥")).story == "s1"
    assert window.place(headline("🔥")).story is None
    assert window.place(headline("")).story is None


@pytest.mark.shared
def test_the_first_ticker_becomes_its_ten_stories() -> None:
    if not _SEED.exists():
        pytest.skip("no ../shared/data/seed here")
    truth = json.loads(_SEED.read_text(encoding="utf-8"))
    titles = truth["ticker_items"]
    stories = _feed(
        Window(DeskSettings()), [headline(title, time=0.0, publisher="p", lang="ar") for title in titles]
    )
    lead = {story: title for title, story in reversed(list(zip(titles, stories, strict=True)))}
    assert [lead[story] for story in dict.fromkeys(stories)] == truth["stories"]
    assert [stories.count(story) for story in dict.fromkeys(stories)] == truth["copies"]
