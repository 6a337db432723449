"""Nothing that moves, colours, reorders or hides reaches a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ticker.terminal import safe, visible
from ticker.terminal.safe import MAX_MARKS

HOSTILE = [
    pytest.param("\x1b[31mred\x1b[0m", "[31mred[0m", id="csi"),
    pytest.param("\x1b]0;owned\x07title", "]0;ownedtitle", id="osc title"),
    pytest.param("\x1bPq#0\x1b\\six", "Pq#0\\six", id="dcs"),
    pytest.param("\x9b2Jgone", "2Jgone", id="c1 csi"),
    pytest.param("a\x00b\x7fc", "abc", id="nul and del"),
    pytest.param("ok \u202egpj.exe\u202c", "ok gpj.exe", id="override"),
    pytest.param("\u2066a\u2069\u2067b\u2069\u2068c\u2069", "abc", id="isolates"),
    pytest.param("\u200ea\u200fb\u061cc", "abc", id="bidi marks"),
    pytest.param("one\u2028two\u2029three", "one two three", id="separators"),
    pytest.param("flag\U000e0067\U000e007f", "flag", id="tags"),
    pytest.param("zero\ufeff\u2060width\u00ad", "zerowidth", id="invisible"),
    pytest.param("a\r\nb\tc\x85d", "a b c d", id="line ends"),
    pytest.param("bad\ud800end", "bad\ufffdend", id="lone surrogate"),
    pytest.param("none\uffff", "none\ufffd", id="noncharacter"),
]


@pytest.mark.parametrize(("hostile", "clean"), HOSTILE)
def test_what_is_hostile_goes(hostile: str, clean: str) -> None:
    assert safe(hostile) == clean


@pytest.mark.parametrize(
    "text", ["Trump [sic] said", "[@click=app.quit]x[/]", "می‌خواهد", "👩‍💻 and 🏳️‍🌈", "قَدَّم", "café"]
)
def test_what_is_text_stays(text: str) -> None:
    assert safe(text) == text


def test_marks_do_not_pile_up() -> None:
    """Zalgo text paints over the lines around it."""
    assert safe("e" + "\u0301" * 500 + "x") == "e" + "\u0301" * MAX_MARKS + "x"


def test_text_that_is_being_typed_keeps_its_spaces() -> None:
    assert visible("a  b \u202e\x1b") == "a  b "


@given(st.text())
@example("\u202e\x1b[2J")
def test_it_is_one_clean_line_and_idempotent(text: str) -> None:
    once = safe(text)
    assert safe(once) == once
    assert once == " ".join(once.split())
    kinds = {unicodedata.category(char) for char in once} - {"Zs"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert {char for char in once if unicodedata.category(char) == "Cf"} <= {"\u200c", "\u200d"}
