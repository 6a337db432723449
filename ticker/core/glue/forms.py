"""Which words exist, with their forms: the word lists, what roots and verbs yield, articles and endings.

The cost of a word grows with what had to be assumed of it. Forms are made generously: a form that does not
exist is never met. Knows words and morphology; must not know lines.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

from ticker.core.glue import names_ar, words_ar, words_en
from ticker.core.glue.spelling import FOLD, fold, is_arabic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NOUN, _VERB, _FUNCTION, _NAME = 1, 2, 4, 8
_ANY = _NOUN | _VERB | _FUNCTION | _NAME
_FUNCTION_COST = 5.5  # nats; of a few hundred words that make up a third of any text
_WORD_COST = 8.3  # nats; of one among some four thousand
_DERIVED = 1.7  # nats more for a noun that a verb's shape suggests
_SHORT_STEM = 3.0  # nats against two letters between affixes: nearly anything has that shape
_ENDLESS = "\x00"  # marks a stem that needs an ending: ولاي + ات

# Patterns of nouns and verbs over the radicals 1, 2, 3, and what each costs beyond a listed word.
_PATTERNS = (
    ("123", 2.0), ("1ا23", 2.0), ("م12و3", 2.5), ("ت12ي3", 2.0), ("ا12ا3", 2.0), ("م1ا23ة", 2.2),
    ("12ا3", 2.5), ("12ا3ة", 2.5), ("12ي3", 2.5), ("12و3", 2.5), ("12و3ة", 3.0), ("123ة", 2.5),
    ("12ي3ة", 2.8), ("م123", 2.5), ("م123ة", 2.8), ("م1ا23", 2.8), ("م1ا2ي3", 3.0), ("1وا23", 3.0),
    ("1وا2ي3", 3.5), ("ا1ت2ا3", 2.2), ("ان12ا3", 2.8), ("است12ا3", 2.5), ("ت1ا23", 2.2), ("ت123", 2.5),
    ("مت123", 2.8), ("مت1ا23", 2.8), ("م1ت23", 2.8), ("من123", 3.2), ("مست123", 2.8), ("1ا2و3", 3.5),
    ("12ائ3", 3.5), ("ت1ا2ي3", 3.2), ("123ان", 3.5),
)  # fmt: skip
_VERB_PATTERNS = (
    ("ي123", 2.2), ("ت123", 2.4), ("يت123", 3.0), ("يت1ا23", 3.0), ("ي1ت23", 2.8), ("ين123", 3.2),
    ("يست123", 3.0),
)  # fmt: skip
# prefix, cost, the kinds of word that carry it
_PREFIXES = (
    ("", 0.0, _ANY), ("ال", 0.7, _NOUN), ("و", 2.2, _ANY), ("ب", 2.0, _NOUN | _NAME),
    ("ل", 2.0, _NOUN | _NAME), ("لل", 1.8, _NOUN), ("بال", 2.2, _NOUN), ("وال", 2.6, _NOUN),
    ("ف", 4.5, _ANY), ("ك", 4.0, _NOUN | _NAME), ("كال", 4.5, _NOUN), ("فال", 6.0, _NOUN),
    ("وب", 4.5, _NOUN | _NAME), ("ول", 4.5, _NOUN | _NAME), ("وبال", 4.8, _NOUN), ("ولل", 4.8, _NOUN),
    ("س", 2.0, _VERB), ("وس", 4.2, _VERB), ("ل", 3.0, _VERB), ("ابو", 2.0, _NAME | _NOUN),
    ("عبدال", 1.5, _NAME | _NOUN),
)  # fmt: skip
# ending, cost, the kinds of word that carry it
_SUFFIXES = (
    ("", 0.0, _ANY), ("ة", 1.2, _NOUN), ("ات", 1.8, _NOUN), ("ين", 1.8, _NOUN), ("ون", 2.2, _NOUN | _VERB),
    ("ان", 2.8, _NOUN | _VERB), ("ي", 1.8, _NOUN | _NAME), ("ية", 1.8, _NOUN | _NAME),
    ("يين", 2.5, _NOUN | _NAME), ("يون", 3.0, _NOUN | _NAME), ("ها", 2.2, _ANY), ("ه", 2.2, _ANY),
    ("هم", 2.8, _ANY), ("هما", 4.5, _ANY), ("نا", 3.5, _ANY), ("كم", 5.0, _ANY), ("ا", 2.2, _NOUN),
    ("تها", 2.4, _NOUN), ("ته", 2.4, _NOUN), ("تهم", 3.2, _NOUN), ("ت", 2.0, _VERB), ("وا", 2.5, _VERB),
    ("تين", 2.8, _NOUN), ("تان", 4.0, _NOUN), ("اته", 3.2, _NOUN), ("اتها", 3.2, _NOUN),
    ("اتهم", 3.6, _NOUN), ("اتنا", 4.5, _NOUN), ("وه", 4.5, _VERB), ("ك", 5.0, _NOUN | _VERB),
    ("تهما", 4.0, _NOUN), ("يه", 3.0, _NOUN), ("يها", 3.0, _NOUN), ("يهم", 3.2, _NOUN), ("ونه", 4.2, _VERB),
    ("ونها", 4.2, _VERB), ("ونهم", 4.5, _VERB), ("تنا", 4.0, _NOUN), ("تي", 4.5, _NOUN),
    ("يات", 2.6, _NOUN | _NAME), ("ياتها", 4.5, _NOUN), ("يته", 3.5, _NOUN), ("يتها", 3.5, _NOUN),
    ("ني", 4.5, _VERB), ("تا", 4.0, _NOUN | _VERB), ("اتهما", 5.0, _NOUN), ("اتكم", 6.0, _NOUN),
    ("تكم", 6.0, _NOUN),
)  # fmt: skip
_ENGLISH_SUFFIXES = (
    ("s", 1.2), ("'s", 1.0), ("ed", 2.0), ("d", 2.0), ("ing", 2.0), ("er", 2.5), ("ers", 2.5), ("ly", 2.5),
)  # fmt: skip

_BEFORE_HAMZA = frozenset(prefix for prefix, _, _ in _PREFIXES)


class _Forms(dict[str, tuple[float, int]]):
    """Folded form -> its cost and the kinds of word it may be."""

    def note(self, word: str, cost: float, kind: int) -> None:
        """Take a form in; a noun in ة also without it, for the endings that replace it."""
        keys = [word.translate(FOLD)]
        if kind == _NOUN and word.endswith("ة"):
            keys.append(keys[0][:-1] + _ENDLESS)
        for key in keys:
            old, kinds = self.get(key, (cost, 0))
            self[key] = (min(old, cost), kinds | kind)

    def note_all(self, words: str, cost: float, kind: int) -> None:
        """Take in a list of words."""
        for word in words.split():
            self.note(word, cost, kind)


def _verb_forms(verb: str) -> Iterable[tuple[str, float]]:
    """The present's other persons, and the pasts that a present form may have."""
    stem = verb[1:]
    yield verb, _WORD_COST + 0.3
    yield "ت" + stem, _WORD_COST + 0.5
    yield "ن" + stem, _WORD_COST + 2.5
    if len(stem) > 2:
        yield stem, _WORD_COST + 1.5
    if len(stem) > 3:
        yield "ا" + stem, _WORD_COST + 1.5


