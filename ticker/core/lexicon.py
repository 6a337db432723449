"""What matching knows of words beforehand: meanings, opposites, negation, places, frequencies.

Indexes the hand-written lists of `lexicon_arabic` and `lexicon_english` by stem. Knows words; must
not know headlines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core import lexicon_arabic, lexicon_english
from ticker.core.fold import fold
from ticker.core.stem import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS = (lexicon_arabic, lexicon_english)
# Share of titles that hold a word of each tier.
_TIERS = (("COMMON_1", 1 / 20), ("COMMON_2", 1 / 80), ("COMMON_3", 1 / 300))


def _words(text: str) -> list[str]:
    return [word for word in fold(text.casefold()).split() if word]


def _lines(text: str) -> Iterator[list[str]]:
    """Lines as words; an indented line continues the one before."""
    return (line.casefold().split() for line in text.strip().replace("\n  ", " ").splitlines())


def _concepts() -> dict[str, str]:
    table: dict[str, str] = {}
    for lists in _LISTS:
        for line in _lines(lists.CONCEPTS):
            words = [fold(word).strip() if "_" not in word else word for word in line]
            for word in words:
                table.setdefault(stem(word), "=" + words[0])
    return table


CONCEPTS: dict[str, str] = _concepts()


def key_of(stemmed: str) -> str:
    """What a stem is compared by: its concept, else itself."""
    return CONCEPTS.get(stemmed, stemmed)


def _key(word: str) -> str:
    return "=" + word if "_" in word else key_of(stem(fold(word).strip()))


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for lists in _LISTS:
        for line in _lines(lists.OPPOSITES):
            one, other = (_key(word) for word in line)
            table.setdefault(one, set()).add(other)
            table.setdefault(other, set()).add(one)
    return {key: frozenset(others) for key, others in table.items()}


def _places() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for lists in _LISTS:
        for line in _lines(lists.PLACES):
            names, larger = (line[:-2], _key(line[-1])) if "<" in line else (line, "")
            for name in names:
                table[_key(name)] = (_key(names[0]), larger)
    return table


def _prior() -> dict[str, float]:
    table: dict[str, float] = {}
    for name, share in _TIERS:
        for lists in _LISTS:
            for word in _words(getattr(lists, name)):
                table.setdefault(key_of(stem(word)), share)
    return table


STOP: frozenset[str] = frozenset(word for lists in _LISTS for word in _words(lists.STOP))
NEGATION: frozenset[str] = frozenset(word for lists in _LISTS for word in _words(lists.NEGATION))
OPPOSITES: dict[str, frozenset[str]] = _opposites()
PLACES: dict[str, tuple[str, str]] = _places()
PRIOR: dict[str, float] = _prior()
DEATHS: frozenset[str] = frozenset({_key("مقتل"), _key("kill"), _key("toll")})
HURT: frozenset[str] = frozenset({_key("إصابة"), _key("injured"), _key("missing")})
