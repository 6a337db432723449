"""Titles become the same text however an outlet spells, decorates or encodes them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ticker.core.text import MAX_TITLE, headline, keys_alone, normalise

_MIXED = st.text(
    st.sampled_from("aeIkS5٣2ر.,:|-–'’%$ ()«»\"&;#عاجلبالفيديوةأإؤئءـُ😀İßﬁﷺ日本คนหิ\u202e\u200f\x00")
    | st.characters(),
    max_size=80,
)


@given(_MIXED)
def test_normalising_twice_changes_nothing(title: str) -> None:
    once = normalise(title)
    assert normalise(once) == once


@given(_MIXED)
@example("the of and")
def test_keys_read_alone_are_those_of_the_headline(title: str) -> None:
    assert keys_alone(title) == headline(title).keys


@given(_MIXED)
def test_what_is_normalised_is_short_and_printable(title: str) -> None:
    found = normalise(title)
    assert len(found) <= MAX_TITLE
    assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُحَمَّد يفتتح المعرض", "محمد يفتتح المعرض"),
        ("إفتتاح الجســر الجديد", "افتتاح الجسر الجديد"),
        ("مسئول محلي يستقيل", "مسؤول محلى يستقيل"),
        ("عاجل | إصابة ٧ في تصادم", "إصابة 7 في تصادم"),
        ("بالفيديو.. لحظة انهيار السد", "لحظة انهيار السد (فيديو)"),
        ("ﺍﻓﺘﺘﺎﺡ ﺍﻟﻤﻌﺮﺽ", "افتتاح المعرض"),
        ("UPDATE 2-Harbour bridge closes", "Harbour bridge closes"),
        ("Harbour bridge closes - BBC News", "Harbour bridge closes"),
        ("BREAKING: Harbour bridge closes | Reuters", "Harbour bridge closes"),
        ("Harbour bridge closes (video)", "HARBOUR BRIDGE CLOSES"),
        ("Ship &amp; crew found", "Ship & crew found"),
        ("Cafe\u0301 fire in Lyon", "Café fire in Lyon"),
        ("Storm cuts power to 1,200 homes", "Storm cuts power to 1,200 homes\u200b"),
    ],
)
def test_spelling_and_decoration_do_not_count(one: str, other: str) -> None:
    assert headline(one).keys == headline(other).keys
    assert headline(one).words == headline(other).words


def test_the_publishers_own_name_is_decoration() -> None:
    assert headline("Dam opens early - Delta Post", publisher="Delta Post").text == "dam opens early"
    assert headline("Dam opens early - Delta Post").text == "dam opens early delta post"


@pytest.mark.parametrize("title", ["عاجل", "عاجل | بالفيديو", "Breaking: Video", "Reuters", "- BBC News"])
def test_a_title_of_nothing_but_decoration_stays(title: str) -> None:
    assert headline(title).keys


@pytest.mark.parametrize("title", ["", "   ", "😀🔥", "!!! ...", "\u202e\u200f"])
def test_without_letters_there_are_no_keys(title: str) -> None:
    assert headline(title).keys == ()
    assert normalise(title) == ""


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Fuel price up 2.5% to $1.2bn", [(2.5, "%"), (1.2e9, "$")]),
        ("سعر الصرف 2ر10 جنيه", [(10.2, "")]),
        ("سرقة 300 مليون ليرة", [(3e8, "")]),
        ("إصابة ثلاثة عمال", [(3.0, "")]),
        ("إصابة ٣ عمال", [(3.0, "")]),
        ("Seven miners trapped", [(7.0, "")]),
        ("1,250 evacuated", [(1250.0, "")]),
        ("محلب يصل بـ15 سيارة", [(15.0, "")]),
    ],
)
def test_numbers_are_values_with_units(title: str, values: list[tuple[float, str]]) -> None:
    assert [(number.value, number.unit) for number in headline(title).numbers] == values


def test_a_title_without_spaces_still_has_words() -> None:
    assert len(headline("日本の首相が訪中").keys) > 3


def test_the_speaker_stands_before_the_colon() -> None:
    assert headline("Kalmar warden: the bridge is safe").speaker == {"kalmar", "warden"}
    assert headline("Vote at 10:30 in the square").speaker == frozenset()


def test_a_megabyte_of_marks_costs_no_more_than_a_title() -> None:
    assert len(headline("ا\u0301\u0323" * 300_000).text) <= MAX_TITLE
