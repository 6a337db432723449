"""A replay is the live desk: the same stories, bit for bit, whatever order a batch was listed in."""

from __future__ import annotations

import asyncio
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from ticker.core.arrival import batches_in_order, in_order
from ticker.core.desk import Desk
from ticker.core.model import DeskSettings, Entry, Op, Relation
from ticker.service.lines import Line
from ticker.service.replay import Player, run
from ticker.service.writer import Writer
from ticker.store import Poison

if TYPE_CHECKING:
    from random import Random

    from ticker.service.replay import Replay
    from ticker.store import DeskStore

START = 1_790_000_000.0
MINUTE = 60.0
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
TITLES = [
    BRIDGE,
    "Port Selwyn harbour bridge shut after cracks appear in two pillars",
    f"UPDATE 1-{BRIDGE}",
    "Selwyn harbour bridge shut as engineers find cracks",
    "Wildfire near Monte Verano kills 5, forces hundreds from homes",
    "Wildfire near Monte Verano kills 8, forces hundreds from homes",
    "Central bank of Norland holds rates at 4.25 percent",
    "إضراب عمال ميناء الرملة يدخل يومه الرابع",
    "عاجل | إضراب عمّال ميناء الرملة يدخل يومه الرابع",
    "عمال ميناء الرملة يواصلون الإضراب لليوم الرابع",
    "🎉🎉",
    "",
]


def entry(title: str, key: int, batch: int, feed: str = "a", **more: Any) -> Entry:
    """An entry of the `batch`-th batch; twenty minutes lie between two."""
    at = START + 20 * MINUTE * batch
    standard: dict[str, Any] = {
        "id": f"{key:02}",
        "feed": feed,
        "publisher": feed.title(),
        "title": title,
        "received": at,
        "time": at,
    }
    return Entry(**standard | more)


def partition(result: Replay) -> set[frozenset[tuple[str, str]]]:
    """The stories as sets of entries, whatever their ids and order."""
    stories: dict[str, set[tuple[str, str]]] = {}
    for place, line in enumerate(result.lines):
        stories.setdefault(result.story(place), set()).add((line.entry.feed, line.entry.id))
    return {frozenset(held) for held in stories.values()}


_BATCHES = st.lists(
    st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from("abc")), max_size=5), max_size=5
)


@settings(max_examples=80, deadline=None)
@given(_BATCHES, st.randoms(use_true_random=False))
def test_the_order_of_equal_arrivals_does_not_change_the_partition(
    batches: list[list[tuple[str, str]]], random: Random
) -> None:
    listed = [
        [
            Line(entry(title, 10 * batch + place, batch, feed, summary=title[::-1]))
            for place, (title, feed) in enumerate(rows)
        ]
        for batch, rows in enumerate(batches)
    ]
    shuffled = [random.sample(rows, len(rows)) for rows in listed]
    one, other = (
        run([line for rows in told for line in rows], DeskSettings()) for told in (listed, shuffled)
    )
    assert partition(one) == partition(other)
    decided = [
        {
            (line.entry.feed, line.entry.id): (
                result.relations[place],
                result.scores[place],
                result.homes[place],
            )
            for place, line in enumerate(result.lines)
        }
        for result in (one, other)
    ]
    assert decided[0] == decided[1]


def test_places_are_those_of_the_input_whatever_the_order_of_the_log() -> None:
    lines = [Line(entry(BRIDGE, 2, 0)), Line(entry(BRIDGE, 1, 0, "b"))]
    result = run([lines[0], lines[1]], DeskSettings())
    assert [one["id"] for one in result.assignments()] == ["02", "01"]
    assert result.vias == [-1, 0]
    turned = run([lines[1], lines[0]], DeskSettings())
    assert turned.vias == [1, -1]
    assert turned.relations == [Relation.REPEAT, Relation.DISTINCT]


DAY = [
    entry(title, 10 * batch + place, batch, feed, summary="As told by our own reporters at the scene.")
    for batch, rows in enumerate(
        [
            [(TITLES[0], "a"), (TITLES[6], "b"), (TITLES[7], "c"), ("", "b")],
            [(TITLES[1], "b"), (TITLES[8], "d"), (TITLES[10], "a"), (TITLES[4], "a")],
            [(TITLES[5], "c"), (TITLES[2], "d"), (TITLES[9], "a"), (TITLES[10], "c")],
            [(TITLES[3], "c"), (TITLES[6], "d"), (TITLES[0], "e")],
            [(TITLES[7], "e"), (TITLES[5], "e"), (TITLES[6], "e")],
        ]
    )
    for place, (title, feed) in enumerate(rows)
]
# the first batch's bank story is told again under another title by the same entry
DAY.append(
    structs.replace(
        DAY[1], title="Norland's central bank leaves rates at 4.25 percent", received=DAY[-1].received
    )
)
SHORT = DeskSettings(window=50 * MINUTE)  # so that the day's beginning expires before its end


async def live(store: DeskStore, log: Any) -> None:
    """The day through a real writer into a real store, its clock at each batch's arrival."""
    now = [START]
    writer = Writer(store, SHORT, owner="w", clock=lambda: now[0], log=log)
    task = asyncio.create_task(writer.run())
    try:
        async with asyncio.timeout(60):
            await writer.ready.wait()
            for received, batch in groupby(DAY, key=lambda one: one.received):
                now[0] = received
                while (await store.status()).now < received:
                    await asyncio.sleep(0.01)
                await store.append(in_order(batch))
                while (await store.status()).lag:
                    await asyncio.sleep(0.01)
    finally:
        writer.stop()
        await asyncio.wait_for(task, 10)


async def test_what_the_writer_committed_is_the_fold_of_its_log(store: DeskStore, log: Any) -> None:
    await live(store, log)
    desk, ops = Desk(), []
    for _, event in await store.read("", count=1000):
        assert not isinstance(event, Poison)
        ops += [update.op for update in desk.apply(event)]
    assert desk.snapshot() == (await store.load()).snapshot
    assert {Op.CREATED, Op.CHANGED, Op.EXPIRED} <= set(ops)


async def test_a_replay_gives_what_the_writer_committed(store: DeskStore, log: Any) -> None:
    await live(store, log)
    committed = (await store.load()).snapshot
    player = Player(SHORT)
    for place in batches_in_order(DAY):
        player.pass_time(DAY[place].received)
        player.tell(DAY[place])
    assert player.desk.snapshot() == committed
    result = run([Line(one) for one in DAY], SHORT)
    home = {member: story.id for story in committed.stories for member in story.members}
    places = {(one.feed, one.id, one.title): place for place, one in enumerate(DAY)}
    assert len(committed.copies) >= 6
    for copy in committed.copies:
        place = places[copy.entry.feed, copy.entry.id, copy.entry.title]
        assert result.story(place) == home[copy.ordinal]
        if not copy.former:
            assert (result.relations[place], result.scores[place]) == (copy.relation, copy.score)


@pytest.mark.parametrize("count", [0, 1])
def test_a_short_file_is_replayed_too(count: int) -> None:
    result = run([Line(one) for one in DAY[:count]], DeskSettings())
    assert result.report()["stories"] == count
