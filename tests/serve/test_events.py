"""Events as they happen: exact for every listener, whatever happens between server and client."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import re
import socket
from typing import TYPE_CHECKING, Any

import pytest
from yarl import URL

from ticker.serve.limits import Limits
from ticker.store import Retention, connect
from ticker.store.desk_store import DeskStore
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


LETTERS = str.maketrans("0123456789", "ghklmnoprs")


def titles(count: int, start: int = 0) -> list[str]:
    """Headlines without a word in common, so that each is a story."""
    found = []
    for n in range(start, start + count):
        letters = (
            hashlib.sha256(str(n).encode()).hexdigest().translate(str.maketrans("0123456789", "ghklmnoprs"))
        )
        found.append(" ".join(letters[place : place + 8] for place in range(0, 40, 8)))
    return found


ASKING = ["/v1/stories", "/v1/stories/1", "/v1/updates?after=e:0", "/v1/desks", "/v1/feeds", "/readyz"]


def pairs(events: list[Any]) -> list[tuple[str, str]]:
    return [(event.id, event.data) for event in events]


async def test_an_update_arrives_as_it_is_stored(newsroom: Any) -> None:
    async with newsroom.listen() as listener:
        await newsroom.publish(*titles(1))
        event = await listener.next()
        assert [(event.id, event.data)] == await newsroom.events()
        assert event.name == json.loads(event.data)["op"] == "created"


async def test_without_a_cursor_it_begins_now(newsroom: Any) -> None:
    await newsroom.publish(*titles(3))
    async with newsroom.listen() as listener:
        await newsroom.publish(*titles(2, 3))
        assert pairs(await listener.take(2)) == await newsroom.events(after=3)


async def test_an_empty_desk_has_listeners_too(opened: Callable[..., Any], log: Any) -> None:
    """Neither an epoch nor a writer is there yet."""
    async with opened(writer=False) as newsroom, newsroom.listen() as listener:
        await newsroom.write(log)
        await newsroom.publish(*titles(2))
        assert pairs(await listener.take(2)) == await newsroom.events()


async def test_many_listeners_get_the_same_in_the_same_order(newsroom: Any) -> None:
    async with (
        newsroom.listen() as first,
        newsroom.listen() as second,
        newsroom.listen(f"/v1/events?desk={newsroom.desk}") as third,
    ):
        for start in range(0, 60, 20):
            await newsroom.publish(*titles(20, start))
        found = [pairs(await one.take(60)) for one in (first, second, third)]
        assert found == [await newsroom.events()] * 3
    async with asyncio.timeout(10):
        while newsroom.server._desks.listeners:
            await asyncio.sleep(0.001)


async def test_a_resumed_listener_misses_nothing(opened: Callable[..., Any]) -> None:
    """It leaves and comes back at random while updates flow; pages are smaller than what it missed."""
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    async with opened(Limits(page=3)) as newsroom:
        epoch = (await newsroom.store.status()).epoch
        total = 120
        seen: list[tuple[str, str]] = []
        publishing = asyncio.create_task(flow(newsroom, total, chance))
        last = f"{epoch}:0"
        while len(seen) < total:
            by_header = chance.random() < 0.5
            path = "/v1/events?cursor=" + (f"{epoch}:0" if by_header else last)
            async with newsroom.listen(path, **({"Last-Event-ID": last} if by_header else {})) as listener:
                seen += pairs(await listener.take(min(chance.randrange(1, 40), total - len(seen))))
                last = seen[-1][0]
        await publishing
        assert seen == await newsroom.events()


async def flow(newsroom: Any, total: int, chance: random.Random) -> None:
    done = 0
    while done < total:
        count = min(chance.randrange(1, 9), total - done)
        await newsroom.publish(*titles(count, done))
        done += count


@pytest.mark.parametrize("cursor", ["of-another-history:3", "{epoch}:4000"])
async def test_a_cursor_that_cannot_be_continued_is_reset(newsroom: Any, cursor: str) -> None:
    await newsroom.publish(*titles(4))
    epoch = (await newsroom.store.status()).epoch
    async with newsroom.listen("/v1/events", **{"Last-Event-ID": cursor.format(epoch=epoch)}) as listener:
        reset = await listener.next()
        said = json.loads(reset.data)
        assert (reset.name, reset.id) == ("reset", f"{epoch}:4")
        assert (said["desk"], said["epoch"], said["offset"]) == (newsroom.desk, epoch, 4)
        async with newsroom.http.get(said["snapshot"]) as response:
            assert (await response.json())["offset"] == 4
        await newsroom.publish(*titles(2, 4))
        assert pairs(await listener.take(2)) == await newsroom.events(after=4)


async def test_what_is_no_longer_kept_is_reset(opened: Callable[..., Any], log: Any) -> None:
    async with opened(writer=False) as newsroom:
        newsroom.store = DeskStore(newsroom.redis, newsroom.desk, retention=Retention(updates=100))
        await newsroom.write(log)
        for start in range(0, 400, 100):
            await newsroom.publish(*titles(100, start))
        status = await newsroom.store.status()
        async with newsroom.listen(f"/v1/events?cursor={status.epoch}:1") as listener:
            reset = await listener.next()
            assert (reset.name, reset.id) == ("reset", f"{status.epoch}:{status.offset}")
        near = status.offset - 50
        async with newsroom.listen(f"/v1/events?cursor={status.epoch}:{near}") as listener:
            assert pairs(await listener.take(50)) == await newsroom.events(after=near)


async def test_a_quiet_stream_says_that_it_is_there(opened: Callable[..., Any]) -> None:
    async with opened(Limits(heartbeat=0.02)) as newsroom, newsroom.listen() as listener:
        said = [(await listener.next(comments=True)).comment for _ in range(4)]
        assert said[1:] == ["still here"] * 3
        await newsroom.publish(*titles(1))
        assert pairs(await listener.take(1)) == await newsroom.events()


class Deaf:
    """A client that asks for events and then reads nothing."""

    def __init__(self, newsroom: Any, path: str = "/v1/events") -> None:
        url = URL(newsroom.server.url)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect((url.host, url.port))
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        self.socket.setblocking(False)  # noqa: FBT003 - the socket module's own signature

    async def rest(self) -> tuple[bytes, bool]:
        """What had arrived, and whether the connection was cut."""
        loop, got = asyncio.get_running_loop(), b""
        async with asyncio.timeout(10):
            try:
                while data := await loop.sock_recv(self.socket, 65536):
                    got += data
            except ConnectionResetError:
                return got, True
            finally:
                self.socket.close()
        return got, False


async def until_alone(newsroom: Any, listeners: int) -> None:
    async with asyncio.timeout(15):
        while newsroom.server._desks.listeners != listeners:
            await asyncio.sleep(0.01)


async def test_a_slow_listener_is_dropped_and_holds_up_nobody(opened: Callable[..., Any]) -> None:
    limits = Limits(waiting_updates=20, stall=60)
    async with opened(limits, small=True) as newsroom:
        deaf = Deaf(newsroom)
        await until_alone(newsroom, 1)
        async with newsroom.listen() as listener:
            sent = 0
            async with asyncio.timeout(30):
                while newsroom.server._desks.listeners == 2:
                    await newsroom.publish(*(title + " x" * 400 for title in titles(10, sent)))
                    assert len(await listener.take(10)) == 10
                    sent += 10
            got, cut = await deaf.rest()
            assert cut or not got.endswith(b"0\r\n\r\n"), "a stream that was cut must not look ended"
        assert [one["event"] for one in newsroom.heard if "slow" in one["event"]]
        ids = [found.decode() for found in re.findall(rb"^id: (\w+:\d+)$", got, re.MULTILINE)]
        last = ids[-2]  # the last one may be cut
        have = int(last.rpartition(":")[2])
        async with newsroom.listen("/v1/events", **{"Last-Event-ID": last}) as again:
            assert pairs(await again.take(sent - have)) == await newsroom.events(after=have)


async def test_a_listener_that_stalls_is_dropped(
    opened: Callable[..., Any],
) -> None:
    async with opened(Limits(stall=0.2, page=50), small=True) as newsroom:
        await newsroom.publish(*(title + " x" * 400 for title in titles(150)))
        epoch = (await newsroom.store.status()).epoch
        deaf = Deaf(newsroom, f"/v1/events?cursor={epoch}:0")
        await until_alone(newsroom, 1)
        await until_alone(newsroom, 0)
        await deaf.rest()
        assert [one["event"] for one in newsroom.heard if "slow" in one["event"]]
        assert {one["level"] for one in newsroom.heard} == {"info"}


async def test_no_more_listeners_than_the_limit(opened: Callable[..., Any]) -> None:
    async with opened(Limits(listeners=1)) as newsroom:
        async with newsroom.listen(), newsroom.http.get("/v1/events") as response:
            assert response.status == 503
            assert int(response.headers["Retry-After"]) > 0
            assert (await response.json(content_type=None))["type"].endswith(":too-many-listeners")
        await until_alone(newsroom, 0)
        async with newsroom.listen():
            pass


async def test_a_stop_ends_streams_in_order(opened: Callable[..., Any]) -> None:
    async with opened() as newsroom, newsroom.listen() as listener:
        await newsroom.publish(*titles(1))
        assert await listener.next() is not None
        newsroom.server.stop()
        assert await listener.next() is None
    assert {one["level"] for one in newsroom.heard} == {"info"}


async def test_listeners_of_a_desk_that_is_gone_are_sent_away(
    opened: Callable[..., Any],
) -> None:
    async with opened(more=("other",)) as newsroom, newsroom.listen() as listener:
        desks = {"other": newsroom.config.desks["other"]}
        newsroom.server.configure(newsroom.config.model_copy(update={"desks": desks}))
        assert await listener.next() is None
        async with newsroom.listen("/v1/events?desk=other"):
            pass


async def test_an_outage_is_waited_for(
    opened: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The store ends and comes back: answers are 503 in between, listeners stay and start anew."""
    folder: Path = tmp_path_factory.mktemp("outage")
    with EmbeddedServer(folder) as stored:
        async with opened(url=stored.url) as newsroom, newsroom.listen() as listener:
            await newsroom.publish(*titles(2))
            before = pairs(await listener.take(2))
            assert before == await newsroom.events()
            url = stored.url
            stored.stop()
            for path in ASKING:
                async with newsroom.http.get(path) as response:
                    assert response.status == 503, path
                    assert int(response.headers["Retry-After"]) > 0
                    problem = await response.json(content_type=None)
                    assert problem["type"] == "urn:ticker:problem:store-away"
                    assert "sock" not in str(problem)
            async with newsroom.http.get("/healthz") as response:
                assert response.status == 200
            async with newsroom.listen(f"/v1/events?cursor={before[0][0]}") as late:
                assert (await late.next(comments=True)).comment.startswith("every update")
                assert (await late.next(comments=True)).comment.startswith("the store does not answer")
                stored.start()
                assert stored.url == url
                for one in (listener, late):
                    event = await one.next()
                    if event.name != "reset":  # read before the writer began the new epoch
                        assert (event.id, event.data) == before[1]
                        event = await one.next()
                    assert event.name == "reset"
                await newsroom.publish(*titles(2, 2))
                expected = await newsroom.events(after=2)
                assert expected[0][0] != f"{before[0][0].partition(':')[0]}:3"
                for one in (listener, late):
                    assert pairs(await one.take(2)) == expected
            said = [one["event"] for one in newsroom.heard if "store" in one["event"] and "desk" in one]
            assert said.count("the store failed; who listens waits for it") == 1


async def test_a_client_of_its_own_shares_nothing(newsroom: Any) -> None:
    """What the server reads cannot hold up whoever writes on the same store."""
    redis = await connect(f"unix://{newsroom.redis.connection_pool.connection_kwargs['path']}")
    store = DeskStore(redis, newsroom.desk)
    async with newsroom.listen() as listener:
        await newsroom.publish(*titles(1))
        assert (await store.status()).offset == 1
        await listener.take(1)
    await redis.aclose()
