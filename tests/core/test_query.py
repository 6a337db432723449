"""What a line of the query language finds, and what is said of one that cannot be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core.query import Query

NOW = 1_795_464_000.0  # 2026-11-23 20:00 UTC

QUAKE: Any = {
    "id": "17",
    "headline": "زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
    "lang": "ar-EG",
    "score": 5.0,
    "copies": 6,
    "publishers": ["خبر الساحل", "Meridian Desk", "Harbour Post"],
    "first_seen": "2026-11-23T19:20:00.000Z",
    "breaking": True,
    "pinned": False,
    "urgency": 2,
    "original": None,
    "held": False,
}
SPIKED: Any = {
    **QUAKE,
    "headline": "Gaza: breaking news channel closes",
    "breaking": False,
    "urgency": None,
    "held": True,
    "original": "Channel closes",
    "edits": {"spiked": True, "notes": [{"text": "wait"}]},
}

FIELDS = "id, lang, publisher, publishers, copies, urgency, age"


def found(line: str, story: Any = QUAKE) -> bool:
    query = Query.parse(line)
    assert not query.faults
    return query.matches(story, NOW)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  ",
        "زلزال",
        "زِلْزال",
        "إجلاء مرسي",  # order is free, spellings fold
        '"مرسى النور"',
        "meridian",
        "publisher:HARBOUR زلزال",
        'pub:"harbour post"',
        "lang:ar breaking",
        "lang:en,ar",
        "LANG=ar",
        "5.8",
        "٥.٨",
        '"زلزال بقوة',  # the quote is still being typed
        "publishers>=3 publishers<4 copies>5 copies:6",
        "age<41m age>=30m age<1h30m",
        "urgency<=3",
        "id:17",
        '-volcano -lang:en -pinned -"النور مرسى" -age<5m',
        "curated -held -spiked -retitled -noted",
        "-",
        "زلزال - مرسى",
    ],
)
def test_found(line: str) -> None:
    assert found(line)


@pytest.mark.parametrize(
    "line",
    [
        "volcano",
        '"النور مرسى"',
        "lang:en",
        "lang:a",
        "publisher:lantern",
        "pinned",
        "publisher:زلزال",
        "زلزال volcano",
        "-زلزال",
        "-breaking",
        "publishers>3",
        "copies<6",
        "age<30m",
        "urgency>2",
        "id:1",
    ],
)
def test_not_found(line: str) -> None:
    assert not found(line)


def test_marks_and_the_words_for_them() -> None:
    assert found("held spiked retitled noted curated", SPIKED)
    assert not found("breaking", SPIKED), "the mark, not the word"
    assert found('"breaking"', SPIKED)
    assert found("urgency>9", SPIKED), "no urgency is less urgent than any"
    plain = {**SPIKED, "held": False, "original": None}
    del plain["edits"]
    assert not found("curated", plain)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("publishers>=x", "publishers>= needs a whole number, as in publishers>=3"),
        ("copies:", "copies: needs a whole number, as in copies>=3"),
        ("age<soon", "age needs < or > and a time, as in age<30m or age>=2h"),
        ("age:3h", "age needs < or > and a time, as in age<30m or age>=2h"),
        ("lang:", "lang: needs a value, as in lang:ar"),
        ("lang>ar", "lang is not counted; write lang:…"),
        ("lnag:ar", '“lnag” is no field; did you mean lang? For the words themselves: "lnag:ar"'),
        ("Gaza:", f'“gaza” is no field; fields are {FIELDS}. For the words themselves: "Gaza:"'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_the_rest_holds(line: str, fault: str) -> None:
    query = Query.parse(f"{line} زلزال")
    assert query.faults == (fault,)
    assert query.matches(QUAKE, NOW)
    assert not query.matches(SPIKED, NOW)


def test_a_link_and_an_arabic_colon_are_words() -> None:
    for line in ("https://news.example", "غزة:", "10:30"):
        query = Query.parse(line)
        assert not query.faults
        assert query


def test_only_terms_make_a_filter() -> None:
    assert not Query.parse(' "" lang: ')
    assert Query.parse(" x ").text == "x"
    assert Query.parse("age<1h").timed
    assert not Query.parse("lang:ar").timed


@given(st.text())
def test_every_line_means_something(line: str) -> None:
    assert Query.parse(line).matches(QUAKE, NOW) in {True, False}
