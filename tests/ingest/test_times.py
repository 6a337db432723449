"""At which instant an item counts: its date, as far as the feed's dates deserve to be believed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.times import counting_times

NOW = 1_790_000_000.0
HOUR = 3600.0
WINDOW = 72 * HOUR


def at(*published: float | None, first: bool = False) -> list[float]:
    """Seconds before NOW at which the items count."""
    return [NOW - one for one in counting_times(published, NOW, window=WINDOW, first=first).instants]


def notes(*published: float | None) -> str:
    return "; ".join(counting_times(published, NOW, window=WINDOW, first=False).notes)


def test_a_date_inside_the_window_is_believed() -> None:
    assert at(NOW - HOUR, NOW - 2 * HOUR) == [HOUR, 2 * HOUR]


def test_a_date_before_the_window_counts_at_its_edge() -> None:
    assert at(NOW - 10 * WINDOW) == [WINDOW]


def test_a_single_date_ahead_counts_as_now_and_moves_no_other() -> None:
    assert at(NOW + 2 * HOUR, NOW - HOUR, NOW - 2 * HOUR) == [0, HOUR, 2 * HOUR]
    assert at(NOW + 60) == [0]


def test_many_dates_ahead_are_a_wrong_zone_and_keep_their_order() -> None:
    ahead = [NOW + 3 * HOUR - 600 * place for place in range(30)]
    assert at(*ahead) == [600.0 * place for place in range(30)]
    assert "3 h fast" in notes(*ahead)


def test_dates_years_ahead_are_none() -> None:
    year = 365 * 86_400
    assert at(NOW + 70 * year, NOW - HOUR, NOW - 2 * HOUR) == [HOUR, HOUR, 2 * HOUR]
    assert at(*[NOW + year + place for place in range(3)], first=True) == [60, 120, 180]
    assert "far ahead" in notes(NOW + year)


def test_undated_is_new_only_when_it_was_not_there_before() -> None:
    assert at(None) == [0]
    assert at(None, None, first=True) == [60, 120]
    assert at(*[None] * 1000, first=True)[-1] == HOUR


def test_one_undated_item_is_as_old_as_its_neighbour() -> None:
    assert at(NOW - 10, None, NOW - 30, first=True) == [10, 10, 30]
    assert at(None, NOW - 20, NOW - 30) == [20, 20, 30]
    assert "1 of 3 items have no usable date" in notes(NOW - 10, None, NOW - 30)


def test_in_a_feed_that_is_mostly_undated_an_undated_item_is_new() -> None:
    assert at(None, None, NOW - HOUR) == [0, 0, HOUR]


def test_items_stamped_when_the_feed_was_built_are_undated() -> None:
    assert at(*[NOW - 5] * 5, first=True) == [60, 120, 180, 240, 300]
    assert at(*[NOW - 5] * 3, first=True) == [5, 5, 5], "three may well be published together"
    assert at(*[NOW - 20 * HOUR] * 5, first=True) == [20 * HOUR] * 5, "a day without hours"


@given(st.lists(st.one_of(st.none(), st.floats(-1e12, 1e12), st.floats(NOW - 9e4, NOW + 9e4))), st.booleans())
def test_it_never_counts_ahead_or_outside_the_window(published: list[float | None], first: bool) -> None:
    times = counting_times(published, NOW, window=WINDOW, first=first)
    assert len(times.instants) == len(published)
    assert all(NOW - WINDOW <= instant <= NOW for instant in times.instants)
    assert all(note.isprintable() for note in times.notes)


@given(st.lists(st.floats(NOW - WINDOW, NOW + 13 * HOUR), max_size=40))
def test_dated_items_never_change_their_order(published: list[float]) -> None:
    instants = counting_times(published, NOW, window=WINDOW, first=False).instants
    if len(set(published)) == 1:
        return  # stamped alike: the place in the list is their order
    pairs = sorted(zip(published, instants, strict=True))
    assert [instant for _, instant in pairs] == sorted(instants)
