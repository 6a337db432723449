"""What feeds said gets into the log once, whatever the line does, and comes out in order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from msgspec import structs

from tests.support.line import Line
from ticker.core.model import DeskSettings, Entry, Grain, Tick
from ticker.errors import StoreError, UnreachableError
from ticker.store import Appended, DeskStore, Poison, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redis.asyncio import Redis

    from ticker.store.embedded import EmbeddedServer


@pytest.fixture
def line(server: EmbeddedServer) -> Iterator[Line]:
    made = Line(unquote(urlsplit(server.url).path))
    yield made
    made.close()


async def titles(store: DeskStore) -> list[str]:
    return [event.title for _, event in await store.read("", count=10_000) if isinstance(event, Entry)]


async def test_a_batch_that_is_repeated_adds_nothing(store: DeskStore, entry: Callable[..., Entry]) -> None:
    batch = [entry(number) for number in range(1, 31)]

    assert await store.append(batch) == Appended(new=30)
    assert await store.append(batch) == Appended(known=30)
    assert await store.append([*batch, entry(31)]) == Appended(new=1, known=30)
    assert await titles(store) == [entry(number).title for number in range(1, 32)]


async def test_an_empty_batch_is_no_work(store: DeskStore) -> None:
    assert await store.append([]) == Appended()


async def test_documents_that_come_at_the_same_time_are_counted_apart(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    feeds = [
        [structs.replace(entry(number), feed=f"https://{host}.example/") for number in range(1, 4)]
        for host in ("a", "b", "c")
    ]
    await store.append([feeds[0][0], structs.replace(feeds[1][1], title="before")])
    counted = await asyncio.gather(
        *(store.append(batch) for batch in (*feeds, [], feeds[2])),
    )

    assert counted == [
        Appended(new=2, known=1),
        Appended(new=2, revised=1),
        Appended(new=3),
        Appended(),
        Appended(known=3),
    ]
    written = [event for _, event in await store.read("2-0") if isinstance(event, Entry)]
    assert written == [*feeds[0][1:], *feeds[1], *feeds[2]], "one document after the other, each in its order"


async def test_what_the_feed_said_comes_out_of_the_log_whole(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    said = entry(
        1, title="«عاجل» المطر يعود", summary="s", lang="ar", family="wire", weight=1.5, published=7.25
    )
    await store.append([said])

    assert await store.read("") == [("1-0", said)]


async def test_a_changed_title_is_a_revision_once(store: DeskStore, entry: Callable[..., Entry]) -> None:
    first, second = entry(1, title="Bridge closed"), entry(1, title="Bridge open again")

    assert await store.append([first]) == Appended(new=1)
    assert await store.append([second]) == Appended(revised=1)
    assert await store.append([second]) == Appended(known=1)
    assert await titles(store) == ["Bridge closed", "Bridge open again"]


async def test_an_unstable_guid_is_known_by_its_alias_and_by_itself_from_then_on(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    said = entry(1)
    again = structs.replace(said, id="another-guid")

    assert await store.append([said]) == Appended(new=1)
    assert await store.append([again]) == Appended(known=1)
    assert await store.append([structs.replace(again, title="Changed", alias="")]) == Appended(revised=1)


async def test_the_same_id_in_another_feed_is_another_entry(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    batch = [entry(1), entry(1, feed="https://example.net/atom")]

    assert await store.append(batch) == Appended(new=2)


async def test_entries_without_an_alias_are_not_taken_for_one_another(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    assert await store.append([entry(1, alias=""), entry(2, alias="")]) == Appended(new=2)


async def test_a_text_that_is_no_unicode_refuses_the_batch_and_writes_nothing(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    with pytest.raises(StoreError, match="cannot be stored"):
        await store.append([entry(1), entry(2, title="\ud83d")])

    assert await store.read("") == []


async def test_lost_replies_leave_each_entry_in_the_log_once(
    line: Line, store: DeskStore, entry: Callable[..., Entry], desk_name: str
) -> None:
    far = await connect(line.url, timeout=0.1)
    try:
        through = DeskStore(far, desk_name)
        await through.append([entry(1)])
        line.deaf = True
        with pytest.raises(UnreachableError, match="does not answer"):
            await through.append([entry(2), entry(3)])
        with pytest.raises(UnreachableError):
            await through.append_event(Tick(5.0), id="tick-5")
        assert line.swallowed >= 2, "the server has answered, else this test shows nothing"
        line.deaf = False

        assert await through.append([entry(2), entry(3)]) == Appended(known=2)
        await through.append_event(Tick(5.0), id="tick-5")
    finally:
        await far.aclose()

    assert [event for _, event in await store.read("")] == [entry(1), entry(2), entry(3), Tick(5.0)]


async def test_events_stand_in_the_log_in_order_and_once_by_id(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    settings = DeskSettings(window=60.0, half_life=30.0, grain=Grain.TOPICS, threshold=0.25)
    await store.append([entry(1)])

    assert await store.append_event(settings, id="a") == "2-0"
    assert await store.append_event(Tick(9.5), id="b") == "3-0"
    assert await store.append_event(settings, id="a") == "2-0"
    assert await store.append_event(Tick(9.5)) == "4-0"
    assert [event for _, event in await store.read("1-0")] == [settings, Tick(9.5), Tick(9.5)]


async def test_only_the_newest_event_ids_are_remembered(store: DeskStore, client: Redis) -> None:
    for number in range(1005):
        await store.append_event(Tick(float(number)), id=str(number))

    assert await client.zcard(store.keys.told) == 1000
    assert await store.append_event(Tick(1004.0), id="1004") == "1005-0"


async def test_reading_goes_on_after_a_record_and_stops_at_the_count(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    await store.append([entry(number) for number in range(1, 8)])

    assert [name for name, _ in await store.read("", count=3)] == ["1-0", "2-0", "3-0"]
    assert [name for name, _ in await store.read("3-0", count=3)] == ["4-0", "5-0", "6-0"]
    assert await store.read("7-0") == []


async def test_a_reader_that_waits_gets_what_comes(store: DeskStore, entry: Callable[..., Entry]) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(store.read("", block=60))
        await store.append([entry(1)])

    assert [name for name, _ in waiting.result()] == ["1-0"]


async def test_a_wait_longer_than_the_socket_timeout_is_no_error(
    server: EmbeddedServer, desk_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ticker.store.log.SLICE", 0.05)
    impatient: Any = await connect(server.url, timeout=0.4)
    try:
        assert await DeskStore(impatient, desk_name).read("", block=0.9) == []
    finally:
        await impatient.aclose()


async def test_a_reader_that_was_cancelled_leaves_the_client_usable(
    store: DeskStore, client: Redis, entry: Callable[..., Entry], eventually: Callable[..., Any]
) -> None:
    waiting = asyncio.create_task(store.read("", block=60))

    async def blocked() -> bool:
        return bool((await client.info("clients"))["blocked_clients"])

    await eventually(blocked)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert await store.append([entry(1)]) == Appended(new=1)
    assert [name for name, _ in await store.read("")] == ["1-0"]


async def test_a_record_that_cannot_be_read_comes_as_poison_between_its_neighbours(
    store: DeskStore, client: Redis, entry: Callable[..., Entry]
) -> None:
    await store.append([entry(1)])
    await client.hincrby(store.keys.meta, "appended", 1)
    await client.xadd(store.keys.intake, {"e": b"\xc1 no record"}, id="2-0")
    await store.append([entry(3)])

    first, second, third = await store.read("")

    assert (first[1], third) == (entry(1), ("3-0", entry(3)))
    assert isinstance(second[1], Poison)
    assert second[1].id == "2-0"


async def test_a_document_of_many_entries_is_written_in_several_steps_and_once(
    store: DeskStore, entry: Callable[..., Entry]
) -> None:
    many = [entry(number) for number in range(2_500)]

    assert await store.append(many[:1_700]) == Appended(new=1_700)
    assert await store.append(many) == Appended(new=800, known=1_700)
    assert (await store.status()).log_length == 2_500
    assert [event for _, event in await store.read("", count=2_500)] == many
