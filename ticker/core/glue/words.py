"""What a run of letters costs to believe as one word: a small language model for splitting glued text.

A word is believed by the lexicon (with the affixes of its language), by the text around it, or letter
by letter. Costs are negative natural logarithms of probabilities ("nats"), so they add up and a
difference of costs is a log-odds. Knows words; must not know lines, items or separators.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from ticker.core.glue import words_ar, words_en

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Letters with their marks. An apostrophe belongs to the word before a small letter (Trump's, l'été) and
# after a first letter (O'Neill); elsewhere it is a quote.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c\u200d"
WORD = re.compile(rf"(?:[A-Z]['’](?=[A-Z]))?[^\W\d_](?:[^\W\d_{_MARKS}]|[{_MARKS}]|['’](?=[^\W\d_A-Z]))*")

_NOUN, _VERB, _FUNCTION, _NAME = 1, 2, 4, 8
_ANY = _NOUN | _VERB | _FUNCTION | _NAME
_FUNCTION_COST = 5.5
_WORD_COST = 8.3
_UNKNOWN_COST = 4.0
_SHORT_UNKNOWN = (0.0, 8.0, 6.0, 3.0, 0.0)  # by letters: the short words of a language are few and listed
_ACRONYM, _ACRONYM_COST = 5, 10.0
_ORDER = 3
_ALPHABET = 60.0

_FOLD = str.maketrans("أإآٱىؤئ’", "ااااييي'")  # hamza seats vary by house style; ؤ and ئ by the ending

# prefix, cost, the kinds of word that carry it
_PREFIXES = (
    ("", 0.0, _ANY), ("ال", 0.7, _NOUN), ("و", 2.2, _ANY), ("ب", 2.0, _NOUN | _NAME), ("ل", 2.0, _NOUN | _NAME),
    ("لل", 1.8, _NOUN), ("بال", 2.2, _NOUN), ("وال", 2.6, _NOUN), ("ف", 4.5, _ANY), ("ك", 4.0, _NOUN | _NAME),
    ("كال", 4.5, _NOUN), ("فال", 6.0, _NOUN), ("وب", 4.5, _NOUN | _NAME), ("ول", 4.5, _NOUN | _NAME),
    ("وبال", 4.8, _NOUN), ("ولل", 4.8, _NOUN), ("س", 2.0, _VERB), ("وس", 4.2, _VERB), ("ل", 3.0, _VERB),
)  # fmt: skip
# suffix, cost, the kinds of word that carry it, what the stem loses before it
_SUFFIXES = (
    ("", 0.0, _ANY), ("ة", 1.2, _NOUN), ("ات", 1.8, _NOUN), ("ين", 1.8, _NOUN), ("ون", 2.2, _NOUN | _VERB),
    ("ان", 2.8, _NOUN | _VERB), ("ي", 1.8, _NOUN | _NAME), ("ية", 1.8, _NOUN | _NAME), ("يين", 2.5, _NOUN | _NAME),
    ("يون", 3.0, _NOUN | _NAME), ("ها", 2.2, _ANY), ("ه", 2.2, _ANY), ("هم", 2.8, _ANY), ("هما", 4.5, _ANY),
    ("نا", 3.5, _ANY), ("كم", 5.0, _ANY), ("ا", 2.2, _NOUN), ("تها", 2.4, _NOUN), ("ته", 2.4, _NOUN),
    ("تهم", 3.2, _NOUN), ("ت", 2.0, _VERB), ("وا", 2.5, _VERB), ("تين", 2.8, _NOUN), ("تان", 4.0, _NOUN),
    ("اته", 3.2, _NOUN), ("اتها", 3.2, _NOUN), ("اتهم", 3.6, _NOUN), ("اتنا", 4.5, _NOUN), ("وه", 4.5, _VERB),
    ("ك", 5.0, _NOUN | _VERB),
)  # fmt: skip
_ENGLISH_SUFFIXES = (
    ("s", 1.2),
    ("'s", 1.0),
    ("ed", 2.0),
    ("d", 2.0),
    ("ing", 2.0),
    ("er", 2.5),
    ("ers", 2.5),
    ("ly", 2.5),
)


def bare(word: str) -> str:
    """Give the word without marks, kashida and joiners, in lower case."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in word if c not in "\u0640\u200c\u200d" and not unicodedata.combining(c))
    return plain.casefold()