def _nouns_of(verb: str) -> Iterable[str]:
    """The verbal nouns and participles that the shape of a present form suggests."""
    stem = verb[1:]
    yield "م" + stem
    if len(stem) < 3:
        return
    if stem.startswith("ست") or stem[0] == "ن" or stem[1] == "ت":
        yield "ا" + stem[:-1] + "ا" + stem[-1]  # استهداف، انفجار، اقتحام
    elif len(stem) == 3:
        yield "ت" + stem[:2] + "ي" + stem[2]
        yield "ا" + stem[:2] + "ا" + stem[2]
        yield stem[0] + "ا" + stem[1:]
        yield "م" + stem[:2] + "و" + stem[2]
    elif stem[1] == "ا":
        yield "م" + stem + "ة"


def _shaped(root: str, pattern: str) -> str:
    return pattern.replace("1", root[0]).replace("2", root[1]).replace("3", root[2])


def _note_roots(forms: _Forms) -> None:
    for root in words_ar.ROOTS.split():
        for pattern, cost in _PATTERNS:
            forms.note(_shaped(root, pattern), _WORD_COST + cost, _NOUN)
        for pattern, cost in _VERB_PATTERNS:
            forms.note(_shaped(root, pattern), _WORD_COST + cost, _VERB)
        forms.note(root, _WORD_COST + 2.0, _VERB)


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, tuple[float, int]]:
    forms = _Forms()
    forms.note_all(words_ar.FUNCTION, _FUNCTION_COST, _FUNCTION)
    forms.note_all(words_ar.NOUNS + words_ar.NISBAS, _WORD_COST, _NOUN)
    forms.note_all(names_ar.NAMES, _WORD_COST, _NAME)
    forms.note_all(words_ar.STARTERS, _WORD_COST, _FUNCTION)
    forms.note_all(words_ar.PASTS, _WORD_COST, _VERB)
    for verb in words_ar.VERBS.split():
        for form, cost in _verb_forms(verb):
            forms.note(form, cost, _VERB)
        for noun in _nouns_of(verb):
            forms.note(noun, _WORD_COST + _DERIVED, _NOUN)
    _note_roots(forms)
    forms.note_all(words_en.FUNCTION, _FUNCTION_COST, _FUNCTION)
    forms.note_all(words_en.COMMON + words_en.CAMEL.lower(), _WORD_COST, _NOUN)
    return forms


