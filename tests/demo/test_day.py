"""The written day is whole, large enough, and says what it must."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.demo.day import Day

ARABIC = re.compile(r"[\u0621-\u064a]")


def test_the_day_is_large_enough(day: Day) -> None:
    assert 600 <= len(day.entries) <= 900
    assert len(day.events) >= 66
    assert len(day.outlets) >= 10
    assert len(day.traps) >= 20


def test_every_outlet_tells_something_in_its_own_language(day: Day) -> None:
    told = Counter(entry.outlet for entry in day.entries)
    assert set(told) == {outlet.key for outlet in day.outlets}
    assert min(told.values()) >= 20
    langs = {outlet.key: outlet.lang for outlet in day.outlets}
    assert all(langs[entry.outlet] == entry.lang for entry in day.entries)


def test_a_title_is_written_in_its_language(day: Day) -> None:
    for entry in day.entries:
        assert bool(ARABIC.search(entry.title)) == (entry.lang == "ar"), entry.title


def test_every_format_is_served_and_one_outlet_is_away_at_times(day: Day) -> None:
    formats = {outlet.format for outlet in day.outlets}
    assert formats == {"rss20", "rss1256", "rdf", "atom", "json", "page", "line"}
    assert [outlet.key for outlet in day.outlets if outlet.away] == ["wadi"]
    families = Counter(outlet.family for outlet in day.outlets if outlet.family)
    assert families
    assert min(families.values()) == 2


def test_entries_are_told_in_order_within_the_day(day: Day) -> None:
    minutes = [entry.minute for entry in day.entries]
    assert minutes == sorted(minutes)
    assert day.start <= minutes[0] < minutes[-1] <= day.end


def test_ids_are_unique_and_no_outlet_says_the_same_words_twice(day: Day) -> None:
    assert len({entry.id for entry in day.entries}) == len(day.entries)
    assert len({(entry.outlet, entry.title) for entry in day.entries}) == len(day.entries)


def test_the_same_words_never_tell_two_events(day: Day) -> None:
    events = defaultdict(set)
    for entry in day.entries:
        events[entry.title].add(entry.event)
    assert [title for title, told in events.items() if len(told) > 1] == []


def test_traps_name_events_of_one_language(day: Day) -> None:
    langs = {entry.event: entry.lang for entry in day.entries}
    for trap in day.traps:
        assert len(set(trap.events)) == len(trap.events) >= 2
        assert len({langs[event] for event in trap.events}) == 1, trap


def test_breaking_lines_burst_through_most_outlets_within_minutes(day: Day) -> None:
    """At least one line in each language is told by eight outlets or more within ten minutes."""
    bursts = set()
    for event in day.events:
        told = [entry for entry in day.entries if entry.event == event]
        early = {entry.outlet for entry in told if entry.minute <= told[0].minute + 10}
        if len(early) >= 8:
            bursts.add(told[0].lang)
    assert bursts == {"ar", "en"}


def test_the_day_has_the_decorations_and_spellings_that_make_matching_hard(day: Day) -> None:
    titles = "\n".join(entry.title for entry in day.entries)
    for sign in ("عاجل | ", "بالفيديو.. ", " - صدى الميناء", "UPDATE 1-", "BREAKING: ", " - Harbour Post"):
        assert sign in titles
    for letter in ("\u0640", "\u064e", "\u0665"):  # tatweel, a haraka, an Arabic-Indic five
        assert letter in titles


def test_the_data_is_small() -> None:
    folder = resources.files("ticker.demo").joinpath("newsday")
    assert sum(len(file.read_bytes()) for file in folder.iterdir()) < 300_000