def fold(word: str) -> str:
    """Give the form under which a word is looked up: `bare`, with the seats of hamza alike."""
    return bare(word).translate(_FOLD)


def is_arabic(word: str) -> bool:
    """Whether the word is written in Arabic script."""
    return "\u0600" <= word[:1] <= "\u06ff"


class Letters:
    """Letter n-grams with Witten-Bell interpolation (Bell, Cleary, Witten 1990), over an optional base."""

    def __init__(self, base: Letters | None = None) -> None:
        self._base = base
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._totals: Counter[str] = Counter()
        self._known: dict[tuple[str, str], float] = {}

    def learn(self, words: Iterable[str], weight: int = 1) -> None:
        """Count the letters of `words`, each `weight` times."""
        for word in words:
            padded = "^" * _ORDER + word + "$"
            for at in range(_ORDER, len(padded)):
                for back in range(_ORDER + 1):
                    history = padded[at - back : at]
                    self._counts[history][padded[at]] += weight
                    self._totals[history] += weight
        self._known.clear()

    def _seen(self, history: str, letter: str) -> tuple[int, int, int]:
        total, kinds, count = self._base._seen(history, letter) if self._base else (0, 0, 0)  # noqa: SLF001 - same class
        counts = self._counts.get(history)
        if counts:
            total, kinds, count = (
                total + self._totals[history],
                max(kinds, len(counts)),
                count + counts[letter],
            )
        return total, kinds, count

    def _probability(self, history: str, letter: str) -> float:
        lower = self._probability(history[1:], letter) if history else 1.0 / _ALPHABET
        total, kinds, count = self._seen(history, letter)
        return (count + kinds * lower) / (total + kinds) if total else lower

    def cost(self, history: str, letter: str) -> float:
        """Nats of `letter` after the last letters of a word; `^` pads its start, `$` is its end."""
        key = (history, letter)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = -log(self._probability(history, letter))
        return found

    def word(self, word: str) -> float:
        """Nats of a whole word, its end included."""
        padded = "^" * _ORDER + word + "$"
        return sum(self.cost(padded[at - _ORDER : at], padded[at]) for at in range(_ORDER, len(padded)))


def _add(lexicon: dict[str, tuple[float, int]], word: str, cost: float, kind: int) -> None:
    key = fold(word)
    old, kinds = lexicon.get(key, (cost, 0))
    lexicon[key] = (min(old, cost), kinds | kind)


def _verb_forms(verb: str) -> Iterable[tuple[str, float]]:
    """The present's other persons, and the pasts that a present form may have."""
    stem = verb[1:]
    yield verb, _WORD_COST + 0.3
    yield "ت" + stem, _WORD_COST + 0.5
    yield "ن" + stem, _WORD_COST + 2.0
    yield stem, _WORD_COST + 1.5
    yield "ا" + stem, _WORD_COST + 1.5


@lru_cache(maxsize=1)
def _lexicon() -> Mapping[str, tuple[float, int]]:
    lexicon: dict[str, tuple[float, int]] = {}
    for word in words_ar.FUNCTION:
        _add(lexicon, word, _FUNCTION_COST, _FUNCTION)
    for word in words_ar.NOUNS + words_ar.NISBAS:
        _add(lexicon, word, _WORD_COST, _NOUN)
        if word.endswith("ة"):
            _add(lexicon, word[:-1] + "\x00", _WORD_COST, _NOUN)  # a stem that needs an ending
    for word in words_ar.NAMES:
        _add(lexicon, word, _WORD_COST, _NAME)
    for word in words_ar.STARTERS:
        _add(lexicon, word, _WORD_COST, _FUNCTION)
    for word in words_ar.PASTS:
        _add(lexicon, word, _WORD_COST, _VERB)
    for verb in words_ar.VERBS:
        for form, cost in _verb_forms(verb):
            _add(lexicon, form, cost, _VERB)
    for word in words_en.FUNCTION:
        _add(lexicon, word, _FUNCTION_COST, _FUNCTION)
    for word in words_en.COMMON + [camel.lower() for camel in words_en.CAMEL]:
        _add(lexicon, word, _WORD_COST, _NOUN)
    return lexicon


