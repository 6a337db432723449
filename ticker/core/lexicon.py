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


def _concepts() -> tuple[dict[str, str], dict[str, str]]:
    """Concepts by word, and by stem where the stem belongs to one concept only."""
    words: dict[str, str] = {}
    stems: dict[str, set[str]] = {}
    for lists in _LISTS:
        for line in _lines(lists.CONCEPTS):
            names = [fold(word).strip() if "_" not in word else word for word in line]
            concept = words.get(names[0], "=" + names[0])
            for name in names:
                stems.setdefault(stem(name), set()).add(words.setdefault(name, concept))
    # a short stem says too little: «بحر» is the sea, not what is left of «البحرين»
    sure = {stemmed for stemmed in stems if len(stemmed) >= 4 or stemmed.isascii() or stemmed in words}
    return words, {stemmed: min(stems[stemmed]) for stemmed in sure if len(stems[stemmed]) == 1}


_BY_WORD, _BY_STEM = _concepts()


def key_of(word: str, stemmed: str) -> str:
    """What a word is compared by: the concept of the word or of its stem, else the stem itself."""
    return _BY_WORD.get(word) or _BY_STEM.get(stemmed, stemmed)


def _key(word: str) -> str:
    if "_" in word:
        return "=" + word
    folded = fold(word).strip()
    return key_of(folded, stem(folded))


def keys_of(words: str) -> frozenset[str]:
    """The keys of words in plain spelling, separated by spaces."""
    return frozenset(_key(word.casefold()) for word in words.split())


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
                key = _key(name)
                larger = "" if larger == key else larger
                # a name whose stem is also a common word («البحرين», «بحر») is known by its spelling alone
                table[key if key.startswith("=") else fold(name).strip()] = (_key(names[0]), larger)
    return table


def _prior() -> dict[str, float]:
    table: dict[str, float] = {}
    for name, share in _TIERS:
        for lists in _LISTS:
            for word in _words(getattr(lists, name)):
                table.setdefault(_key(word), share)
    return table


STOP: frozenset[str] = frozenset(word for lists in _LISTS for word in _words(lists.STOP))
NEGATION: frozenset[str] = frozenset(word for lists in _LISTS for word in _words(lists.NEGATION))
OPPOSITES: dict[str, frozenset[str]] = _opposites()
PLACES: dict[str, tuple[str, str]] = _places()
"""Concept key or folded spelling of a place → its name and the larger place around it."""
PRIOR: dict[str, float] = _prior()
BYLINES: frozenset[str] = frozenset(_key(word) for lists in _LISTS for word in _words(lists.BYLINES))
"""What stands before a colon where a section or a writer speaks, not the news."""
RISES: frozenset[str] = frozenset({_key("ارتفاع"), _key("rise")})
DEATHS: frozenset[str] = frozenset({_key("مقتل"), _key("kill"), _key("toll"), _key("حصيلة")})
HURT: frozenset[str] = frozenset({_key("إصابة"), _key("injured"), _key("missing")})
