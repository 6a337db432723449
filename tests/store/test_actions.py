"""What a commit keeps of editors' actions, and that data of the version before is read or refused clearly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec import structs

from ticker.core.desk import Desk
from ticker.core.model import Action, Verb
from ticker.errors import GapError, SchemaError, UnreachableError, UsageError
from ticker.store import DeskStore, codec

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

    from ticker.core.model import Entry, Event

NOW = 1_795_000_100.0


class Writer:
    """Folds a desk's log into its store, as the role does."""

    def __init__(self, store: DeskStore) -> None:
        self.store = store
        self.desk = Desk()
        self.cursor = ""
        self.lease = (0, "")

    async def open(self) -> None:
        token = await self.store.acquire("w", 600)
        assert token is not None
        loaded = await self.store.load()
        self.desk, self.cursor, self.lease = (
            Desk.restore(loaded.snapshot),
            loaded.cursor,
            (token, loaded.epoch),
        )

    async def fold(self) -> None:
        records = await self.store.read(self.cursor)
        for _, event in records:
            assert not isinstance(event, codec.Poison)
            self.desk.apply(event)
        after, self.cursor = self.cursor, records[-1][0]
        token, epoch = self.lease
        await self.store.commit(
            token=token, epoch=epoch, after=after, cursor=self.cursor, changes=self.desk.drain()
        )


@pytest.fixture
async def writer(store: DeskStore, entry: Callable[..., Entry]) -> Writer:
    """A writer whose desk holds three stories, 1 to 3."""
    one = Writer(store)
    await one.open()
    titles = ("Harbour bridge closes", "Central bank holds its rates", "Ferry strike enters third day")
    await store.append([entry(number, title=title) for number, title in enumerate(titles, 1)])
    await one.fold()
    return one


def action(verb: Verb, *stories: str, key: str = "", **fields: Any) -> Action:
    return Action(key or f"{verb} {stories}", verb, by="amal", at=NOW, stories=stories, **fields)


async def told(writer: Writer, *actions: Action) -> None:
    for one in actions:
        await writer.store.append_event(one)
    await writer.fold()


async def test_a_desk_with_edits_is_loaded_as_it_was(writer: Writer) -> None:
    await told(
        writer,
        action(Verb.PIN, "3"),
        action(Verb.RETITLE, "1", text="Ours"),
        action(Verb.NOTE, "1", text="n"),
        action(Verb.MERGE, "1", "2"),
        action(Verb.EMBARGO, "3", until=NOW + 60),
        action(Verb.UNDO, action="2"),
    )

    loaded = await writer.store.load()

    assert loaded.snapshot == writer.desk.snapshot()
    assert [act.number for act in loaded.snapshot.acts] == [1, 2, 3, 4, 5, 6]
    assert Desk.restore(loaded.snapshot).snapshot() == loaded.snapshot


async def test_acts_that_are_over_leave_the_store(writer: Writer, client: Redis) -> None:
    await told(writer, action(Verb.PIN, "1"))
    changes = writer.desk.drain()
    changes.acts[1] = None
    token, epoch = writer.lease
    await writer.store.commit(token=token, epoch=epoch, after=writer.cursor, cursor="999-0", changes=changes)

    assert await client.hlen(writer.store.keys.acts) == 0


async def test_stories_stand_in_the_editors_order_and_what_is_held_is_left_out(writer: Writer) -> None:
    await told(
        writer,
        action(Verb.PIN, "2"),
        action(Verb.PIN, "1", value=1),
        action(Verb.SPIKE, "3", text="hoax"),
    )

    async def ids(**asked: Any) -> list[str]:
        return [story["id"] for story in (await writer.store.top(**asked))["stories"]]

    assert await ids() == ["1", "2"]
    assert await ids(held=True) == ["1", "2", "3"]
    assert await ids(held=True, limit=2) == ["1", "2"]
    await told(writer, action(Verb.RESTORE, "3"), action(Verb.UNPIN, "2"), action(Verb.SPIKE, "1", key="s1"))
    assert set(await ids()) == {"2", "3"}
    assert (await ids(held=True))[-1] == "1"


async def test_the_audit_says_who_when_what_before_and_after(writer: Writer) -> None:
    await told(
        writer, action(Verb.RETITLE, "1", text="Ours"), action(Verb.PIN, "9"), action(Verb.MERGE, "1", "2")
    )

    retitled, refused, merged = await writer.store.audit()

    assert (retitled["action"], retitled["by"], retitled["verb"]) == ("1", "amal", "retitle")
    assert retitled["before"] == {"1": {"headline": "Harbour bridge closes"}}
    assert retitled["after"] == {"1": {"headline": "Ours"}}
    assert (refused["refused"], refused["stories"], refused["before"]) == ("unknown", ["9"], {})
    assert merged["after"]["2"] is None
    assert (merged["before"]["1"], merged["after"]["1"]) == (
        {"headline": "Ours", "copies": 1, "entries": []},
        {"headline": "Ours", "copies": 2, "entries": ["#2"]},
    )
    assert await writer.store.audit(1, count=1) == [refused]
    assert await writer.store.audit(count=2) == [refused, merged]
    assert await writer.store.audit(3) == []


