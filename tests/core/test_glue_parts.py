"""The parts of ungluing, each against a slow or obvious check."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticker.core.glue import names_ar, words_ar, words_en
from ticker.core.glue.edges import first_word, last_word
from ticker.core.glue.forms import listed, misspelt
from ticker.core.glue.letters import Letters
from ticker.core.glue.line import Line, known_spans, sightings
from ticker.core.glue.repeats import maximal_repeats
from ticker.core.glue.separators import split_separators
from ticker.core.glue.spelling import WORD, bare, fold
from ticker.core.glue.words import Words


def maximal_by_hand(text: str, shortest: int) -> set[str]:
    """Substrings that stand somewhere twice with other letters on both sides."""
    found = set()
    for a in range(len(text)):
        for b in range(a + 1, len(text)):
            if a and text[a - 1] == text[b - 1]:
                continue
            length = 0
            while b + length < len(text) and text[a + length] == text[b + length]:
                length += 1
            if length >= shortest:
                found.add(text[a : a + length])
    return found


@settings(max_examples=200, deadline=None)
@given(st.text("ab ", max_size=40))
def test_maximal_repeats_are_those_found_by_hand(text: str) -> None:
    found = maximal_repeats(text, 3)
    by_hand = maximal_by_hand(text, 3)
    assert {text[repeat.first : repeat.first + repeat.length] for repeat in found} <= by_hand
    for repeat in found:
        one = text[repeat.first : repeat.first + repeat.length]
        assert one == text[repeat.second : repeat.second + repeat.length]


def test_a_repeat_is_found_once_with_both_places() -> None:
    assert maximal_repeats("xhello worldyhello worldz", 5) == [(1, 13, 11)]


@pytest.mark.parametrize(
    ("word", "key"), [("مُحَمَّد", "محمد"), ("إســراء", "اسراء"), ("FRIDAY’s", "friday's"), ("مسؤولى", "مسيولي")]
)
def test_spellings_of_a_word_are_one(word: str, key: str) -> None:
    assert fold(word) == key
    assert fold(fold(word)) == fold(word)


def test_what_belongs_to_a_word() -> None:
    text = "O'Neill's l'été شخصاً 'quoted' 5G U.S. عبد_الله"
    assert WORD.findall(text) == ["O'Neill's", "l'été", "شخصاً", "quoted", "G", "U", "S", "عبد", "الله"]


@pytest.mark.parametrize(
    "word", ["والمدارس", "سيستهدف", "مسؤوليها", "وزرائه", "للمحكمة", "ولايات", "استهدافهم", "teachers"]
)
def test_forms_of_listed_words_are_listed(word: str) -> None:
    assert listed(word) < 16


@pytest.mark.parametrize("word", ["قرزوبت", "البوخشمار", "xqzv", "دمشقالأمن"])
def test_what_no_list_yields_is_unknown(word: str) -> None:
    assert listed(word) == float("inf")


def test_arabic_orthography() -> None:
    assert misspelt("مدينةكبيرة") > 0
    assert misspelt("الحرإيران") > 0
    assert misspelt("ةمن") > 0
    for word in "والإعلام مسألة خطأ المرفأ مدينة مستشفى bread".split():  # noqa: SIM905 - reads as a sentence
        assert misspelt(bare(word)) == 0


def test_letters_are_a_probability() -> None:
    letters = Letters(Letters())
    letters.learn(["abba", "baba"])
    total = sum(exp(-letters.cost("^^^", letter)) for letter in "ab$")
    assert 0.5 < total < 1.0  # the rest is left to letters that were not seen
    assert letters.word("abab") < letters.word("zzzz")


def test_a_word_seen_around_costs_less_but_not_by_itself() -> None:
    words = Words({fold("قرزوبت"): 1})
    assert words.cost("قرزوبت") < Words({}).cost("قرزوبت")
    assert words.cost("القرزوبت") < Words({}).cost("القرزوبت")
    assert words.cost("قرزوبت", within="قرزوبت") == Words({}).cost("قرزوبت")


def test_edges_of_items() -> None:
    assert last_word("في") < last_word("دمشق")
    assert last_word("of") < last_word("Damascus")
    assert first_word("الذي") < first_word("دمشق") <= first_word("شاهد")
    assert first_word("item") < first_word("Item") == first_word("iPhone")


def test_no_word_is_listed_twice_in_one_list() -> None:
    for module in (words_ar, words_en, names_ar):
        for name in filter(str.isupper, dir(module)):
            words = getattr(module, name).split()
            assert len(words) == len(set(words)), name


def test_known_headlines_are_found_whatever_their_marks() -> None:
    line = Line.of("بدء موسم  الحصاد في الجزيرةThe End of it")
    spans = known_spans(
        line, ["بَدء موسم الحصاد في الجزيره", "the end of IT", "بدء موسم الحصاد في الجزيرة", "the end"]
    )
    assert {line.folded[start:end] for start, end in spans} == {"بدء موسم الحصاد في الجزيرة", "the end of it"}


def test_a_pair_repeated_with_its_neighbours_is_seen_once() -> None:
    assert sightings("one two three one two three")["two"] == 1
    assert sightings("one two three four two five")["two"] == 2


def test_separators_need_testimony() -> None:
    assert split_separators("a b c | d e f | g h i") == ["a b c", "d e f", "g h i"]
    assert split_separators("عاجل | a b c | d e f | g h i") == ["عاجل | a b c", "d e f", "g h i"]
    assert split_separators("x | y | z") == ["x | y | z"]