@lru_cache(maxsize=1)
def _letters() -> Letters:
    letters = Letters()
    nouns = [bare(word) for word in words_ar.NOUNS + words_ar.NISBAS]
    letters.learn(nouns)
    letters.learn("ال" + word for word in nouns)
    letters.learn(bare(word) for word in words_ar.NAMES + words_ar.PASTS + words_ar.STARTERS)
    letters.learn(bare(form) for verb in words_ar.VERBS for form, _ in list(_verb_forms(verb))[:2])
    letters.learn(words_en.COMMON + words_en.FUNCTION)
    return letters


def _arabic(word: str) -> float:
    """Nats of a folded Arabic word by lexicon and affixes; infinite when no analysis is found."""
    lexicon, best = _lexicon(), float("inf")
    suffixes = [s for s in _SUFFIXES if word.endswith(s[0])]
    for prefix, prefix_cost, carries in _PREFIXES:
        if not word.startswith(prefix):
            continue
        rest = word[len(prefix) :]
        for suffix, suffix_cost, takes in suffixes:
            stem = rest[: len(rest) - len(suffix)] if suffix else rest
            if len(stem) < 2:
                continue
            for key in (stem, stem + "\x00") if suffix else (stem,):
                cost, kind = lexicon.get(key, (0.0, 0))
                if kind & carries and kind & takes:
                    short = 3.0 if len(stem) == 2 and (prefix or suffix) else 0.0
                    best = min(best, cost + prefix_cost + suffix_cost + short)
    return best


def _english(word: str) -> float:
    """Nats of a lower-case Latin word by lexicon and endings; infinite when unknown."""
    lexicon = _lexicon()
    best = lexicon.get(word, (float("inf"), 0))[0]
    for suffix, cost in _ENGLISH_SUFFIXES:
        if word.endswith(suffix):
            best = min(best, lexicon.get(word[: -len(suffix)], (float("inf"), 0))[0] + cost)
    return best


class Words:
    """The cost of words, given the words of the text around.

    `counts` says how often a folded word was seen; from `examples` (bare words) the letters are learned.
    """

    def __init__(self, counts: Mapping[str, int], examples: Iterable[str] = ()) -> None:
        self._counts = counts
        self._total = sum(counts.values()) + 50
        self._letters = Letters(_letters())
        self._letters.learn(examples)
        self._costs: dict[str, float] = {}

    def listed(self, word: str) -> float:
        """Nats of `word` by lexicon and affixes alone; infinite when unknown."""
        key = fold(word)
        return _arabic(key) if is_arabic(key) else _english(key)

    def cost(self, word: str, unseen: int = 0) -> float:
        """Nats of `word` as one word; `unseen` sightings of it are not counted as evidence."""
        key = bare(word)
        if key not in self._costs:
            if word.isupper() and 1 < len(word) <= _ACRONYM and word.isascii():
                return _ACRONYM_COST
            short = _SHORT_UNKNOWN[min(len(key), len(_SHORT_UNKNOWN) - 1)]
            self._costs[key] = min(self.listed(key), _UNKNOWN_COST + short + self._letters.word(key))
        cost = self._costs[key]
        seen = self._counts.get(fold(word), 0) - unseen
        return min(cost, -log(0.3 * seen / self._total)) if seen > 0 else cost
