"""One feed from its URL to the log: what is remembered, in which order, and what the next poll then does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from ticker.config import Config
from ticker.core.model import Entry, FeedState
from ticker.errors import StoreError
from ticker.ingest.fetch import Fetcher, FetchLimits
from ticker.ingest.worker import Parser
from ticker.service.poller import Polled, Poller, feed_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.conftest import Site
    from ticker.store import DeskStore

NOW = 1_790_000_000.0
HOUR, DAY = 3600.0, 86_400.0


def rss(*titles: str, tail: str = "</channel></rss>") -> bytes:
    """A feed whose n-th item from the bottom has the guid n."""
    items = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>{len(titles) - place}</guid></item>"
        for place, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>Outlet</title>{items}{tail}".encode()


@dataclass
class Bench:
    """A poller for one feed, with a clock that is turned by hand."""

    site: Site
    store: DeskStore
    fetcher: Fetcher
    parser: Parser
    now: float = NOW
    feed: dict[str, Any] = field(default_factory=dict)
    poller: Poller | None = None

    def watch(self, path: str, **options: Any) -> None:
        """Configure the one feed."""
        self.feed = {"url": self.site.url(path), "publisher": "Outlet"} | options
        config = self._config()
        if self.poller is None:
            stores = {"main": self.store}
            self.poller = Poller(config, stores, self.fetcher, self.parser, lambda: self.now)
        else:
            self.poller.configure(config)

    async def poll(self, after: float = 0.0) -> Polled:
        """Poll the feed `after` so many seconds."""
        self.now += after
        assert self.poller is not None
        polled = await self.poller.poll(feed_key(self._config().feeds[0]))
        assert polled is not None
        return polled

    async def titles(self) -> list[str]:
        """The titles in the log."""
        records = await self.store.read("")
        return [event.title for _, event in records if isinstance(event, Entry)]

    def sent(self, name: str) -> list[str]:
        """A header of every request, "" where it was not sent."""
        return [asked.headers.get(name, "") for asked in self.site.asked]

    def paths(self) -> list[str]:
        return [asked.path for asked in self.site.asked]

    def _config(self) -> Config:
        return Config.model_validate({"feeds": [self.feed], "fetch": {"allow_hosts": ["127.0.0.1"]}})


@pytest.fixture
async def bench(site: Site, store: DeskStore) -> AsyncIterator[Bench]:
    limits = FetchLimits(timeout=10, allow_hosts=frozenset({"127.0.0.1"}))
    async with Fetcher(limits) as fetcher, Parser() as parser:
        yield Bench(site, store, fetcher, parser)


async def test_entries_come_into_the_log_and_a_304_costs_nothing(bench: Bench) -> None:
    async def talk(asked: Any, writer: Any) -> None:
        same = asked.headers.get("if-none-match") == '"1"'
        status = "304 Not Modified" if same else "200 OK"
        body = b"" if same else rss("second headline", "first headline")
        writer.write(f'HTTP/1.1 {status}\r\nETag: "1"\r\nContent-Length: {len(body)}\r\n\r\n'.encode() + body)

    bench.site.talk("/feed", talk)
    bench.watch("/feed")
    first = await bench.poll()
    second = await bench.poll(300)
    assert (first.new, second.new) == (2, 0)
    assert await bench.titles() == ["first headline", "second headline"]
    assert (second.state.polls, second.state.not_modified, second.state.items) == (2, 1, 2)
    assert bench.sent("if-none-match") == ["", '"1"']


async def test_validators_are_saved_only_when_the_entries_are_in_the_log(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.site.answer("/feed", rss("headline"), headers={"ETag": '"1"'})
    bench.watch("/feed")

    async def broken(_: object) -> None:
        raise StoreError("away")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "append", broken)
        with pytest.raises(StoreError):
            await bench.poll()
    assert await bench.store.feed(bench.feed["url"]) is None
    assert (await bench.poll()).new == 1


async def test_a_changed_headline_of_one_entry_is_a_revision(bench: Bench) -> None:
    bench.site.answer("/feed", rss("Harbour bridge shut"))
    bench.watch("/feed")
    await bench.poll()
    bench.site.answer("/feed", rss("Harbour bridge shut for a week"))
    polled = await bench.poll(300)
    assert (polled.new, polled.revised) == (0, 1)


async def test_a_feed_that_moved_for_good_is_asked_where_it_went(bench: Bench) -> None:
    bench.site.redirect("/old", bench.site.url("/new"), 301)
    bench.site.answer("/new", rss("headline"))
    bench.watch("/old")
    moved = await bench.poll()
    assert (moved.state.feed, moved.state.url) == (bench.site.url("/old"), bench.site.url("/new"))
    again = await bench.poll(300)
    assert again.state.url == bench.site.url("/new")
    assert again.state.redirects == 0
    assert bench.paths() == ["/old", "/new", "/new"]


async def test_what_it_said_under_its_old_address_is_not_news_at_the_new_one(bench: Bench) -> None:
    bench.site.answer("/old", rss("headline"))
    bench.watch("/old")
    await bench.poll()
    bench.site.redirect("/old", bench.site.url("/new"), 308)
    bench.site.answer("/new", rss("another", "headline"))
    assert (await bench.poll(300)).new == 1


async def test_a_new_address_that_fails_is_given_up_for_the_old_one(bench: Bench) -> None:
    bench.site.redirect("/old", bench.site.url("/new"), 301)
    bench.site.answer("/new", rss("headline"))
    bench.watch("/old")
    await bench.poll()
    bench.site.answer("/new", status=404)
    failed = await bench.poll(300)
    assert (failed.state.error, failed.state.url) == ("http_404", bench.site.url("/old"))
    bench.site.answer("/old", rss("headline"))
    assert (await bench.poll(600)).state.error == ""
    assert bench.paths()[-1] == "/old"


async def test_the_configured_address_is_tried_again_each_day(bench: Bench) -> None:
    bench.site.redirect("/old", bench.site.url("/new"), 301)
    bench.site.answer("/new", rss("headline"))
    bench.watch("/old")
    await bench.poll()
    bench.site.answer("/old", rss("headline"))
    assert (await bench.poll(2 * DAY)).state.url == bench.site.url("/old")


async def test_a_redirect_for_now_is_not_remembered(bench: Bench) -> None:
    bench.site.redirect("/feed", bench.site.url("/today"), 302)
    bench.site.answer("/today", rss("headline"))
    bench.watch("/feed")
    assert (await bench.poll()).state.url == bench.site.url("/feed")
    await bench.poll(300)
    assert bench.paths() == ["/feed", "/today"] * 2


async def test_a_move_to_something_else_is_not_remembered(bench: Bench) -> None:
    bench.site.answer("/feed", rss("headline"))
    bench.watch("/feed")
    await bench.poll()
    bench.site.redirect("/feed", bench.site.url("/login"), 301)
    bench.site.answer("/login", b"<html><body>log in</body></html>")
    failed = await bench.poll(300)
    assert (failed.state.error, failed.state.url) == ("html", bench.site.url("/feed"))


async def test_a_document_that_was_cut_short_is_asked_for_again(bench: Bench) -> None:
    bench.site.answer("/feed", rss("second", "first", tail="<item><title>thi"), headers={"ETag": '"1"'})
    bench.watch("/feed")
    cut = await bench.poll()
    assert cut.new >= 2
    assert any("cut short" in warning for warning in cut.state.warnings)
    assert (cut.state.etag, cut.state.body_hash) == ("", "")
    bench.site.answer("/feed", rss("third", "second", "first"), headers={"ETag": '"1"'})
    whole = await bench.poll(300)
    assert bench.sent("if-none-match") == ["", ""]
    assert whole.state.etag == '"1"'
    assert "third" in await bench.titles()


async def test_a_stuck_validator_hides_news_for_a_day_at_most(bench: Bench) -> None:
    titles = ["first"]

    async def stuck(asked: Any, writer: Any) -> None:
        if "if-none-match" in asked.headers:
            writer.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
            return
        body = rss(*titles)
        writer.write(b'HTTP/1.1 200 OK\r\nETag: "stuck"\r\nContent-Length: %d\r\n\r\n' % len(body) + body)

    bench.site.talk("/feed", stuck)
    bench.watch("/feed")
    await bench.poll()
    titles.insert(0, "second")
    assert (await bench.poll(HOUR)).new == 0
    assert (await bench.poll(1.2 * DAY)).new == 1
    assert (await bench.poll(HOUR)).state.status == 304


async def test_a_changed_selector_reads_the_page_anew(bench: Bench) -> None:
    page = b"<ul><li><a>First headline here</a></li></ul><p class=x>Second headline here</p>"
    bench.site.answer("/page", page, headers={"ETag": '"1"'})
    bench.watch("/page", kind="page", selector="li a")
    await bench.poll()
    bench.watch("/page", kind="page", selector="p.x")
    assert (await bench.poll(300)).new == 1
    assert bench.sent("if-none-match") == ["", ""]
    assert await bench.titles() == ["First headline here", "Second headline here"]


async def test_a_failure_backs_off_and_a_good_poll_comes_back(bench: Bench) -> None:
    bench.site.answer("/feed", status=503)
    bench.watch("/feed", interval="10m")
    waits = []
    for _ in range(3):
        polled = await bench.poll()
        assert polled.state.next_poll is not None
        waits.append(polled.state.next_poll - bench.now)
    assert waits[0] < 1.2 * 600 < waits[1] < 2.3 * 600 < waits[2]
    assert polled.state.failures == 3
    bench.site.answer("/feed", rss("headline"))
    good = await bench.poll()
    assert (good.state.failures, good.was.failures, good.state.next_poll) == (0, 3, bench.now + 600)


@pytest.mark.parametrize(
    ("status", "headers", "least"),
    [(410, {}, DAY), (429, {"Retry-After": "7200"}, 7200), (403, {}, 900), (429, {"Retry-After": "x"}, 900)],
)
async def test_a_server_that_wants_to_be_left_alone_is(
    bench: Bench, status: int, headers: dict[str, str], least: float
) -> None:
    bench.site.answer("/feed", status=status, headers=headers)
    bench.watch("/feed")
    polled = await bench.poll()
    assert polled.state.next_poll is not None
    assert polled.state.error == f"http_{status}"
    assert least <= polled.state.next_poll - bench.now <= 1.2 * least


async def test_a_good_answer_may_ask_for_patience_too(bench: Bench) -> None:
    bench.site.answer("/feed", rss("headline"), headers={"Retry-After": "3600"})
    bench.watch("/feed", interval="5m")
    assert (await bench.poll()).state.next_poll == bench.now + 3600


async def test_the_interval_follows_the_feed_and_a_long_silence_is_told(bench: Bench) -> None:
    titles: list[str] = []
    bench.watch("/feed")
    for number in range(12):
        titles.insert(0, f"headline number {number}")
        bench.site.answer("/feed", rss(*titles))
        polled = await bench.poll(600)
    assert polled.state.rhythm == 600
    assert polled.state.interval == pytest.approx(300, rel=0.1)
    assert not polled.state.quiet
    assert (await bench.poll(3 * HOUR)).state.interval > 600
    silent = await bench.poll(DAY)
    assert silent.state.quiet
    assert silent.state.interval == 1800
    bench.site.answer("/feed", rss("something at last", *titles))
    assert not (await bench.poll(60)).state.quiet


async def test_odd_dates_are_told_with_the_feed(bench: Bench) -> None:
    item = "<item><title>From the future</title><pubDate>Mon, 01 Jan 2091 00:00:00 GMT</pubDate></item>"
    bench.site.answer("/feed", f"<rss><channel><title>T</title>{item}</channel></rss>".encode())
    bench.watch("/feed")
    assert "dated far ahead" in "; ".join((await bench.poll()).state.warnings)


async def test_a_feed_that_was_removed_meanwhile_is_not_asked(bench: Bench) -> None:
    bench.watch("/feed")
    assert bench.poller is not None
    assert await bench.poller.poll("main http://gone.example/") is None
    assert bench.site.asked == []


async def test_the_state_survives_the_store(bench: Bench) -> None:
    bench.site.answer("/feed", rss("headline"))
    bench.watch("/feed")
    polled = await bench.poll()
    kept = await bench.store.feed(bench.feed["url"])
    assert isinstance(kept, FeedState)
    assert kept == polled.state
