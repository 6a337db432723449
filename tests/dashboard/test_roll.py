"""A list that grows at its top: the reader's place does not move."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticker.dashboard.roll import KEPT, Roll


def filled(count: int, height: int = 5) -> Roll[int]:
    roll: Roll[int] = Roll(lambda item: item)
    roll.resize(height)
    for number in range(count):
        roll.add(number)
    return roll


steps = st.one_of(
    st.tuples(st.sampled_from(["move", "page", "scroll"]), st.integers(-9, 9)),
    st.tuples(st.sampled_from(["follow", "end"]), st.just(0)),
    st.tuples(st.just("resize"), st.integers(1, 12)),
)


@given(st.integers(0, 30), st.lists(steps, max_size=6), st.integers(0, 20))
def test_what_is_selected_stays_on_its_line(count: int, walk: list[tuple[str, int]], fresh: int) -> None:
    roll = filled(count)
    for step, number in walk:
        action = getattr(roll, step)
        action() if step in {"follow", "end"} else action(number)
        assert 0 <= roll.top <= max(0, len(roll) - roll.height)
    selected, rows = roll.current(), list(roll.rows())
    for number in range(fresh):
        roll.add(1000 + number)
        assert roll.current() == selected
    if (selected in rows or roll.top > 0) and len(rows) == roll.height:
        assert list(roll.rows()) == rows


def test_newest_first_and_the_top_flows() -> None:
    roll = filled(10)
    assert list(roll.rows()) == [9, 8, 7, 6, 5]
    assert roll.current() is None
    roll.add(10)
    assert roll.rows()[0] == 10


def test_select_by_line_and_loading_anew() -> None:
    roll = filled(10)
    assert roll.select_line(2)
    assert roll.is_selected(7)
    assert not roll.select_line(5)
    roll.load(reversed(range(12)))
    assert (roll.current(), roll.rows()[2]) == (7, 7)
    roll.load([1, 2])
    assert roll.current() is None


def test_old_items_are_let_go() -> None:
    assert len(filled(KEPT + 5)) == KEPT
