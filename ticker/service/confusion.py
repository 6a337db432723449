"""Where a replay is wrong by the gold: the worst false merges and the worst misses, with the evidence.

Knows replays with gold labels; must not know how to print.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ticker.core.evaluate import worst_merges, worst_misses
from ticker.service.examine import examine, examined_view
from ticker.service.lines import line_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ticker.core.evaluate import Confusion
    from ticker.core.model import DeskSettings
    from ticker.service.examine import Examined
    from ticker.service.replay import Replay

_DECISIONS = 5  # decisions shown of one mistake


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a mistake: the label it has on the other side, and its lines' places in order."""

    label: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One story that should be several (or several that should be one).

    `label` names it, `wrong` counts its pairs that are judged wrongly, `parts` are largest first.
    `decisions` are the places where it went wrong, with what the desk saw there; those in `unions`
    brought whole stories together.
    """

    label: str
    wrong: int
    parts: tuple[Part, ...]
    decisions: dict[int, Examined]
    unions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Confusions:
    """The worst of both kinds, worst first."""

    merges: tuple[Mistake, ...]
    misses: tuple[Mistake, ...]


def confusions(result: Replay, settings: DeskSettings, most: int) -> Confusions:
    """The `most` worst false merges and misses of a replay under `settings`."""
    gold = result.gold()
    found = {place: result.story(place) for place in gold}
    merges = [(one, _parts(one, found, gold)) for one in worst_merges(found, gold, most)]
    misses = [(one, _parts(one, gold, found)) for one in worst_misses(found, gold, most)]
    joined = [_joined(result, parts) for _, parts in merges]
    united = [_united(result, one) for one, _ in merges]
    lost = [_lost(parts) for _, parts in misses]
    asked: dict[int, Sequence[int]] = {place: () for places in (*joined, *united) for place in places}
    for one in lost:
        asked |= one
    examined = examine(result.lines, settings, asked)

    def mistake(one: Confusion, parts: list[Part], places: Iterable[int], unions: Iterable[int]) -> Mistake:
        decisions = {place: examined[place] for place in (*places, *unions)}
        return Mistake(str(one.label), one.wrong_pairs, tuple(parts), decisions, frozenset(unions))

    return Confusions(
        tuple(mistake(*merge, *why) for merge, *why in zip(merges, joined, united, strict=True)),
        tuple(mistake(*miss, why, ()) for miss, why in zip(misses, lost, strict=True)),
    )


def _parts(one: Confusion, by: Mapping[int, str], against: Mapping[int, str]) -> list[Part]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, label in by.items():
        if label == one.label:
            places[against[place]].append(place)
    return [Part(str(label), tuple(places[str(label)])) for label, _ in one.parts]


def _joined(result: Replay, parts: list[Part]) -> list[int]:
    """The lines that joined beside a line of another true story, first ones first."""
    label = {place: part.label for part in parts for place in part.places}
    wrong = [
        place
        for place in sorted(label)
        if result.vias[place] in label and label[result.vias[place]] != label[place]
    ]
    return wrong[:_DECISIONS]


def _united(result: Replay, one: Confusion) -> list[int]:
    """The lines that brought other stories into this one."""
    absorbed = [story for story in result.merged if result.final(story) == one.label]
    return sorted({result.merged_at[story] for story in absorbed})[:_DECISIONS]


def _lost(parts: list[Part]) -> dict[int, Sequence[int]]:
    """The first line of every part but the earliest, with the earlier lines of the other parts."""
    firsts = sorted(part.places[0] for part in parts)
    owner = {place: part for part in parts for place in part.places}
    return {
        first: [place for place in sorted(owner) if place < first and owner[place] is not owner[first]]
        for first in firsts[1 : _DECISIONS + 1]
    }


def confusions_view(result: Replay, found: Confusions) -> dict[str, Any]:
    """`{"false_merges","misses"}` as programs read them."""
    return {
        "false_merges": [_mistake_view(result, one) for one in found.merges],
        "misses": [_mistake_view(result, one) for one in found.misses],
    }


def _mistake_view(result: Replay, one: Mistake) -> dict[str, Any]:
    return {
        "story": one.label,
        "wrong_pairs": one.wrong,
        "parts": [
            {"story": part.label, "headlines": [line_view(result.lines[place]) for place in part.places]}
            for part in one.parts
        ],
        "decisions": [
            examined_view(result.lines, place, why) | ({"united": True} if place in one.unions else {})
            for place, why in one.decisions.items()
        ],
    }
