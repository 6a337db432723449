"""The role `serve` as processes of its own, beside the others on one data directory."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import yaml
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow]

RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://wire.example/</link>'
    "<description>d</description>{}</channel></rss>"
)
ITEM = '<item><title>{0}</title><guid isPermaLink="false">{0}</guid></item>'
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"


class Role:
    """One `ticker run --role …` and its log."""

    def __init__(self, folder: Path, role: str, number: int) -> None:
        self.path = folder / f"{role}-{number}.log"
        with self.path.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "ticker",
                    "run",
                    "--role",
                    role,
                    "--config",
                    str(folder / "config.yaml"),
                ],
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> str:
        return self.path.read_text(encoding="utf-8")

    async def says(self, pattern: str) -> re.Match[str]:
        """Wait until the log holds the pattern."""
        async with asyncio.timeout(30):
            while not (found := re.search(pattern, self.log)):
                assert self.process.poll() is None or re.search(pattern, self.log), self.log
                await asyncio.sleep(0.02)
            return found

    async def url(self) -> str:
        return (await self.says(r"event=serving url=(\S+)"))[1]

    async def ends(self) -> int:
        """Wait for the end."""
        async with asyncio.timeout(30):
            while (code := self.process.poll()) is None:
                await asyncio.sleep(0.02)
            return code

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Any]:
    """Start a role, in a folder with a config.yaml of its own; everything started is ended."""
    started: list[Role] = []

    def one(role: str, folder: Path = tmp_path) -> Role:
        started.append(Role(folder, role, len(started)))
        return started[-1]

    yield one
    for role in started:
        if role.process.poll() is None:
            role.process.terminate()
    for role in started:
        role.process.wait(20)


@pytest.fixture
async def wire() -> AsyncIterator[tuple[str, list[str]]]:
    """A feed on this machine, and the titles that it holds."""
    titles: list[str] = []

    async def feed(_: web.Request) -> web.Response:
        body = RSS.format("".join(ITEM.format(title) for title in reversed(titles)))
        return web.Response(body=body.encode(), content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/rss", feed)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/rss", titles
    await runner.cleanup()


def configure(folder: Path, feeds: list[str], port: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    value = {
        "data_dir": str(folder / "data"),
        "feeds": [{"url": url, "publisher": "Example Wire", "interval": "1s"} for url in feeds],
        "fetch": {"allow_hosts": ["127.0.0.1"]},
        "serve": {"port": port},
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(value), encoding="utf-8")


async def event(content: aiohttp.StreamReader) -> dict[str, str]:
    """The next event of a stream."""
    found: dict[str, str] = {}
    async with asyncio.timeout(20):
        while True:
            line = (await content.readline()).decode().rstrip("\n")
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                found[name] = value
            elif not line and "data" in found:
                return found


async def test_each_role_in_a_process_of_its_own(tmp_path: Path, start: Any, wire: Any) -> None:
    """A headline goes from a feed through three processes to a listener, who then moves to another server."""
    url, titles = wire
    configure(tmp_path, [url])
    desk = start("desk")
    await desk.says("the desk is open")
    serve, second = start("serve"), start("serve")
    start("poll")
    async with aiohttp.ClientSession() as http:
        base, other = await serve.url(), await second.url()
        assert base != other
        async with http.get(f"{base}/readyz") as response:
            assert response.status == 200
        async with http.get(f"{base}/v1/events") as stream:
            titles.append(BRIDGE)
            first = await event(stream.content)
            assert json.loads(first["data"])["story"]["headline"] == BRIDGE
            titles.append(BANK)
            assert json.loads((await event(stream.content))["data"])["story"]["headline"] == BANK
            assert await serve.stop() == 0
        async with http.get(f"{other}/v1/events", headers={"Last-Event-ID": first["id"]}) as stream:
            assert json.loads((await event(stream.content))["data"])["story"]["headline"] == BANK
        async with http.get(f"{other}/v1/stories") as response:
            stories = (await response.json())["stories"]
            assert {story["headline"] for story in stories} == {BRIDGE, BANK}
        async with http.get(f"{other}/v1/feeds") as response:
            (state,) = (await response.json())["feeds"]
            assert (state["feed"], state["status"], state["error"]) == (url, 200, "")
    assert "level=error" not in serve.log + second.log
    assert "level=warning" not in serve.log + second.log


async def test_a_busy_port_ends_the_role_alone_and_not_the_newsroom(
    tmp_path: Path, start: Any, wire: Any
) -> None:
    """Three tickers on three data directories: the first serves, the others want its port."""
    url, titles = wire
    titles.append(BRIDGE)
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    configure(first, [url])
    serving = start("all", first)
    base = await serving.url()
    port = int(base.rpartition(":")[2])
    for folder in (second, third):
        configure(folder, [url], port)
    hindered, alone = start("all", second), start("serve", third)
    async with aiohttp.ClientSession() as http, http.get(f"{base}/v1/events") as stream:
        titles.append(BANK)
        while json.loads((await event(stream.content))["data"])["story"]["headline"] != BANK:
            pass
        warning = (await hindered.says(r'level=warning event="the API is not served[^\n]*'))[0]
        assert f"127.0.0.1:{port} is in use; set serve.port to another one, or to 0" in warning
        await hindered.says(r"event=polled .*new=")
        assert await alone.ends() == 1
        said = [line for line in alone.log.splitlines() if not line.startswith("timestamp=")]
        fix = "set serve.port to another one, or to 0 for any free one"
        assert said == [f"ticker: serve: 127.0.0.1:{port} is in use; {fix}"]
        assert await serving.stop() == 0
        assert b"event:" not in await stream.content.read()
    assert await hindered.stop() == 0
    assert "level=error" not in serving.log + hindered.log
