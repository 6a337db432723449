"""What a run of letters costs to believe as one word: a small language model for parting glued text.

A word is believed by the lists, by the text around it, or letter by letter. Costs are negative natural
logarithms of probabilities ("nats"), so they add up and a difference of costs is a log-odds. Knows words;
must not know lines, items or separators.
"""

from __future__ import annotations

import re
from collections import Counter
from math import log
from typing import TYPE_CHECKING

from ticker.core.glue.forms import listed, misspelt
from ticker.core.glue.letters import Letters, base_letters
from ticker.core.glue.spelling import bare, fold, is_arabic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNKNOWN_COST = 2.5  # nats; of a word that no list has
_SHORT_UNKNOWN = (0.0, 10.0, 8.0, 5.0, 0.0)  # by letters: the short words of a language are few and listed
_ACRONYM, _ACRONYM_COST = 5, 10.0  # letters at most; nats
_AROUND = 0.3  # share of a line's words that the text around it foretells
_UNSEEN = 50  # words that the text around might also have held
_TANWIN_INSIDE = re.compile("[\u064b-\u064d](?!ا?\\Z)")  # it ends a word, written before or after the alif
_TANWIN_COST = 12.0
_ARTICLES = (("ال", 0.7), ("وال", 2.6), ("بال", 2.2), ("لل", 1.8))
_NO_ARTICLE = 0.7


def _article(word: str) -> tuple[str, float]:
    """Part a folded word from its article, and say what this form of the stem costs."""
    if len(word) <= 4 or not is_arabic(word):
        return word, 0.0
    for article, cost in _ARTICLES:
        if word.startswith(article):
            return word[len(article) :], cost
    return word, _NO_ARTICLE


class Words:
    """The cost of words, given the words of the text around.

    `counts` says how often a folded word was seen; from `examples` (bare words) the letters are learned.
    """

    def __init__(self, counts: Mapping[str, int], examples: Iterable[str] = ()) -> None:
        self._counts: Counter[str] = Counter()
        for word, count in counts.items():
            self._counts[_article(word)[0]] += count
        self._total = sum(counts.values()) + _UNSEEN
        self._letters = Letters(base_letters())
        self._letters.learn(examples)
        self._costs: dict[str, float] = {}

    def cost(self, word: str, within: str = "") -> float:
        """Nats of `word` as one word.

        `within` is the run of the line that it is cut from, which is no evidence for itself.
        """
        cost = self._costs.get(word)
        if cost is None:
            cost = self._costs[word] = self._alone(word)
        stem, article = _article(fold(word))
        seen = self._counts[stem]
        if within and stem == _article(fold(within))[0]:
            seen -= 1
        return min(cost, article - log(_AROUND * seen / self._total)) if seen > 0 else cost

    def _alone(self, word: str) -> float:
        """Nats of a word that the text around does not hold."""
        if word.isupper() and word.isascii() and 1 < len(word) <= _ACRONYM:
            return min(_ACRONYM_COST, listed(word))
        key = bare(word)
        short = _SHORT_UNKNOWN[min(len(key), len(_SHORT_UNKNOWN) - 1)]
        cost = min(listed(key), _UNKNOWN_COST + short + self._letters.word(key)) + misspelt(key)
        return cost + (_TANWIN_COST if _TANWIN_INSIDE.search(word) else 0.0)
