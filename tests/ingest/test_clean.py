"""What must go from text, and what must never be harmed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.ingest.clean import (
    MAX_MARKS,
    MAX_SUMMARY,
    MAX_TITLE,
    clean_line,
    clean_summary,
    clean_title,
    headline_of,
)

FORBIDDEN = "".join(
    [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028\u2029\u200b\ufeff\u00ad\ufffe\uffff"]
    + [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xE0068, 0x1FFFE)]
)


@pytest.mark.parametrize(
    "kept",
    [
        "a<b but I <3 you",
        "Why 3 < 5, and 7 > 6",
        "Trump [sic] said [b]so[/b] [@click=app.quit]",
        "Path C:\\",
        "AT&T and Q&A &copy2026 &unknown; x",
        "قال: «لن نعود» ـ تصريح",
        "\u200fخبر عاجل\u200e (AFP)",  # RLM and LRM
        "می\u200cشود و کتاب\u200cها",  # the Persian half-space
        "👨\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 👍🏽 🇱🇧",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f wins",  # the flag of Scotland
        "مُحَمَّدٌ",  # vowel marks
        "นี่คือข่าวเด่น",
        "हिन्दी में समाचार",
        "強い地震、津波の心配なし",
        "a <b and c> d",
        "...",
    ],
)
def test_language_and_plain_signs_are_unharmed(kept: str) -> None:
    assert clean_title(kept) == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  two \u00a0 words\t\n here ", "two words here"),
        ("line\u2028one\u0085two\rthree", "line one two three"),
        ("Quake\x1b[2J\x1b]0;owned\x07 hits", "Quake hits"),
        ("Quake \x9b31mhits\x9d52;c;x\x9c", "Quake hits"),
        ("open \x1b]0;never closed", "open ]0;never closed"),
        ("\u202eright\u202c to \u2067left\u2069", "right to left"),
        ("Cut\x00in\x08two", "Cutintwo"),
        ("hid\U000e0068\U000e0069den", "hidden"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("it\x92s \x93so\x94", "it’s “so”"),
        ("lone \u200d joiner \u200c", "lone joiner"),
        ("\ud83d half", "half"),
        ("Cafe\u0301", "Café"),
        ("<b>Bold</b> move", "Bold move"),
        ("<p>One</p><p>two<br/>three</p>", "One two three"),
        ("<img src=x onerror=alert(1)>News", "News"),
        ("<svg/onload=alert(1)>News", "News"),
        ("<script>alert(1)</script>News", "News"),
        ("<scr<script>ipt>alert(1)</scr</script>ipt>News", "News"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;News", "News"),
        ("&lt;iframe src=x&gt;News", "News"),
        ('<math><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">News', "News"),
        ("Tom &amp; Jerry&#8217;s &quot;show&quot;", 'Tom & Jerry’s "show"'),
        ("once &amp;amp; only", "once &amp; only"),
        ("<!-- hidden -->shown<![CDATA[ too]]>", "shown too"),
        ("the &lt;blink&gt; tag", "the <blink> tag"),
    ],
)
def test_what_acts_or_hides_is_removed(raw: str, clean: str) -> None:
    assert clean_title(raw) == clean


def test_declared_html_loses_unknown_tags_too() -> None:
    assert clean_title("<my-tag a b>News</my-tag> now", html=True) == "News now"
    assert clean_title("<my-tag a b>News</my-tag> now") == "<my-tag a b>News</my-tag> now"


def test_marks_are_capped_and_a_hundred_thousand_end() -> None:
    cleaned = clean_title("Z" + "\u0301\u0323\u0334" * 40 + "algo" + "\u0300" * 100_000)
    runs = "".join(
        "m" if unicodedata.category(char) == "Mn" else "." for char in unicodedata.normalize("NFD", cleaned)
    )
    assert max(len(run) for run in runs.split(".")) == MAX_MARKS


def test_capping_marks_is_final() -> None:
    for base in ("\u0623", "\u304c", "e"):
        once = clean_title(base + "\u0301" * 1000 + "t" + "x " * 400)
        assert clean_title(once) == once


def test_a_long_title_is_cut_at_a_word() -> None:
    cleaned = clean_title("word " * 400)
    assert len(cleaned) <= MAX_TITLE
    assert cleaned.endswith("word…")


def test_a_cut_never_opens_a_cluster() -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"
    for shift in range(8):
        cleaned = clean_title("x" * shift + family * 100)
        assert len(cleaned) <= MAX_TITLE
        assert "\u200d…" not in cleaned


def test_a_megabyte_is_cut_before_anything_costs() -> None:
    for raw in ("<" * 1_000_000, "&" * 1_000_000, "<a '" * 250_000, "\u0301" * 1_000_000, "\x1b]" * 500_000):
        assert len(clean_title(raw, html=True)) <= MAX_TITLE
        assert len(clean_summary(raw)) <= MAX_SUMMARY


def test_tags_nested_a_thousand_deep_leave_none() -> None:
    for raw in ("<scr" * 900 + "<script>" + "ipt>" * 900 + "x", "<b" * 1500 + "<b>" + ">" * 1500):
        assert "<script" not in clean_title(raw, html=True)
        assert "<script" not in clean_title(raw)


def test_a_summary_is_cut_outside_its_markup() -> None:
    cleaned = clean_summary("<p>text</p>" * 226 + '<a href="https://long.example/' + "x" * 900 + '">more</a>')
    assert "href" not in cleaned


def test_the_first_sentence_stands_in_for_a_headline() -> None:
    assert headline_of("The bridge is closed. Use the tunnel.") == "The bridge is closed."
    assert headline_of("أغلق الجسر اليوم؟ نعم.") == "أغلق الجسر اليوم؟"
    assert len(headline_of("no end " * 80)) <= 140


@given(st.text(max_size=300), st.booleans())
def test_nothing_forbidden_comes_out_and_cleaning_is_final(raw: str, html: bool) -> None:
    cleaned = clean_title(raw, html=html)
    assert not set(cleaned) & set(FORBIDDEN)
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_line(cleaned) == cleaned
    cleaned.encode("utf-8")


@given(st.text("<>/!-abi \"'=&;#x1b\x1b[]", max_size=200), st.booleans())
def test_no_script_survives_any_nesting(raw: str, html: bool) -> None:
    hostile = raw + "<script>" + raw + "</script>" + raw
    assert "<script" not in clean_title(hostile, html=html).lower()
