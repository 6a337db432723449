"""Every path over real HTTP: what it answers, what it refuses, and in which shape."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Any

from ticker import __version__
from ticker.client.remote import RemoteSource
from ticker.core.alert import Alert, AlertKind
from ticker.core.model import FeedState
from ticker.core.view import alert_view
from ticker.serve import shapes
from ticker.serve.guard import HEADERS
from ticker.store import Alerts

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from pydantic import BaseModel

BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"
FERRY = "Ferry strike in Kalmar enters third day as talks collapse"
METRO = "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة"


LETTERS = str.maketrans("0123456789", "ghklmnoprs")


async def get(newsroom: Any, path: str, shape: type[BaseModel]) -> dict[str, Any]:
    """The answer to `path`, which must be good and of that shape."""
    async with newsroom.http.get(path) as response:
        body = await response.read()
        assert response.status == 200, body
        assert response.content_type == "application/json"
        shape.model_validate_json(body)
        found: dict[str, Any] = json.loads(body)
        return found


async def refused(newsroom: Any, path: str, *, method: str = "GET", **headers: str) -> dict[str, Any]:
    """The problem with which `path` is answered."""
    async with newsroom.http.request(method, path, headers=headers) as response:
        body = await response.read()
        assert response.content_type == "application/problem+json", body
        shapes.ProblemShape.model_validate_json(body)
        found: dict[str, Any] = json.loads(body)
        assert found["status"] == response.status
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        if response.status == 503:
            assert int(response.headers["Retry-After"]) > 0
        return found | {"kind": found["type"].removeprefix("urn:ticker:problem:")}


async def filled(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE, BANK)
    await newsroom.publish(BRIDGE, publisher="Selwyn Gazette")
    await newsroom.publish(FERRY, publisher="Kalmar Post", lang="en-GB")
    await newsroom.publish(METRO, publisher="صحيفة الساحل", lang="ar")


async def test_the_ranked_stories_are_those_of_the_store(newsroom: Any) -> None:
    await filled(newsroom)
    assert await get(newsroom, "/v1/stories", shapes.Top) == await newsroom.store.top()
    with_entries = await get(newsroom, "/v1/stories?detail=copies", shapes.Top)
    assert with_entries == await newsroom.store.top(entries=True)
    assert [len(story["entries"]) for story in with_entries["stories"]].count(2) == 1
    best = await get(newsroom, f"/v1/stories?limit=2&desk={newsroom.desk}", shapes.Top)
    assert best["stories"] == (await newsroom.store.top())["stories"][:2]


FILTERS: list[tuple[str, set[str]]] = [
    ("lang=en", {BRIDGE, BANK, FERRY}),
    ("lang=EN-gb", {FERRY}),
    ("lang=e", set()),
    ("publisher=selwyn%20gazette", {BRIDGE}),
    ("publisher=Selwyn%20Gazette&publisher=Kalmar%20Post", {BRIDGE, FERRY}),
    ("publisher=Selwyn", set()),
    ("min_publishers=2", {BRIDGE}),
    ("min_publishers=3", set()),
    ("q=BRIDGE%20pillars", {BRIDGE}),
    ("q=bridge%20norland", set()),
    ("q=kalmar%20post", {FERRY}),
    ("q=%D8%A7%D9%84%D8%B9%D8%A7%D8%B5%D9%85%D9%87", {METRO}),  # written with another letter
    ("q=bank&lang=en&min_publishers=1", {BANK}),
    ("q=%20%20", {BRIDGE, BANK, FERRY, METRO}),
]


async def test_filters(newsroom: Any) -> None:
    await filled(newsroom)
    for query, found in FILTERS:
        answer = await get(newsroom, f"/v1/stories?{query}", shapes.Top)
        assert {story["headline"] for story in answer["stories"]} == found, query
        assert answer["offset"] == (await newsroom.store.status()).offset


async def test_a_filter_looks_as_deep_as_it_must(newsroom: Any) -> None:
    """The wanted story is the oldest and lowest of more than are looked at first."""
    await newsroom.publish(METRO, publisher="صحيفة الساحل", lang="ar")
    letters = [hashlib.sha256(str(n).encode()).hexdigest().translate(LETTERS) for n in range(300)]
    await newsroom.publish(*(f"{one[:9]} {one[9:18]} {one[18:27]}" for one in letters))
    stories = (await newsroom.store.top(limit=None))["stories"]
    assert len(stories) > 257
    place = [story["headline"] for story in stories].index(METRO)
    answer = await get(newsroom, "/v1/stories?lang=ar&limit=1", shapes.Top)
    assert answer["stories"] == [stories[place]]


async def test_one_story_with_its_copies_and_reasons(newsroom: Any) -> None:
    await filled(newsroom)
    wanted = next(s for s in (await newsroom.store.top())["stories"] if s["headline"] == BRIDGE)
    path = f"/v1/stories/{wanted['id']}?desk={newsroom.desk}"
    story = await get(newsroom, path, shapes.Story)
    entries = story.pop("entries")
    assert story == wanted
    assert [entry["publisher"] for entry in entries] == ["Example Wire", "Selwyn Gazette"]
    assert entries[1]["relation"] == "repeat"
    assert entries[1]["reasons"]
    for lang, same in (("en", "the same words"), ("ar", "الكلمات نفسها")):
        told = await get(newsroom, f"{path}&reasons={lang}", shapes.Story)
        assert told["entries"][1]["reasons"] == [same]


async def test_updates_page_by_page_are_all_of_them(newsroom: Any) -> None:
    await filled(newsroom)
    epoch = (await newsroom.store.status()).epoch
    cursor = f"{epoch}:0"
    seen: list[dict[str, Any]] = []
    while True:
        page = await get(newsroom, f"/v1/updates?after={cursor}&limit=2", shapes.Updates)
        if not page["updates"]:
            break
        assert page["cursor"] == f"{epoch}:{page['updates'][-1]['offset']}"
        cursor, seen = page["cursor"], seen + page["updates"]
    assert page["cursor"] == cursor
    assert seen == await newsroom.store.updates(0)
    assert len(seen) == 5


async def test_updates_that_are_not_kept_are_refused(newsroom: Any) -> None:
    await filled(newsroom)
    epoch = (await newsroom.store.status()).epoch
    for cursor in ("another:3", f"{epoch}:99"):
        problem = await refused(newsroom, f"/v1/updates?after={cursor}")
        assert (problem["status"], problem["kind"]) == (410, "gap")
        await get(newsroom, problem["snapshot"], shapes.Top)


async def test_desks_in_the_order_of_the_configuration(opened: Callable[..., Any]) -> None:
    async with opened(more=("zulu", "alpha")) as newsroom:
        await newsroom.publish(BRIDGE)
        found = (await get(newsroom, "/v1/desks", shapes.DeskList))["desks"]
        assert [one["name"] for one in found] == [newsroom.desk, "zulu", "alpha"]
        assert [one["writer"] for one in found] == [True, False, False]
        assert [one["stories"] for one in found] == [1, 0, 0]
        assert found[0]["window"] == 72 * 3600
        newsroom.server.configure(
            newsroom.config.model_copy(update={"desks": {"zulu": newsroom.config.desks["zulu"]}})
        )
        found = (await get(newsroom, "/v1/desks", shapes.DeskList))["desks"]
        assert [one["name"] for one in found] == ["zulu"]
        assert (await refused(newsroom, f"/v1/stories?desk={newsroom.desk}"))["kind"] == "unknown-desk"


async def test_feeds_with_their_health_and_those_never_asked(opened: Callable[..., Any]) -> None:
    urls = ["https://b.example/rss", "https://a.example/rss"]
    async with opened(feeds=urls) as newsroom:
        await newsroom.store.save_feed(
            FeedState(
                urls[1], urls[1], "A", polled=1_790_000_000.0, error="status", error_text="500", failures=3
            )
        )
        await newsroom.store.save_feed(FeedState("https://gone.example/", "https://gone.example/"))
        found = await get(newsroom, "/v1/feeds", shapes.FeedList)
        assert found["desk"] == newsroom.desk
        assert [feed["feed"] for feed in found["feeds"]] == urls
        assert [feed["polled"] for feed in found["feeds"]] == [None, "2026-09-21T14:13:20.000Z"]
        assert [feed["error"] for feed in found["feeds"]] == ["", "status"]
        assert "etag" not in found["feeds"][0]


async def test_alerts_of_the_desk_newest_first_and_of_no_other(opened: Callable[..., Any]) -> None:
    def alert(desk: str, number: int) -> Alert:
        return Alert(
            id=f"{desk}-{number}",
            desk=desk,
            story=str(number),
            kind=AlertKind.CORROBORATED,
            headline=BRIDGE,
            url="",
            lang="en",
            publishers=("Wire",),
            copies=1,
            at=1_795_000_000.0,
            times=1,
            why=("4 publishers within 20 min",),
        )

    async with opened(more=("other",)) as newsroom:
        kept = Alerts(newsroom.redis)
        await kept.hold("a test", 60)
        for desk, numbers in ((newsroom.desk, (1, 2, 3)), ("other", (4,))):
            given = [alert(desk, number) for number in numbers]
            await kept.commit("a test", desk, begin="", end="e:5", told={}, alerts=given, senders=[])
        found = await get(newsroom, "/v1/alerts?limit=2", shapes.AlertList)
        assert [one["id"] for one in found["alerts"]] == [f"{newsroom.desk}-3", f"{newsroom.desk}-2"]
        source = RemoteSource(newsroom.server.url, "other")
        assert await source.alerts(0) == [alert_view(alert("other", 4))]
        await source.close()
        await newsroom.redis.delete(kept.keys.meta, kept.keys.log)


async def test_alive_and_ready(opened: Callable[..., Any], log: Any) -> None:
    async with opened(writer=False) as newsroom:
        alive = await get(newsroom, "/healthz", shapes.Alive)
        assert alive == {"status": "alive", "version": __version__}
        problem = await refused(newsroom, "/readyz")
        assert problem["kind"] == "not-ready"
        assert newsroom.desk not in str(problem), "whoever asks need not see every desk"
        await newsroom.write(log)
        async with asyncio.timeout(10):
            while (await newsroom.http.get("/readyz")).status != 200:
                await asyncio.sleep(0.01)
        assert await get(newsroom, "/readyz", shapes.Ready) == {"status": "ready", "desks": 1}


REFUSED = [
    ("/v1", 404, "unknown-path"),
    ("/v1/stories/", 404, "unknown-path"),
    ("/v1/nothing", 404, "unknown-path"),
    ("/docs", 404, "unknown-path"),
    ("/v1/stories/999999", 404, "unknown-story"),
    ("/v1/stories/%00%1b%5B", 404, "unknown-story"),
    ("/v1/stories?desk=nowhere", 404, "unknown-desk"),
    ("/v1/events?desk=nowhere", 404, "unknown-desk"),
    ("/v1/updates?after=e:1&desk=", 404, "unknown-desk"),
    ("/v1/stories?limit=0", 422, "bad-query"),
    ("/v1/stories?limit=5001", 422, "bad-query"),
    ("/v1/stories?limit=many", 422, "bad-query"),
    ("/v1/stories?limits=5", 422, "bad-query"),
    ("/v1/stories?lang=a_b", 422, "bad-query"),
    ("/v1/stories?min_publishers=0", 422, "bad-query"),
    ("/v1/stories?entries=perhaps", 422, "bad-query"),
    ("/v1/stories?q=" + "x" * 201, 422, "bad-query"),
    ("/v1/stories?" + "&".join(f"publisher={n}" for n in range(21)), 422, "bad-query"),
    ("/v1/stories/" + "1" * 101, 422, "bad-query"),
    ("/v1/updates", 422, "bad-query"),
    ("/v1/updates?after=12", 422, "bad-query"),
    ("/v1/updates?after=epoch:-1", 422, "bad-query"),
    ("/v1/updates?after=epoch:99999999999999999999", 422, "bad-query"),
    ("/v1/events?cursor=epoch", 422, "bad-query"),
    ("/healthz?x=1", 422, "bad-query"),
    ("/readyz?x=1", 422, "bad-query"),
    ("/v1/desks?desk=main", 422, "bad-query"),
]


async def test_what_is_refused_is_refused_as_a_problem(newsroom: Any) -> None:
    for path, status, kind in REFUSED:
        problem = await refused(newsroom, path)
        assert (problem["status"], problem["kind"]) == (status, kind), path
        if kind == "bad-query":
            (wrong,) = problem["errors"]
            assert wrong["name"] in path or wrong["name"] in {"id", "after"}
    assert {one["level"] for one in newsroom.heard} <= {"info"}


async def test_every_wrong_parameter_is_named(newsroom: Any) -> None:
    problem = await refused(newsroom, "/v1/stories?limit=0&lang=!&colour=red")
    assert {one["name"]: one["detail"] for one in problem["errors"]} == {
        "limit": "must be greater than or equal to 1",
        "lang": 'must be a language tag, e.g. "ar" or "en-GB"',
        "colour": "there is no such parameter",
    }
    header = await refused(newsroom, "/v1/events", **{"Last-Event-ID": "nonsense"})
    assert [one["in"] for one in header["errors"]] == ["header"]


async def test_nothing_can_be_written(newsroom: Any) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"):
        problem = await refused(newsroom, "/v1/stories", method=method)
        assert (problem["status"], problem["kind"]) == (405, "method-not-allowed")


async def test_head_is_answered_without_a_body(newsroom: Any) -> None:
    for path in ("/v1/stories", "/healthz", "/v1/events"):
        async with asyncio.timeout(10), newsroom.http.head(path) as response:
            assert response.status == 200
            assert await response.read() == b""
    async with newsroom.http.get("/healthz") as response:
        assert response.status == 200


async def test_a_mistake_of_ours_is_a_problem_and_logged(
    newsroom: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> Any:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr("ticker.serve.stories.story_view", breaks)
    await newsroom.publish(BRIDGE)
    story = (await newsroom.store.top())["stories"][0]["id"]
    problem = await refused(newsroom, f"/v1/stories/{story}")
    assert (problem["status"], problem["kind"]) == (500, "broken")
    assert "a bug of ours" not in json.dumps(problem)
    said = [one for one in newsroom.heard if one["level"] == "error"]
    assert [one["event"] for one in said] == ["a request broke"]
    assert "a bug of ours" in said[0]["reason"]
