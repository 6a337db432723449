"""Names, siblings, disasters: what tells two headlines of one frame apart, what holds a story together."""

from __future__ import annotations

import pytest

from ticker.core.anchor import WITHIN, anchored
from ticker.core.lexicon import PLACES, keys_of
from ticker.core.match import match
from ticker.core.model import Relation
from ticker.core.naming import another_name
from ticker.core.siblings import another_league, siblings
from ticker.core.text import Headline, headline


def at(title: str, hours: float = 0.0) -> Headline:
    return headline(title, time=1_790_000_000.0 + hours * 3600.0)


APART = [
    (
        "Ferry service to Orrin Island suspended until spring",
        "Ferry service to Tavel Island suspended until spring",
    ),
    ("Mayor of Brenholt opens new tram depot", "Mayor of Carnvale opens new tram depot"),
    ("Pelmar central bank keeps rate unchanged", "Dovria central bank keeps rate unchanged"),
    ("إغلاق ميناء الرصيف أمام الملاحة بسبب الرياح", "إغلاق ميناء النخيل أمام الملاحة بسبب الرياح"),
    ("افتتاح مستشفى الياسمين بعد أعمال التطوير", "افتتاح مستشفى البستان بعد أعمال التطوير"),
    ("الوزير يبحث مع نظيره السنغالي ملف الهجرة", "الوزير يبحث مع نظيره الكندي ملف الهجرة"),
    ("Silver closes slightly lower in quiet trade", "Copper closes slightly lower in quiet trade"),
    ("سعر اليورو يرتفع في تعاملات الصباح", "سعر الريال يرتفع في تعاملات الصباح"),
    ("Harriers win cup final 3-1 at home", "Harriers win women's cup final 3-1 at home"),
    ("المنتخب يفوز ببطولة الشاطئ", "منتخب السيدات يفوز ببطولة الشاطئ"),
    ("Council meets residents of Elmside on Tuesday", "Council meets residents of Elmside on Friday"),
]

TOGETHER = [
    (
        "Orrin Island ferry service suspended until spring",
        "Ferry service to Orrin Island halted until spring",
    ),
    ("إغلاق ميناء الرصيف بسبب الرياح", "الرياح تغلق ميناء الرصيف أمام الملاحة"),
    ("Gold closes slightly lower in quiet trade", "Gold ends slightly lower in quiet trading"),
]


@pytest.mark.parametrize(("a", "b"), APART)
def test_another_name_or_kind_in_one_frame_is_another_event(a: str, b: str) -> None:
    for one, other in ((a, b), (b, a)):
        found = match(at(one), at(other))
        assert not found.same, found
        assert found.reasons[0].kind.startswith("veto-"), found


@pytest.mark.parametrize(("a", "b"), TOGETHER)
def test_the_same_name_in_other_words_is_not_held_apart(a: str, b: str) -> None:
    one, other = at(a), at(b)
    in_a, in_b = set(one.keys), set(other.keys)
    assert not another_name(one, other)
    assert not siblings(in_a - in_b, in_b - in_a)
    assert not another_league(one, other)
    assert match(one, other).same


UNFOLDS = [
    ("Strong earthquake shakes Orrin Island before dawn", "Orrin Island earthquake: death toll rises to 31"),
    ("Ferry capsizes off Tavel harbour with 90 passengers", "Nine bodies found after Tavel ferry sinking"),
    ("انهيار جسر الصنوبر في ساعة الذروة", "ارتفاع ضحايا انهيار جسر الصنوبر إلى 14 قتيلا"),
    ("حريق ضخم في مطار الهضبة", "إجلاء 200 من مطار الهضبة بعد الحريق"),
    ("Storm Wilma cuts power to 12,000 homes in Carnvale", "Storm Wilma: 30,000 homes without power"),
]


@pytest.mark.parametrize(("first", "later"), UNFOLDS)
def test_a_disaster_stays_one_story_while_its_toll_grows(first: str, later: str) -> None:
    one, other = at(first), at(later, 3)
    assert anchored(one, other)
    assert anchored(one, other) == anchored(other, one) or anchored(other, one)
    found = match(one, other)
    assert found.same, found
    assert found.reasons[0].kind == "anchor"


def test_a_moving_count_of_one_disaster_is_an_update() -> None:
    found = match(
        at("Orrin Island earthquake: death toll rises to 12"),
        at("Orrin Island earthquake: death toll rises to 31", 5),
    )
    assert found.relation is Relation.UPDATE


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Strong earthquake shakes Orrin Island", "Tavel Island earthquake: death toll rises to 31"),
        ("Strong earthquake shakes Orrin Island", "Orrin Island flood: death toll rises to 31"),
        ("Strong earthquake shakes Orrin Island", "Orrin Island earthquake museum opens"),
        ("حريق ضخم في مطار الهضبة", "ضحايا حريق مطار الواحة"),
    ],
)
def test_another_place_or_disaster_is_no_anchor(first: str, later: str) -> None:
    assert not anchored(at(first), at(later))


def test_an_anchor_holds_for_a_day_and_only_where_times_are_known() -> None:
    first, later = UNFOLDS[0]
    assert anchored(at(first), at(later, WITHIN / 3600 - 1))
    assert not anchored(at(first), at(later, WITHIN / 3600 + 1))
    assert not anchored(headline(first), headline(later))


def test_a_home_is_no_city_of_syria() -> None:
    assert keys_of("home house").isdisjoint(PLACES)
    assert PLACES["homs"] == ("homs", frozenset({"=syria"}))
