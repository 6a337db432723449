"""Feeds out over real HTTP: other programs read them back, nothing in a headline acts, 304 is true."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import jsonschema
import listparser
import pytest
from lxml import etree
from yarl import URL

from ticker import clock
from ticker.core.model import Action, Changes, Copy, Entry, Op, Relation, Story, Update, Verb
from ticker.serve.feeds.paths import FORMATS
from ticker.serve.feeds.tables import OPML_TYPE
from ticker.serve.filters import AskedFilters

if TYPE_CHECKING:
    from collections.abc import Callable

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"
METRO = "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة"
HOSTILE = [
    "<script>alert(1)</script> & <b>bold</b> storm hits Ashby",
    "]]><item><title>Injected</title></item> flood in Dunmore",
    '"><img src=x onerror=alert(1)> quake near Kalmar felt',
    "&lt;svg onload=alert(1)&gt; fire in Westmark harbour",
    "=cmd|' /C calc'!A0 ministers resign in Norland",
    "@SUM(1+1)*cmd teachers strike across Verano",
    "\u202ereversed\u202c control\x07 bell rings in Port Selwyn",
]


async def get(newsroom: Any, path: str, **headers: str) -> tuple[int, bytes, Any]:
    async with newsroom.http.get(path, headers=headers) as response:
        return response.status, await response.read(), response.headers


async def good(newsroom: Any, ending: str, query: str = "") -> bytes:
    status, body, _ = await get(newsroom, f"/feeds/{newsroom.desk}.{ending}{query}")
    assert status == 200, body
    return body


async def filled(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")
    await newsroom.publish(METRO, publisher="صحيفة الساحل", lang="ar")


def uri(newsroom: Any, story: dict[str, Any]) -> str:
    return f"urn:ticker:story:{newsroom.desk}:{story['id']}"


@pytest.mark.parametrize("ending", ["rss", "atom"])
async def test_feedparser_reads_back_what_the_desk_holds(newsroom: Any, ending: str) -> None:
    await filled(newsroom)
    read = feedparser.parse(io.BytesIO(await good(newsroom, ending)))
    assert not read.bozo
    assert read.version == {"rss": "rss20", "atom": "atom10"}[ending]
    assert read.feed.title == f"ticker: {newsroom.desk}"
    links = {link["rel"]: link["href"] for link in read.feed.links}
    assert links["self"] == str(newsroom.http._base_url.joinpath(f"feeds/{newsroom.desk}.{ending}"))
    stories = (await newsroom.store.top())["stories"]
    assert [entry.title for entry in read.entries] == [story["headline"] for story in stories]
    assert [entry.id for entry in read.entries] == [uri(newsroom, story) for story in stories]
    by_title = {entry.title: entry for entry in read.entries}
    assert {author.name for author in by_title[BRIDGE].authors} == {"Example Wire", "Selwyn Gazette"}
    assert by_title[METRO].title_detail.language == "ar"
    assert all(entry.published_parsed for entry in read.entries)


async def test_json_feed_says_what_the_desk_holds(newsroom: Any) -> None:
    await filled(newsroom)
    found = json.loads(await good(newsroom, "json"))
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"].endswith(f"/feeds/{newsroom.desk}.json")
    top = await newsroom.store.top()
    assert [item["id"] for item in found["items"]] == [uri(newsroom, story) for story in top["stories"]]
    assert (found["_ticker"]["epoch"], found["_ticker"]["offset"]) == (top["epoch"], top["offset"])
    arabic = next(item for item in found["items"] if item["title"] == METRO)
    assert arabic["language"] == "ar"
    assert all(item["content_text"] and item["date_published"].endswith("Z") for item in found["items"])


async def test_ninjs_keeps_to_its_schema(newsroom: Any, ninjs_schema: dict[str, Any]) -> None:
    await filled(newsroom)
    found = json.loads(await good(newsroom, "ninjs.json"))
    jsonschema.validate(found, ninjs_schema)
    by_headline = {one["headlines"][0]["value"]: one for one in found["associations"]}
    assert set(by_headline) == {BRIDGE, BANK, METRO}
    assert by_headline[BRIDGE]["pubStatus"] == "usable"
    assert by_headline[BRIDGE]["urgency"] == 5
    assert by_headline[BANK]["urgency"] == 6
    assert {source["name"] for source in by_headline[BRIDGE]["infoSources"]} == {
        "Example Wire",
        "Selwyn Gazette",
    }
    assert by_headline[METRO]["language"] == "ar"


async def test_text_and_csv_hold_the_ranked_headlines(newsroom: Any) -> None:
    await filled(newsroom)
    headlines = [story["headline"] for story in (await newsroom.store.top())["stories"]]
    assert (await good(newsroom, "txt")).decode().splitlines() == headlines
    table = await good(newsroom, "csv")
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row["headline"] for row in rows] == headlines
    assert next(row for row in rows if row["headline"] == BRIDGE)["publishers"] == (
        "Example Wire; Selwyn Gazette"
    )


async def test_opml_lists_the_feeds_and_can_be_read_back(opened: Callable[..., Any]) -> None:
    urls = ("https://wire.example/rss?a=1&b=2", "https://gazette.example/feed")
    async with opened(feeds=urls) as newsroom:
        read = listparser.parse(await good(newsroom, "opml"))
        assert not read["bozo"]
        assert [feed["url"] for feed in read["feeds"]] == list(urls)


async def test_filters_are_those_of_the_api(newsroom: Any) -> None:
    await filled(newsroom)
    assert (await good(newsroom, "txt", "?lang=ar")).decode() == f"{METRO}\n"
    assert (await good(newsroom, "txt", "?min_publishers=2")).decode() == f"{BRIDGE}\n"
    assert (await good(newsroom, "txt", "?limit=1")).decode().count("\n") == 1
    query = "?q=bridge&publisher=Selwyn%20Gazette"
    found = json.loads(await good(newsroom, "json", query))
    assert [item["title"] for item in found["items"]] == [BRIDGE]
    assert found["feed_url"].endswith(query)
    for path in (f"/feeds/{newsroom.desk}.rss?limit=0", f"/feeds/{newsroom.desk}.rss?nonsense=1"):
        assert (await get(newsroom, path))[0] == 422
    for path in ("/feeds/elsewhere.rss", f"/feeds/{newsroom.desk}.pdf", f"/feeds/{newsroom.desk}"):
        assert (await get(newsroom, path))[0] == 404


@pytest.mark.parametrize("ending", [*FORMATS, "opml"])
async def test_an_unchanged_feed_is_304_and_a_changed_one_is_not(newsroom: Any, ending: str) -> None:
    await filled(newsroom)
    path = f"/feeds/{newsroom.desk}.{ending}"
    status, body, first = await get(newsroom, path)
    assert status == 200
    assert first["Cache-Control"] == "no-cache"
    tag, date = first["ETag"], first["Last-Modified"]
    for asked in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": date}):
        status, nothing, again = await get(newsroom, path, **asked)
        assert (status, nothing, again["ETag"]) == (304, b"", tag)
    assert (await get(newsroom, path, **{"If-None-Match": '"x"', "If-Modified-Since": date}))[1] == body
    assert (await get(newsroom, path, **{"If-Modified-Since": "yesterday"}))[1] == body
    if ending == "opml":
        return
    await newsroom.publish("Ferry strike in Kalmar enters third day as talks collapse")
    for asked in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
        status, changed, again = await get(newsroom, path, **asked)
        assert status == 200
        assert changed != body
        assert again["ETag"] != tag
        assert parsedate_to_datetime(again["Last-Modified"]) > parsedate_to_datetime(date)


@pytest.mark.parametrize("ending", list(FORMATS))
async def test_an_empty_desk_has_a_feed_as_well(newsroom: Any, ending: str, ninjs_schema: Any) -> None:
    body = await good(newsroom, ending)
    if ending in {"rss", "atom"}:
        read = feedparser.parse(io.BytesIO(body))
        assert not read.bozo
        assert read.entries == []
    elif ending == "ninjs.json":
        jsonschema.validate(json.loads(body), ninjs_schema)


async def test_hostile_headlines_stay_text(newsroom: Any, ninjs_schema: Any) -> None:
    """What a feed wrote into a title is one title in every format: no markup, no formula, no override."""
    await newsroom.publish(*HOSTILE)
    stored = {story["headline"] for story in (await newsroom.store.top())["stories"]}
    assert len(stored) == len(HOSTILE)
    for ending, path in (("rss", "channel/item/title"), ("atom", "{*}entry/{*}title")):
        root = etree.fromstring(await good(newsroom, ending))
        titles = [node.text or "" for node in root.findall(path)]
        assert len(titles) == len(HOSTILE)
        assert not root.xpath("//*[local-name()='script' or local-name()='img' or local-name()='b']")
        assert all(not set("\u202e\u202c\x07") & set(title) for title in titles)
        assert set(titles) >= {title for title in HOSTILE if "\u202e" not in title}
    jsonschema.validate(json.loads(await good(newsroom, "ninjs.json")), ninjs_schema)
    for row in csv.DictReader(io.StringIO((await good(newsroom, "csv")).decode("utf-8-sig"))):
        assert not row["headline"].startswith(("=", "@", "+", "-"))
    for ending in FORMATS:
        _, _, headers = await get(newsroom, f"/feeds/{newsroom.desk}.{ending}")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


async def committed(newsroom: Any, *updates: tuple[Op, str, str]) -> None:
    """Let the desk say these updates: op, story, and the story that absorbed it."""
    store = newsroom.store
    token = await store.acquire("editor", 600)
    loaded = await store.load()
    changes = Changes(offset=loaded.snapshot.offset, next_ordinal=9, now=clock.now())
    for op, story_id, into in updates:
        entry = Entry(story_id, "https://wire.example/rss", "Wire", f"Story {story_id}", 50.0, 50.0)
        story = Story(
            story_id, int(story_id), entry.title, "", "en", 1.0, (int(story_id),), ("Wire",), 50.0, 60.0
        )
        live = op not in {Op.SPIKED, Op.MERGED}
        changes.stories[story_id] = story if live else None
        changes.copies[int(story_id)] = Copy(int(story_id), entry, Relation.DISTINCT, 0.0) if live else None
        changes.offset += 1
        changes.updates.append(Update(changes.offset, op, story, into=into, at=70.0))
    cursor = f"{int((loaded.cursor or '0-0').partition('-')[0]) + 1}-0"
    await store.commit(token=token, epoch=loaded.epoch, after=loaded.cursor, cursor=cursor, changes=changes)


async def test_stories_that_left_leave_a_tombstone(opened: Callable[..., Any], ninjs_schema: Any) -> None:
    async with opened(writer=False) as newsroom:
        await committed(
            newsroom,
            (Op.CREATED, "1", ""),
            (Op.CREATED, "2", ""),
            (Op.CREATED, "3", ""),
            (Op.CREATED, "4", ""),
        )
        assert json.loads(await good(newsroom, "json"))["_ticker"]["deleted"] == []
        await committed(newsroom, (Op.SPIKED, "1", ""), (Op.MERGED, "2", "3"), (Op.EXPIRED, "4", ""))
        uris = [f"urn:ticker:story:{newsroom.desk}:{number}" for number in range(5)]

        found = json.loads(await good(newsroom, "json"))
        deleted = {one["id"]: one for one in found["_ticker"]["deleted"]}
        assert set(deleted) == {uris[1], uris[2]}
        assert deleted[uris[1]]["reason"] == "spiked"
        assert deleted[uris[1]]["when"] == "1970-01-01T00:01:10.000Z"
        assert deleted[uris[2]]["into"] == uris[3]
        for ending in ("atom", "rss"):
            root = etree.fromstring(await good(newsroom, ending))
            stones = root.findall(".//{http://purl.org/atompub/tombstones/1.0}deleted-entry")
            assert {stone.get("ref") for stone in stones} == {uris[1], uris[2]}
            assert all((stone.get("when") or "").endswith("Z") for stone in stones)
            assert not feedparser.parse(io.BytesIO(etree.tostring(root))).bozo
        ninjs = json.loads(await good(newsroom, "ninjs.json"))
        jsonschema.validate(ninjs, ninjs_schema)
        states = {one["uri"]: one["pubStatus"] for one in ninjs["associations"]}
        assert states[uris[1]] == states[uris[2]] == "canceled"
        assert states[uris[3]] == "usable"
        assert "Story 1" not in (await good(newsroom, "txt")).decode()
        assert json.loads(await good(newsroom, "json", "?lang=ar"))["_ticker"]["deleted"] == []

        await committed(newsroom, (Op.RESTORED, "1", ""))
        found = json.loads(await good(newsroom, "json"))
        assert [one["id"] for one in found["_ticker"]["deleted"]] == [uris[2]]
        assert uris[1] in {item["id"] for item in found["items"]}


async def test_readers_that_ask_at_once_get_one_answer(newsroom: Any) -> None:
    await filled(newsroom)
    bodies = await asyncio.gather(*(good(newsroom, "atom") for _ in range(20)))
    assert len(set(bodies)) == 1


def test_the_page_lists_the_formats() -> None:
    page = (Path(__file__).parents[3] / "docs" / "feeds-out.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `/feeds/\{desk\}\.([a-z.]+)` \| .* \| `([^`]+)` \|$", page, re.MULTILINE))
    types = {ending: kind for ending, (kind, _) in FORMATS.items()} | {"opml": OPML_TYPE}
    assert rows == {ending: kind.partition(";")[0] for ending, kind in types.items()}
    named = re.search(r"take the filters of .*?: (.*?)\.", page, re.DOTALL)
    assert named
    assert re.findall(r"`(\w+)`", named[1]) == list(AskedFilters.model_fields)


async def test_the_self_link_is_one_whatever_is_asked(newsroom: Any) -> None:
    target = URL(f"{newsroom.server.url}/feeds/{newsroom.desk}.atom?q=a>b%22c<d;x", encoded=True)
    async with newsroom.http.get(target) as response:
        assert response.status == 200
        (link,) = re.findall(r'^<([^<>"]*)>; rel="self"$', response.headers["Link"])
        assert link.endswith("?q=a%3Eb%22c%3Cd;x")
        assert feedparser.parse(io.BytesIO(await response.read())).feed.links[0].href == link


async def test_an_editors_spike_and_retitle_are_in_the_feeds(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    stories = {story["headline"]: story["id"] for story in (await newsroom.store.top())["stories"]}

    async def act(verb: str, headline: str, **more: Any) -> None:
        action = Action(f"{verb}-{headline}", Verb(verb), "Amal", clock.now(), (stories[headline],), **more)
        await newsroom.store.act(action)

    await act("spike", BRIDGE, text="legal")
    await act("retitle", BANK, text="Norland keeps its rates")
    await act("urgency", BANK, value=2)
    found = json.loads(await good(newsroom, "json"))
    assert [item["title"] for item in found["items"]] == ["Norland keeps its rates"]
    (gone,) = found["_ticker"]["deleted"]
    assert gone["id"].endswith(f":{stories[BRIDGE]}")
    assert gone["when"] > found["items"][0]["date_published"]
    await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")  # a copy more of what is spiked
    for ending in FORMATS:
        body = (await good(newsroom, ending)).decode()
        assert BRIDGE not in body
        assert "legal" not in body
    assert json.loads(await good(newsroom, "json"))["_ticker"]["deleted"][0]["id"] == gone["id"]
    ninjs = json.loads(await good(newsroom, "ninjs.json"))
    assert {one.get("urgency") for one in ninjs["associations"]} == {2, None}
    await act("restore", BRIDGE)
    assert json.loads(await good(newsroom, "json"))["_ticker"]["deleted"] == []
