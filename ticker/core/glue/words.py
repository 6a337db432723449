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
_UNKNOWN_COST = 2.5
_SHORT_UNKNOWN = (0.0, 8.0, 6.0, 3.0, 0.0)  # by letters: the short words of a language are few and listed
_ACRONYM, _ACRONYM_COST = 5, 10.0
_ORDER = 3
_ALPHABET = 60.0
_AROUND = 0.3  # share of a line's words that the text around it foretells
_ARTICLES = (("ال", 0.7), ("وال", 2.6), ("بال", 2.2), ("لل", 1.8))

_FOLD = str.maketrans("أإآٱىؤئ’", "ااااييي'")  # hamza seats vary by house style; ؤ and ئ by the ending

# Patterns of nouns over the radicals 1, 2, 3, and what each costs beyond a listed word.
_PATTERNS = (
    ("123", 2.0), ("1ا23", 2.0), ("م12و3", 2.5), ("ت12ي3", 2.0), ("ا12ا3", 2.0), ("م1ا23ة", 2.2), ("12ا3", 2.5), ("12ا3ة", 2.5),
    ("12ي3", 2.5), ("12و3", 2.5), ("12و3ة", 3.0), ("123ة", 2.5), ("12ي3ة", 2.8), ("م123", 2.5), ("م123ة", 2.8), ("م1ا23", 2.8),
    ("م1ا2ي3", 3.0), ("1وا23", 3.0), ("1وا2ي3", 3.5), ("ا1ت2ا3", 2.2), ("ان12ا3", 2.8), ("است12ا3", 2.5), ("ت1ا23", 2.2),
    ("ت123", 2.5), ("مت123", 2.8), ("مت1ا23", 2.8), ("م1ت23", 2.8), ("من123", 3.2), ("مست123", 2.8), ("1ا2و3", 3.5),
    ("12ائ3", 3.5), ("ت1ا2ي3", 3.2), ("123ان", 3.5),
)  # fmt: skip
_VERB_PATTERNS = (
    ("ي123", 2.2),
    ("ت123", 2.4),
    ("يت123", 3.0),
    ("يت1ا23", 3.0),
    ("ي1ت23", 2.8),
    ("ين123", 3.2),
    ("يست123", 3.0),
)
# prefix, cost, the kinds of word that carry it
_PREFIXES = (
    ("", 0.0, _ANY), ("ال", 0.7, _NOUN), ("و", 2.2, _ANY), ("ب", 2.0, _NOUN | _NAME), ("ل", 2.0, _NOUN | _NAME),
    ("لل", 1.8, _NOUN), ("بال", 2.2, _NOUN), ("وال", 2.6, _NOUN), ("ف", 4.5, _ANY), ("ك", 4.0, _NOUN | _NAME),
    ("كال", 4.5, _NOUN), ("فال", 6.0, _NOUN), ("وب", 4.5, _NOUN | _NAME), ("ول", 4.5, _NOUN | _NAME),
    ("وبال", 4.8, _NOUN), ("ولل", 4.8, _NOUN), ("س", 2.0, _VERB), ("وس", 4.2, _VERB), ("ل", 3.0, _VERB),
    ("ابو", 2.0, _NAME | _NOUN), ("عبدال", 1.5, _NAME | _NOUN),
)  # fmt: skip
# suffix, cost, the kinds of word that carry it, what the stem loses before it
_SUFFIXES = (
    ("", 0.0, _ANY), ("ة", 1.2, _NOUN), ("ات", 1.8, _NOUN), ("ين", 1.8, _NOUN), ("ون", 2.2, _NOUN | _VERB),
    ("ان", 2.8, _NOUN | _VERB), ("ي", 1.8, _NOUN | _NAME), ("ية", 1.8, _NOUN | _NAME), ("يين", 2.5, _NOUN | _NAME),
    ("يون", 3.0, _NOUN | _NAME), ("ها", 2.2, _ANY), ("ه", 2.2, _ANY), ("هم", 2.8, _ANY), ("هما", 4.5, _ANY),
    ("نا", 3.5, _ANY), ("كم", 5.0, _ANY), ("ا", 2.2, _NOUN), ("تها", 2.4, _NOUN), ("ته", 2.4, _NOUN),
    ("تهم", 3.2, _NOUN), ("ت", 2.0, _VERB), ("وا", 2.5, _VERB), ("تين", 2.8, _NOUN), ("تان", 4.0, _NOUN),
    ("اته", 3.2, _NOUN), ("اتها", 3.2, _NOUN), ("اتهم", 3.6, _NOUN), ("اتنا", 4.5, _NOUN), ("وه", 4.5, _VERB),
    ("ك", 5.0, _NOUN | _VERB), ("تهما", 4.0, _NOUN), ("يه", 3.0, _NOUN), ("يها", 3.0, _NOUN), ("يهم", 3.2, _NOUN),
    ("ونه", 4.2, _VERB), ("ونها", 4.2, _VERB), ("ونهم", 4.5, _VERB), ("تنا", 4.0, _NOUN), ("تي", 4.5, _NOUN),
    ("يات", 2.6, _NOUN | _NAME), ("ياتها", 4.5, _NOUN), ("يته", 3.5, _NOUN), ("يتها", 3.5, _NOUN), ("ني", 4.5, _VERB),
    ("تا", 4.0, _NOUN | _VERB), ("اتهما", 5.0, _NOUN), ("اتكم", 6.0, _NOUN), ("تكم", 6.0, _NOUN),
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


@lru_cache(maxsize=1)
def _final_hamza() -> frozenset[str]:
    words = (words_ar.FUNCTION + words_ar.NOUNS + words_ar.VERBS + words_ar.PASTS).split()
    return frozenset(word for word in words if word[-1] in "أؤ")


def misspelt(word: str) -> float:
    """Nats against letters that Arabic does not write where this bare word has them."""
    cost = 0.0
    if word[0] in "ةىؤئء":
        cost += 15.0
    if word[-1] == "إ" or (word[-1] in "أؤ" and word.removeprefix("ال") not in _final_hamza()):
        cost += 12.0
    if "ة" in word[:-1] or "ى" in word[:-1]:
        cost += 12.0
    return cost


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
    key = word.translate(_FOLD)
    old, kinds = lexicon.get(key, (cost, 0))
    lexicon[key] = (min(old, cost), kinds | kind)


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


def _add_roots(lexicon: dict[str, tuple[float, int]]) -> None:
    for root in words_ar.ROOTS.split():
        for pattern, cost in _PATTERNS:
            word = _shaped(root, pattern)
            _add(lexicon, word, _WORD_COST + cost, _NOUN)
            if word.endswith("ة"):
                _add(lexicon, word[:-1] + "\x00", _WORD_COST + cost, _NOUN)
        for pattern, cost in _VERB_PATTERNS:
            _add(lexicon, _shaped(root, pattern), _WORD_COST + cost, _VERB)
        _add(lexicon, root, _WORD_COST + 2.0, _VERB)


@lru_cache(maxsize=1)
def _lexicon() -> Mapping[str, tuple[float, int]]:
    lexicon: dict[str, tuple[float, int]] = {}
    for word in words_ar.FUNCTION.split():
        _add(lexicon, word, _FUNCTION_COST, _FUNCTION)
    for word in (words_ar.NOUNS + words_ar.NISBAS).split():
        _add(lexicon, word, _WORD_COST, _NOUN)
        if word.endswith("ة"):
            _add(lexicon, word[:-1] + "\x00", _WORD_COST, _NOUN)  # a stem that needs an ending
    for word in words_ar.NAMES.split():
        _add(lexicon, word, _WORD_COST, _NAME)
    for word in words_ar.STARTERS.split():
        _add(lexicon, word, _WORD_COST, _FUNCTION)
    for word in words_ar.PASTS.split():
        _add(lexicon, word, _WORD_COST, _VERB)
    for verb in words_ar.VERBS.split():
        for form, cost in _verb_forms(verb):
            _add(lexicon, form, cost, _VERB)
        for noun in _nouns_of(verb):
            _add(lexicon, noun, _WORD_COST + 1.7, _NOUN)
            if noun.endswith("ة"):
                _add(lexicon, noun[:-1] + "\x00", _WORD_COST + 1.7, _NOUN)
    _add_roots(lexicon)
    for word in words_en.FUNCTION.split():
        _add(lexicon, word, _FUNCTION_COST, _FUNCTION)
    for word in (words_en.COMMON + words_en.CAMEL.lower()).split():
        _add(lexicon, word, _WORD_COST, _NOUN)
    return lexicon


@lru_cache(maxsize=1)
def _letters() -> Letters:
    letters = Letters()
    nouns = [bare(word) for word in (words_ar.NOUNS + words_ar.NISBAS).split()]
    letters.learn(nouns)
    letters.learn("ال" + word for word in nouns)
    letters.learn(bare(word) for word in (words_ar.NAMES + words_ar.PASTS + words_ar.STARTERS).split())
    letters.learn(bare(form) for verb in words_ar.VERBS.split() for form, _ in list(_verb_forms(verb))[:2])
    letters.learn((words_en.COMMON + words_en.FUNCTION).split())
    return letters


def _stems(stem: str) -> tuple[str, ...]:
    """Spellings of a stem before an ending: without its ة, its final hamza on a seat."""
    if stem.endswith("اي"):
        return stem, stem + "\x00", stem[:-1] + "ء"
    return stem, stem + "\x00"


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
            for key in _stems(stem) if suffix else (stem,):
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


def _article(word: str) -> tuple[str, float]:
    """Part a folded word from its article, and say what this form of the stem costs."""
    if len(word) > 4 and is_arabic(word):
        for article, cost in _ARTICLES:
            if word.startswith(article):
                return word[len(article) :], cost
        return word, 0.7
    return word, 0.0


class Words:
    """The cost of words, given the words of the text around.

    `counts` says how often a folded word was seen; from `examples` (bare words) the letters are learned.
    """

    def __init__(self, counts: Mapping[str, int], examples: Iterable[str] = ()) -> None:
        self._counts: Counter[str] = Counter()
        for word, count in counts.items():
            self._counts[_article(word)[0]] += count
        self._total = sum(counts.values()) + 50
        self._letters = Letters(_letters())
        self._letters.learn(examples)
        self._costs: dict[str, float] = {}

    def listed(self, word: str) -> float:
        """Nats of `word` by lexicon and affixes alone; infinite when unknown."""
        key = fold(word)
        return _arabic(key) if is_arabic(key) else _english(key)

    def cost(self, word: str, within: str = "") -> float:
        """Nats of `word` as one word. `within` is the run of the line it is cut from: no evidence for itself."""
        if word not in self._costs:
            self._costs[word] = self._unseen(word, bare(word))
        stem, article = _article(fold(word))
        seen = self._counts[stem] - (bool(within) and stem == _article(fold(within))[0])
        return (
            min(self._costs[word], article - log(_AROUND * seen / self._total))
            if seen > 0
            else self._costs[word]
        )

    def _unseen(self, word: str, key: str) -> float:
        if word.isupper() and 1 < len(word) <= _ACRONYM and word.isascii():
            return _ACRONYM_COST
        short = _SHORT_UNKNOWN[min(len(key), len(_SHORT_UNKNOWN) - 1)]
        cost = min(self.listed(key), _UNKNOWN_COST + short + self._letters.word(key))
        return cost + (misspelt(key) if is_arabic(key) else 0.0)
