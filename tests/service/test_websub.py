"""A hub of the test's own: asked, verified, believed only when it signs, renewed, ended; polling goes on."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest

from tests.support.loopback import free_port
from ticker.config import Config
from ticker.core.model import Entry
from ticker.service.run import Service
from ticker.store import DeskStore, Hubs, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.conftest import Asked, Site


def rss(*titles: str) -> bytes:
    items = "".join(f"<item><title>{title}</title><guid>{title}</guid></item>" for title in titles)
    return f"<rss version='2.0'><channel><title>Outlet</title>{items}</channel></rss>".encode()


@dataclass
class Hub:
    """A hub and its one feed, at one origin; what it is asked for, and what it does about it."""

    site: Site
    asked: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    status: int = 202
    verify: bool = True
    lease: int = 3600

    def open(self) -> str:
        self.site.answer("/feed", rss("first"), headers=self.headers())
        self.site.talk("/hub", self.subscribe)
        return self.site.url("/feed")

    def headers(self) -> dict[str, str]:
        links = f'<{self.site.url("/hub")}>; rel="hub", <{self.site.url("/topic")}>; rel=self'
        return {"Link": links, "ETag": '"1"'}

    async def subscribe(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        form = dict(parse_qsl(asked.body.decode()))
        self.asked.append(form)
        writer.write(f"HTTP/1.1 {self.status} Any\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        if self.verify and self.status == 202:
            self.answers.append(await self.call(form, mode=form["hub.mode"]))

    async def call(self, form: dict[str, str], mode: str, **more: str) -> tuple[int, str]:
        """Ask back whether the subscription is meant."""
        query = {"hub.mode": mode, "hub.topic": form["hub.topic"], "hub.challenge": "c-123"} | more
        if mode == "subscribe":
            query["hub.lease_seconds"] = str(self.lease)
        url = f"{form['hub.callback']}?{urlencode(query)}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status, await answer.text()

    async def bring(self, body: bytes, *, secret: str | None = None) -> int:
        """Push a body, signed."""
        form = self.asked[-1]
        key = form["hub.secret"] if secret is None else secret
        signature = "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": signature, "Content-Type": "application/rss+xml"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(form["hub.callback"], data=io.BytesIO(body), headers=headers) as answer,
        ):
            return answer.status


@dataclass
class House:
    """A running service, and the hub that it may meet."""

    hub: Hub
    service: Service
    config: Config
    store: DeskStore
    hubs: Hubs

    async def titles(self) -> list[str]:
        return [event.title for _, event in await self.store.read("") if isinstance(event, Entry)]

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait until what may have to be awaited is true."""
        async with asyncio.timeout(30):
            while True:
                found = condition()
                if asyncio.iscoroutine(found):
                    found = await found
                if found:
                    return
                await asyncio.sleep(0.01)

    async def state(self) -> str:
        """How the one subscription stands, "" = there is none."""
        found = await self.hubs.all()
        return found[0].state if found else ""

    async def has(self, title: str) -> bool:
        return title in await self.titles()


@pytest.fixture
async def house(site: Site, server: str, store: DeskStore, tmp_path: Path, log: Any) -> AsyncIterator[House]:
    hub = Hub(site)
    port = free_port()
    config = Config.model_validate(
        {
            "data_dir": str(tmp_path),
            "desks": {store.desk: {}},
            "feeds": [{"url": hub.open(), "desk": store.desk, "interval": "1h"}],
            "fetch": {"allow_hosts": ["127.0.0.1"], "callback": f"http://127.0.0.1:{port}"},
            "serve": {"port": port},
        }
    )
    redis = await connect(server)
    await redis.delete("ticker:{websub}/subscriptions", "ticker:{websub}/inbox")
    service = Service(config, redis, frozenset({"poll", "serve"}), log)
    running = asyncio.create_task(service.run())
    yield House(hub, service, config, store, Hubs(redis))
    service.stop()
    await running
    await redis.aclose()


async def test_a_feed_that_names_a_hub_is_subscribed_to_and_its_pushes_are_news(house: House) -> None:
    await house.until(lambda: house.hub.answers)
    assert house.hub.answers == [(200, "c-123")]
    form = house.hub.asked[0]
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == house.hub.site.url("/topic")
    assert len(form["hub.secret"]) >= 32
    (subscription,) = await house.hubs.all()
    assert (subscription.state, subscription.feed) == ("on", house.hub.site.url("/feed"))
    polls = len(house.hub.site.asked)
    assert await house.hub.bring(rss("pushed", "first")) == 202
    await house.until(lambda: house.has("pushed"))
    assert await house.titles() == ["first", "pushed"]
    state = await house.store.feed(house.hub.site.url("/feed"))
    assert state is not None
    assert state.pushed is not None
    assert state.etag == '"1"', "a push says nothing of what the feed's own server has"
    assert len(house.hub.site.asked) == polls, "nobody was polled for it"


