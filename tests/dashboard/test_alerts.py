"""What asks for attention, and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from ticker.core.model import FeedState
from ticker.dashboard.alerts import Alerts, alert_lines
from ticker.dashboard.look import DARK, Look
from ticker.terminal import Bidi, Mode, cells


@pytest.fixture
def story(night: Any) -> Any:
    return night.bare(next(view for view in night.stories() if view["id"] == "s4"))


def but(story: Any, **changed: Any) -> Any:
    return {**story, **changed}


def told(alerts: Alerts) -> list[tuple[str, str, str]]:
    found = [(alert.kind, alert.text, alert.story) for alert in alerts.waiting]
    alerts.waiting.clear()
    return found


def test_a_story_alerts_when_it_begins_to_match_and_not_again(story: Any) -> None:
    alerts = Alerts(["breaking", "copies>=3"])
    alerts.start([story], 0.0, first=True)
    assert told(alerts) == []
    alerts.look(but(story, breaking=True), 1.0)
    assert told(alerts) == [("breaking", story["headline"], "s4")]
    alerts.look(but(story, breaking=True, copies=3), 2.0)
    assert told(alerts) == [("copies>=3", story["headline"], "s4")]
    alerts.look(story, 3.0)
    alerts.look(but(story, breaking=True), 4.0)
    assert told(alerts) == [("breaking", story["headline"], "s4")], "it began anew"
    assert alerts.unseen == 3
    alerts.seen()
    assert alerts.unseen == 0


def test_where_the_night_stands_is_no_alert_but_a_gap_may_bring_some(story: Any) -> None:
    alerts = Alerts(["breaking"])
    loud: Any = but(story, breaking=True)
    alerts.start([loud], 0.0, first=True)
    alerts.start([loud, but(loud, id="s9")], 1.0, first=False)
    assert [alert[2] for alert in told(alerts)] == ["s9"]
    alerts.gone("s9")
    alerts.look(but(loud, id="s9"), 2.0)
    assert [alert[2] for alert in told(alerts)] == ["s9"]


def test_a_feed_alerts_after_several_failures_and_when_it_is_back() -> None:
    fine = FeedState(feed="a", url="a", publisher="Harbour Post", polled=1.0, ok_at=1.0)
    alerts = Alerts([])
    alerts.feeds([fine], 0.0)
    alerts.feeds([replace(fine, error="dns", error_text="no such name", failures=2)], 1.0)
    assert told(alerts) == []
    alerts.feeds([replace(fine, error="dns", error_text="no such name", failures=3)], 2.0)
    assert told(alerts) == [("feed", "Harbour Post: no such name", "")]
    alerts.feeds([replace(fine, error="dns", failures=4)], 3.0)
    assert told(alerts) == []
    alerts.feeds([fine], 4.0)
    assert told(alerts) == [("feed", "Harbour Post answers again", "")]


def test_a_desk_that_stops_alerts_once() -> None:
    alerts = Alerts([])
    for text in ("", "no writer", "no writer", ""):
        alerts.trouble(text, 0.0)
    assert told(alerts) == [("desk", "no writer", ""), ("desk", "live again", "")]


def alarm(number: int) -> Any:
    return {
        "id": f"main-{number}",
        "desk": "main",
        "story": str(number),
        "kind": "corroborated",
        "headline": f"story {number}",
        "at": "2026-11-23T19:00:00.000Z",
        "why": ["4 publishers within 20 min", "first Example Wire"],
    }


def test_the_desks_alerts_are_told_when_they_are_new() -> None:
    alerts = Alerts([])
    alerts.desk([alarm(2), alarm(1)])
    assert told(alerts) == []
    assert [alert.story for alert in alerts.roll.rows()] == ["2"]
    alerts.desk([alarm(3), alarm(2), alarm(1)])
    alerts.desk([alarm(3), alarm(2)])
    assert told(alerts) == [("corroborated", "story 3", "3")]
    alerts.roll.move(1)
    look = Look(DARK, Mode(Bidi.OFF))
    lines = alert_lines(alerts, look, width=60, height=12, now=0.0)
    assert [line.plain.strip() for line in lines[-2:]] == [
        "story 3",
        "4 publishers within 20 min; first Example Wire",
    ]
    assert len(lines) <= 12
    assert len(alert_lines(alerts, look, width=60, height=9, now=0.0)) <= 9


@pytest.mark.parametrize("width", [30, 80, 200])
def test_lines_fit_and_say_which_is_selected(width: int) -> None:
    look = Look(DARK, Mode(Bidi.APP))
    alerts = Alerts(["breaking", 'lang:ar "غزة"'])
    assert "nothing" in alert_lines(alerts, look, width=width, height=20, now=0.0)[1].plain
    alerts.add("breaking", "زلزال " * 30, 0.0, "s1")
    alerts.add('lang:ar "غزة"', "x" * 300, 60.0)
    alerts.roll.move(1)
    lines = alert_lines(alerts, look, width=width, height=20, now=120.0)
    assert all(cells(line.plain) <= width for line in lines)
    assert lines[0].plain.startswith("   age  why")
    assert lines[1].plain.startswith("▌")
    assert "2m" in lines[2].plain
