"""The desk as a fold: what each event does, and that a restored desk goes on as if it had never stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from ticker.core import rank
from ticker.core.desk import Desk
from ticker.core.model import (
    Copy,
    DeskSettings,
    Entry,
    Event,
    Grain,
    Op,
    Relation,
    Snapshot,
    Story,
    Tick,
    Update,
)

HOUR = 3600.0
START = 1_790_000_000.0

TITLES = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Port Selwyn harbour bridge closes after cracks found in two pillars",
    "UPDATE 1-Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Ferry strike in Kalmar enters third day as talks collapse",
    "Wildfire near Monte Verano kills 5, forces hundreds from homes",
    "Wildfire near Monte Verano kills 8, forces hundreds from homes",
    "إضراب عمال ميناء الرملة يدخل يومه الرابع",
    "عاجل | إضراب عمّال ميناء الرملة يدخل يومه الرابع",
    "المصرف المركزي يثبت سعر الفائدة للمرة الخامسة",
    "",
    "🎉🎉",
]


def entry(title: str, *, feed: str = "a", key: str = "", at: float = START, **more: object) -> Entry:
    one = Entry(id=key or title, feed=feed, publisher=feed.title(), title=title, received=at, time=at)
    return structs.replace(one, **more)


def told(desk: Desk, *events: Event) -> list[Update]:
    return [update for event in events for update in desk.apply(event)]


def test_the_first_headline_founds_a_story_and_a_repeat_joins_it() -> None:
    desk = Desk()
    created, changed = told(desk, entry(TITLES[0]), entry(TITLES[0], feed="b", at=START + 60))
    assert (created.op, changed.op) == (Op.CREATED, Op.CHANGED)
    assert created.story.id == changed.story.id == "1"
    assert (created.offset, changed.offset) == (1, 2)
    assert changed.story.copies == 2
    assert changed.story.publishers == ("A", "B")
    found = desk.story_of("b", TITLES[0])
    assert found is not None
    assert found[1].relation is Relation.REPEAT
    assert found[1].via == 1


def test_an_entry_applied_twice_changes_nothing() -> None:
    desk = Desk()
    told(desk, entry(TITLES[0]))
    before = desk.snapshot()
    assert told(desk, entry(TITLES[0])) == []
    assert desk.snapshot() == before


def test_an_entry_whose_guid_changed_is_known_by_its_alias() -> None:
    desk = Desk()
    told(desk, entry(TITLES[0], key="guid-1", alias="x"))
    assert told(desk, entry(TITLES[0], key="guid-2", alias="x")) == []
    assert len(told(desk, entry(TITLES[0], key="guid-2", alias="x", feed="other"))) == 1


def test_an_id_that_looks_like_an_alias_is_no_alias() -> None:
    desk = Desk()
    told(desk, entry(TITLES[0], key="guid-1", alias="x"))
    assert len(told(desk, entry(TITLES[3], key="x"), entry(TITLES[4], key="alias x"))) == 2


def test_a_changed_title_is_a_revision_of_the_same_copy() -> None:
    desk = Desk()
    told(desk, entry("Ferry sinks off Kalmar", key="k"), entry(TITLES[3]))
    (update,) = told(desk, entry("Ferry sinks off Kalmar, 12 rescued", key="k", at=START + 60))
    assert update.op is Op.CHANGED
    assert update.story.id == "1"
    assert update.story.copies == 1
    assert update.story.headline == "Ferry sinks off Kalmar, 12 rescued"
    found = desk.story_of("a", "k")
    assert found is not None
    assert found[1].former == ("Ferry sinks off Kalmar",)
    assert list(desk.copies) == [2, 3]


def test_titles_that_change_back_and_forth_are_kept_once_and_few() -> None:
    desk = Desk()
    titles = ["Ferry sinks off Kalmar", "Ferry sinks off Kalmar, 12 rescued"]
    told(desk, *(entry(titles[number % 2], key="k", at=START + number) for number in range(100)))
    found = desk.story_of("a", "k")
    assert found is not None
    assert found[1].former == tuple(titles)
    told(
        desk,
        *(entry(f"Ferry sinks off Kalmar, {n} rescued", key="k", at=START + 100 + n) for n in range(100)),
    )
    found = desk.story_of("a", "k")
    assert found is not None
    assert len(found[1].former) == 20
    assert found[1].former[-1] == "Ferry sinks off Kalmar, 98 rescued"


def test_repeats_by_one_publisher_never_corroborate() -> None:
    alone, echoed = Desk(), Desk()
    told(alone, entry(TITLES[0]))
    told(echoed, *(entry(TITLES[0], key=str(n), at=START + n) for n in range(5)))
    assert echoed.stories["1"].copies == 5
    assert echoed.stories["1"].score == alone.stories["1"].score


def test_a_family_speaks_with_one_voice() -> None:
    desk = Desk()
    told(desk, entry(TITLES[0], feed="a", family="f"))
    score = desk.stories["1"].score
    told(desk, entry(TITLES[0], feed="b", family="f"))
    assert desk.stories["1"].score == score
    told(desk, entry(TITLES[0], feed="c"))
    assert desk.stories["1"].score == pytest.approx(score + 1.0)


def test_a_newer_fact_takes_the_headline_and_an_older_one_does_not() -> None:
    desk = Desk()
    told(desk, entry(TITLES[5]), entry(TITLES[6], feed="b", at=START + 600))
    (story,) = desk.stories.values()
    assert story.headline == TITLES[6]
    told(desk, entry(TITLES[5], feed="c", at=START + 300))
    assert desk.stories["1"].headline == TITLES[6]


def test_a_story_expires_with_its_window_and_shrinks_before() -> None:
    desk = Desk(DeskSettings(window=HOUR))
    told(desk, entry(TITLES[0]), entry(TITLES[3]), entry(TITLES[0], feed="b", at=START + HOUR / 2))
    updates = told(desk, Tick(START + HOUR))
    assert [(update.op, update.story.id) for update in updates] == [(Op.CHANGED, "1"), (Op.EXPIRED, "2")]
    assert desk.stories["1"].members == (3,)
    assert desk.stories["1"].publishers == ("B",)
    (gone,) = told(desk, Tick(START + 2 * HOUR))
    assert gone.op is Op.EXPIRED
    assert not desk.stories
    assert not desk.copies
    assert told(desk, entry(TITLES[0], feed="c", at=START + 2 * HOUR))[0].op is Op.CREATED


def test_time_never_runs_backwards() -> None:
    desk = Desk(DeskSettings(window=HOUR))
    told(desk, Tick(START + 10 * HOUR), entry(TITLES[0], at=START + 10 * HOUR), Tick(START))
    assert desk.snapshot().now == START + 10 * HOUR
    assert len(desk.stories) == 1


def test_a_changed_half_life_rescores_what_is_live() -> None:
    desk = Desk(DeskSettings(half_life=2 * HOUR))
    told(desk, entry(TITLES[0]), entry(TITLES[0], feed="b", at=START + HOUR))
    updates = told(desk, DeskSettings(half_life=HOUR))
    assert [update.op for update in updates] == [Op.CHANGED]
    expected = rank.total([START / HOUR, START / HOUR + 1])
    assert desk.stories["1"].score == pytest.approx(expected)
    assert told(desk, DeskSettings(half_life=HOUR)) == []


events = st.lists(
    st.one_of(
        st.builds(
            lambda title, feed, key, minute, alias: entry(
                title, feed=feed, key=key, at=START + 60 * minute, alias=alias
            ),
            st.sampled_from(TITLES),
            st.sampled_from("abc"),
            st.text("xyz", min_size=1, max_size=2),
            st.integers(0, 300),
            st.sampled_from(["", "", "l", "m"]),
        ),
        st.builds(lambda minute: Tick(START + 60 * minute), st.integers(0, 400)),
        st.builds(
            DeskSettings,
            window=st.sampled_from([HOUR, 2 * HOUR, 72 * HOUR]),
            half_life=st.sampled_from([HOUR, 2 * HOUR]),
            grain=st.sampled_from(Grain),
        ),
    ),
    max_size=30,
)


@given(events)
def test_every_live_copy_is_in_exactly_one_story(log: list[Event]) -> None:
    desk = Desk(DeskSettings(window=2 * HOUR))
    told(desk, *log)
    members = [member for story in desk.stories.values() for member in story.members]
    assert sorted(members) == sorted(desk.copies)
    for story in desk.stories.values():
        assert story.lead in story.members
        assert story.headline == desk.copies[story.lead].entry.title
        assert story.members == tuple(sorted(story.members))
        assert set(story.publishers) == {desk.copies[m].entry.publisher for m in story.members}
        firsts: dict[str, Entry] = {}
        for member in story.members:
            firsts.setdefault(desk.copies[member].entry.voice, desk.copies[member].entry)


@given(events, st.integers(0, 30))
def test_a_restored_desk_goes_on_as_the_one_that_never_stopped(log: list[Event], cut: int) -> None:
    whole, first = Desk(), Desk()
    told(whole, *log)
    told(first, *log[:cut])
    second = Desk.restore(first.snapshot())
    updates = told(second, *log[cut:])
    assert second.snapshot() == whole.snapshot()
    again = Desk.restore(first.snapshot())
    assert told(again, *log[cut:]) == updates


@given(events, st.integers(0, 30), st.integers(0, 30), st.integers(1, 20), st.integers(1, 30))
def test_what_was_read_of_titles_need_not_be_read_again(
    log: list[Event], early: int, cut: int, start: int, end: int
) -> None:
    """Whatever is kept of readings, older ones of the same log included: the desk goes on as without them."""
    first = Desk()
    told(first, *log[:early])
    kept = [first.readings(start, end)]
    told(first, *log[early:cut])
    kept += [first.readings(1, start), first.readings(1, first.next_ordinal)]
    updates = told(Desk.restore(first.snapshot()), *log[cut:])
    for readings in (kept[:1], kept[:2], kept):
        again = Desk.restore(first.snapshot(), readings)
        assert again.snapshot() == first.snapshot()
        assert told(again, *log[cut:]) == updates


@given(events)
def test_snapshot_plus_changes_is_the_next_snapshot(log: list[Event]) -> None:
    desk = Desk()
    stories: dict[str, Story] = {}
    copies: dict[int, Copy] = {}
    offset = 0
    for event in log:
        told(desk, event)
        changes = desk.drain()
        for key, story in changes.stories.items():
            stories.pop(key) if story is None else stories.update({key: story})
        for ordinal, copy in changes.copies.items():
            copies.pop(ordinal, None) if copy is None else copies.update({ordinal: copy})
        assert [update.offset for update in changes.updates] == [
            offset + n + 1 for n in range(len(changes.updates))
        ]
        offset = changes.offset
    after = Snapshot(
        settings=changes.settings if log else DeskSettings(),
        stories=tuple(stories.values()),
        copies=tuple(sorted(copies.values(), key=lambda copy: copy.ordinal)),
        offset=offset,
        next_ordinal=changes.next_ordinal if log else 1,
        now=changes.now if log else 0.0,
    )
    found = desk.snapshot()
    assert set(after.stories) == set(found.stories)
    assert replace(after, stories=()) == replace(found, stories=())


def test_a_tick_drops_no_more_than_others_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ticker.core.shelf.AT_ONCE", 2)
    desk = Desk(DeskSettings(window=HOUR))
    told(desk, *(entry(title, at=START + n) for n, title in enumerate(TITLES[:5])))
    late = Tick(START + HOUR + 3)
    left: list[list[int]] = []
    while not left or desk.overdue:
        told(desk, late)
        left.append(sorted(desk.copies))
    assert left == [[3, 4, 5], [5]]
    assert told(desk, late) == []


def test_an_update_keeps_its_cause_though_the_batch_takes_the_copy_away() -> None:
    desk = Desk(DeskSettings(window=HOUR))
    told(desk, entry("Ferry sinks off Kalmar", key="k"), Tick(START + 2 * HOUR))
    changes = desk.drain()
    assert changes.copies == {1: None}
    assert changes.causes[changes.updates[0].entry].entry.title == "Ferry sinks off Kalmar"


@given(events)
def test_the_order_of_stories_is_total_and_untouched_by_time(log: list[Event]) -> None:
    desk = Desk()
    told(desk, *log)
    ranked = sorted(desk.stories.values(), key=rank.order)
    assert [rank.order(story) for story in ranked] == sorted({rank.order(story) for story in ranked})


def test_a_restored_story_holds_its_lead_s_own_title() -> None:
    desk = Desk()
    title = "Storm shuts the harbour bridge"
    desk.apply(Entry("e1", "f", "p", title, 0.0, 0.0, url="https://news.example/1"))
    kept = desk.snapshot()
    apart = replace(
        kept, stories=tuple(structs.replace(one, headline="".join(title)) for one in kept.stories)
    )
    again = Desk.restore(apart)
    assert again.snapshot() == kept
    assert again.stories["1"].headline is again.copies[1].entry.title