async def test_what_the_hub_has_not_signed_is_thrown_away(house: House, heard: list[dict[str, Any]]) -> None:
    await house.until(lambda: house.hub.answers)
    assert await house.hub.bring(rss("forged"), secret="guessed") == 202  # noqa: S106 - a wrong one
    assert await house.hub.bring(rss("real")) == 202
    await house.until(lambda: house.has("real"))
    assert "forged" not in await house.titles()
    assert any("without a good signature" in event["event"] for event in heard)


async def test_a_push_that_cannot_be_read_is_polled_for(house: House) -> None:
    await house.until(lambda: house.hub.answers)
    house.hub.site.answer("/feed", rss("polled", "first"), headers=house.hub.headers())
    await house.hub.bring(b"this is no feed")
    await house.until(lambda: house.has("polled"))


async def test_a_push_that_is_too_big_is_polled_for(house: House) -> None:
    await house.until(lambda: house.hub.answers)
    house.hub.site.answer("/feed", rss("polled", "first"), headers=house.hub.headers())
    assert await house.hub.bring(b"x" * 1_500_000) == 202
    await house.until(lambda: house.has("polled"))


async def test_nobody_else_can_confirm_or_bring(house: House) -> None:
    await house.until(lambda: house.hub.answers)
    form = house.hub.asked[0]
    other_topic = form | {"hub.topic": "https://evil.example/"}
    assert (await house.hub.call(other_topic, "subscribe"))[0] == 404
    assert (await house.hub.call(form, "unsubscribe"))[0] == 404, "nobody has asked for that"
    stranger = form | {"hub.callback": form["hub.callback"][:-3] + "xyz"}
    assert (await house.hub.call(stranger, "subscribe"))[0] == 404
    house.hub.asked.append(stranger)
    assert await house.hub.bring(rss("stranger")) == 410


async def test_a_hub_that_denies_later_leaves_polling(house: House) -> None:
    await house.until(lambda: house.hub.answers)
    status, _ = await house.hub.call(house.hub.asked[0], "denied", **{"hub.reason": "no \x1b[2J"})
    assert status == 204
    assert await house.state() == "refused"


async def test_a_feed_that_goes_ends_its_subscription(house: House) -> None:
    await house.until(lambda: house.hub.answers)
    polling = house.service._polling
    assert polling is not None
    polling.configure(house.config.model_copy(update={"feeds": ()}))
    await house.until(lambda: len(house.hub.answers) == 2)
    assert house.hub.asked[1]["hub.mode"] == "unsubscribe"
    assert house.hub.answers[1] == (200, "c-123")
    assert await house.hubs.all() == []


async def test_a_hub_on_another_local_server_is_not_asked(  # noqa: PLR0917 - fixtures
    site: Site, other_site: Site, server: str, store: DeskStore, tmp_path: Path, log: Any
) -> None:
    """The hub is another local server than the feed's own: it is not asked, the feed is polled on."""
    links = {"Link": f'<{other_site.url("/hub")}>; rel="hub"'}
    url = site.answer("/feed", rss("first"), headers=links)
    config = Config.model_validate(
        {
            "data_dir": str(tmp_path),
            "desks": {store.desk: {}},
            "feeds": [{"url": url, "desk": store.desk, "interval": "1s"}],
            "fetch": {"allow_hosts": ["127.0.0.1"], "callback": "http://127.0.0.1:9"},
        }
    )
    redis = await connect(server)
    await redis.delete("ticker:{websub}/subscriptions")
    service = Service(config, redis, frozenset({"poll"}), log)
    running = asyncio.create_task(service.run())
    hubs = Hubs(redis)
    async with asyncio.timeout(30):
        while not [one for one in await hubs.all() if one.state == "refused"]:
            await asyncio.sleep(0.01)
        while len(site.asked) < 3:
            await asyncio.sleep(0.01)
    (refused,) = await hubs.all()
    assert "no public address" in refused.reason
    assert other_site.asked == []
    service.stop()
    await running
    await redis.aclose()
