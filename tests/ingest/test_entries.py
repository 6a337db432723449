"""At which instant an item counts: a date is believed inside the window, undated is not new by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.entries import Origin, counting_time, entries
from ticker.ingest.parse import Document, Item

NOW = 1_790_000_000.0
WINDOW = 72 * 3600.0


def at(published: float | None, *, place: int = 0, first: bool = False) -> float:
    return counting_time(published, NOW, window=WINDOW, place=place, first=first)


def test_a_date_inside_the_window_is_believed() -> None:
    assert at(NOW - 3600) == NOW - 3600


def test_a_date_ahead_counts_as_now() -> None:
    assert at(NOW + 86_400) == NOW


def test_a_date_before_the_window_counts_at_its_edge() -> None:
    assert at(NOW - 10 * WINDOW) == NOW - WINDOW


def test_undated_is_new_only_when_it_was_not_there_before() -> None:
    assert at(None) == NOW
    assert at(None, first=True) == NOW - 60
    assert at(None, first=True, place=9) == NOW - 600
    assert at(None, first=True, place=10_000) == NOW - 3600


@given(st.one_of(st.none(), st.floats(-1e12, 1e12)), st.integers(0, 10_000), st.booleans())
def test_it_never_counts_ahead_or_outside_the_window(
    published: float | None, place: int, first: bool
) -> None:
    assert NOW - WINDOW <= at(published, place=place, first=first) <= NOW


def test_entries_carry_who_speaks_and_come_oldest_first() -> None:
    items = (
        Item(id="3", title="newest", published=NOW - 10),
        Item(id="2", title="middle", published=NOW - 20, lang="fr"),
        Item(id="1", title="oldest", published=NOW - 20),
    )
    document = Document(kind="rss20", title="Feed", url="", lang="en", items=items)
    origin = Origin(feed="http://a.example/", publisher="A", lang="ar", family="f", weight=2.0)
    found = entries(document, origin, received=NOW, window=WINDOW, first=True)
    assert [entry.id for entry in found] == ["1", "2", "3"]
    assert [entry.lang for entry in found] == ["ar", "fr", "ar"]
    assert {(entry.publisher, entry.voice, entry.weight) for entry in found} == {("A", "f", 2.0)}
    assert {entry.received for entry in found} == {NOW}


def test_a_feed_without_a_publisher_speaks_under_its_own_title() -> None:
    document = Document(kind="rss20", title="Feed", url="", lang="en", items=(Item(id="1", title="x"),))
    (entry,) = entries(document, Origin(feed="u", publisher=""), received=NOW, window=WINDOW, first=False)
    assert (entry.publisher, entry.lang) == ("Feed", "en")
