"""Cells: cut, wrapped, shaped and ordered."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ticker.terminal import Bidi, Mode, cells, cut, display, is_rtl, pad, wrap

APP = Mode(Bidi.APP)
WORDS = Mode(Bidi.APP, words=True)
TERMINAL = Mode(Bidi.TERMINAL)
OFF = Mode(Bidi.OFF)
MODES = [APP, WORDS, TERMINAL, OFF]

texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("abc XYZ 0129 ()[]:.,%-«»"),
        st.sampled_from("ابتثجحخدذرزسشصضلمنهويىةءأإآؤئ ٠١٢،؟"),
        st.sampled_from("שלום"),
        st.sampled_from("日本語🙂👩\u200d💻🇪🇬\ufe0f\u0301\u064f\u0651\u200c"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        # لا is one cell, letters are joined, the first word stands on the right
        pytest.param("لا سلام", "ﻡﻼﺳ ﻻ", id="arabic"),
        pytest.param("قتل 12 في BBC (x)", "BBC (x) ﻲﻓ 12 ﻞﺘﻗ", id="latin and digits keep their order"),
        pytest.param(
            "BBC: مقتل 3 في غزة", "ﺓﺰﻏ ﻲﻓ 3 ﻞﺘﻘﻣ :BBC", id="a latin name first is still an arabic line"
        ),
        pytest.param("mayor of سلام city", "mayor of ﻡﻼﺳ city", id="an arabic word in an english line"),
        pytest.param("مُحَمَّد", "ﺪﻤﺤﻣ", id="marks are dropped"),
        pytest.param("שָׁלוֹם", "םוֹלשָׁ", id="hebrew marks stay behind their letter"),
        pytest.param("خبر 👩\u200d💻 هنا", "ﺎﻨﻫ 👩\u200d💻 ﺮﺒﺧ", id="joined emoji is one sign"),
        pytest.param("plain [sic] text", "plain [sic] text", id="english"),
        pytest.param("", "", id="nothing"),
        pytest.param("لا «سلام» (لا)", "(ﻻ) «ﻡﻼﺳ» ﻻ", id="brackets open towards what they hold"),
        pytest.param("لا (سلام [لا])", "([ﻻ] ﻡﻼﺳ) ﻻ", id="so do nested ones"),
        pytest.param("لا (سلام", "ﻡﻼﺳ) ﻻ", id="and one half alone"),
        pytest.param("song «سلام» out", "song «ﻡﻼﺳ» out", id="in an english line"),
    ],
)
def test_the_program_orders_and_joins(logical: str, visual: str) -> None:
    assert display(logical, width=None, mode=APP) == visual


def test_kitty_gets_words_in_order_and_letters_as_written() -> None:
    assert display("مقتل 12 في BBC", width=None, mode=WORDS) == "BBC في 12 مقتل"
    assert display("می‌خواهد لأنه", width=None, mode=WORDS) == "لأنه می‌خواهد"


@pytest.mark.parametrize("mode", [TERMINAL, OFF])
def test_elsewhere_text_stays_as_written(mode: Mode) -> None:
    assert display("مقتل 12 في BBC", width=None, mode=mode) == "مقتل 12 في BBC"


def test_a_cut_shows_where_the_reader_runs_out() -> None:
    assert display("one two three", width=8, mode=APP) == "one two…"
    assert display("زلزال في الساحل", width=9, mode=APP) == "…ﻲﻓ ﻝﺍﺰﻟﺯ"
    assert display("زلزال في الساحل", width=9, mode=TERMINAL) == "زلزال في…"


def test_shaping_comes_before_measuring() -> None:
    """Four ligatures make eight letters four cells: nothing is cut."""
    assert display("لالالالا", width=4, mode=APP) == "ﻻﻻﻻﻻ"


def test_right_alignment_fills_up_on_the_left_only_where_we_order() -> None:
    assert display("سلام", width=6, mode=APP, rtl_align=True) == "   ﻡﻼﺳ"
    assert display("peace", width=8, mode=APP, rtl_align=True) == "peace"
    assert display("سلام", width=6, mode=TERMINAL, rtl_align=True) == "سلام"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("👩\u200d💻👩\u200d💻", 3, "👩\u200d💻…"),
        ("日本語", 4, "日…"),
        ("🇪🇬🇪🇬", 3, "🇪🇬…"),
        ("abc", 3, "abc"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_cut_never_parts_what_belongs_together(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected


def test_padding_counts_cells() -> None:
    assert pad("日本", 6) == "日本  "
    assert pad("long", 2) == "long"


def test_lines_are_broken_in_reading_order_and_ordered_after() -> None:
    assert wrap("زلزال في الساحل", 9, mode=APP) == ["ﻲﻓ ﻝﺍﺰﻟﺯ", "ﻞﺣﺎﺴﻟﺍ"]
    assert wrap("one two three", 7, mode=APP) == ["one two", "three"]
    assert wrap("abcdefgh ij", 3, mode=APP) == ["abc", "def", "gh", "ij"]
    assert wrap("anything", 0, mode=APP) == []
    assert wrap("", 10, mode=APP) == []


def test_most_letters_decide_the_direction() -> None:
    assert is_rtl("BBC: مقتل ثلاثة")
    assert not is_rtl("The word سلام means peace")
    assert not is_rtl("12:30")


@given(texts, st.integers(0, 40), st.sampled_from(MODES), st.booleans())
def test_it_fits_and_stays_clean(text: str, width: int, mode: Mode, align: bool) -> None:
    shown = display(text, width=width, mode=mode, rtl_align=align)
    assert cells(shown) <= width
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in shown)


@given(texts, st.integers(1, 40), st.sampled_from(MODES))
def test_wrapped_lines_fit(text: str, width: int, mode: Mode) -> None:
    # a wide character may be wider than the narrowest line; it is never cut in half
    assert all(cells(line) <= max(width, 2) for line in wrap(text, width, mode=mode))


@given(texts)
def test_ordering_loses_nothing(text: str) -> None:
    """Where letters are left as they are, the same ones come out, each as often."""
    written = unicodedata.normalize("NFC", display(text, width=None, mode=OFF))
    assume(not any("\ufb00" <= char <= "\ufefc" for char in written))
    moved = display(text, width=None, mode=WORDS)
    assert sorted(filter(str.isalnum, moved)) == sorted(filter(str.isalnum, written))


def test_a_giant_title_costs_little() -> None:
    assert cells(display("ا" * 1_000_000, width=80, mode=APP)) == 80


def test_an_english_sentence_that_quotes_arabic_runs_from_left_to_right() -> None:
    sentence = "why: shared: انتخابات, رئاسية, أوستريا, الاقتراع"
    (line,) = wrap(sentence, 80, mode=APP, ltr=True)
    assert line.startswith("why: shared: ")
    (turned,) = wrap(sentence, 80, mode=APP)
    assert not turned.startswith("why")


@pytest.mark.parametrize("rtl", [False, True])
def test_words_that_are_counted_up_stand_on_their_side_of_the_slash(rtl: bool) -> None:
    sides = (["72", "وفتح"], ["34", "مرسى النور", "Orbis", "Sky"])
    sentence = "only in one: " + " / ".join(", ".join(side) for side in sides)
    (line,) = wrap(sentence, 80, mode=APP, listed=True, rtl=rtl)
    shown = [[display(word, width=None, mode=APP) for word in side] for side in sides]
    if rtl:
        assert line == " / ".join(" ,".join(side[::-1]) for side in shown[::-1]) + " :only in one"
    else:
        assert line == "only in one: " + " / ".join(", ".join(side) for side in shown)
    assert wrap(sentence, 80, mode=Mode(Bidi.TERMINAL), listed=True, rtl=rtl) == [sentence]
