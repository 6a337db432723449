"""How often one client may ask."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import aiohttp

from ticker.serve import shapes
from ticker.serve.rate import BURST, Rate, client_of

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_burst_then_an_even_rate() -> None:
    rate, now = Rate(5), 1_000.0
    assert [rate.wait("a", now) for _ in range(5 * BURST)] == [0.0] * 5 * BURST
    assert 0.19 < rate.wait("a", now) < 0.21
    assert rate.wait("a", now) == rate.wait("a", now), "what is refused does not count"
    assert rate.wait("b", now) == 0
    assert rate.wait("a", now + 0.2001) == 0
    assert rate.wait("a", now + 0.2001) > 0
    assert [rate.wait("a", now + 3_600) for _ in range(5 * BURST)] == [0.0] * 5 * BURST


def test_over_any_time_no_more_than_the_rate_and_one_burst() -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    rate, now, passed = Rate(20), 0.0, 0
    for _ in range(20_000):
        now += chance.expovariate(50)
        passed += rate.wait("a", now) == 0
    assert 0.95 * 20 * now <= passed <= 20 * now + 20 * BURST + 1


def test_it_remembers_a_bounded_number_of_clients() -> None:
    rate = Rate(1)
    for number in range(20_000):
        rate.wait(str(number), 0.0)
    assert len(rate._due) == 10_000


def test_one_customer_of_ipv6_is_one_client() -> None:
    assert client_of("2001:db8:1:2::1") == client_of("2001:db8:1:2:ffff::9") != client_of("2001:db8:1:3::1")
    assert client_of("192.0.2.1") == "192.0.2.1"
    assert client_of("") == ""


async def test_who_asks_too_often_is_told_when_to_ask_again(opened: Callable[..., Any]) -> None:
    async with opened(serve={"port": 0, "rate": 1}) as newsroom:
        statuses = []
        for _ in range(20):
            async with newsroom.http.get("/healthz") as response:
                statuses.append(response.status)
        assert statuses[:BURST] == [200] * BURST
        assert 429 in statuses
        async with newsroom.http.get("/v1/stories") as response:
            assert response.status == 429
            assert int(response.headers["Retry-After"]) > 0
            problem = await response.json(content_type=None)
            shapes.ProblemShape.model_validate(problem)
            assert problem["type"].endswith(":too-many-requests")
            assert 0 < problem["wait"] <= 1


async def test_a_token_has_one_share_however_many_addresses_use_it(opened: Callable[..., Any]) -> None:
    async with opened(serve={"port": 0, "rate": 1}) as newsroom:
        one, other = await newsroom.token(), await newsroom.token()

        async def asked(address: str, token: str, count: int) -> list[int]:
            statuses = []
            connector = aiohttp.TCPConnector(local_addr=(address, 0))
            headers = {"Authorization": f"Bearer {token}"}
            async with aiohttp.ClientSession(
                newsroom.server.url, connector=connector, headers=headers
            ) as http:
                for _ in range(count):
                    async with http.get("/v1/me") as response:
                        statuses.append(response.status)
            return statuses

        few = BURST - 2  # less than an address may ask
        assert await asked("127.0.0.2", one, few) == [200] * few
        assert 429 in await asked("127.0.0.3", one, few)
        assert await asked("127.0.0.4", other, few) == [200] * few, "another token has its own share"
