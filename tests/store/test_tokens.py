"""Tokens and tickets: found by who holds them, worthless to everybody else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from ticker.core.roles import Role
from ticker.errors import StoreError, UsageError
from ticker.store import Tokens
from ticker.store.keys import TOKENS

if TYPE_CHECKING:
    from redis.asyncio import Redis

NOW = 1_795_000_000.0


@pytest.fixture
async def tokens(client: Redis) -> Tokens:
    await client.delete(TOKENS, *await client.keys("ticker:ticket:*"))
    return Tokens(client)


async def test_a_token_is_found_by_its_text_alone(tokens: Tokens) -> None:
    made, text = await tokens.create("studio", Role.EDITOR, now=NOW, desks=("main",))
    other, _ = await tokens.create("wall", Role.READER, now=NOW + 1)
    assert await tokens.find(text, NOW) == made
    assert (made.name, made.role, made.desks, made.expires) == ("studio", Role.EDITOR, ("main",), None)
    assert await tokens.all() == [made, other]
    secret = text.rpartition("_")[2]
    for wrong in (
        "",
        "tk_",
        text[:-1],
        text + "x",
        text.upper(),
        text.replace(made.id, other.id),
        text.replace(made.id, "*"),
        text.removeprefix("tk_"),
        f"tk_{made.id}_",
        f"tk_{made.id}_{made.digest.hex()}",
        secret,
        "tk_" + "x" * 100_000,
        text + "\u0661",
    ):
        assert await tokens.find(wrong, NOW) is None, wrong[:50]


async def test_the_store_does_not_hold_the_secret(tokens: Tokens, client: Redis) -> None:
    made, text = await tokens.create("studio", Role.ADMIN, now=NOW)
    ticket = await tokens.ticket(made.id)
    held = str(await client.hgetall(TOKENS)) + str(await client.keys("ticker:*"))
    secret = text.removeprefix(f"tk_{made.id}_")
    assert len(secret) == 43
    assert secret not in held
    assert ticket not in held
    assert secret not in repr(made)


async def test_a_revoked_or_expired_token_is_worthless_and_so_are_its_tickets(tokens: Tokens) -> None:
    made, text = await tokens.create("studio", Role.EDITOR, now=NOW)
    ticket = await tokens.ticket(made.id)
    assert await tokens.revoke(made.id)
    assert not await tokens.revoke(made.id)
    assert await tokens.find(text, NOW) is None
    assert await tokens.take(ticket, NOW) is None
    brief, text = await tokens.create("studio", Role.EDITOR, now=NOW, expires=NOW + 10)
    assert await tokens.find(text, NOW + 9.9) == brief
    assert await tokens.find(text, NOW + 10) is None


async def test_a_ticket_is_taken_once_by_whoever_is_first(tokens: Tokens, client: Redis) -> None:
    made, _ = await tokens.create("studio", Role.EDITOR, now=NOW)
    ticket = await tokens.ticket(made.id)
    (key,) = await client.keys("ticker:ticket:*")
    assert 0 < await client.ttl(key) <= 30
    taken = await asyncio.gather(*(tokens.take(ticket, NOW) for _ in range(20)))
    assert [one for one in taken if one] == [made]
    for wrong in ("", "x" * 43, ticket[:-1], "x" * 100_000, "\u0661" * 43):
        assert await tokens.take(wrong, NOW) is None


async def test_a_record_that_cannot_be_read_is_an_error_not_a_stranger(tokens: Tokens, client: Redis) -> None:
    await client.hset(TOKENS, "abc", b"\x93\x01")
    with pytest.raises(StoreError, match="token abc cannot be read; revoke it"):
        await tokens.find("tk_abc_x", NOW)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\u202eabc", "x" * 61])
async def test_a_name_that_cannot_be_shown_is_refused(tokens: Tokens, name: str) -> None:
    with pytest.raises(UsageError, match="printable"):
        await tokens.create(name, Role.READER, now=NOW)


def test_a_role_covers_those_below_it() -> None:
    assert [[one.covers(other) for other in Role] for one in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
