"""Numbers as values: 1,000 · 2.5 · «2ر10» · 75% · $1.2bn · twelve · «ثلاثة».

Knows how a number is written; must not know what a changed number means (that is `match`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.core.text import Word


class Number(NamedTuple):
    """A value, its unit (`%` or a currency sign), the keys right beside it and those near it."""

    value: float
    unit: str = ""
    beside: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


_EN_SMALL = "two three four five six seven eight nine ten eleven twelve"
_AR_SMALL = (
    "اثنين اثنان",
    "ثلاث ثلاثه",
    "اربع اربعه",
    "خمس خمسه",
    "ست سته",
    "سبع سبعه",
    "ثماني ثمانيه",
    "تسع تسعه",
    "عشر عشره",
)
_SCALE_WORDS = {
    1e3: "thousand thousands k الف الاف الفا",
    1e6: "million millions mln m مليون ملايين مليونا مليوني",
    1e9: "billion billions bln bn b مليار مليارات مليارا بليون",
    1e12: "trillion trillions trn tn تريليون ترليون",
}

SMALL: dict[str, float] = {word: float(n) for n, word in enumerate(_EN_SMALL.split(), 2)}
SMALL |= {word: float(n) for n, words in enumerate(_AR_SMALL, 2) for word in words.split()}
SMALL |= {
    "dozen": 12.0,
    "hundred": 100.0,
    "مايه": 100.0,
    "ماه": 100.0,
    "مايتين": 200.0,
    "once": 1.0,
    "twice": 2.0,
}
_ORDINALS = (
    "first الاول الاولي اول اولي",
    "second الثاني الثانيه",
    "third الثالث الثالثه",
    "fourth الرابع الرابعه",
    "fifth الخامس الخامسه",
    "sixth السادس السادسه",
    "seventh السابع السابعه",
    "eighth الثامن الثامنه",
    "ninth التاسع التاسعه",
    "tenth العاشر العاشره",
)
ORDINALS: dict[str, float] = {
    word: float(n) for n, words in enumerate(_ORDINALS, 1) for word in words.split()
}
SCALES: dict[str, float] = {word: scale for scale, words in _SCALE_WORDS.items() for word in words.split()}
# What may stand directly behind digits, in one word: $1.2bn, 45k.
_GLUED = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12}

_DIGITS = re.compile(r"([$€£¥]?)(\d[\d.,]*)(%?)([a-z]*)")


def parse_digits(word: str) -> tuple[float, str] | None:
    """Value and unit of one word that holds digits; None where it is no plain number."""
    found = _DIGITS.fullmatch(word)
    if found is None or (found[4] and found[4] not in _GLUED):
        return None
    digits = found[2].rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".")
    if digits.count(".") > 1:
        return None
    return float(digits[:40]) * _GLUED.get(found[4], 1.0), found[1] or found[3]


def scan(words: Sequence[Word]) -> tuple[Number, ...]:
    """Numbers of a title, scale words applied («300 مليون»), each with the keys around it."""
    found: list[Number] = []
    for at, word in enumerate(words):
        if word.number is None:
            continue
        value, unit = word.number
        after = at + 1
        if after < len(words) and words[after].text in SCALES:
            value *= SCALES[words[after].text]
            after += 1
        before_keys = [one.key for one in words[max(at - 3, 0) : at] if one.number is None and not one.stop]
        after_keys = [one.key for one in words[after : after + 3] if one.number is None and not one.stop]
        beside = (*before_keys[-1:], *after_keys[:1])
        found.append(Number(value, unit, beside, (*before_keys, *after_keys)))
    return tuple(found)
