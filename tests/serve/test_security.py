"""Every line of docs/security.md has its test; those that have no other place stand here."""

from __future__ import annotations

import io
import random
import re
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ticker.service.logs import get_log

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (.+?) \| (.+?) \| `(tests/[\w/]+\.py)::(\w+)` \|$",
    (ROOT / "docs" / "security.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"


def test_each_line_of_the_table_names_a_test_that_is_there() -> None:
    assert len(ROWS) >= 20
    for attack, _, file, name in ROWS:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def {name}\(", text, re.MULTILINE), attack


def test_no_text_from_outside_makes_a_line_of_the_log() -> None:
    for text in (
        "a\nlevel=error event=forged",
        "a\r\nb",
        "\x1b[2Ja",
        "a\u2028b",
        "a\x85b",
        "\u202eabc",
        "\x00",
    ):
        out = io.StringIO()
        get_log(out).info("polled", feed=text)
        line = out.getvalue()
        assert len(line.splitlines()) == 1, repr(text)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", line), repr(text)


async def act(newsroom: Any, **headers: str) -> int:
    body = {"verb": "spike", "stories": ["1"]}
    async with newsroom.http.post("/v1/actions", json=body, headers=headers) as response:
        assert "Set-Cookie" not in response.headers
        return int(response.status)


async def test_readers_change_nothing(newsroom: Any) -> None:
    await newsroom.publish(BRIDGE)
    reader = {"Authorization": f"Bearer {await newsroom.token()}"}
    assert await act(newsroom) == 401
    assert await act(newsroom, **reader) == 403
    for path in ("/v1/alerts/switches", "/v1/tickets"):
        async with newsroom.http.post(path, json={"off": True}) as response:
            assert response.status == 401, path
    assert len((await newsroom.store.top())["stories"]) == 1
    assert await newsroom.store.audit() == []


async def test_a_form_of_another_site_changes_nothing(newsroom: Any) -> None:
    """Even with the header that a browser would never send by itself."""
    await newsroom.publish(BRIDGE)
    editor = {"Authorization": f"Bearer {await newsroom.token('editor')}"}
    for origin in ("https://evil.example", "null"):
        assert await act(newsroom, Origin=origin, **editor) == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        headers = {"Content-Type": kind}
        async with newsroom.http.post(
            "/v1/actions", data=b'{"verb":"spike","stories":["1"]}', headers=headers
        ) as response:
            assert response.status == 401
    assert await newsroom.store.audit() == []
    assert await act(newsroom, Origin=newsroom.server.url, **editor) == 200


PATHS = [
    "/../../etc/passwd",
    "/web/../pages.py",
    "/web/..%2fpages.py",
    "/web/%2e%2e/pages.py",
    "/web//etc/passwd",
    "/web/page.js%00.css",
    "/feeds/../v1/stories",
    "/feeds/main.rss/../../etc",
    "/v1//stories",
    "/V1/stories",
    "/v1/stories/..%2f..%2fhealthz",
    "/v1/stories/%0d%0aX-Evil:1",
    "/%ff%fe",
    "/v1/stories;x=1",
    "/overlay/spx.html/x",
]


async def test_tricks_with_paths_find_nothing(newsroom: Any) -> None:
    from yarl import URL  # noqa: PLC0415 - paths as they are, not as a client tidies them

    for path in PATHS:
        url = URL(newsroom.server.url + path, encoded=True)
        async with newsroom.http.get(url, allow_redirects=False) as response:
            text = await response.text()
            assert response.status in {400, 404, 422}, path
            assert "X-Evil" not in response.headers
            assert "root:" not in text
            assert "APIRouter" not in text


def a_value(chance: random.Random) -> str:
    """Something that a parameter may be given, sensible or not."""
    return chance.choice(
        [
            "",
            "0",
            "-1",
            "1",
            "99999999999999999999",
            "1e999",
            "nan",
            "true",
            "null",
            "[]",
            "ar",
            "a" * 5_000,
            "\x00",
            "é\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
            "e:1",
            "e:-1",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
            "2026-11-23T09:00:00",
            "s1.5:7",
            "hp-0:0",
            "headlines",
            "%",
            "{}",
            "'\"<>",
            "\u202e",
        ]
    )


async def test_whatever_is_asked_is_never_an_error_of_ours(opened: Callable[..., Any]) -> None:
    """Every path and parameter of the OpenAPI document, values of all kinds: the answer is one it names."""
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    async with opened(serve={"port": 0, "rate": 100_000}) as newsroom:
        await newsroom.publish(BRIDGE)
        headers = {"Authorization": f"Bearer {await newsroom.token('admin')}"}
        async with newsroom.http.get("/openapi.json") as response:
            paths = (await response.json())["paths"]
        asked = 0
        for path, methods in paths.items():
            for method, operation in methods.items():
                if path in {"/v1/events", "/v1/alerts/switches"}:
                    continue  # the one does not end, the other would disarm
                for _ in range(40):
                    query, target = [], path
                    for parameter in operation.get("parameters", []):
                        value = a_value(chance)
                        if parameter["in"] == "path":
                            target = target.replace(
                                "{" + parameter["name"] + "}", urllib.parse.quote(value, safe="") or "x"
                            )
                        elif parameter["in"] == "query" and chance.random() < 0.4:
                            query.append((parameter["name"], value))
                    url = f"{newsroom.server.url}{target}?{urllib.parse.urlencode(query)}"
                    body = None
                    if "requestBody" in operation:
                        body = {
                            chance.choice(["verb", "stories", "until", "value", "text", "x"]): a_value(chance)
                            for _ in range(3)
                        }
                    async with newsroom.http.request(method, url, headers=headers, json=body) as response:
                        asked += 1
                        assert response.status < 500, (method, url)
                        assert str(response.status) in operation["responses"] or response.status == 304, url
        assert asked > 300
        errors = [one for one in newsroom.heard if one["level"] in {"error", "warning"}]
        assert errors == []
