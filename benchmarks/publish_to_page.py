"""How long from a feed's answer to a headline on the page; `--rounds 2` is the size that the suite runs.

A feed server on 127.0.0.1, a real `ticker run` in its default configuration that polls it, a real Chromium
that shows the page. One headline a round; the clock starts when the feed's answer with it is written whole,
and stops when it stands in the page's document. Needs Chromium; starts everything it needs and ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import aiohttp

from ticker import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = [
    "harbour",
    "bridge",
    "minister",
    "strike",
    "flood",
    "railway",
    "vote",
    "budget",
    "court",
    "verdict",
    "storm",
    "wildfire",
    "ferry",
    "airport",
    "museum",
    "teacher",
    "hospital",
    "treaty",
    "summit",
    "election",
    "protest",
    "rescue",
    "earthquake",
    "vaccine",
    "satellite",
    "harvest",
]
PLACES = [
    "Ashby",
    "Dunmore",
    "Kalmar",
    "Westmark",
    "Norland",
    "Verano",
    "Selwyn",
    "Marlow",
    "Torvik",
    "Brenna",
    "Caldas",
    "Ostrava",
    "Lindholm",
    "Pereira",
    "Quillan",
    "Rastatt",
    "Sorrento",
    "Tampico",
    "Uppsala",
    "Vilnius",
    "Wexford",
    "Yakima",
    "Zagora",
    "Almere",
    "Bergamo",
    "Cordoba",
]

OBSERVER = """
window.seen = {};
const look = () => { for (const one of document.querySelectorAll('#stories .headline > span'))
    seen[one.textContent] ??= performance.timeOrigin + performance.now(); };
new MutationObserver(look).observe(document.getElementById('stories'), { childList: true, subtree: true });
look();
"""


class Feed:
    """One growing feed: when each headline was served for the first time, to the end of the answer."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.served: dict[str, float] = {}
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                titles = list(feed.titles)
                items = "".join(
                    f"<item><title>{escape(title)}</title><guid>{number}</guid></item>"
                    for number, title in enumerate(titles)
                )
                head = '<rss version="2.0"><channel><title>bench</title><link>http://x/</link>'
                body = f"{head}<description>d</description>{items}</channel></rss>".encode()
                with suppress(ConnectionError):
                    self.send_response(200)
                    self.send_header("Content-Type", "application/rss+xml")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                    self.wfile.flush()
                    now = clock.now()
                    for title in titles:
                        feed.served.setdefault(title, now)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/rss"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def headline(place: int) -> str:
    """A headline that no other one resembles."""
    one, two, three = random.sample(WORDS, 3)
    return f"{PLACES[place % len(PLACES)]} {one} {two} after {three} number {place * 37 + 11}"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(folder: Path, feed: Feed, port: int) -> Iterator[None]:
    """`ticker run` over the feed, everything else as it is by default."""
    config = {
        "data_dir": str(folder / "data"),
        "feeds": [{"url": feed.url, "publisher": "Bench Wire", "lang": "en", "interval": "1s"}],
        "fetch": {"allow_hosts": ["127.0.0.1"]},
        "serve": {"port": port},
    }
    file = folder / "config.yaml"
    file.write_text(json.dumps(config), encoding="utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ticker", "run", "--config", str(file)], stdout=log, stderr=log
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextmanager
def chromium(folder: Path) -> Iterator[int]:
    """A browser; the port of its DevTools protocol."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("this needs Chromium")
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server"]
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen(
            [program, *flags, "--remote-debugging-port=0", f"--user-data-dir={folder / 'chromium'}"],
            stdout=log,
            stderr=log,
        )
    try:
        told = folder / "chromium" / "DevToolsActivePort"
        end = time.monotonic() + 30
        while not (told.exists() and "\n" in told.read_text(encoding="utf-8")):
            if time.monotonic() > end:
                sys.exit("Chromium does not start")
            time.sleep(0.05)
        yield int(told.read_text(encoding="utf-8").split("\n")[0])
    finally:
        process.terminate()
        process.wait(15)


async def measured(feed: Feed, devtools: int, url: str, rounds: int) -> list[float]:
    """Milliseconds from the feed's answer to the document, one a round."""
    async with aiohttp.ClientSession() as http:
        await until_ready(http, url)
        async with http.put(f"http://127.0.0.1:{devtools}/json/new?{url}/") as answer:
            target = await answer.json()
        async with http.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as page:

            async def js(text: str) -> Any:
                params = {"expression": text, "returnByValue": True}
                await page.send_json({"id": 1, "method": "Runtime.evaluate", "params": params})
                while (message := await page.receive_json()).get("id") != 1:
                    pass
                return message["result"]["result"].get("value")

            async with asyncio.timeout(30):
                while await js("document.getElementById('state')?.dataset.state") != "live":
                    await asyncio.sleep(0.05)
            await js(OBSERVER)
            found = []
            for place in range(rounds):
                title = headline(place)
                feed.titles.append(title)
                async with asyncio.timeout(30):
                    while (at := await js(f"seen[{json.dumps(title)}]")) is None:
                        await asyncio.sleep(0.05)
                found.append(at - feed.served[title] * 1000)
                await asyncio.sleep(random.random())  # not in step with the polls
            return found


async def until_ready(http: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(60):
        while True:
            with suppress(aiohttp.ClientError):
                async with http.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=len(PLACES), help="each its own place: no two match")
    rounds = parser.parse_args().rounds
    feed, port = Feed(), free_port()
    with ExitStack() as stack:
        stack.callback(feed.close)
        folder = Path(tempfile.mkdtemp(prefix="ticker-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.enter_context(running(folder, feed, port))
        devtools = stack.enter_context(chromium(folder))
        found = sorted(asyncio.run(measured(feed, devtools, f"http://127.0.0.1:{port}", rounds)))
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(
        f"feed's answer to the page's document, {rounds} headlines: p50 {statistics.median(found):.0f} ms, "
        f"p90 {found[int(len(found) * 0.9) - 1 if len(found) > 1 else 0]:.0f} ms, worst {found[-1]:.0f} ms "
        f"(load {load:.1f} a core)"
    )


if __name__ == "__main__":
    main()
