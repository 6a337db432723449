"""The tie-break of a batch: however its entries are listed, they enter the log in one order."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from ticker.core.arrival import arrival, batches_in_order, in_order
from ticker.core.model import Entry

if TYPE_CHECKING:
    from random import Random

_ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.sampled_from("abc"),
        feed=st.sampled_from(["x", "y"]),
        publisher=st.just("p"),
        title=st.sampled_from(["one", "two"]),
        received=st.sampled_from([10.0, 20.0]),
        time=st.sampled_from([1.0, 2.0]),
    ),
    max_size=12,
)


@given(_ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_a_batch_is_that_of_its_contents(batch: list[Entry], random: Random) -> None:
    batch = [structs.replace(entry, received=10.0) for entry in batch]
    shuffled = random.sample(batch, len(batch))
    assert in_order(shuffled) == in_order(batch)
    assert [shuffled[place] for place in batches_in_order(shuffled)] == in_order(batch)


@given(_ENTRIES)
def test_only_neighbours_of_one_instant_change_places(entries: list[Entry]) -> None:
    order = batches_in_order(entries)
    assert sorted(order) == list(range(len(entries)))
    assert [entries[place].received for place in order] == [entry.received for entry in entries]
    for before, after in itertools.pairwise(order):
        if entries[before].received == entries[after].received:
            assert arrival(entries[before]) <= arrival(entries[after])
