"""One writer at a time, a token that only grows, and an epoch that tells histories apart."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ticker.store import DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis


async def test_one_holds_the_desk_and_the_other_waits(store: DeskStore) -> None:
    token = await store.acquire("night", 60)

    assert token == 1
    assert await store.acquire("day", 60) is None
    assert (await store.status()).owner == "night"


async def test_of_many_that_try_at_once_one_gets_the_desk(store: DeskStore) -> None:
    tokens = await asyncio.gather(*(store.acquire(f"writer-{number}", 60) for number in range(20)))

    assert [token for token in tokens if token is not None] == [1]


async def test_a_lease_given_back_is_free_at_once_and_the_token_grows(store: DeskStore) -> None:
    token = await store.acquire("night", 60)
    assert token is not None
    await store.release("night", token)

    assert (await store.status()).owner == ""
    assert await store.acquire("day", 60) == token + 1


async def test_a_lease_runs_out_on_the_server_s_clock(
    store: DeskStore, eventually: Callable[..., Any]
) -> None:
    old = await store.acquire("night", 0.05)
    assert old is not None

    async def taken() -> bool:
        return await store.acquire("day", 60) is not None

    await eventually(taken)
    assert await store.renew("night", old, 60) is False
    assert (await store.status()).owner == "day"


async def test_a_lease_that_ran_out_but_that_nobody_took_can_be_renewed(
    store: DeskStore, eventually: Callable[..., Any]
) -> None:
    token = await store.acquire("night", 0.01)
    assert token is not None

    async def over() -> bool:
        return (await store.status()).lease_ttl == 0

    await eventually(over)

    assert await store.renew("night", token, 60) is True
    assert await store.acquire("day", 60) is None


async def test_the_owner_may_take_its_desk_again_and_its_old_token_is_void(store: DeskStore) -> None:
    first = await store.acquire("night", 60)
    second = await store.acquire("night", 60)

    assert (first, second) == (1, 2)
    assert await store.renew("night", 1, 60) is False
    assert await store.renew("night", 2, 60) is True


async def test_the_wrong_owner_renews_and_releases_nothing(store: DeskStore) -> None:
    token = await store.acquire("night", 60)
    assert token is not None
    await store.release("day", token)

    assert await store.renew("day", token, 60) is False
    assert (await store.status()).owner == "night"


async def test_a_server_clock_set_back_by_a_day_does_not_keep_the_desk_locked(
    store: DeskStore, client: Redis
) -> None:
    """A clock set back looks from inside like a lease that promises a day more than it was taken for."""
    await store.acquire("night", 60)
    await client.hincrby(store.keys.lease, "until", 86_400_000)

    assert await store.acquire("day", 60) == 2


async def test_the_epoch_is_made_once_and_outlives_writers(store: DeskStore) -> None:
    before = (await store.load()).epoch
    token = await store.acquire("night", 60)
    assert token is not None
    await store.release("night", token)
    await store.acquire("day", 60)

    assert before
    assert (await store.load()).epoch == before


async def test_taking_a_desk_after_the_server_was_restarted_starts_a_new_epoch() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ticker-lease-"))
    epochs, token = [], 0
    with EmbeddedServer(folder) as server:
        for _ in range(2):
            server.start()
            redis = await connect(server.url)
            store = DeskStore(redis)
            assert not await store.renew("night", token, 60), "the token of another life of the server"
            for _ in range(2):
                token = await store.acquire("night", 60) or 0
                epochs.append((await store.load()).epoch)
            await redis.aclose()
            server.stop()
    shutil.rmtree(folder)

    assert epochs[0] == epochs[1] != epochs[2] == epochs[3]
