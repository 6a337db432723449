"""A batch is written whole, once, by the writer that holds the desk, and by no other."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as run_with
from hypothesis import strategies as st

from ticker.core.model import Changes, Copy, DeskSettings, Op, Relation, Snapshot, Story, Update
from ticker.errors import FencedError, StoreError
from ticker.store import DeskStore, Retention, codec

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

    from ticker.core.model import Entry


async def writer(store: DeskStore) -> tuple[int, str]:
    """Take the desk: token and epoch."""
    token = await store.acquire("night", 600)
    assert token is not None
    return token, (await store.load()).epoch


async def everything(client: Redis, store: DeskStore) -> dict[str, bytes | None]:
    """All that a commit may change, as Redis would dump it."""
    keys = store.keys
    names = (keys.meta, keys.stories, keys.copies, keys.rank, keys.pinned, keys.updates, keys.intake)
    return {name: await client.dump(name) for name in names}


async def test_a_commit_is_what_load_gives_back(store: DeskStore, founding: Callable[..., Changes]) -> None:
    token, epoch = await writer(store)
    changes = founding({1: 10.5, 2: 11.25})
    changes.settings = DeskSettings(window=100.0)

    await store.commit(token=token, epoch=epoch, after="", cursor="2-0", changes=changes)

    loaded = await store.load()
    assert loaded.cursor == "2-0"
    assert loaded.epoch == epoch
    assert loaded.snapshot == Snapshot(
        settings=DeskSettings(window=100.0),
        stories=tuple(story for story in changes.stories.values() if story),
        copies=tuple(copy for copy in changes.copies.values() if copy),
        offset=2,
        next_ordinal=3,
        now=changes.now,
    )


async def test_the_same_commit_again_succeeds_and_changes_nothing(
    store: DeskStore, client: Redis, founding: Callable[..., Changes]
) -> None:
    token, epoch = await writer(store)
    changes = founding({1: 10.5})
    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=changes)
    before = await everything(client, store)

    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=changes)

    assert await everything(client, store) == before


async def test_a_batch_that_changed_nothing_still_moves_the_cursor(store: DeskStore) -> None:
    token, epoch = await writer(store)

    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=Changes())
    await store.commit(token=token, epoch=epoch, after="1-0", cursor="2-0", changes=Changes())

    assert (await store.load()).cursor == "2-0"


@pytest.mark.parametrize("wrong", ["token", "epoch", "after"])
async def test_a_writer_that_lost_the_desk_writes_nothing(
    wrong: str, store: DeskStore, client: Redis, founding: Callable[..., Changes]
) -> None:
    token, epoch = await writer(store)
    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=founding({1: 10.5}))
    before = await everything(client, store)
    call: dict[str, Any] = {"token": token, "epoch": epoch, "after": "1-0"}
    call[wrong] = {"token": token + 1, "epoch": "another", "after": "7-0"}[wrong]

    with pytest.raises(FencedError, match=r"token|epoch|stands at"):
        await store.commit(**call, cursor="8-0", changes=founding({2: 1.0}, first_offset=2))

    assert await everything(client, store) == before


async def test_the_token_of_a_former_taking_is_refused(
    store: DeskStore, founding: Callable[..., Changes]
) -> None:
    old, epoch = await writer(store)
    await store.release("night", old)
    new = await store.acquire("day", 600)
    assert new is not None

    with pytest.raises(FencedError):
        await store.commit(token=old, epoch=epoch, after="", cursor="1-0", changes=founding({1: 1.0}))
    await store.commit(token=new, epoch=epoch, after="", cursor="1-0", changes=founding({1: 1.0}))

    assert (await store.load()).cursor == "1-0"


async def test_of_two_commits_at_once_from_one_position_one_wins(
    store: DeskStore, founding: Callable[..., Changes]
) -> None:
    token, epoch = await writer(store)

    async def write(ordinal: int) -> int | None:
        try:
            await store.commit(
                token=token, epoch=epoch, after="", cursor=f"{ordinal}-0", changes=founding({ordinal: 1.0})
            )
        except FencedError:
            return None
        return ordinal

    won = [ordinal for ordinal in await asyncio.gather(*map(write, range(1, 9))) if ordinal]

    assert len(won) == 1
    assert [copy.ordinal for copy in (await store.load()).snapshot.copies] == won


async def test_tens_of_thousands_of_changes_are_one_commit(
    store: DeskStore, founding: Callable[..., Changes]
) -> None:
    token, epoch = await writer(store)
    born = founding({ordinal: float(ordinal) for ordinal in range(1, 20_001)})
    await store.commit(token=token, epoch=epoch, after="", cursor="20000-0", changes=born)
    assert (await store.status()).stories == 20_000

    gone = Changes(
        updates=[
            Update(20_000 + number, Op.EXPIRED, story)
            for number, story in enumerate(filter(None, born.stories.values()), 1)
        ],
        stories=dict.fromkeys(born.stories),
        copies=dict.fromkeys(born.copies),
        offset=40_000,
        next_ordinal=20_001,
    )
    await store.commit(token=token, epoch=epoch, after="20000-0", cursor="20001-0", changes=gone)

    status = await store.status()
    assert (status.stories, status.copies, status.offset) == (0, 0, 40_000)
    assert (await store.top(limit=None))["stories"] == []


async def test_the_log_is_trimmed_behind_the_cursor_and_never_before_it(
    client: Redis, desk_name: str, entry: Callable[..., Entry]
) -> None:
    store = DeskStore(client, desk_name, retention=Retention(applied=100))
    token, epoch = await writer(store)
    await store.append([entry(number) for number in range(1, 1001)])

    await store.commit(token=token, epoch=epoch, after="", cursor="600-0", changes=Changes())

    kept = [int(name.partition("-")[0]) for name, _ in await store.read("", count=2000)]
    assert 400 < kept[0] <= 501
    assert kept[-1] == 1000
    status = await store.status()
    assert status.lag == 400
    assert status.log_length == len(kept)


async def test_identities_that_left_their_feed_long_ago_are_forgotten(
    client: Redis, desk_name: str, entry: Callable[..., Entry], eventually: Callable[..., Any]
) -> None:
    store = DeskStore(client, desk_name, retention=Retention(seen=0.001))
    token, epoch = await writer(store)
    await store.append([entry(number) for number in range(1, 401)])
    cursor = 0

    async def forgotten() -> bool:
        nonlocal cursor
        after, cursor = f"{cursor}-0" if cursor else "", cursor + 1
        await store.commit(token=token, epoch=epoch, after=after, cursor=f"{cursor}-0", changes=Changes())
        return not await client.zcard(store.keys.seen) and not await client.exists(store.keys.titles)

    await eventually(forgotten)
    assert cursor >= 2, "800 identities are more than one commit may drop"


async def test_identities_in_a_feed_are_remembered(
    store: DeskStore, client: Redis, entry: Callable[..., Entry]
) -> None:
    token, epoch = await writer(store)
    await store.append([entry(1)])

    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=Changes())

    assert await client.zcard(store.keys.seen) == 2
    assert (await store.append([entry(1)])).known == 1


async def test_identities_seen_while_the_clock_was_ahead_are_brought_to_now_and_kept(
    store: DeskStore, client: Redis, entry: Callable[..., Entry]
) -> None:
    """Else they would stay until the time comes that the clock showed."""
    token, epoch = await writer(store)
    await store.append([entry(1), entry(2)])
    ahead = (await client.time())[0] * 1000 + 365 * 86_400_000
    one: Any = (await client.zrange(store.keys.seen, 0, 0))[0]
    await client.zadd(store.keys.seen, {one: ahead})

    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=Changes())

    score = await client.zscore(store.keys.seen, one)
    assert score is not None
    assert abs(score - (await client.time())[0] * 1000) < 3_600_000
    assert (await store.append([entry(1), entry(2)])).known == 2


async def test_a_large_desk_is_unpacked_beside_the_loop(
    store: DeskStore, founding: Callable[..., Changes], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, epoch = await writer(store)
    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=founding({1: 10.5}))
    unpacking, renewed, unpack = threading.Event(), threading.Event(), codec.COPY.unpack

    def slow(data: bytes) -> Copy:
        unpacking.set()
        assert renewed.wait(20), "the lease could not be renewed meanwhile"
        return unpack(data)

    monkeypatch.setattr(codec.COPY, "unpack", slow)
    loading = asyncio.create_task(store.load())
    while not unpacking.is_set():
        await asyncio.sleep(0.001)
    assert await store.renew("night", token, 60)
    renewed.set()
    assert len((await loading).snapshot.copies) == 1


async def test_a_stored_story_that_cannot_be_read_stops_the_load(store: DeskStore, client: Redis) -> None:
    await store.load()
    await client.hset(store.keys.stories, "1", b"\xc1")

    with pytest.raises(StoreError, match="stored Story cannot be read"):
        await store.load()


async def test_updates_carry_the_copy_that_caused_them(
    store: DeskStore, founding: Callable[..., Changes]
) -> None:
    token, epoch = await writer(store)
    changes = founding({1: 10.5})
    await store.commit(token=token, epoch=epoch, after="", cursor="1-0", changes=changes)

    (update,) = await store.updates(0)

    assert (update["epoch"], update["offset"], update["op"]) == (epoch, 1, "created")
    assert update["entry"]["id"] == "tag:example.org,2026:1"


Key = TypeVar("Key")
Value = TypeVar("Value")


class Model:
    """What a desk should hold after a row of commits, kept in plain dictionaries."""

    def __init__(self) -> None:
        self.stories: dict[str, Story] = {}
        self.copies: dict[int, Copy] = {}

    def take(self, changes: Changes) -> None:
        _lay_over(self.stories, changes.stories)
        _lay_over(self.copies, changes.copies)


def _lay_over(held: dict[Key, Value], changed: dict[Key, Value | None]) -> None:
    for key, value in changed.items():
        held.pop(key, None)
        if value is not None:
            held[key] = value


score = st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1.5])
batches = st.lists(
    st.dictionaries(st.integers(1, 12), st.none() | st.tuples(score, st.booleans()), max_size=6),
    min_size=1,
    max_size=5,
)


@run_with(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=batches)
async def test_load_and_top_are_what_was_committed(
    rows: list[dict[int, tuple[float, bool] | None]],
    client: Redis,
    desk_name: str,
    entry: Callable[..., Entry],
) -> None:
    store = DeskStore(client, desk_name)
    await client.delete(*(getattr(store.keys, name) for name in store.keys.__slots__))
    token, epoch = await writer(store)
    model, offset, cursor = Model(), 0, ""
    for number, row in enumerate(rows, 1):
        changes = Changes(now=float(number), next_ordinal=number)
        for ordinal, state in row.items():
            if state is None:
                changes.stories[str(ordinal)] = changes.copies[ordinal] = None
                continue
            said = entry(ordinal, title=f"{ordinal} in row {number}")
            story = Story(
                str(ordinal),
                ordinal,
                said.title,
                "",
                "",
                state[0],
                (ordinal,),
                ("p",),
                1.0,
                2.0,
                pinned=state[1],
            )
            changes.stories[story.id] = story
            changes.copies[ordinal] = Copy(ordinal, said, Relation.REPEAT, 0.5, reasons=("same words",))
            offset += 1
            changes.updates.append(Update(offset, Op.CHANGED, story, ordinal))
        changes.offset = offset
        for _ in range(2):
            await store.commit(token=token, epoch=epoch, after=cursor, cursor=f"{number}-0", changes=changes)
        cursor = f"{number}-0"
        model.take(changes)

    loaded = (await store.load()).snapshot
    assert {story.id: story for story in loaded.stories} == model.stories
    assert {copy.ordinal: copy for copy in loaded.copies} == model.copies
    assert [update["offset"] for update in await store.updates(0)] == list(range(1, offset + 1))
    ranked = sorted(model.stories.values(), key=lambda s: (not s.pinned, -s.score, len(s.id), s.id))
    top = await store.top(limit=None, entries=True)
    assert [story["id"] for story in top["stories"]] == [story.id for story in ranked]
    assert [story["entries"][0]["title"] for story in top["stories"]] == [story.headline for story in ranked]
    assert top["offset"] == offset
