"""Many invented feeds on one loopback port: `python benchmarks/polling/site.py [--feeds N] [--entries N]`.

Every body is written before the first request, so that a reader is measured and not this server. It answers
conditional requests with 304 and tells at `/stats` what it served. It ends with its standard input.

Knows nothing of who reads it.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import sys
import time
from email.utils import formatdate

from ticker import clock

SYLLABLES = [
    "ba",
    "dor",
    "ki",
    "mel",
    "sun",
    "tra",
    "vo",
    "lin",
    "gar",
    "pe",
    "shu",
    "nor",
    "ta",
    "ri",
    "bel",
    "mok",
    "za",
    "fe",
    "dun",
    "ler",
]
VOCABULARY = 40_000


def bodies(feeds: int, entries: int, newest: float, seed: int = 7) -> list[bytes]:
    """The RSS bodies of `feeds` feeds, each with `entries` items of about 2 kB; all headlines differ.

    The first item of each is dated `newest` (POSIX seconds), the others a minute older each.
    """
    dice = random.Random(seed)
    words = sorted({"".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4)))) for _ in range(VOCABULARY)})
    dice.shuffle(words)
    weights = list(itertools.accumulate(1.0 / (rank + 20) ** 0.95 for rank in range(len(words))))
    made = []
    for feed in range(feeds):
        items = []
        for place in range(entries):
            title = " ".join(dice.choices(words, cum_weights=weights, k=dice.randint(6, 12))).capitalize()
            link = f"http://outlet{feed}.example/news/{place}"
            text = " ".join(dice.choices(words, cum_weights=weights, k=160))
            items.append(
                f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
                f"<pubDate>{formatdate(newest - 60 * place, usegmt=True)}</pubDate>"
                f"<dc:creator>Desk {feed % 7}</dc:creator><category>world</category><category>news</category>"
                f'<media:content url="{link}.jpg" medium="image" width="700"/>'
                f"<description>&lt;p&gt;{text[:300]}&lt;/p&gt;</description>"
                f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
            )
        made.append(
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Outlet {feed}</title><link>http://outlet{feed}.example/</link>"
            f"<description>Invented</description>{''.join(items)}</channel></rss>".encode()
        )
    return made


class Site:
    """What is served at `/0`, `/1` …, and how often."""

    def __init__(self, made: list[bytes]) -> None:
        head = (
            'HTTP/1.1 {}\r\nETag: "{}"\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\n'
            "Connection: close\r\n\r\n"
        )
        self._whole = [
            head.format("200 OK", feed, len(body)).encode() + body for feed, body in enumerate(made)
        ]
        self._same = [head.format("304 Not Modified", feed, 0).encode() for feed in range(len(made))]
        self.first_whole: dict[int, float] = {}
        self.first_same: dict[int, float] = {}

    def answer(self, request: bytes) -> bytes:
        """The bytes that answer a request's head."""
        path = request.split(b" ", 2)[1]
        if path == b"/stats":
            body = json.dumps({"whole": _span(self.first_whole), "same": _span(self.first_same)}).encode()
            return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        feed = int(path[1:])
        same = b"\r\nif-none-match:" in request.lower()
        (self.first_same if same else self.first_whole).setdefault(feed, time.monotonic())
        return self._same[feed] if same else self._whole[feed]


def _span(times: dict[int, float]) -> dict[str, float]:
    """How many feeds were asked, and the seconds from the first to the last of their first times."""
    return {"feeds": len(times), "seconds": max(times.values()) - min(times.values()) if times else 0.0}


class Connection(asyncio.Protocol):
    """One request, one answer."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._head += data
        if b"\r\n\r\n" in self._head and isinstance(self._transport, asyncio.Transport):
            self._transport.write(self._site.answer(self._head))
            self._transport.close()


async def serve(feeds: int, entries: int) -> None:
    site = Site(bodies(feeds, entries, clock.now() // 3600 * 3600))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(site), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--entries", type=int, default=30)
    given = arguments.parse_args()
    asyncio.run(serve(given.feeds, given.entries))


if __name__ == "__main__":
    main()
