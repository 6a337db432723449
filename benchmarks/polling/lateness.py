"""Is every feed asked on time? `python benchmarks/polling/lateness.py [--feeds N] [--times N] [--rounds N]`.

So many feeds at 5-minute intervals, five at a host, one in twenty hostile (stalls, drips, breaks off, sends
garbage or no end), with time compressed: intervals and deadlines are `--times` times shorter, and what is
late is told that much longer. The real schedule, poller and store run against a site in a process of its
own, one address of 127.0.0.0/8 for each host.

Prints the lateness of the good feeds in seconds of the real schedule, the most polls that were under way at
one host, and the share of a core that the poller takes at the real pace. Linux only: it answers on all of
127.0.0.0/8. Other work on the machine counts `--times` times.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from ticker.clock import now
from ticker.config import Config
from ticker.service.logs import get_log
from ticker.service.polling import Polling
from ticker.store import DeskStore, connect
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from ticker.store import Report, Turn

INTERVAL = 300.0
TIMEOUT = 20.0
AT_A_HOST = 5
HOSTILE = ("stall", "drip", "reset", "garbage", "endless")


def hosts(feeds: int) -> list[str]:
    """The address of each host."""
    return [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(-(-feeds // AT_A_HOST))]


def kind_of(feed: int) -> str:
    """What a feed is: good, or one of HOSTILE."""
    return HOSTILE[feed // 20 % len(HOSTILE)] if feed % 20 == 7 else "good"


# ---- the site, in a process of its own


class Site:
    """Serves every feed at its host."""

    def __init__(self) -> None:
        self.served: Counter[int] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            feed = int((await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1][1:])
            await getattr(self, kind_of(feed))(feed, writer)
        writer.close()

    async def good(self, feed: int, writer: asyncio.StreamWriter) -> None:
        self.served[feed] += 1
        items = "".join(
            f"<item><title>Feed {feed} says number {number} of its news</title><guid>{number}</guid></item>"
            for number in range(self.served[feed], max(0, self.served[feed] - 20), -1)
        )
        body = f"<rss version='2.0'><channel><title>Feed {feed}</title>{items}</channel></rss>".encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()

    async def stall(self, _: int, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(TIMEOUT)

    async def drip(self, _: int, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b"<")
            await writer.drain()
            await asyncio.sleep(0.05)

    async def reset(self, _: int, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>")

    async def garbage(self, _: int, writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(range(256)) * 8)

    async def endless(self, _: int, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
        while True:
            writer.write(b"<item><title>again</title></item>" * 2000)
            await writer.drain()


async def serve(feeds: int) -> None:
    site = Site()
    first = await asyncio.start_server(site.serve, hosts(feeds)[0], 0)
    port = first.sockets[0].getsockname()[1]
    others = hosts(feeds)[1:]
    if others:
        await asyncio.start_server(site.serve, others, port)
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


# ---- the poller


class Watched(Polling):
    """Notes how late each poll of a good feed begins, and how many are under way at its host."""

    def watch(self, urls: list[str]) -> None:
        self.numbers = {f"main {url}": feed for feed, url in enumerate(urls)}
        self.under_way: Counter[int] = Counter()
        self.most = 0
        self.reset()

    def reset(self) -> None:
        self.late: list[float] = []
        self.polls = 0

    async def _poll(self, turn: Turn) -> Report:
        feed = self.numbers[turn.key]
        host = feed // AT_A_HOST
        self.polls += 1
        self.under_way[host] += 1
        self.most = max(self.most, self.under_way[host])
        if kind_of(feed) == "good" and self.leader.term is not None:
            self.late.append(max(0.0, now() - self.leader.term.schedule.next_due(turn.key)))
        try:
            return await super()._poll(turn)
        finally:
            self.under_way[host] -= 1


@dataclass(frozen=True)
class Measured:
    """Lateness in real seconds, polls, the most at one host, the share of a core at the real pace."""

    late: list[float]
    polls: int
    most: int
    core: float


async def measure(feeds: int, times: float, rounds: float, port: int) -> Measured:
    addresses = hosts(feeds)
    urls = [f"http://{addresses[feed // AT_A_HOST]}:{port}/{feed}" for feed in range(feeds)]
    config = Config.model_validate(
        {
            "feeds": [{"url": url, "interval": INTERVAL / times} for url in urls],
            "fetch": {
                "allow_hosts": addresses,
                "per_host": 1,
                "timeout": max(TIMEOUT / times, 0.1),
                "max_bytes": 1_000_000,
            },
        }
    )
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(folder) as server:
        redis = await connect(server.url)
        polling = Watched(config, redis, {"main": DeskStore(redis)}, get_log(verbose=False), owner="here")
        polling.watch(urls)
        async with polling:
            await asyncio.sleep(INTERVAL / times)  # the cold start is not what is measured
            polling.reset()
            began, busy = time.monotonic(), time.process_time()
            await asyncio.sleep(rounds * INTERVAL / times)
            core = (time.process_time() - busy) / (time.monotonic() - began) / times
            measured = Measured([one * times for one in polling.late], polling.polls, polling.most, core)
        await redis.aclose()
    return measured


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--feeds", type=int, default=2000)
    arguments.add_argument("--times", type=float, default=5.0)
    arguments.add_argument("--rounds", type=float, default=3.0)
    arguments.add_argument("--site", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.site:
        asyncio.run(serve(given.feeds))
        return
    command = [sys.executable, str(Path(__file__)), "--site", "--feeds", str(given.feeds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdin is not None
        assert site.stdout is not None
        port = int(site.stdout.readline())
        found = asyncio.run(measure(given.feeds, given.times, given.rounds, port))
        site.stdin.close()
    centiles = quantiles(found.late, n=100)
    print(
        f"{given.feeds} feeds every {INTERVAL:g} s, 5 % hostile, time {given.times:g}x: {found.polls} polls"
    )
    print(f"late, seconds of the real schedule: median {centiles[49]:.2f}, p99 {centiles[98]:.2f}")
    print(f"most polls under way at one host: {found.most}")
    print(f"poller at the real pace: {found.core:.3f} of a core")


if __name__ == "__main__":
    main()
