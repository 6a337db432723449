"""Folds characters so that spellings of one word become one string: Arabic, Latin, digits, marks.

Knows code points; must not know words. Every table is computed from the Unicode database on first
use of a code point, so every script works, not only those listed.
"""

from __future__ import annotations

import unicodedata

# Hamza carriers lose their hamza: «مسئول» and «مسؤول» are one word in Cairo and in Beirut.
_ARABIC = {
    "آ": "ا",
    "أ": "ا",
    "إ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ئ": "",
    "ؤ": "",
    "ء": "",
    "ة": "ه",
    "ۀ": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ک": "ك",
    "گ": "ك",
    "چ": "ج",
    "پ": "ب",
    "ڤ": "ف",
    "ـ": "",
}
_LATIN = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_KEPT = {
    "%": "%",
    "٪": "%",
    "$": "$",
    "€": "€",
    "£": "£",
    "¥": "¥",
    ".": ".",
    "٫": ".",
    ",": ",",
    "٬": ",",
    "'": "'",
    "’": "'",
    "ʼ": "'",
}
# Scripts written without spaces between words.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_STRIPPED_MARKS = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x06D6, 0x06ED))


def unspaced(char: str) -> bool:
    """Whether the character belongs to a script that puts no spaces between words."""
    point = ord(char)
    return any(low <= point <= high for low, high in _UNSPACED)


def _fold_point(point: int) -> str:  # one return per Unicode category reads as the table it is
    char = chr(point)
    for table in (_ARABIC, _LATIN, _KEPT):
        if char in table:
            return table[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category[0] == "L":
        return _fold_letter(char)
    if category[0] == "M":
        marked = any(low <= point <= high for low, high in _STRIPPED_MARKS)
        return "" if marked or category == "Me" else char
    # format characters (zero width, bidi) join what they stand between
    return "" if category == "Cf" else " "


def _fold_letter(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return parts[0] if len(parts) > 1 and parts[0].isascii() else char


class _Table(dict[int, str]):
    """`str.translate` table that computes a code point on first use (at most one slot each)."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_point(point)
        return folded


_table = _Table()


def fold(text: str) -> str:
    """Fold text that is NFKC and casefolded; what separates words becomes spaces.

    Digits of every script become ASCII; `. , % '` and currency signs stay for the tokeniser.
    """
    return text.translate(_table)
