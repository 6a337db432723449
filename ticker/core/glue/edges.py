"""With which words items begin and end.

Knows words; must not know where in a line they stand.
"""

from __future__ import annotations

from functools import lru_cache

from ticker.core.glue import words_ar, words_en
from ticker.core.glue.forms import listed
from ticker.core.glue.spelling import fold, is_arabic

CAMEL_STARTS = tuple(word for word in words_en.CAMEL.split() if word[0].islower())
"""Names that begin with a small letter."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


@lru_cache(maxsize=1)
def _no_end() -> frozenset[str]:
    return _folded(words_ar.NO_END + words_en.NO_END)


@lru_cache(maxsize=1)
def _starters() -> frozenset[str]:
    return _folded(words_ar.STARTERS)


@lru_cache(maxsize=1)
def _no_start() -> frozenset[str]:
    return _folded(words_ar.NO_START + words_ar.FUNCTION) - _starters()


@lru_cache(maxsize=1)
def _presents() -> frozenset[str]:
    return frozenset(fold(form) for verb in words_ar.VERBS.split() for form in (verb, "ت" + verb[1:]))


def last_word(word: str) -> float:
    """Nats for or against an item that ends with `word`."""
    key = fold(word)
    if key in _no_end() or (key[:1] == "و" and key[1:] in _no_end()):
        return -7.0
    if key in _presents():
        return -2.0
    return -4.0 if len(key) == 1 else 0.0


def first_word(word: str, *, small: bool = False) -> float:
    """Nats for or against an item that begins with `word`; `small`: the line has no capitals at all."""
    key = fold(word)
    if not is_arabic(key):
        if not word[0].islower() or word.startswith(CAMEL_STARTS):
            return 0.0
        return -3.0 if small else -14.0
    if key in _no_start() and word != "علي":  # the name; the preposition is written so in Egypt
        return -4.0
    if key in _starters():
        return 1.5 if len(key) > 3 else 0.0
    if key in _presents():
        return 0.5
    if len(key) == 1:
        return -5.0
    if key[0] in "وفبلكس" and listed(key[1:]) < listed(key):
        return -3.0 if key[0] in "وفك" else -1.5
    return 0.0
