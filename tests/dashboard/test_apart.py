"""Two stories beside each other, and why they are apart."""

from __future__ import annotations

from typing import Any

import pytest

from ticker.dashboard.apart import closest
from ticker.dashboard.compare import compare_lines
from ticker.dashboard.look import DARK, Look
from ticker.terminal import Bidi, Mode, cells


def told(night: Any, story_id: str, *titles: str) -> Any:
    base = night.stories()[0]
    entries = [{**base["entries"][0], "id": str(place), "title": title} for place, title in enumerate(titles)]
    return {**base, "id": story_id, "headline": titles[0], "copies": len(titles), "entries": entries}


def test_the_closest_pair_is_found_with_its_reasons(night: Any) -> None:
    left: Any = told(night, "1", "Volcano on Isla Perdida erupts", "Ferry to Kalmar sinks, 12 rescued")
    right: Any = told(night, "2", "Chess: Voss leads", "Ferry to Kalmar sinks, 30 rescued")
    found = closest(left, right)
    assert found is not None
    assert (found.left, found.right) == (left["entries"][1]["title"], right["entries"][1]["title"])
    assert found.match.reasons
    empty: Any = {**right, "entries": []}
    assert closest(left, empty) is None


@pytest.mark.parametrize("bidi", list(Bidi)[1:])
@pytest.mark.parametrize("width", [60, 120, 200])
def test_both_are_shown_and_what_keeps_them_apart(night: Any, bidi: Bidi, width: int) -> None:
    left = told(night, "1", "زلزال بقوة 5.8 يضرب مرسى النور", "هزة أرضية في مرسى النور")
    right = told(night, "2", "Quake of 5.8 off Marsa al-Nur")
    look = Look(DARK, Mode(bidi))
    lines = compare_lines(left, right, closest(left, right), look, width=width, now=night.NOW)
    text = "\n".join(line.plain for line in lines)
    assert all(cells(line.plain) <= width for line in lines)
    for part in (
        "story 1 · ×2",
        "story 2 · ×1",
        "Why they are apart",
        "one story from 0.40",
        "m  yes: 2 goes into 1",
    ):
        assert part in text
    assert (" │ " in text) == (width >= 90 and bidi is not Bidi.TERMINAL)


def test_what_would_be_one_is_said_to_be_kept_apart(night: Any) -> None:
    one, other = told(night, "1", "Harbour bridge closes"), told(night, "2", "Harbour bridge closes")
    look = Look(DARK, Mode(Bidi.OFF))
    lines = compare_lines(one, other, closest(one, other), look, width=60, now=night.NOW)
    assert any("they would be one" in line.plain for line in lines)
    waiting = compare_lines(one, other, None, look, width=60, now=night.NOW)
    assert any("reading their copies" in line.plain for line in waiting)