async def test_standing_merges_and_splits_are_labelled_pairs(writer: Writer) -> None:
    await told(
        writer,
        action(Verb.MERGE, "1", "2"),
        action(Verb.MERGE, "1", "3"),
        action(Verb.SPLIT, "1", entries=("#3",)),
    )
    await told(writer, action(Verb.UNDO, action="3", key="u3"), action(Verb.UNDO, action="1", key="u1"))
    await told(writer, action(Verb.REDO, action="3", key="r3"))

    pairs = [(pair.a.title, pair.b.title, pair.same, pair.action) for pair in await writer.store.labels()]

    assert pairs == [
        ("Harbour bridge closes", "Ferry strike enters third day", True, "2"),
        ("Harbour bridge closes", "Ferry strike enters third day", False, "3"),
    ]


async def test_without_a_writer_an_action_is_not_written(store: DeskStore, client: Redis) -> None:
    with pytest.raises(UnreachableError, match="start `ticker run`"):
        await store.act(action(Verb.PIN, "1"), wait=0.01)

    assert not await client.exists(store.keys.intake)


async def test_an_action_that_is_not_applied_in_time_may_be_asked_for_again(writer: Writer) -> None:
    pin = action(Verb.PIN, "2")
    with pytest.raises(UnreachableError, match="the same id asks again"):
        await writer.store.act(pin, wait=0.01)
    await writer.fold()

    outcome = await writer.store.act(pin, wait=0.01)

    assert (outcome.action, outcome.stories) == ("1", ("2",))
    assert await writer.store.read(writer.cursor) == []


async def test_a_form_that_is_wrong_is_not_written(writer: Writer) -> None:
    with pytest.raises(UsageError, match="1 \\(most\\) to 9"):
        await writer.store.act(action(Verb.URGENCY, "1", value=12.0))

    assert await writer.store.read(writer.cursor) == []


async def test_what_an_editor_writes_is_stored_as_plain_text(writer: Writer) -> None:
    hostile = "\u202ered\x1b[31m line\none\ud800"
    with pytest.raises(UnreachableError):
        await writer.store.act(action(Verb.RETITLE, "1", text=hostile), wait=0.01)
    await writer.fold()

    assert writer.desk.stories["1"].headline == "red[31m line one"


# the version before


async def make_old(writer: Writer, client: Redis) -> None:
    """Rewrite a desk to what version 1 kept: shorter records, no actions."""
    keys = writer.store.keys
    for key, length in ((keys.stories, 12), (keys.copies, 7)):
        kept: dict[Any, Any] = await client.hgetall(key)
        for name, value in kept.items():
            await client.hset(key, name, msgspec.msgpack.encode(msgspec.msgpack.decode(value)[:length]))
    await client.hset(keys.meta, "schema", "1")
    await client.hdel(keys.meta, "next_action")


async def test_data_of_version_1_waits_for_a_writer_and_is_brought_up_to_date(
    writer: Writer, client: Redis
) -> None:
    stories = dict(writer.desk.stories)
    before = writer.lease[1]
    offset = writer.desk.snapshot().offset
    await make_old(writer, client)
    fresh = DeskStore(client, writer.store.desk)
    with pytest.raises(SchemaError, match="start `ticker run` of this version once"):
        await fresh.top()

    await writer.open()

    assert dict(writer.desk.stories) == stories
    assert [story["held"] for story in (await fresh.top())["stories"]] == [False] * 3
    with pytest.raises(GapError, match="the epoch is"):
        await fresh.updates(0, epoch=before)
    await told(writer, action(Verb.PIN, "2"))
    (update,) = await fresh.updates(offset, epoch=(await fresh.status()).epoch)
    assert update["op"] == "pinned"


async def test_a_record_of_version_1_reads_with_what_came_later_left_out(
    entry: Callable[..., Entry],
) -> None:
    desk = Desk()
    desk.apply(entry(1))
    (copy,) = desk.copies.values()
    (story,) = desk.stories.values()
    told = msgspec.msgpack.decode(codec.STORY.pack(story))
    assert codec.STORY.unpack(msgspec.msgpack.encode(told[:12])) == story
    told = msgspec.msgpack.decode(codec.COPY.pack(structs.replace(copy, part="x")))
    assert codec.COPY.unpack(msgspec.msgpack.encode(told[:7])) == copy


@pytest.mark.parametrize(
    "event", [action(Verb.MUTE, "1", source="x", seen=7), action(Verb.BREAKING, "1", until=5.0)]
)
def test_an_action_comes_back_from_the_log_as_it_was(event: Event) -> None:
    kind, data = codec.pack_event(event)

    assert codec.unpack_event("1-0", {kind: data}) == event
