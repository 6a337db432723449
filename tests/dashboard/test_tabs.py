"""The line of tabs: the current one is always to be seen, every cell belongs to what it shows."""

from __future__ import annotations

import pytest

from ticker.dashboard.look import DARK, Look
from ticker.dashboard.tabs import Kind, all_tabs, tab_line
from ticker.terminal import Bidi, Mode, cells

APP = Look(DARK, Mode(Bidi.APP))
TABS = all_tabs({"Gaza": "lang:ar", "غزة": '"غزة"', "a very long name of a filter": "x", "more": "y"})


def test_lists_pages_and_saved_filters_are_tabs() -> None:
    assert [tab.title for tab in TABS[:9]] == [
        *("Stream", "Breaking", "Curated", "Feeds", "Alerts", "Audit", "Log", "Gaza", "غزة")
    ]
    assert {tab.kind for tab in TABS} == set(Kind)
    assert TABS[7].query.text == "lang:ar"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("place", range(len(TABS)))
def test_the_current_tab_is_in_sight_and_in_brackets(width: int, place: int) -> None:
    found = tab_line(TABS, TABS[place], {"feeds": "!2", "breaking": "1"}, APP, width=width)
    text = found.text.plain
    assert cells(text) <= width
    start, stop, _ = next(span for span in found.spans if span[2] == place)
    assert text[start] == "["
    assert text[stop - 1] == "]"
    assert found.at(start) == found.at(stop - 1) == place


def test_spans_do_not_overlap_and_counts_are_said() -> None:
    found = tab_line(TABS, TABS[0], {"feeds": "!2", "breaking": "1"}, APP, width=200)
    edges = [edge for start, stop, _ in found.spans for edge in (start, stop)]
    assert edges == sorted(edges)
    assert "2 Breaking 1" in found.text.plain
    assert "4 Feeds !2" in found.text.plain
    assert found.at(199) is None


def test_what_does_not_fit_is_told() -> None:
    assert tab_line(TABS, TABS[0], {}, APP, width=40).text.plain.endswith("…")
    assert tab_line(TABS, TABS[-1], {}, APP, width=40).text.plain.startswith("…")
