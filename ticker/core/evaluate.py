"""How far one grouping of items agrees with another: pairwise and B-cubed scores, worst errors.

Pure counting; must not know headlines. B-cubed after Bagga and Baldwin (1998), equal item weights.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

Item = TypeVar("Item", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and their harmonic mean, 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """2PR / (P + R), 0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _common(found: Mapping[Item, Hashable], truth: Mapping[Item, Hashable]) -> list[Item]:
    return [item for item in found if item in truth]


def pairwise(found: Mapping[Item, Hashable], truth: Mapping[Item, Hashable]) -> Agreement:
    """Agreement over pairs of items that share a label; items missing on one side are left out.

    Where a side has no pair at all, its ratio is 1: nothing was claimed, nothing was missed.
    """
    items = _common(found, truth)
    both = _pairs(Counter((found[item], truth[item]) for item in items).values())
    claimed = _pairs(Counter(found[item] for item in items).values())
    true = _pairs(Counter(truth[item] for item in items).values())
    return Agreement(both / claimed if claimed else 1.0, both / true if true else 1.0)


def b_cubed(found: Mapping[Item, Hashable], truth: Mapping[Item, Hashable]) -> Agreement:
    """Mean over items of how pure the item's group is, and how much of its true group it holds."""
    items = _common(found, truth)
    if not items:
        return Agreement(1.0, 1.0)
    cells = Counter((found[item], truth[item]) for item in items)
    groups = Counter(found[item] for item in items)
    stories = Counter(truth[item] for item in items)
    precision = sum(n * n / groups[label] for (label, _), n in cells.items())
    recall = sum(n * n / stories[label] for (_, label), n in cells.items())
    return Agreement(precision / len(items), recall / len(items))


@dataclass(frozen=True, slots=True)
class Confusion:
    """One label whose items the other side takes apart: the sizes of the parts, largest first."""

    label: Hashable
    parts: tuple[tuple[Hashable, int], ...]
    wrong_pairs: int


def _confusions(by: Mapping[Item, Hashable], against: Mapping[Item, Hashable]) -> Iterator[Confusion]:
    groups: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for item in _common(by, against):
        groups[by[item]][against[item]] += 1
    for label, parts in groups.items():
        wrong = _pairs([parts.total()]) - _pairs(parts.values())
        if wrong:
            yield Confusion(label, tuple(sorted(parts.items(), key=lambda p: (-p[1], str(p[0])))), wrong)


def worst_merges(
    found: Mapping[Item, Hashable], truth: Mapping[Item, Hashable], most: int = 20
) -> list[Confusion]:
    """Found groups that hold the most pairs of different true stories, worst first."""
    return sorted(_confusions(found, truth), key=lambda c: (-c.wrong_pairs, str(c.label)))[:most]


def worst_misses(
    found: Mapping[Item, Hashable], truth: Mapping[Item, Hashable], most: int = 20
) -> list[Confusion]:
    """True stories that were broken into the most pairs across groups, worst first."""
    return sorted(_confusions(truth, found), key=lambda c: (-c.wrong_pairs, str(c.label)))[:most]
