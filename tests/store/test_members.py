"""Who keeps desks: heard of while alive, forgotten after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticker.store import Members
from ticker.store.keys import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis


async def test_members_hear_of_each_other_until_they_fall_silent_or_go(
    client: Redis, eventually: Callable[..., Any]
) -> None:
    members = Members(client)
    await client.delete(MEMBERS)
    assert await members.here("a", 3, 60) == {"a": 3}
    assert await members.here("b b", 0, 0.05) == {"a": 3, "b b": 0}

    async def forgotten() -> bool:
        return await members.here("a", 4, 60) == {"a": 4}

    await eventually(forgotten)
    await members.here("c", 1, 60)
    await members.leave("c")
    assert await members.here("a", 4, 60) == {"a": 4}


async def test_a_member_of_before_the_clock_was_set_back_is_forgotten(client: Redis) -> None:
    members = Members(client)
    await client.delete(MEMBERS)
    await client.hset(MEMBERS, "@ghost", "9999999999999 2")
    assert await members.here("a", 0, 60) == {"a": 0}
