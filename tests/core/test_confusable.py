"""Letters that pose as Latin ones are read as such; text of other scripts stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core.confusable import unmask
from ticker.core.text import headline


@pytest.mark.parametrize(
    ("posing", "meant"),
    [
        ("Аррlе opens a store", "Apple opens a store"),
        ("АРРLЕ store", "APPLE store"),
        ("Parliament раѕѕеѕ budget", "Parliament passes budget"),
        ("Ρarliamenτ pαsses budgeτ", "Parliament passes budget"),
        ("sessiօո ends", "session ends"),
    ],
)
def test_posing_letters_are_read_as_latin(posing: str, meant: str) -> None:
    assert unmask(posing) == meant
    assert headline(posing).keys == headline(meant).keys


@pytest.mark.parametrize(
    "text",
    [
        "Президент посетил завод IKEA в Твери",
        "IT-компания открыла офис",
        "Η Apple ανοίγει κατάστημα στην Αθήνα",
        "Հայաստանի խորհրդարանը",
        "رئيس الوزراء يزور مصنع IKEA",
        "plain text",
        "",
    ],
)
def test_what_is_really_of_another_script_stays(text: str) -> None:
    assert unmask(text) == text


@given(st.text(alphabet="abAB аеАЕжЖ αβΩ օո 1-", max_size=40))
def test_it_settles_and_keeps_the_length(text: str) -> None:
    once = unmask(text)
    assert len(once) == len(text)
    assert unmask(once) == once
