"""Which positions of a line are worth trying as the end of an item: seams, ends of repeats, known ends.

Knows the line and its scores; must not know how a reading is chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core.glue.joints import NEVER
from ticker.core.glue.repeats import maximal_repeats
from ticker.core.glue.seams import FLOOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticker.core.glue.line import Line

_SPACE = -12.0  # nats; of an item that ends at a mere space: only between headlines known or doubled
_SHORTEST = 12  # characters of a repeat
_SHARED = 4  # letters that the neighbours of a repeat may have in common by chance, and one
_FEWEST, _PER_CHARACTER = 64, 20  # places tried at least, and for so many characters one


class _Places:
    """Positions to try, with their scores in nats."""

    def __init__(self, line: Line, scores: Mapping[int, float]) -> None:
        self._line = line
        self._all = scores
        self._starts = frozenset(start for start, _ in line.tokens)
        self._back: dict[int, int] = {}
        for place, at in enumerate(line.fold_at):
            self._back.setdefault(at, place)
        most = max(_FEWEST, len(line.tokens), len(line.text) // _PER_CHARACTER)
        plausible = sorted(
            (place for place in scores if scores[place] >= FLOOR), key=lambda p: (-scores[p], p)
        )
        self.scores = {place: scores[place] for place in plausible[:most]}

    def _place(self, folded: int) -> int:
        """Give the position of a folded offset, of a space that of the word after it; 0 = none."""
        place = self._back.get(folded, 0)
        if place < len(self._line.text) and self._line.text[place].isspace():
            place = self._back.get(folded + 1, 0)
        return place if place < len(self._line.text) else 0

    def admit(self, folded: int, *, space: bool) -> None:
        """Try a position that language alone would not; one at a space only if `space`."""
        place = self._place(folded)
        if not place or place in self.scores:
            return
        if place in self._starts:
            if space:
                self.scores[place] = _SPACE
        elif self._all.get(place, NEVER) > NEVER:
            self.scores[place] = self._all[place]

    def admit_doubled(self, folded: int) -> None:
        """Try the space between two copies that stand side by side."""
        place = self._place(folded)
        if place in self._starts and place:
            self.scores[place] = max(self.scores.get(place, NEVER), 0.0)


def candidates(line: Line, scores: Mapping[int, float], known: Iterable[tuple[int, int]]) -> dict[int, float]:
    """Give the positions to try and their scores in nats.

    `scores` are the line's `seams`, `known` the `known_spans`.
    """
    places = _Places(line, scores)
    for first, second, length in maximal_repeats(line.folded, _SHORTEST):
        if line.folded.count(" ", first, first + length) < 2:
            continue
        for start in (first, second):
            for near in range(_SHARED):
                places.admit(start + near, space=False)
                places.admit(start + length - near, space=False)
        if 0 <= second - first - length <= 1:
            places.admit_doubled(second)
    for start, end in known:
        places.admit(start, space=True)
        places.admit(end, space=True)
    return places.scores
