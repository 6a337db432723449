"""The outlets' server: real feeds that grow with the day, asked over real HTTP."""

from __future__ import annotations

import io
import json
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from ticker.demo.config import demo_config
from ticker.demo.day import load_day, load_outlets
from ticker.demo.server import HEAD_START, NEWEST, TICKER, FeedServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import aiohttp

    from ticker.demo.day import Day, Outlet

FEEDS = [outlet for outlet in load_outlets() if outlet.format not in {"page", "line"}]
WHOLE_DAY = 18 * 60.0


def read_titles(format_: str, body: bytes) -> list[str]:
    """The titles of a body, in its order, by a reader that is not ours."""
    if format_ == "json":
        return [item["title"] for item in json.loads(body)["items"]]
    if format_ == "page":
        return [node.text() for node in LexborHTMLParser(body.decode()).css(".ticker li a")]
    parsed = feedparser.parse(io.BytesIO(body))
    assert not parsed.bozo, parsed.bozo_exception
    return [entry.title for entry in parsed.entries]


@pytest.mark.parametrize("outlet", FEEDS, ids=lambda outlet: outlet.key)
async def test_a_feed_holds_what_its_outlet_told_newest_first(
    outlet: Outlet, server: FeedServer, http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    forward(120)
    async with http.get(outlet.path) as answer:
        assert answer.status == 200
        titles = read_titles(outlet.format, await answer.read())
    told = [entry.title for entry in server.released() if entry.outlet == outlet.key]
    assert told
    assert titles == told[::-1]


async def test_every_feed_grows_until_all_of_the_day_is_out(
    day: Day, server: FeedServer, http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    """Polled now and then, the feeds together show every entry of the day, each under its outlet."""
    seen: dict[str, set[str]] = {outlet.key: set() for outlet in day.outlets if outlet.format != "line"}
    for _ in range(18):
        for outlet in day.outlets:
            if outlet.key in seen:
                async with http.get(outlet.path) as answer:
                    if answer.status == 200:
                        seen[outlet.key] |= set(read_titles(outlet.format, await answer.read()))
        forward(60)
    assert server.finished
    for outlet in day.outlets:
        if outlet.key in seen:
            assert seen[outlet.key] == {entry.title for entry in day.by(outlet.key)}


async def test_nothing_is_released_ahead_of_its_minute(
    day: Day, server: FeedServer, forward: Callable[[float], None]
) -> None:
    before = len(server.released())
    assert before == sum(entry.minute <= day.start + HEAD_START for entry in day.entries)
    over = [server.finished]
    forward(WHOLE_DAY)
    assert [*over, server.finished] == [False, True]
    assert server.released() == day.entries


async def test_dates_are_the_instants_of_release(
    day: Day, http: aiohttp.ClientSession, clock: Callable[[], float], forward: Callable[[float], None]
) -> None:
    """At 60 times the speed, what was told ten minutes ago is dated ten seconds ago; nothing lies ahead."""
    forward(60)
    async with http.get("/marafi.rss") as answer:
        parsed = feedparser.parse(io.BytesIO(await answer.read()))
    minute = {entry.id: entry.minute for entry in day.by("marafi")}
    for item in parsed.entries:
        age = day.start + HEAD_START + 60 - minute[item.id]
        dated = parsedate_to_datetime(item.published).timestamp()
        assert dated == clock() - age


async def test_a_feed_that_did_not_change_is_answered_304(
    http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    forward(90.5)
    async with http.get("/manara.atom") as answer:
        assert answer.status == 200
        tag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
    for asked in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"x", W/{tag}'},
        {"If-Modified-Since": modified},
    ):
        async with http.get("/manara.atom", headers=asked) as answer:
            assert answer.status == 304
            assert await answer.read() == b""
    forward(120)
    for asked in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
        async with http.get("/manara.atom", headers=asked) as answer:
            assert answer.status == 200


async def test_validators_that_cannot_be_read_are_ignored(http: aiohttp.ClientSession) -> None:
    for asked in ({"If-None-Match": "nonsense"}, {"If-Modified-Since": "yesterday"}):
        async with http.get("/marafi.rss", headers=asked) as answer:
            assert answer.status == 200


async def test_the_windows_1256_feed_is_in_windows_1256(
    day: Day, http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    forward(WHOLE_DAY)
    async with http.get("/sada.rss") as answer:
        assert answer.charset == "windows-1256"
        body = await answer.read()
    text = body.decode("windows-1256")
    assert 'encoding="windows-1256"' in text
    assert day.by("sada")[-1].title in text
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


@pytest.mark.parametrize("key", ["ufuq", "tidewater-now"])
async def test_the_page_shows_its_ticker_twice_and_without_dates(
    key: str, day: Day, http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    forward(WHOLE_DAY)
    for _ in range(4):  # what was never asked for stays until it was
        async with http.get(f"/{key}.html") as answer:
            body = await answer.read()
    titles = read_titles("page", body)
    newest = [entry.title for entry in day.by(key)][: -TICKER - 1 : -1]
    assert titles == newest * 2
    assert b"2026" not in body


async def test_the_line_glues_its_items_each_twice(
    day: Day, http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    forward(120)
    async with http.get("/shurfa.txt") as answer:
        assert answer.content_type == "text/plain"
        line = await answer.text()
    told = [entry.title for entry in day.by("shurfa") if entry.minute <= day.start + HEAD_START + 120]
    assert told
    assert line == "".join(title * 2 for title in reversed(told)) + "\n"


async def test_no_item_leaves_before_three_answers_have_held_it(
    day: Day, http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    """A whole day between two polls loses nothing, though the feed is then longer than it likes."""
    forward(WHOLE_DAY)
    lengths = []
    for _ in range(4):
        async with http.get("/marafi.rss") as answer:
            lengths.append(len(read_titles("rss20", await answer.read())))
    assert lengths == [len(day.by("marafi"))] * 3 + [NEWEST]


async def test_an_outlet_is_away_at_its_hours_and_each_time_is_seen(
    http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    statuses: Counter[int] = Counter()
    for _ in range(12):  # 06:00, 07:00 … 17:00: between two looks the server was away and came back
        async with http.get("/wadi.rss") as answer:
            statuses[answer.status] += 1
        forward(60)
    assert statuses == {200: 10, 503: 2}
    forward(-12 * 60 + 130)  # 08:10
    for _ in range(2):
        async with http.get("/wadi.rss") as answer:
            assert answer.status == 503
    forward(40)
    async with http.get("/wadi.rss") as answer:
        assert answer.status == 200


async def test_a_link_leads_to_its_article_once_it_is_told(
    day: Day, http: aiohttp.ClientSession, forward: Callable[[float], None]
) -> None:
    last = day.by("meridian")[-1]
    path = f"/meridian/{last.id.rpartition('-')[2]}"
    async with http.get(path) as answer:
        assert answer.status == 404
    forward(WHOLE_DAY)
    async with http.get(path) as answer:
        assert answer.status == 200
        assert last.title in await answer.text()


async def test_stopping_twice_is_harmless(day: Day, clock: Callable[[], float]) -> None:
    server = FeedServer(day, speed=60.0, clock=clock)
    await server.stop()
    await server.start()
    await server.stop()
    await server.stop()


def test_the_configuration_names_every_outlet(tmp_path: Path) -> None:
    config = demo_config("http://127.0.0.1:8000", tmp_path, speed=60.0)
    outlets = {outlet.name: outlet for outlet in load_day().outlets}
    assert [feed["publisher"] for feed in config["feeds"]] == list(outlets)
    for feed in config["feeds"]:
        assert feed["url"] == f"http://127.0.0.1:8000{outlets[feed['publisher']].path}"
    assert config["desks"]["main"] == {"window": "72h", "half_life": "120s"}
    assert config["fetch"]["allow_hosts"] == ["127.0.0.1"]
    assert demo_config("http://127.0.0.1:8000", tmp_path, speed=2400.0)["desks"]["main"]["half_life"] == "60s"
