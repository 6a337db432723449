"""Scores of a grouping against its truth, held to a slow count of pairs."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core.evaluate import b_cubed, pairwise, worst_merges, worst_misses

_PARTITION = st.dictionaries(st.integers(0, 12), st.integers(0, 4))


@given(_PARTITION, _PARTITION)
def test_scores_agree_with_a_slow_count(found: dict[int, int], truth: dict[int, int]) -> None:
    items = sorted(found.keys() & truth.keys())
    pairs = list(combinations(items, 2))
    both = sum(found[a] == found[b] and truth[a] == truth[b] for a, b in pairs)
    claimed = sum(found[a] == found[b] for a, b in pairs)
    true = sum(truth[a] == truth[b] for a, b in pairs)
    agreement = pairwise(found, truth)
    assert agreement.precision == pytest.approx(both / claimed if claimed else 1.0)
    assert agreement.recall == pytest.approx(both / true if true else 1.0)
    if items:
        groups = {a: {b for b in items if found[b] == found[a]} for a in items}
        stories = {a: {b for b in items if truth[b] == truth[a]} for a in items}
        cubed = b_cubed(found, truth)
        assert cubed.precision == pytest.approx(
            sum(len(groups[a] & stories[a]) / len(groups[a]) for a in items) / len(items)
        )
        assert cubed.recall == pytest.approx(
            sum(len(groups[a] & stories[a]) / len(stories[a]) for a in items) / len(items)
        )


@given(_PARTITION)
def test_a_partition_agrees_with_itself(found: dict[int, int]) -> None:
    assert pairwise(found, found).f1 == 1.0
    assert b_cubed(found, found).f1 == pytest.approx(1.0)
    assert worst_merges(found, found) == worst_misses(found, found) == []


def test_the_worst_errors_come_first() -> None:
    found = {1: "x", 2: "x", 3: "x", 4: "y", 5: "y", 6: "z"}
    truth = {1: "a", 2: "a", 3: "b", 4: "c", 5: "d", 6: "a"}
    merges = worst_merges(found, truth)
    assert [(merge.label, merge.parts, merge.wrong_pairs) for merge in merges] == [
        ("x", (("a", 2), ("b", 1)), 2),
        ("y", (("c", 1), ("d", 1)), 1),
    ]
    assert [(miss.label, miss.wrong_pairs) for miss in worst_misses(found, truth, 1)] == [("a", 2)]
