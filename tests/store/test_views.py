"""What readers get: one moment, one order, and no silent gap."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
import pytest

from ticker.core.model import Changes, FeedState
from ticker.errors import GapError
from ticker.store import DeskStore, Retention
from ticker.store.keys import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio import Redis

    from ticker.core.model import Entry


@pytest.fixture
async def committed(store: DeskStore, founding: Callable[..., Changes]) -> Callable[..., Awaitable[str]]:
    """Take the desk and commit stories by score, batch after batch; returns the epoch."""
    token = await store.acquire("night", 600)
    assert token is not None
    epoch = (await store.load()).epoch
    cursor, offset = "", 0

    async def write(scores: dict[int, float], *, pinned: frozenset[int] = frozenset()) -> str:
        nonlocal cursor, offset
        after, cursor = cursor, f"{int(cursor.partition('-')[0] or 0) + 1}-0"
        changes = founding(scores, pinned=pinned, first_offset=offset + 1)
        await store.commit(token=token, epoch=epoch, after=after, cursor=cursor, changes=changes)
        offset = changes.offset
        return epoch

    return write


async def ids(store: DeskStore, limit: int | None = 50) -> list[str]:
    return [story["id"] for story in (await store.top(limit=limit))["stories"]]


async def test_a_desk_that_holds_nothing_is_shown_as_such(store: DeskStore) -> None:
    assert await store.top() == {"desk": store.desk, "epoch": "", "offset": 0, "stories": []}
    assert await store.story("1") is None
    assert await store.updates(0) == []
    assert await store.headlines(5) == []
    assert await store.feeds() == []
    status = await store.status()
    assert (status.schema, status.lag, status.log_length, status.owner) == (SCHEMA, 0, 0, "")


async def test_the_order_is_total_pinned_first_then_score_then_the_older_story(
    store: DeskStore, committed: Callable[..., Awaitable[str]]
) -> None:
    await committed({2: 5.0, 10: 5.0, 9: 5.0, 3: 7.0, 4: 1.0, 11: 1.0}, pinned=frozenset({4, 11}))

    assert await ids(store) == ["4", "11", "3", "2", "9", "10"]
    assert await ids(store, 3) == ["4", "11", "3"]
    assert await ids(store, 1) == ["4"]
    assert await ids(store, 0) == []
    assert await ids(store, None) == await ids(store)


async def test_a_story_moves_when_its_score_or_pin_changes(
    store: DeskStore, committed: Callable[..., Awaitable[str]]
) -> None:
    await committed({1: 1.0, 2: 2.0})
    await committed({1: 3.0})
    assert await ids(store) == ["1", "2"]

    await committed({2: 2.0}, pinned=frozenset({2}))
    assert await ids(store) == ["2", "1"]

    await committed({2: 2.0})
    assert await ids(store) == ["1", "2"]


async def test_top_shows_stories_at_one_offset_and_copies_when_asked(
    store: DeskStore, committed: Callable[..., Awaitable[str]], entry: Callable[..., Entry]
) -> None:
    epoch = await committed({1: 1.0})

    top = await store.top(entries=True)

    assert (top["desk"], top["epoch"], top["offset"]) == (store.desk, epoch, 1)
    assert [one["id"] for one in top["stories"][0]["entries"]] == [entry(1).id]
    assert "entries" not in (await store.top())["stories"][0]


async def test_one_story_comes_with_its_copies(
    store: DeskStore, committed: Callable[..., Awaitable[str]], entry: Callable[..., Entry]
) -> None:
    await committed({1: 1.0, 2: 2.0})

    found = await store.story("2")

    assert found is not None
    assert found[0].headline == entry(2).title
    assert [copy.entry for copy in found[1]] == [entry(2)]


async def test_updates_follow_a_cursor_without_repeating(
    store: DeskStore, committed: Callable[..., Awaitable[str]]
) -> None:
    epoch = await committed({1: 1.0, 2: 2.0, 3: 3.0})

    assert [one["offset"] for one in await store.updates(1, epoch=epoch)] == [2, 3]
    assert [one["offset"] for one in await store.updates(0, count=2)] == [1, 2]
    assert await store.updates(3) == []
    raw = await store.updates_raw(2)
    assert [(offset, msgspec.json.decode(data)["offset"]) for offset, data in raw] == [(3, 3)]


async def test_a_reader_that_waits_for_updates_gets_the_next_one(
    store: DeskStore, committed: Callable[..., Awaitable[str]]
) -> None:
    await committed({1: 1.0})
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(store.updates(1, block=60))
        await committed({2: 1.0})

    assert [one["offset"] for one in waiting.result()] == [2]


async def test_a_wait_in_vain_ends(store: DeskStore, committed: Callable[..., Awaitable[str]]) -> None:
    await committed({1: 1.0})

    assert await store.updates(1, block=0.05) == []


async def test_a_cursor_of_another_history_or_from_the_future_is_refused(
    store: DeskStore, committed: Callable[..., Awaitable[str]]
) -> None:
    await committed({1: 1.0})

    with pytest.raises(GapError, match="the epoch is"):
        await store.updates(0, epoch="another")
    with pytest.raises(GapError, match="stands at offset 1"):
        await store.updates(2)


async def test_a_cursor_older_than_what_is_kept_is_refused(
    client: Redis, desk_name: str, founding: Callable[..., Changes]
) -> None:
    store = DeskStore(client, desk_name, retention=Retention(updates=50))
    token = await store.acquire("night", 600)
    assert token is not None
    changes = founding(dict.fromkeys(range(1, 501), 1.0))
    epoch = (await store.load()).epoch
    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=changes)

    with pytest.raises(GapError, match="kept from offset"):
        await store.updates(0)
    assert [one["offset"] for one in await store.updates(450)] == list(range(451, 501))


async def test_updates_that_are_gone_altogether_are_a_gap(
    store: DeskStore, client: Redis, committed: Callable[..., Awaitable[str]]
) -> None:
    await committed({1: 1.0})
    await client.delete(store.keys.updates)

    with pytest.raises(GapError, match="kept from offset 2"):
        await store.updates(0)
    assert await store.updates(1) == []


async def test_headlines_are_the_newest_live_ones(
    store: DeskStore, committed: Callable[..., Awaitable[str]], entry: Callable[..., Entry]
) -> None:
    await committed({1: 1.0, 2: 9.0, 3: 5.0})

    assert await store.headlines(2) == [entry(3).title, entry(2).title]
    assert await store.headlines(0) == []


async def test_the_status_counts(
    store: DeskStore, committed: Callable[..., Awaitable[str]], entry: Callable[..., Entry]
) -> None:
    await store.append([entry(number) for number in range(1, 6)])
    epoch = await committed({1: 1.0})

    status = await store.status()

    assert status.desk == store.desk
    assert (status.epoch, status.offset, status.cursor) == (epoch, 1, "1-0")
    assert (status.log_length, status.lag, status.stories, status.copies) == (5, 4, 1, 1)
    assert status.owner == "night"
    assert 0 < status.lease_ttl <= 600
    assert status.now == 1_795_000_100.0


async def test_feed_states_are_kept_by_key_and_forgotten(store: DeskStore) -> None:
    one = FeedState("https://b.example/rss", "https://b.example/rss", etag='W/"1"', warnings=("no dates",))
    other = FeedState("https://a.example/rss", "https://a.example/feed", polled=5.0)
    await store.save_feed(one)
    await store.save_feed(other)
    await store.save_feed(one)

    assert await store.feeds() == [other, one]
    assert await store.feed(one.feed) == one

    await store.forget_feed(one.feed)
    assert await store.feed(one.feed) is None
