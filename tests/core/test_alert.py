"""When a story alerts: corroborated or marked, once, again only on escalation, within limits."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ticker.core.alert import AlertKind, AlertRules, Circumstances, Finding, Told, decide, inherit
from ticker.core.model import Copy, Edits, Entry, Relation, Story

NOW = 1_795_000_000.0
RULES = AlertRules(publishers=3, within=600, growth=2.0, cooldown=1800, per_story=3, per_hour=10)


def copies(*reports: tuple[str, float], family: str = "") -> list[Copy]:
    """One copy a report: who, and how many seconds before NOW."""
    return [
        Copy(
            number,
            Entry(
                id=str(number),
                feed=f"https://{name}.example/rss",
                publisher=name,
                title="Harbour bridge closes",
                received=NOW,
                time=NOW - ago,
                family=family,
            ),
            Relation.REPEAT,
            1.0,
        )
        for number, (name, ago) in enumerate(reports, 1)
    ]


def story(reports: list[Copy], **more: Any) -> Story:
    names = tuple(dict.fromkeys(copy.entry.publisher for copy in reports))
    standard: dict[str, Any] = {
        "id": "7",
        "lead": 1,
        "headline": "Harbour bridge closes",
        "url": "https://a.example/1",
        "lang": "en",
        "score": 1.0,
        "members": tuple(copy.ordinal for copy in reports),
        "publishers": names,
        "first_seen": NOW - 1000,
        "last_seen": NOW,
    }
    return Story(**standard | more)


def found(
    *reports: tuple[str, float],
    told: Told | None = None,
    rules: AlertRules = RULES,
    hush: str = "",
    recent: tuple[float, ...] = (),
    now: float = NOW,
    family: str = "",
    **more: Any,
) -> Finding:
    made = copies(*reports, family=family)
    return decide(story(made, **more), made, rules, told, Circumstances("main", now, hush, recent))


THREE = (("Wire", 300), ("Gazette", 200), ("Post", 0))


def test_enough_publishers_within_the_span_alert_and_say_why() -> None:
    alert = found(*THREE).alert
    assert alert is not None
    assert alert.kind is AlertKind.CORROBORATED
    assert alert.publishers == ("Wire", "Gazette", "Post")
    assert alert.why == (
        "3 publishers within 10 min; the rule asks for 3",
        "first Wire, then after 2 min Gazette, then after 5 min Post",
    )
    assert found(*THREE).told == Told(NOW, 3, breaking=False, times=1)


def test_too_few_or_too_slow_or_one_family_does_not() -> None:
    assert found(*THREE[:2]) == Finding()
    assert found(("Wire", 5000), ("Gazette", 200), ("Post", 0)) == Finding()
    assert found(("Wire", 100), ("Wire", 50), ("Wire", 0)) == Finding()
    assert found(*THREE, family="one house") == Finding()


def test_reports_that_were_polled_late_count_from_when_they_were_published() -> None:
    late = tuple((name, ago + 1500) for name, ago in THREE)
    assert found(*late).alert is not None
    assert found(*((name, ago + 3700) for name, ago in THREE)) == Finding()


def test_a_voice_counts_from_its_first_report() -> None:
    reports = (("Wire", 5000), ("Wire", 10), ("Gazette", 200), ("Post", 0))
    assert found(*reports) == Finding()


def test_an_editors_mark_alerts_without_any_corroboration() -> None:
    alert = found(("Wire", 5000), breaking=True).alert
    assert alert is not None
    assert alert.kind is AlertKind.BREAKING
    assert alert.why[0] == "an editor marked it as breaking"
    told = found(("Wire", 5000), breaking=True).told
    assert found(("Wire", 5000), breaking=True, told=told).alert is None


def test_publishers_that_editors_muted_do_not_count() -> None:
    assert found(*THREE, edits=Edits(muted_sources=("Post",))) == Finding()


def test_a_story_that_is_held_back_is_silent_and_not_forgotten() -> None:
    held = found(*THREE, held=True)
    assert held.alert is None
    assert held.told is None
    assert "holds the story back" in held.silence


def test_it_alerts_again_only_when_it_has_grown_and_cooled_down() -> None:
    told = Told(NOW - 2000, 3, breaking=False, times=1)
    six = tuple((f"P{number}", 10.0 * number) for number in range(6))
    assert found(*six[:5], told=told).silence == "told at 3 publishers; again at 6"
    again = found(*six, told=told).alert
    assert again is not None
    assert again.kind is AlertKind.ESCALATED
    assert again.times == 2
    assert "it was told 33 min ago at 3 publishers and has grown since" in again.why
    early = found(*six, told=Told(NOW - 100, 3, breaking=False, times=1))
    assert early.silence == "told 2 min ago; not again within 30 min"
    marked = found(*six[:3], told=Told(NOW - 100, 3, breaking=False, times=1), breaking=True).alert
    assert marked is not None
    assert marked.kind is AlertKind.BREAKING


def test_who_is_hushed_is_remembered_as_told() -> None:
    hushed = found(*THREE, hush="the story is muted by Amal")
    assert hushed.silence == "the story is muted by Amal"
    assert hushed.told == Told(NOW, 3, breaking=False, times=0)
    assert found(*THREE, told=hushed.told).alert is None


def test_limits_of_a_story_and_of_the_hour() -> None:
    often = Told(NOW - 5000, 1, breaking=False, times=3)
    assert found(*THREE, told=often).silence == "told 3 times already; no story alerts more often"
    recent = tuple(NOW - second for second in range(10))
    full = found(*THREE, recent=recent)
    assert full.silence == "10 alerts within the last hour; no more than 10 are sent"
    assert full.told is None
    assert found(*THREE, recent=tuple(at - 3600 for at in recent)).alert is not None
    assert found(*THREE, recent=recent, breaking=True).alert is not None


def test_what_was_told_goes_with_a_merge() -> None:
    one, two = Told(10, 5, breaking=False, times=1), Told(20, 3, breaking=True, times=2)
    assert inherit(one, two) == inherit(two, one) == Told(20, 5, breaking=True, times=2)
    assert inherit(None, one) == inherit(one, None) == one
    assert inherit(None, None) is None


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.booleans(), st.sampled_from(["", "", "", "muted"])), max_size=60
    ),
    st.integers(1, 3),
    st.integers(1, 5),
)
def test_no_history_alerts_more_often_than_the_limits_allow(
    steps: list[tuple[int, bool, str]], per_story: int, per_hour: int
) -> None:
    rules = AlertRules(
        publishers=2, within=600, growth=1.5, cooldown=300, per_story=per_story, per_hour=per_hour
    )
    told: Told | None = None
    given_at: list[float] = []
    by_rule: list[float] = []
    for number, (count, breaking, hush) in enumerate(steps):
        now = NOW + number * 60
        made = copies(*((f"P{one}", NOW - now) for one in range(count)))
        around = Circumstances("main", now, hush, tuple(given_at))
        finding = decide(story(made, breaking=breaking), made, rules, told, around)
        if finding.alert is not None:
            assert not hush
            assert not finding.silence
            assert finding.told is not None
            assert finding.alert.why
            if finding.alert.kind is not AlertKind.BREAKING:
                assert count >= 2
                assert not by_rule or now - by_rule[-1] >= 300
                by_rule.append(now)
            given_at.append(now)
        told = finding.told or told
        rule_hour = [at for at in by_rule if now - at < 3600]
        assert len(rule_hour) <= per_hour
    assert len(given_at) <= per_story
