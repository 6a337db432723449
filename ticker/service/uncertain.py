"""The pairs of headlines that the matcher is least certain of: the ones whose labels teach most.

Knows replays and scores; must not know labels or who answers.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.core.arrival import batches_in_order
from ticker.core.match import THRESHOLDS
from ticker.core.model import Relation
from ticker.service.replay import Player

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticker.core.match import Match
    from ticker.core.model import DeskSettings, Entry, Ordinal
    from ticker.service.lines import Line

_STORIES = 3  # that each headline is compared with: what follows is rarely in doubt


@dataclass(frozen=True, slots=True)
class Question:
    """Two headlines, the earlier one first, and what the matcher thinks of them."""

    a: Entry
    b: Entry
    match: Match


def least_certain(lines: Sequence[Line], settings: DeskSettings) -> list[Question]:
    """Pairs that met in the window, least certain first, no headline again before all others had a turn.

    Certainty is the distance of the score from the threshold, in log-odds.
    """
    threshold = THRESHOLDS[settings.grain] if settings.threshold is None else settings.threshold
    asked = sorted(
        _meetings(lines, settings),
        key=lambda one: (abs(_log_odds(one.match.score) - _log_odds(threshold)), one.b.time, one.b.id),
    )
    turns: Counter[str] = Counter()
    rounds: list[tuple[int, int]] = []
    for place, one in enumerate(asked):
        rounds.append((max(turns[one.a.title], turns[one.b.title]), place))
        turns.update({one.a.title, one.b.title})
    return [asked[place] for _, place in sorted(rounds)]


def _meetings(lines: Sequence[Line], settings: DeskSettings) -> Iterator[Question]:
    """Each headline beside the likest members of the stories that it was weighed against."""
    player = Player(settings)
    told: dict[Ordinal, Entry] = {}
    for place in batches_in_order([line.entry for line in lines]):
        entry = lines[place].entry
        player.pass_time(entry.received)
        for one in player.desk.consider(entry, _STORIES):
            same_words = one.match.relation is Relation.REPEAT
            if not same_words and (beside := told.get(one.via)) is not None:
                yield Question(beside, entry, one.match)
        _, copy = player.tell(entry)
        told.setdefault(copy.ordinal, entry)


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
