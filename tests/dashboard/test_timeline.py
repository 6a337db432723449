"""How a headline changed: versions, and the numbers that are new."""

from __future__ import annotations

from typing import Any

import pytest

from ticker.dashboard.look import DARK, Look
from ticker.dashboard.spark import in_words, sparkline
from ticker.dashboard.timeline import numbers, revisions, timeline_lines
from ticker.terminal import Bidi, Mode, cells


def story(night: Any, *titles: str, relation: str = "update") -> Any:
    entry = night.stories()[0]["entries"][0]
    return {
        "entries": [
            {**entry, "id": str(place), "title": title, "relation": relation if place else "repeat"}
            for place, title in enumerate(titles)
        ]
    }


def test_numbers_in_digits_and_words_of_both_languages() -> None:
    assert list(numbers("Three of 1,200 die, 5.8 quake")) == ["3", "1,200", "5.8"]
    assert numbers("مقتل خمسة وإصابة ٣٤") == {"5": "خمسة", "34": "٣٤"}


def test_each_update_is_a_version_and_says_what_changed(night: Any) -> None:
    found = revisions(
        story(night, "Quake kills 5 in Lima", "Lima quake: 8 dead", "Lima quake: 8 dead, 2 missing")
    )
    assert [(one.gone, one.came) for one in found] == [((), ()), (("5",), ("8",)), ((), ("2",))]


def test_repeats_and_rewordings_are_no_versions(night: Any) -> None:
    assert len(revisions(story(night, "a b c", "c b a", relation="rewording"))) == 1
    assert len(revisions(story(night, "a b c", "A  b c"))) == 1, "the same words"
    assert timeline_lines(story(night, "a b c"), Look(DARK, Mode(Bidi.OFF)), width=60, now=0.0) == []


def test_a_title_that_its_feed_changed_is_a_version(night: Any) -> None:
    told = story(night, "now")
    told["entries"][0]["former"] = ["before"]
    assert [one.title for one in revisions(told)] == ["before", "now"]


@pytest.mark.parametrize("bidi", list(Bidi)[1:])
@pytest.mark.parametrize("width", [24, 60])
def test_changed_numbers_are_underlined_and_said_in_words(night: Any, bidi: Bidi, width: int) -> None:
    told = story(night, "مقتل 5 في زلزال ليما", "ارتفاع قتلى زلزال ليما إلى 18", "Toll at 18, 1 missing")
    lines = timeline_lines(told, Look(DARK, Mode(bidi)), width=width, now=night.NOW)
    text = "\n".join(line.plain for line in lines)
    assert "3 versions" in text
    assert "5 → 18" in text
    assert "new: 1" in text
    assert all(cells(line.plain) <= width for line in lines)
    lit = [
        line.plain[span.start : span.end]
        for line in lines
        for span in line.spans
        if "underline" in str(span.style)
    ]
    assert lit == ["18", "1"], "not the 1 of 18"


def test_a_magnitude_is_not_said_to_become_a_toll(night: Any) -> None:
    told = story(night, "5.8 quake", "quake injures 34")
    lines = timeline_lines(told, Look(DARK, Mode(Bidi.OFF)), width=60, now=night.NOW)
    assert lines[-1].plain.strip() == "new: 34"


def test_the_sparkline_has_a_bar_where_something_arrived() -> None:
    assert sparkline([0.0, 1.0, 2.0, 90.0], width=10, now=100.0) == "█········▃"
    assert in_words([0.0, 1.0, 2.0, 90.0], width=10, now=100.0) == "1 min, at most 3 in 10 s"
    assert sparkline([], width=10, now=0.0) == in_words([], width=10, now=0.0) == ""
    assert sparkline([5.0], width=4, now=5.0) == "█···"
