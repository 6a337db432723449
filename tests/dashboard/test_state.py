"""The reader's place: what is selected stays selected, and stays where it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core.model import Story
from ticker.core.query import Query
from ticker.core.view import story_view
from ticker.dashboard.state import NEW_FOR, News, Stream


def view(number: int, score: float, *, copies: int = 1, pinned: bool = False) -> Any:
    return story_view(
        Story(
            id=f"s{number}",
            lead=1,
            headline=f"story {number}",
            url="",
            lang="en",
            score=score,
            members=tuple(range(1, copies + 1)),
            publishers=("Northgate Wire",),
            first_seen=0.0,
            last_seen=0.0,
            pinned=pinned,
        )
    )


def top(views: list[Any], offset: int = 0) -> Any:
    return {"desk": "main", "epoch": "e", "offset": offset, "stories": views}


class Desk:
    """A stream on `size` stories of falling score, and a way to change them."""

    def __init__(self, size: int = 30, height: int = 10) -> None:
        self.stream = Stream()
        self.stream.resize(height)
        self.stream.load(top([view(number, 100.0 - number) for number in range(size)]), 0.0)

    def update(self, op: str, story: Any, *, now: float = 0.0, into: str = "") -> None:
        offset = self.stream.ranking.offset + 1
        update: Any = {"epoch": "e", "offset": offset, "op": op, "story": story}
        if into:
            update["into"] = into
        assert self.stream.apply(update, now)

    @property
    def ids(self) -> list[str]:
        return [story["id"] for story in self.stream.rows()]

    @property
    def line(self) -> int:
        """The line of the window on which the selection stands."""
        assert self.stream.selected is not None
        return self.ids.index(self.stream.selected)


moves = st.one_of(
    st.tuples(st.just("move"), st.integers(-15, 15)),
    st.tuples(st.just("scroll"), st.integers(-15, 15)),
    st.tuples(st.just("resize"), st.integers(1, 20)),
    st.tuples(st.just("follow"), st.just(0)),
    st.tuples(st.just("end"), st.just(0)),
)
changes = st.tuples(
    st.sampled_from(["created", "changed", "pinned", "breaking"]),
    st.builds(view, st.integers(0, 60), st.integers(50, 130).map(float), pinned=st.booleans()),
)
removals = st.tuples(
    st.sampled_from(["expired", "merged"]), st.builds(view, st.integers(0, 60), st.just(1.0))
)


@given(st.lists(moves, max_size=5), st.lists(changes, max_size=40))
def test_the_selection_never_changes_by_itself(
    steps: list[tuple[str, int]], news: list[tuple[str, Any]]
) -> None:
    desk = Desk()
    for step, number in steps:
        action = getattr(desk.stream, step)
        action(number) if step in {"move", "scroll", "resize"} else action()
    selected = desk.stream.selected
    for op, story in news:
        desk.update(op, story)
        assert desk.stream.selected == selected


@given(st.integers(0, 9), st.lists(changes, max_size=40))
def test_the_selected_line_stays_where_it_is(line: int, news: list[tuple[str, Any]]) -> None:
    """It moves only where the list has too few stories above or below it to hold the line."""
    desk = Desk(size=60)
    desk.stream.scroll(20)
    desk.stream.select_line(line)
    for op, story in news:
        desk.update(op, story)
        rank = desk.stream.ranking.index(desk.stream.selected or "")
        assert rank is not None
        lowest = max(0, len(desk.stream.ranking) - desk.stream.height)
        assert desk.stream.top == max(0, min(rank - line, lowest))
        line = desk.line


@given(st.lists(moves, max_size=5), st.lists(st.one_of(changes, removals), max_size=40))
def test_the_window_is_always_whole(steps: list[tuple[str, int]], news: list[tuple[str, Any]]) -> None:
    desk = Desk()
    for step, number in steps:
        action = getattr(desk.stream, step)
        action(number) if step in {"move", "scroll", "resize"} else action()
    for op, story in news:
        desk.update(op, story)
        stream = desk.stream
        assert 0 <= stream.top <= max(0, len(stream.ranking) - stream.height)
        assert len(stream.rows()) == min(stream.height, len(stream.ranking) - stream.top)
        assert stream.selected is None or stream.selected in stream.ranking


def test_at_the_top_the_list_flows() -> None:
    desk = Desk()
    desk.update("created", view(99, 500.0))
    assert desk.ids[0] == "s99"
    assert desk.stream.following
    assert desk.stream.new_above == 0
    current = desk.stream.current()
    assert current is not None
    assert current["id"] == "s99"


def test_what_arrives_above_the_reader_is_counted() -> None:
    desk = Desk()
    desk.stream.scroll(5)
    before = desk.ids
    desk.update("created", view(99, 500.0))
    desk.update("created", view(98, 501.0))
    desk.update("created", view(97, 1.0))
    assert desk.ids == before
    assert desk.stream.new_above == 2
    assert desk.stream.current() is None
    desk.stream.follow()
    assert desk.stream.new_above == 0
    assert desk.ids[:2] == ["s98", "s99"]


def test_a_lost_selection_is_given_up_and_the_next_step_starts_in_its_place() -> None:
    """A key must never act on a story that nobody chose."""
    desk = Desk()
    desk.stream.select_line(3)
    desk.update("expired", view(3, 97.0))
    assert desk.stream.selected is None
    assert desk.stream.current() is None
    assert not desk.stream.following
    desk.update("created", view(99, 500.0))
    assert desk.ids[3] == "s4", "the place is held without a selection too"
    desk.update("expired", view(4, 96.0))
    desk.stream.move(1)
    assert desk.ids[3] == "s5" == desk.stream.selected


@given(st.lists(moves, max_size=5), st.lists(st.one_of(changes, removals), max_size=40))
def test_the_selection_is_kept_or_given_up_but_never_passed_on(
    steps: list[tuple[str, int]], news: list[tuple[str, Any]]
) -> None:
    desk = Desk()
    for step, number in steps:
        action = getattr(desk.stream, step)
        action(number) if step in {"move", "scroll", "resize"} else action()
    selected = desk.stream.selected
    for op, story in news:
        desk.update(op, story)
        if op in {"expired", "merged"} and story["id"] == selected:
            selected = None
        assert desk.stream.selected == selected


def test_a_merged_selection_goes_along() -> None:
    desk = Desk()
    desk.stream.select_line(3)
    desk.update("merged", view(3, 97.0), into="s7")
    assert (desk.stream.selected, desk.line) == ("s7", 3)


def test_the_last_story_gone_leaves_nothing_selected() -> None:
    desk = Desk(size=1)
    desk.stream.move(1)
    desk.update("expired", view(0, 100.0))
    desk.stream.move(1)
    desk.stream.end()
    assert desk.stream.selected is None
    assert desk.stream.current() is None


def test_steps_and_pages() -> None:
    desk = Desk()
    desk.stream.move(1)
    assert desk.stream.selected == "s0"
    desk.stream.move(4)
    assert desk.stream.selected == "s4"
    desk.stream.page(1)
    assert desk.stream.selected == "s13"
    desk.stream.page(-1)
    assert desk.stream.selected == "s4"
    desk.stream.end()
    assert (desk.stream.selected, desk.line) == ("s29", 9)
    desk.stream.move(5)
    assert desk.stream.selected == "s29"
    assert not desk.stream.select_line(10)


def test_a_snapshot_after_a_gap_keeps_the_place() -> None:
    desk = Desk()
    desk.stream.scroll(5)
    desk.stream.select_line(2)
    fresh = [view(number, 100.0 - number) for number in range(30)] + [view(99, 500.0)]
    desk.stream.load(top(fresh, 50), 0.0)
    assert (desk.stream.selected, desk.line) == ("s7", 2)
    assert desk.stream.new_above == 1
    assert desk.stream.news("s99", 1.0) is News.NEW


def test_a_filter_gives_a_hidden_selection_up() -> None:
    desk = Desk()
    desk.stream.select_line(3)
    seen = []
    for line in ('"story 3"', '"story 5"'):
        desk.stream.filter(Query.parse(line))
        seen.append((desk.stream.selected, desk.ids))
    assert seen == [("s3", ["s3"]), (None, ["s5"])]


@pytest.mark.parametrize(("op", "copies", "news"), [("created", 1, News.NEW), ("changed", 2, News.GROWN)])
def test_news_grows_old(op: str, copies: int, news: News) -> None:
    desk = Desk()
    story = view(99 if op == "created" else 3, 90.0, copies=copies)
    desk.update(op, story, now=10.0)
    assert desk.stream.news(story["id"], 10.0 + NEW_FOR - 1) is news
    assert desk.stream.news(story["id"], 10.0 + NEW_FOR) is News.NOTHING
    desk.stream.tidy(10.0 + NEW_FOR)
    assert desk.stream._news == {}


def test_what_is_new_stays_new_when_it_grows() -> None:
    desk = Desk()
    desk.update("created", view(99, 90.0), now=10.0)
    desk.update("changed", view(99, 91.0, copies=2), now=20.0)
    assert desk.stream.news("s99", 30.0) is News.NEW


def test_the_first_snapshot_is_no_news() -> None:
    assert Desk().stream.news("s1", 0.0) is News.NOTHING


def test_an_update_seen_before_changes_nothing() -> None:
    desk = Desk()
    desk.update("created", view(99, 500.0))
    assert not desk.stream.apply({"epoch": "e", "offset": 1, "op": "expired", "story": view(99, 500.0)}, 0.0)
    assert "s99" in desk.stream.ranking
