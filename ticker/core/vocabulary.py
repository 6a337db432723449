"""The words of the live window: a number for each key, how many live headlines hold it, how rare it is.

Rarity is online: live counts over a prior worth `PRIOR_TITLES` titles. Knows keys and counts; must not
know headlines or where they lie.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

import numpy as np

from ticker.core.features import PRIOR_TITLES, RARE
from ticker.core.lexicon import PRIOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_UNSEEN = {key: share * PRIOR_TITLES for key, share in PRIOR.items()}
_RARE = RARE * PRIOR_TITLES
_FIRST_ROOM = 1024


class Vocabulary:
    """Numbers for keys and how many live headlines hold each; callable as the window's IDF.

    Number 0 is no key. A key that nothing live holds gives its number free for another one.
    """

    __slots__ = ("_free", "_ids", "_keys", "_logs", "counts", "logs", "scale", "titles", "weight")

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._keys: list[str] = [""]
        self._free: list[int] = []
        self.counts: list[int] = [0]
        self.titles = 0
        self.scale = 1.0 / math.log(PRIOR_TITLES)
        self._make_room(array("d", bytes(8 * _FIRST_ROOM)))

    def _make_room(self, logs: array[float]) -> None:
        self._logs = logs
        self.logs: NDArray[np.float64] = np.frombuffer(logs)
        """log(count + prior) of each number."""
        self.weight: NDArray[np.float64] = np.zeros(len(logs))
        """Room for one value a number; all 0 between uses."""

    def __call__(self, key: str) -> float:
        """How rare the key is, 0..1 (see `features.Idf`)."""
        known = self._ids.get(key)
        if known is not None:
            return 1.0 - self._logs[known] * self.scale
        return 1.0 - math.log(_UNSEEN.get(key, _RARE)) * self.scale

    def of(self, keys: Sequence[str]) -> list[float]:
        """How rare each of the keys is, 0..1."""
        ids, logs, scale = self._ids, self._logs, self.scale
        return [1.0 - logs[ids[key]] * scale if key in ids else self(key) for key in keys]

    def number(self, key: str) -> int:
        """The number of a key; 0 = nothing live holds it."""
        return self._ids.get(key, 0)

    def held(self, key: str) -> int:
        """How many live headlines hold a key."""
        return self.counts[self._ids.get(key, 0)]

    def known(self, keys: tuple[str, ...]) -> tuple[list[tuple[int, int, float]], float]:
        """Of the keys that live headlines hold: how many, the key's number, its IDF; and all keys' mass."""
        ids, logs, counts, scale = self._ids, self._logs, self.counts, self.scale
        found, mass = [], 0.0
        for key in keys:
            number = ids.get(key)
            if number is None:
                mass += self(key)
            else:
                rarity = 1.0 - logs[number] * scale
                mass += rarity
                found.append((counts[number], number, rarity))
        return found, mass

    def count(self, keys: tuple[str, ...]) -> list[int]:
        """Count one more headline; the numbers of its keys."""
        self._resize(1)
        numbers = []
        ids, counts, logs = self._ids, self.counts, self._logs
        for key in keys:
            number = ids.get(key)
            if number is None:
                number = self._number(key)
                logs = self._logs
            count = counts[number] = counts[number] + 1
            logs[number] = math.log(count + _UNSEEN.get(key, _RARE))
            numbers.append(number)
        return numbers

    def extend(self, titles: int, words: Iterable[tuple[str, int]]) -> list[int]:
        """Count many headlines at once: how many they are, and how many of them hold a word; its number.

        A word may come several times, each time with some of those that hold it; its number each time.
        """
        self._resize(titles)
        counts, numbers = self.counts, []
        for key, count in words:
            number = self._ids.get(key)
            if number is None:
                number = self._number(key)
            counts[number] += count
            self._logs[number] = math.log(counts[number] + _UNSEEN.get(key, _RARE))
            numbers.append(number)
        return numbers

    def uncount(self, numbers: Iterable[int]) -> None:
        """Take a counted headline back, by the numbers that `count` gave."""
        self._resize(-1)
        for number in numbers:
            key = self._keys[number]
            count = self.counts[number] = self.counts[number] - 1
            if count:
                self._logs[number] = math.log(count + _UNSEEN.get(key, _RARE))
            else:
                self._logs[number] = 0.0
                del self._ids[key]
                self._free.append(number)

    def _resize(self, change: int) -> None:
        self.titles += change
        self.scale = 1.0 / math.log(self.titles + PRIOR_TITLES)

    def _number(self, key: str) -> int:
        if self._free:
            number = self._free.pop()
            self._keys[number] = key
        else:
            number = len(self.counts)
            self.counts.append(0)
            self._keys.append(key)
            if number >= len(self._logs):
                self._make_room(self._logs + array("d", bytes(self._logs.itemsize * (len(self._logs) // 2))))
        self._ids[key] = number
        return number
