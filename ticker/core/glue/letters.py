"""How likely a row of letters is as a word: n-grams over the word lists and the text around.

Knows letters; must not know which words exist.
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from ticker.core.glue import names_ar, words_ar, words_en
from ticker.core.glue.spelling import bare

if TYPE_CHECKING:
    from collections.abc import Iterable

_ORDER = 3  # letters of history
_ALPHABET = 60.0


class Letters:
    """Letter n-grams with Witten-Bell interpolation (Bell, Cleary, Witten 1990), over an optional base."""

    def __init__(self, base: Letters | None = None) -> None:
        self._base = base
        self._counts: dict[str, dict[str, int]] = {}
        self._totals: dict[str, int] = {}
        self._known: dict[tuple[str, str], float] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Count the letters of `words`."""
        counts = self._counts
        for word in words:
            padded = "^" * _ORDER + word + "$"
            for at in range(_ORDER, len(padded)):
                letter = padded[at]
                for start in range(at - _ORDER, at + 1):
                    history = padded[start:at]
                    row = counts.get(history)
                    if row is None:
                        counts[history] = {letter: 1}
                    else:
                        row[letter] = row.get(letter, 0) + 1
        self._totals.clear()
        self._known.clear()

    def seen(self, history: str, letter: str) -> tuple[int, int, int]:
        """How often `history` was seen, with how many different letters after it, and with `letter`."""
        total, kinds, count = self._base.seen(history, letter) if self._base else (0, 0, 0)
        counts = self._counts.get(history)
        if not counts:
            return total, kinds, count
        own = self._totals.get(history)
        if own is None:
            own = self._totals[history] = sum(counts.values())
        return total + own, max(kinds, len(counts)), count + counts.get(letter, 0)

    def _probability(self, history: str, letter: str) -> float:
        lower = self._probability(history[1:], letter) if history else 1.0 / _ALPHABET
        total, kinds, count = self.seen(history, letter)
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


@lru_cache(maxsize=1)
def base_letters() -> Letters:
    """Letters of the built-in word lists; shared, so learn on top of it, not into it."""
    letters = Letters()
    nouns = [bare(word) for word in (words_ar.NOUNS + words_ar.NISBAS).split()]
    letters.learn(nouns)
    letters.learn("ال" + word for word in nouns)
    letters.learn(bare(word) for word in (names_ar.NAMES + words_ar.PASTS + words_ar.STARTERS).split())
    presents = [bare(verb) for verb in words_ar.VERBS.split()]
    letters.learn(presents)
    letters.learn("ت" + verb[1:] for verb in presents)
    letters.learn((words_en.COMMON + words_en.FUNCTION).split())
    return letters
