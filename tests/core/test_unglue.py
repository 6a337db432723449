"""Glued tickers, built from headlines of our own with random repeats, come apart into their items."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticker.core.unglue import MAX_CHARS, unglue

HERE = Path(__file__).parent
HEADLINES: dict[str, list[str]] = {"ar": [], "en": []}
for row in (HERE / "unglue_headlines.jsonl").read_text(encoding="utf-8").splitlines():
    HEADLINES[json.loads(row)["lang"]].append(json.loads(row)["title"])
AROUND: dict[str, str] = json.loads((HERE / "unglue_around.json").read_text(encoding="utf-8"))


def ticker(seed: int, lang: str, *, repeats: bool = True) -> list[str]:
    """6 to 12 headlines; with repeats, up to half of them twice, beside themselves or anywhere."""
    dice = random.Random(f"{seed} {lang}")
    items = dice.sample(HEADLINES[lang], dice.randint(6, 12))
    if repeats:
        for item in dice.sample(items, dice.randint(1, len(items) // 2)):
            beside = items.index(item) + 1
            items.insert(beside if dice.random() < 0.5 else dice.randint(0, len(items)), item)
    return items


def exact(tickers: list[list[str]], context: str) -> float:
    """The share of items that come out as they went in, each as often."""
    right = sum(
        (Counter(items) & Counter(unglue("".join(items), context=context))).total() for items in tickers
    )
    return right / sum(map(len, tickers))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_there_are_enough_headlines_of_our_own() -> None:
    assert len(set(HEADLINES["ar"])) >= 60
    assert len(set(HEADLINES["en"])) >= 60


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_built_tickers_with_repeats_come_apart(lang: str) -> None:
    tickers = [ticker(seed, lang) for seed in range(20)]
    assert exact(tickers, AROUND[lang]) >= 0.97


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_built_tickers_without_any_repeat_or_context_come_apart(lang: str) -> None:
    tickers = [ticker(seed, lang, repeats=False) for seed in range(20)]
    assert exact(tickers, "") >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("repeats", [True, False])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_many_random_builds_hold_the_figure(lang: str, *, repeats: bool) -> None:
    tickers = [ticker(seed, lang, repeats=repeats) for seed in range(1000, 1060)]
    assert exact(tickers, AROUND[lang]) >= (0.97 if repeats else 0.95)


@pytest.mark.shared
def test_the_page_that_started_it(shared: Path) -> None:
    line, _, context = (shared / "data/seed/page.txt").read_text(encoding="utf-8").partition("\n")
    truth = json.loads((shared / "data/seed/truth.json").read_text(encoding="utf-8"))["ticker_items"]
    assert unglue(line, context=context) == truth
    assert unglue(line) == truth


@pytest.mark.parametrize(
    "item", [HEADLINES["ar"][0], HEADLINES["en"][0], "كلمة", "One", "عاجل | انفجار في المرفأ"]
)
def test_one_item_stays_one(item: str) -> None:
    assert unglue(item) == [item]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_headline_is_cut(lang: str) -> None:
    whole = [headline for headline in HEADLINES[lang] if unglue(headline, context=AROUND[lang]) == [headline]]
    assert len(whole) >= 0.97 * len(HEADLINES[lang])


def test_repeats_alone_part_words_that_nobody_knows() -> None:
    one, two, three = "zub qorva lemnit drax", "plavo untir mesk hodra", "gribol sant ewidu kropt"
    line = one + two + one + three + two + three
    assert unglue(line) == [one, two, one, three, two, three]


def test_a_doubled_item_is_parted_at_a_mere_space() -> None:
    item = "zub qorva lemnit drax ewid"
    assert unglue(f"{item} {item}") == [item, item]


def test_a_shared_beginning_is_no_item() -> None:
    items = ["محافظ أسوان يزور مدينة إدفو", "محافظ أسوان يزور مدينة كوم أمبو"]
    assert unglue("".join(items)) == items


@pytest.mark.parametrize(
    ("glued", "items"),
    [
        (
            "هل تنجح وساطة مسقط في الأزمة؟خبراء يشككون في النتائج",
            ["هل تنجح وساطة مسقط في الأزمة؟", "خبراء يشككون في النتائج"],
        ),
        (
            "وفاة خمسة أشخاص في حادث سير قرب طنطاالنيابة تفتح تحقيقاً عاجلاً",
            ["وفاة خمسة أشخاص في حادث سير قرب طنطا", "النيابة تفتح تحقيقاً عاجلاً"],
        ),
        (
            "ارتفاع أسعار القمح للعام الثالث على التوالي«الصحة» تعلن خطة جديدة",
            ["ارتفاع أسعار القمح للعام الثالث على التوالي", "«الصحة» تعلن خطة جديدة"],
        ),
        (
            "Bakers raise prices again on FridayTeachers end long strike",
            ["Bakers raise prices again on Friday", "Teachers end long strike"],
        ),
        (
            "Egypt to host the cup in 2026Rain delays the opening match",
            ["Egypt to host the cup in 2026", "Rain delays the opening match"],
        ),
        (
            "Minister says 'we will win'Storm hits the northern coast",
            ["Minister says 'we will win'", "Storm hits the northern coast"],
        ),
        (
            "Trade talks open today between the UK and USTrump leaves for Geneva on Monday",
            ["Trade talks open today between the UK and US", "Trump leaves for Geneva on Monday"],
        ),
        (
            "Price of bread up 4%Bakers blame the weather",
            ["Price of bread up 4%", "Bakers blame the weather"],
        ),
    ],
)
def test_the_marks_of_an_end(glued: str, items: list[str]) -> None:
    assert unglue(glued) == items


@pytest.mark.parametrize(
    "item",
    [
        "McDonald's and YouTube settle dispute over iPhone ads",
        "O'Neill wins by-election in the U.S. state of Iowa",
        "G20 leaders meet in Rio as COVID19 cases rise",
        "الرئيس عبدالفتاح يستقبل وفد «الاتحاد» لبحث ال5 ملفات",
        "مقتل 12 في هجوم لـ«داعش» و300 جريح",
        "رفع سعر الوقود 5% اعتباراً من 25يناير",
        'The "Great" Wall closes 2nd time in 10 days',
    ],
)
def test_what_looks_like_a_seam_and_is_none(item: str) -> None:
    assert unglue(item) == [item]


def test_words_of_the_context_decide() -> None:
    glued = "زيارة رسمية إلى بلدة قرزوبتالديرون يعود إلى الوطن"
    items = ["زيارة رسمية إلى بلدة قرزوبت", "الديرون يعود إلى الوطن"]
    assert unglue(glued, context="ولد في قرزوبت ودرس فيها. سكان قرزوبت والديرون في عيد الديرون") == items


def test_known_headlines_part_the_line() -> None:
    known = ["قرزوب تالدير كاليس", "درن مونقا ويدو"]
    items = ["قرزوب تالدير كاليس", "درن مونقا ويدو", "هبغر ولتكس بيدن"]
    assert unglue("".join(items), known=known) == items
    assert unglue(" ".join(items[:2]), known=known) == items[:2]
    assert unglue(" ".join(items[:2])) == [" ".join(items[:2])]


def test_a_line_of_the_context_is_known_too() -> None:
    context = "ميلوت قارن زاب\n\nنص آخر"
    assert unglue("ميلوت قارن زابدرن كاليس مون", context=context) == ["ميلوت قارن زاب", "درن كاليس مون"]


PARTS = ["First item of three", "Second item goes here", "Third one ends it"]


@pytest.mark.parametrize(
    "mark",
    [
        " | ",
        "|",
        " • ",
        "•",
        " ● ",
        " * ",
        " // ",
        " ◆ ",
        " – ",
        " \u200f– ",
        "\n",
        "\r\n",
        "   ",
        "\t",
        " *** ",
    ],
)
def test_separators_come_first(mark: str) -> None:
    assert unglue(mark.join(PARTS)) == PARTS


@pytest.mark.parametrize(
    "item",
    [
        "عاجل | زلزال يضرب سواحل اليونان صباح اليوم",
        "Breaking | Quake shakes the coast of Chile",
        "Storm closes passes - The Example Post",
        "Story at https://example.org/a//b is true",
        "A sloppy  double space is no border",
    ],
)
def test_a_mark_within_an_item_is_no_separator(item: str) -> None:
    assert unglue(item) == [item]


def test_an_empty_line_has_no_items() -> None:
    assert unglue("") == []
    assert unglue(" \n\t \u3000") == []
    assert unglue("| | •") == []


LETTERS = st.sampled_from(
    [*"ابتةىإأءوسلم .؟!…«»\"'()%#12:،", *"abcABC", "\u064b", "\u0640", "\u200f", "😀", "\0", "今"]
)


@settings(max_examples=80, deadline=None)
@given(st.text(LETTERS, max_size=200), st.text(LETTERS, max_size=80))
@example("مقتل 5 في غارة على غزةمقتل 5 في غارة على غزة", "")
@example("a" * 200, "")
@example("''" * 40 + "a", "'")
def test_nothing_is_lost_and_nothing_is_added(line: str, context: str) -> None:
    items = unglue(line, context=context, known=[context, line[:40]])
    assert squeezed("".join(items)) == squeezed(line)
    assert all(item == item.strip() and item for item in items)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_whatever_is_taken_and_parted_the_same_twice(line: str) -> None:
    items = unglue(line, context=line)
    assert all(items)
    assert unglue(line, context=line) == items


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "ا",
        "word ",
        "كلمة ",
        "؟ا",
        "..a",
        '"a',
        "'a",
        "«",
        "\0",
        "😀",
        "\u0301",
        "今日は晴れ。",
        " " * 50 + "a",
    ],
)
def test_a_megabyte_of_anything_comes_back_whole(unit: str) -> None:
    line = unit * (1_000_000 // len(unit))
    assert squeezed("".join(unglue(line))) == squeezed(line)


def test_beyond_the_cap_sentence_ends_still_cut() -> None:
    head = "word " * (MAX_CHARS // 5)
    assert unglue(f"{head}Is it over?Yes it is over!So they say")[-2:] == ["Yes it is over!", "So they say"]


def test_beyond_the_cap_separators_still_cut() -> None:
    assert unglue("an item here|" * 2000) == ["an item here"] * 2000


def test_surrogates_are_no_trouble() -> None:
    assert unglue("\ud800 a \udfff") == ["\ud800 a \udfff"]
