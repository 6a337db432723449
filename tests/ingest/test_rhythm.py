"""A feed's own rhythm: how often it is asked, and which silence is strange."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.rhythm import KEPT, Pace, Rhythm

NOW = 1_790_000_000.0
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
PACE = Pace(120.0, 300.0, 1800.0)


def every(gap: float, count: int = KEPT, end: float = NOW) -> Rhythm:
    return Rhythm().heard([end - gap * place for place in range(count)], end)


def working_days(days: int) -> tuple[Rhythm, float]:
    """News each half hour from 7 to 22 o'clock, for some days; the rhythm and the last instant."""
    rhythm, last = Rhythm(), 0.0
    for day in range(days):
        for half_hour in range(14, 44):
            last = NOW + day * DAY + half_hour * 1800
            rhythm = rhythm.heard([last], last)
    return rhythm, last


def test_nothing_is_said_of_a_feed_that_is_hardly_known() -> None:
    rhythm = every(HOUR, 4)
    assert rhythm.gap == 0
    assert PACE.after(rhythm.news, NOW) == 300
    assert not rhythm.is_quiet(NOW + 30 * DAY, 300)


def test_the_interval_is_half_of_what_is_to_be_expected_within_bounds() -> None:
    assert PACE.after(every(20 * MINUTE).news, NOW) == 8 * 20 * MINUTE / 8 / 2
    assert PACE.after(every(2 * MINUTE).news, NOW) == 120
    assert PACE.after(every(DAY).news, NOW) == 1800


def test_the_interval_grows_with_the_silence_and_shrinks_with_the_next_news() -> None:
    rhythm = every(10 * MINUTE)
    later = NOW + 2 * HOUR
    assert PACE.after(rhythm.news, NOW) < PACE.after(rhythm.news, later) < 1800
    burst = rhythm.heard([later + gap * 2 * MINUTE for gap in range(8)], later + 16 * MINUTE)
    assert PACE.after(burst.news, later + 16 * MINUTE) < PACE.after(rhythm.news, later)


def test_a_fixed_interval_stays() -> None:
    assert Pace.fixed(60).after(every(DAY).news, NOW) == 60


def test_what_comes_together_is_one_piece_of_news() -> None:
    rhythm = Rhythm().heard([NOW, NOW + 1, NOW + 59, NOW + 61, NOW - 5], NOW + 100)
    assert rhythm.news == (NOW - 5, NOW + 59)


def test_old_news_that_comes_again_teaches_nothing() -> None:
    rhythm = every(10 * MINUTE)
    assert rhythm.heard(rhythm.news, NOW) == rhythm


def test_news_from_the_future_counts_as_now() -> None:
    assert Rhythm().heard([NOW + DAY], NOW).news == (NOW,)


def test_a_steady_feed_that_falls_silent_is_strange_after_a_while() -> None:
    rhythm = every(5 * MINUTE, 24)
    known = Rhythm(rhythm.news, rhythm.lull, NOW - 2 * DAY)
    assert not known.is_quiet(NOW + 50 * MINUTE, 120)
    assert known.is_quiet(NOW + 61 * MINUTE, 120)


def test_a_feed_that_is_known_for_hours_only_has_a_night_ahead() -> None:
    rhythm = every(5 * MINUTE)
    assert not rhythm.is_quiet(NOW + 11 * HOUR, 120)
    assert rhythm.is_quiet(NOW + 2 * DAY, 120)


def test_a_night_is_no_alarm_once_it_is_known_but_a_silent_day_is() -> None:
    rhythm, last = working_days(4)
    assert not rhythm.is_quiet(last + 9.5 * HOUR, 900)
    assert rhythm.is_quiet(last + 24 * HOUR, 900)


def test_a_rare_feed_may_be_silent_for_long() -> None:
    rhythm = every(7 * DAY)
    assert not rhythm.is_quiet(NOW + 30 * DAY, 1800)
    assert rhythm.is_quiet(NOW + 90 * DAY, 1800)


@given(st.lists(st.floats(0, NOW), max_size=60), st.floats(0, 1e6))
def test_it_stays_small_sorted_and_within_bounds(instants: list[float], later: float) -> None:
    rhythm = Rhythm()
    for instant in instants:
        rhythm = rhythm.heard([instant], NOW)
    assert len(rhythm.news) <= KEPT
    assert list(rhythm.news) == sorted(rhythm.news)
    assert rhythm.gap >= 0
    assert PACE.least <= PACE.after(rhythm.news, NOW + later) <= PACE.most
