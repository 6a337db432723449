"""When a hub is asked: at once, again after a while in vain, before a lease ends, never without callback."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.model import FeedState
from ticker.errors import FetchError
from ticker.service.subscriber import Subscriber
from ticker.store import Hubs, Push, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

FEED = FeedState("https://a.example/feed", "https://a.example/feed", desk="main", hub="https://hub.example/")
KEY = "main https://a.example/feed"


@dataclass
class Bench:
    """A subscriber with a clock and a hub that are told what to do."""

    hubs: Hubs
    now: float = 1e9
    status: int = 202
    broken: bool = False
    posted: list[dict[str, str]] = field(default_factory=list)
    brought: list[tuple[str, Push]] = field(default_factory=list)
    offers: dict[str, FeedState] = field(default_factory=dict)

    async def post(self, url: str, fields: dict[str, str], *, named_by: str) -> int:
        assert (url, named_by) == (FEED.hub, FEED.feed)
        self.posted.append(fields)
        if self.broken:
            raise FetchError("refused", "nobody listens there")
        return self.status

    async def bring(self, key: str, push: Push) -> None:
        self.brought.append((key, push))

    async def confirm(self, lease: float) -> None:
        """What the server does when the hub calls back."""
        (one,) = await self.hubs.all()
        await self.hubs.put(
            one.__class__(**{**_fields(one), "state": "on", "until": self.now + lease, "tries": 0})
        )


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


@pytest.fixture
async def redis(server: str) -> AsyncIterator[Redis | RedisCluster]:
    client = await connect(server)
    await client.delete("ticker:{websub}/subscriptions", "ticker:{websub}/inbox")
    yield client
    await client.aclose()


@pytest.fixture
def bench(redis: Redis) -> Bench:
    return Bench(Hubs(redis), offers={KEY: FEED})


@pytest.fixture
def subscriber(bench: Bench, redis: Redis, log: Any) -> Subscriber:
    one = Subscriber(redis, bench, lambda: bench.offers, bench.bring, clock=lambda: bench.now, log=log)  # type: ignore[arg-type] # posts like a fetcher
    one.callback = "https://desk.example"
    return one


async def test_the_hub_is_asked_once_and_again_when_it_does_not_call_back(
    bench: Bench, subscriber: Subscriber
) -> None:
    await subscriber.look()
    await subscriber.look()
    (form,) = bench.posted
    (one,) = await bench.hubs.all()
    assert form["hub.callback"] == f"https://desk.example/websub/{one.id}"
    assert form["hub.topic"] == FEED.url, "without a self link the feed's own address"
    assert subscriber.push_of(KEY) == "asked"
    bench.now += 601
    await subscriber.look()
    assert len(bench.posted) == 2
    assert bench.posted[1] == form, "the same secret and callback"
    bench.now += 601
    await subscriber.look()
    assert len(bench.posted) == 2, "twice as long"
    bench.now += 700
    await subscriber.look()
    assert len(bench.posted) == 3


async def test_a_lease_is_renewed_before_it_ends(bench: Bench, subscriber: Subscriber) -> None:
    await subscriber.look()
    await bench.confirm(100_000)
    await subscriber.look()
    assert subscriber.push_of(KEY) == "on"
    bench.now += 79_000
    await subscriber.look()
    assert len(bench.posted) == 1
    bench.now += 2_000
    await subscriber.look()
    assert len(bench.posted) == 2
    assert subscriber.push_of(KEY) == "on", "the old lease holds meanwhile"
    await bench.confirm(100_000)
    bench.now += 50_000
    await subscriber.look()
    assert subscriber.push_of(KEY) == "on"


async def test_a_lease_that_has_ended_means_polling_again(bench: Bench, subscriber: Subscriber) -> None:
    await subscriber.look()
    await bench.confirm(1_000)
    await subscriber.look()
    bench.broken = True
    bench.now += 5_000
    await subscriber.look()
    assert subscriber.push_of(KEY) == "refused"
    bench.broken = False
    bench.now += 5_000
    await subscriber.look()
    assert subscriber.push_of(KEY) == "asked"


@pytest.mark.parametrize("status", [301, 404, 500])
async def test_a_hub_that_says_no_is_told_and_asked_again_later(
    bench: Bench, subscriber: Subscriber, status: int, heard: list[dict[str, Any]]
) -> None:
    bench.status = status
    await subscriber.look()
    assert subscriber.push_of(KEY) == "refused"
    assert str(status) in heard[0]["reason"]
    bench.now += 601
    await subscriber.look()
    assert len(bench.posted) == 2


async def test_another_hub_or_topic_is_another_subscription(bench: Bench, subscriber: Subscriber) -> None:
    await subscriber.look()
    before = (await bench.hubs.all())[0]
    bench.offers[KEY] = FeedState(**{**_fields(FEED), "topic": "https://a.example/new"})
    await subscriber.look()
    assert [form["hub.mode"] for form in bench.posted] == ["subscribe", "unsubscribe", "subscribe"]
    after = [one for one in await bench.hubs.all() if one.state != "ending"]
    assert [one.topic for one in after] == ["https://a.example/new"]
    assert after[0].id != before.id


async def test_without_a_callback_nobody_is_asked_and_what_was_ends(
    bench: Bench, subscriber: Subscriber
) -> None:
    await subscriber.look()
    subscriber.callback = ""
    await subscriber.look()
    bench.now += 601
    await subscriber.look()
    assert len(bench.posted) == 1
    assert await bench.hubs.all() == []
    assert subscriber.push_of(KEY) == ""


async def test_pushes_of_known_subscriptions_are_brought_once(bench: Bench, subscriber: Subscriber) -> None:
    await subscriber.look()
    (one,) = await bench.hubs.all()
    for name in ("stranger", one.id):
        await bench.hubs.push(Push(name, "text/xml", b"<rss/>"))
    await subscriber.take()
    await subscriber.take()
    assert bench.brought == [(KEY, Push(one.id, "text/xml", b"<rss/>"))]


async def test_the_inbox_is_short(bench: Bench) -> None:
    for number in range(100):
        await bench.hubs.push(Push(str(number), "", b""))
    waiting = await bench.hubs.pushes(count=1000)
    assert [push.subscription for _, push in waiting] == [str(number) for number in range(36, 100)]