def _stems(stem: str) -> tuple[str, ...]:
    """Spellings of a stem before an ending: without its ة, its final hamza on a seat."""
    if stem.endswith("اي"):
        return stem, stem + _ENDLESS, stem[:-1] + "ء"
    return stem, stem + _ENDLESS


def _arabic(word: str) -> float:
    best, forms = inf, _forms()
    endings = [ending for ending in _SUFFIXES if word.endswith(ending[0])]
    for prefix, prefix_cost, carries in _PREFIXES:
        if not word.startswith(prefix):
            continue
        for suffix, suffix_cost, takes in endings:
            stem = word[len(prefix) : len(word) - len(suffix)]
            if len(stem) < 2:
                continue
            short = _SHORT_STEM if len(stem) == 2 and (prefix or suffix) else 0.0
            for key in _stems(stem) if suffix else (stem,):
                cost, kind = forms.get(key, (inf, 0))
                if kind & carries and kind & takes:
                    best = min(best, cost + prefix_cost + suffix_cost + short)
    return best


def _latin(word: str) -> float:
    forms = _forms()
    best = forms.get(word, (inf, 0))[0]
    for suffix, cost in _ENGLISH_SUFFIXES:
        if word.endswith(suffix):
            best = min(best, forms.get(word[: -len(suffix)], (inf, 0))[0] + cost)
    return best


def listed(word: str) -> float:
    """Nats of `word` by the lists, with its affixes; infinite when unknown."""
    key = fold(word)
    return _arabic(key) if is_arabic(key) else _latin(key)


@lru_cache(maxsize=1)
def _final_hamza() -> frozenset[str]:
    words = (words_ar.FUNCTION + words_ar.NOUNS + words_ar.VERBS + words_ar.PASTS).split()
    return frozenset(word for word in words if word[-1] in "أؤ")


def misspelt(word: str) -> float:
    """Nats against letters that Arabic does not write where this bare word has them."""
    if not is_arabic(word):
        return 0.0
    cost = 0.0
    if word[0] in "ةىؤئء":
        cost += 25.0
    if word[-1] == "إ" or (word[-1] in "أؤ" and word.removeprefix("ال") not in _final_hamza()):
        cost += 12.0
    inner = word.find("إ", 1)
    if inner > 0 and word[:inner] not in _BEFORE_HAMZA:
        cost += 10.0
    if "ة" in word[:-1] or "ى" in word[:-1]:
        cost += 30.0
    return cost
