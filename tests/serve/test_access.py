"""Who is let in, as what, to which desks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.roles import Role
from ticker.errors import TickerError
from ticker.serve import shapes
from ticker.serve.access import ANYBODY, Visitor, require
from ticker.serve.feeds.paths import FORMATS
from ticker.serve.problems import Problem
from ticker.store import Tokens
from ticker.store.keys import TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable

ABOUT_A_DESK = [
    "/v1/stories",
    "/v1/stories/1",
    "/v1/updates?after=e:0",
    "/v1/events",
    "/v1/feeds",
    "/v1/alerts",
]
OPEN = ["/healthz", "/readyz", "/openapi.json"]
PRIVATE = {"port": 0, "public": False}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def asked(newsroom: Any, path: str, **headers: str) -> tuple[int, str]:
    """The status and the kind of problem of an answer."""
    async with newsroom.http.get(path, headers=headers) as response:
        if response.status == 200:
            return 200, ""
        problem = await response.json(content_type=None)
        if response.status == 401:
            assert response.headers["WWW-Authenticate"] == "Bearer"
        return response.status, problem["type"].removeprefix("urn:ticker:problem:")


async def test_without_a_token_nothing_of_a_desk_is_told_where_reading_is_private(
    opened: Callable[..., Any],
) -> None:
    async with opened(serve=PRIVATE) as newsroom:
        for path in (*ABOUT_A_DESK, "/v1/desks"):
            assert await asked(newsroom, path) == (401, "token-needed"), path
        for path in OPEN:
            async with newsroom.http.get(path) as response:
                assert response.status == 200, path
                assert newsroom.desk not in await response.text()
        token = await newsroom.token()
        for path in ("/v1/stories", "/v1/desks", "/v1/events", "/v1/feeds"):
            assert await asked(newsroom, path, **bearer(token)) == (200, ""), path


async def test_a_bad_token_is_refused_even_where_none_is_needed(newsroom: Any) -> None:
    good = await newsroom.token()
    assert await asked(newsroom, "/v1/stories") == (200, "")
    wrong = ["Bearer", f"Bearer {good}x", f"Basic {good}", good, "Bearer é", f"Bearer {good} {good}"]
    for header in wrong:
        assert await asked(newsroom, "/v1/stories", Authorization=header) == (401, "bad-token"), header
    for header in (f"Bearer {good}", f"bearer  {good} "):
        assert await asked(newsroom, "/v1/stories", Authorization=header) == (200, "")


async def test_a_token_in_the_url_opens_nothing(opened: Callable[..., Any]) -> None:
    async with opened(serve=PRIVATE) as newsroom:
        token = await newsroom.token()
        for name in ("token", "access_token", "authorization", "ticket"):
            status, _ = await asked(newsroom, f"/v1/stories?{name}={token}")
            assert status in {401, 422}


async def test_a_desk_that_is_not_yours_does_not_exist(opened: Callable[..., Any]) -> None:
    """The answers are those to a desk that nobody has, word for word."""
    async with opened(more=("other",)) as newsroom:
        await newsroom.publish("Harbour bridge in Port Selwyn closes after cracks found")
        mine = bearer(await newsroom.token("admin", "other"))
        for path in ABOUT_A_DESK:
            mark = "&" if "?" in path else "?"
            answers = []
            for name in (newsroom.desk, "nowhere"):
                async with newsroom.http.get(f"{path}{mark}desk={name}", headers=mine) as response:
                    answers.append((response.status, await response.text()))
            assert answers[0] == answers[1], path
            assert answers[0][0] == 404
        async with newsroom.http.get("/v1/desks", headers=mine) as response:
            assert [desk["name"] for desk in (await response.json())["desks"]] == ["other"]
        async with newsroom.http.get("/v1/stories", headers=mine) as response:
            assert (await response.json())["desk"] == "other", "the first that the visitor sees"
        nobodys = bearer(await newsroom.token("admin", "gone"))
        assert await asked(newsroom, "/v1/stories", **nobodys) == (404, "unknown-desk")
        assert await asked(newsroom, "/v1/stories?desk=", **nobodys) == (404, "unknown-desk")


async def test_feeds_out_ask_for_the_same(opened: Callable[..., Any]) -> None:
    async with opened(serve=PRIVATE, more=("other",)) as newsroom:
        mine = bearer(await newsroom.token("reader", "other"))
        for ending in (*FORMATS, "opml"):
            assert await asked(newsroom, f"/feeds/other.{ending}") == (401, "token-needed")
            assert await asked(newsroom, f"/feeds/{newsroom.desk}.{ending}", **mine) == (404, "unknown-desk")
            async with newsroom.http.get(f"/feeds/other.{ending}", headers=mine) as response:
                assert response.status == 200


async def test_a_revoked_or_expired_token_is_refused_at_once(newsroom: Any) -> None:
    token = await newsroom.token()
    assert await asked(newsroom, "/v1/stories", **bearer(token)) == (200, "")
    assert await Tokens(newsroom.redis).revoke(token.split("_")[1])
    assert await asked(newsroom, "/v1/stories", **bearer(token)) == (401, "bad-token")
    old = await newsroom.token(lasts=-1)
    assert await asked(newsroom, "/v1/stories", **bearer(old)) == (401, "bad-token")


def test_a_role_below_the_needed_one_is_told_what_it_lacks() -> None:
    require(Visitor(Role.ADMIN, "desk head", "1"), Role.EDITOR)
    with pytest.raises(Problem, match="needs the token of an editor") as refused:
        require(ANYBODY, Role.EDITOR)
    assert refused.value.status == 401
    with pytest.raises(Problem, match="needs the role admin; the token has editor") as refused:
        require(Visitor(Role.EDITOR, "studio", "1"), Role.ADMIN)
    assert refused.value.status == 403


async def test_beyond_this_machine_it_listens_once_there_is_a_token(
    opened: Callable[..., Any], stored: Any
) -> None:
    from ticker.store import connect  # noqa: PLC0415 - this test alone clears the tokens

    redis = await connect(stored.url)
    await redis.delete(TOKENS)
    everywhere = {"host": "0.0.0.0", "port": 0, "names": ["ticker.example.org"]}
    with pytest.raises(TickerError, match=r"0\.0\.0\.0 can be reached .*ticker token create"):
        async with opened(serve=everywhere):
            pass
    await Tokens(redis).create("a test", Role.READER, now=0)
    await redis.aclose()
    async with opened(serve=everywhere) as newsroom:
        port = newsroom.server.url.rpartition(":")[2]
        base = f"http://127.0.0.1:{port}"
        token = bearer(await newsroom.token())
        async with newsroom.http.get(f"{base}/v1/stories") as response:
            assert response.status == 401
        for host in ("ticker.example.org", "TICKER.example.org:80", "192.0.2.7", "[2001:db8::1]:8080"):
            async with newsroom.http.get(f"{base}/v1/stories", headers=token | {"Host": host}) as response:
                assert response.status == 200, host
        for host in ("evil.example", "example.org", "a.ticker.example.org", "192.0.2.7.evil.example"):
            async with newsroom.http.get(f"{base}/v1/stories", headers=token | {"Host": host}) as response:
                assert response.status == 421, host


async def test_pages_of_named_origins_may_read_and_no_others(opened: Callable[..., Any]) -> None:
    serve = {"port": 0, "origins": ["https://news.example.org"]}
    async with opened(serve=serve) as newsroom:
        for origin, allowed in (("https://news.example.org", True), ("https://evil.example", False)):
            async with newsroom.http.get("/v1/stories", headers={"Origin": origin}) as response:
                assert response.status == 200
                assert response.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
                assert "Access-Control-Allow-Credentials" not in response.headers
            preflight = {"Origin": origin, "Access-Control-Request-Method": "GET"}
            asks = preflight | {"Access-Control-Request-Headers": "authorization"}
            async with newsroom.http.options("/v1/stories", headers=asks) as response:
                assert (response.status == 200) is allowed


async def test_what_would_change_something_must_not_come_from_a_foreign_page(newsroom: Any) -> None:
    host = newsroom.server.url.removeprefix("http://")
    for origin, status in (
        ("https://evil.example", 403),
        ("null", 403),
        (f"http://{host}.evil.example", 403),
        (f"http://{host}", 405),
        (None, 405),
    ):
        headers = {} if origin is None else {"Origin": origin}
        async with newsroom.http.post("/v1/stories", data=b"x", headers=headers) as response:
            assert response.status == status, origin


async def test_bodies_have_a_length_and_an_end(newsroom: Any) -> None:
    async def chunks() -> Any:
        yield b"x"
        await asyncio.sleep(0)

    async with newsroom.http.post("/v1/stories", data=chunks()) as response:
        assert response.status == 411
    async with newsroom.http.post("/v1/stories", data=b"x" * 65_537) as response:
        assert response.status == 413


async def test_editors_switch_alerts_off_and_readers_do_not(newsroom: Any) -> None:
    path = "/v1/alerts/switches"
    editor = {"Authorization": f"Bearer {await newsroom.token('editor')}"}
    reader = {"Authorization": f"Bearer {await newsroom.token('reader')}"}
    other = {"Authorization": f"Bearer {await newsroom.token('editor', 'elsewhere')}"}
    mute = {"desk": newsroom.desk, "story": "17", "off": True, "minutes": 60}
    for headers, status in (({}, 401), (reader, 403), (other, 404), (editor, 200)):
        async with newsroom.http.post(path, json=mute, headers=headers) as response:
            assert response.status == status, await response.text()
    async with newsroom.http.post(
        path, json={"desk": newsroom.desk, "off": True}, headers=editor
    ) as response:
        found = await response.json()
    shapes.Switches.model_validate(found)
    assert {one["story"]: one["until"] is None for one in found["off"]} == {"17": False, None: True}
    assert {one["by"] for one in found["off"]} == {"a test"}
    for story in ("17", ""):
        wanted = {"desk": newsroom.desk, "story": story, "off": False}
        async with newsroom.http.post(path, json=wanted, headers=editor) as response:
            assert response.status == 200
    async with newsroom.http.get(path, params={"desk": newsroom.desk}, headers=editor) as response:
        assert (await response.json())["off"] == []
    for wrong in (
        {"off": True, "story": "a b"},
        {"story": "1"},
        {"off": True, "x": 1},
        {"off": 1, "minutes": 0},
    ):
        async with newsroom.http.post(path, json=wrong, headers=editor) as response:
            assert response.status == 422, wrong
