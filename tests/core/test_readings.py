"""What is kept of readings: a window filled with it is the window that was added to, headline by headline."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from ticker.core.cluster import Window
from ticker.core.columns import Columns, readings_of
from ticker.core.kept import OwnKeeper, read_again, said_by
from ticker.core.model import DeskSettings
from ticker.core.text import headline

if TYPE_CHECKING:
    from ticker.core.kept import Said
    from ticker.core.readings import Readings
    from ticker.core.text import Headline

PLACES = ["Kalmar", "Port Selwyn", "Monte Verano", "الرملة", "حلب", "Norland", "Estra"]
FRAMES = [
    "Harbour bridge in {} closes after cracks found in pillar {}",
    "Kalmar Post: ferry strike in {} enters day {}",
    "Central bank of {} holds rates at {}.25 percent | Evening Wire",
    "إضراب عمال ميناء {} يدخل يومه {}",
    "عاجل | مقتل {1} في انفجار قرب {0}",
    f"Wildfire near {{}} kills {{}}, forces {' '.join(f'trade{number}' for number in range(30))} from homes",
    "🎉🎉",
    "",
]


def news(count: int) -> list[Headline]:
    """Headlines of all kinds: with edges, long ones, signs alone, nothing at all."""
    return [
        headline(
            FRAMES[n % len(FRAMES)].format(PLACES[n % len(PLACES)], n % 23),
            time=None if n % 11 == 0 else 60.0 * n,
            publisher="" if n % 13 == 0 else f"p{n % 5}",
            feed=f"f{n % 3}",
        )
        for n in range(count)
    ]


HEADS = news(210)


def lived() -> tuple[Window, OwnKeeper, list[int], list[Readings]]:
    """A window whose oldest and some others are gone, what it held, and what was read in runs."""
    keeper = OwnKeeper()
    window = Window(DeskSettings(), keeper)
    for ordinal, one in enumerate(HEADS, 1):
        part = window.place(one).story or f"s{ordinal}"
        keeper.keep(ordinal, said_by(one), part)
        window.add(ordinal, one, part)
    runs = [window.readings(range(first, first + 30)) for first in range(1, 211, 30)]
    gone = [ordinal for ordinal in range(1, 211) if ordinal < 45 or ordinal % 7 == 0]
    for ordinal in gone:
        window.remove(ordinal)
        keeper.drop(ordinal)
    live = [ordinal for ordinal in range(1, 211) if ordinal >= 45 and ordinal % 7]
    return window, keeper, live, runs


def test_a_filled_window_decides_as_the_one_that_was_added_to() -> None:
    window, keeper, live, runs = lived()
    for known in ([], runs[:3], runs[2:], runs, [*runs, *runs]):
        again = Window(DeskSettings(), keeper)
        again.fill(live, known)
        assert len(again) == len(window)
        for one in islice(HEADS, 0, None, 5):
            assert again.place(one) == window.place(one)
            assert again.consider(one) == window.consider(one)


def test_a_filled_window_lets_go_and_takes_in_as_the_other() -> None:
    window, keeper, live, runs = lived()
    again = Window(DeskSettings(), keeper)
    again.fill(live, runs)
    for ordinal in live[:60]:
        window.remove(ordinal)
        again.remove(ordinal)
        keeper.drop(ordinal)
    for ordinal, one in enumerate(HEADS[:60], 211):
        assert again.place(one) == window.place(one)
        part = window.place(one).story or f"s{ordinal}"
        keeper.keep(ordinal, said_by(one), part)
        window.add(ordinal, one, part)
        again.add(ordinal, one, part)


def test_a_filled_window_reads_no_title_that_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    _, keeper, live, runs = lived()
    read: list[str] = []

    def noted(said: Said) -> Headline:
        read.append(said.title)
        return read_again(said)

    monkeypatch.setattr("ticker.core.cluster.read_again", noted)
    Window(DeskSettings(), keeper).fill(live, runs)
    assert read == []
    Window(DeskSettings(), keeper).fill(live, runs[1:3])
    assert len(read) == sum(ordinal > 90 for ordinal in live)


def test_readings_of_other_titles_are_passed_over() -> None:
    window, keeper, live, _ = lived()
    others = readings_of((ordinal, HEADS[-ordinal]) for ordinal in live)
    again = Window(DeskSettings(), keeper)
    again.fill(live, [others])
    for one in HEADS[:40]:
        assert again.place(one) == window.place(one)


@pytest.mark.parametrize("column", ["ordinals", "marks", "sizes", "keys", "masks", "words"])
def test_columns_that_do_not_fit_each_other_are_none(column: str) -> None:
    whole = readings_of(enumerate(HEADS[:20], 1))
    assert Columns.of(whole) is not None
    assert Columns.of(structs.replace(whole, **{column: getattr(whole, column)[:-1]})) is None
    assert Columns.of(structs.replace(whole, **{column: getattr(whole, column)[:5]})) is None


def test_rows_that_do_not_ascend_are_none() -> None:
    assert Columns.of(readings_of([(2, HEADS[0]), (1, HEADS[1])])) is None
