"""Turns at polling: one leader gives them, each is one poller's at a time, each ends once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from ticker.errors import FencedError
from ticker.store import Report, Turns, connect
from ticker.store import turns as module
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster


@pytest.fixture
async def redis(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Redis | RedisCluster]:
    """A client of a server of this test's own: there is one set of turns in a store."""
    with EmbeddedServer(tmp_path_factory.mktemp("turns")) as server:
        client = await connect(server.url)
        yield client
        await client.aclose()


@pytest.fixture
def turns(redis: Redis) -> Turns:
    return Turns(redis)


async def test_one_leads_and_the_token_grows(turns: Turns) -> None:
    assert await turns.lead("a", 0, 60) == (1, 0)
    assert await turns.lead("b", 0, 60) == (0, 0)
    assert await turns.lead("a", 1, 60) == (1, 0)
    await turns.resign("a", 1)
    assert await turns.lead("b", 0, 60) == (2, 0)
    assert await turns.lead("a", 1, 60) == (0, 0)


async def test_a_dead_leader_is_followed_after_its_lease(
    turns: Turns, eventually: Callable[..., Any]
) -> None:
    await turns.lead("a", 0, 0.05)

    async def taken() -> bool:
        return (await turns.lead("b", 0, 60))[0] == 2

    await eventually(taken)


async def test_the_lead_of_a_server_that_was_restarted_is_over(tmp_path: Path) -> None:
    tokens = []
    for owner in ("a", "b"):
        with EmbeddedServer(tmp_path) as server:
            client = await connect(server.url)
            tokens.append((await Turns(client).lead(owner, 0, 600))[0])
            await client.aclose()
    assert tokens == [1, 2]


async def test_who_does_not_lead_any_more_can_give_no_turn(turns: Turns) -> None:
    await turns.open()
    old, _ = await turns.lead("a", 0, 60)
    await turns.resign("a", old)
    await turns.lead("b", 0, 60)
    with pytest.raises(FencedError, match="token 2, not 1"):
        await turns.give(old, 1, [("main x", "")])
    assert (await turns.open())[1] == []


async def test_a_turn_is_given_once_however_often_it_is_said(turns: Turns) -> None:
    token, _ = await turns.lead("a", 0, 60)
    for _ in range(3):
        await turns.give(token, 1, [("main x", "on"), ("main y", "")])
    await turns.give(token, 3, [("main z", "")])
    _, under_way = await turns.open()
    assert [(turn.id, turn.key, turn.push) for turn in under_way] == [
        ("1-1", "main x", "on"),
        ("1-2", "main y", ""),
        ("1-3", "main z", ""),
    ]


async def test_a_turn_is_taken_by_one_ends_once_and_is_heard_of(turns: Turns) -> None:
    token, _ = await turns.lead("a", 0, 60)
    place, _ = await turns.open()
    await turns.give(token, 1, [(f"main {number}", "") for number in range(20)])
    taken = await asyncio.gather(*(turns.take(f"p{n}", count=5, block=0.1) for n in range(4)))
    assert len({turn.id for some in taken for turn in some}) == 20
    assert await turns.take("p9", count=5, block=0.01) == []
    report = Report(30.5, bad=True, hub=True)
    mine = taken[0][0].id
    assert await turns.end("p0", [(mine, report)]) == 1
    assert await turns.end("p0", [(mine, report)]) == 0
    assert [(turn, said) for _, turn, said in await turns.reports(place, count=9, block=0.1)] == [
        (mine, report)
    ]
    assert not await turns.is_open(mine)
    assert await turns.is_open(taken[1][0].id)
    assert (await turns.lead("a", token, 60))[1] == 5


async def test_turns_of_a_silent_poller_go_to_another_who_alone_can_end_them(
    turns: Turns, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., Any]
) -> None:
    token, _ = await turns.lead("a", 0, 60)
    await turns.open()
    await turns.give(token, 1, [("main x", ""), ("main y", "")])
    mine = [turn.id for turn in await turns.take("frozen", count=2, block=0.1)]
    assert await turns.keep("other", [], room=8) == ([], [])
    assert await turns.keep("frozen", mine, room=8) == ([], [])
    monkeypatch.setattr(module, "SILENT", 0.02)

    async def taken_over() -> bool:
        _, taken = await turns.keep("other", [], room=1)
        return [turn.key for turn in taken] == ["main x"]

    await eventually(taken_over)
    monkeypatch.setattr(module, "SILENT", 60.0)
    assert await turns.keep("frozen", mine, room=8) == ([mine[0]], [])
    assert await turns.end("frozen", [(mine[0], Report())]) == 0
    assert await turns.end("other", [(mine[0], Report())]) == 1


async def test_a_turn_that_is_freed_goes_to_another_though_its_poller_was_heard_of(turns: Turns) -> None:
    token, _ = await turns.lead("a", 0, 60)
    await turns.open()
    await turns.give(token, 1, [("main x", ""), ("main y", "")])
    (mine,) = await turns.take("stuck", count=1, block=0.1)
    await turns.free(mine.id)
    await turns.free("1-2")  # nobody's: stays where it is
    _, taken = await turns.keep("other", [], room=8)
    assert [turn.key for turn in taken] == ["main x"]
    assert [turn.key for turn in await turns.take("other", count=8, block=0.1)] == ["main y"]


async def test_what_a_poller_leaves_is_anybody_s_at_once(turns: Turns) -> None:
    token, _ = await turns.lead("a", 0, 60)
    await turns.open()
    await turns.give(token, 1, [("main x", "")])
    await turns.take("goes", count=2, block=0.1)
    assert await turns.leave("goes") == 1
    _, taken = await turns.keep("stays", [], room=8)
    assert [turn.key for turn in taken] == ["main x"]
    assert await turns.leave("never here") == 0
