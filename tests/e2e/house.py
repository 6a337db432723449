"""Feeds on 127.0.0.1 that grow by hand, in every format, and all that they served.

Knows feeds; must not know who reads them.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from email.utils import formatdate
from html import escape
from typing import TYPE_CHECKING

from tests.support.loopback import WebServer, reply

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler


class House:
    """Serves feeds that grow by hand; remembers what it served whole, when, and how often a 304."""

    def __init__(self) -> None:
        self.items: dict[str, list[tuple[str, str]]] = {}
        self.formats: dict[str, str] = {}
        self.served: dict[str, dict[str, float]] = {}
        self.not_modified: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()
        self.broken: set[str] = set()
        self._lock = threading.Lock()
        self._born = time.time()
        self._server = WebServer(self.answer)

    def close(self) -> None:
        self._server.close()

    def open_feed(self, name: str, form: str, items: list[str]) -> str:
        self.formats[name] = form
        self.items[name] = []
        self.served[name] = {}
        for item in items:
            self.add(name, item)
        return f"{self._server.base}/{name}"

    def add(self, name: str, title: str) -> str:
        with self._lock:
            key = f"{name}-{len(self.items[name])}"
            self.items[name].append((key, title))
        return key

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name = request.path.strip("/")
        with self._lock:
            self.hits[name] += 1
            items = list(self.items.get(name, ()))
        if name in self.broken or name not in self.formats:
            reply(request, b"out of order", status=500, headers={"Content-Type": "text/plain"})
            return
        body, content_type = getattr(self, "_" + self.formats[name])(name, items)
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if request.headers.get("If-None-Match") == etag:
            self.not_modified[name] += 1
            reply(request, b"", status=304, headers={"ETag": etag})
            return
        if reply(request, body, headers={"ETag": etag, "Content-Type": content_type}):
            now = time.time()
            with self._lock:
                for key, _ in items:
                    self.served[name].setdefault(key, now)

    def _date(self, place: int) -> str:
        return formatdate(self._born + place / 100, usegmt=True)

    def _rss(self, name: str, items: list[tuple[str, str]], encoding: str = "utf-8") -> tuple[bytes, str]:
        rows = "".join(
            f"<item><title>{escape(title)}</title><link>https://{name}.example/{key}</link>"
            f'<guid isPermaLink="false">{key}</guid><pubDate>{self._date(place)}</pubDate></item>'
            for place, (key, title) in reversed(list(enumerate(items)))
        )
        text = (
            f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>{name}</title>'
            f"<link>https://{name}.example/</link><description>d</description>{rows}</channel></rss>"
        )
        return text.encode(encoding), "application/rss+xml"

    def _win1256(self, name: str, items: list[tuple[str, str]]) -> tuple[bytes, str]:
        return self._rss(name, items, "windows-1256")

    def _atom(self, name: str, items: list[tuple[str, str]]) -> tuple[bytes, str]:
        rows = "".join(
            f"<entry><title>{escape(title)}</title><id>{key}</id>"
            f'<link href="https://{name}.example/{key}"/><updated>2026-11-23T10:00:00Z</updated></entry>'
            for key, title in reversed(items)
        )
        text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{name}</title><id>x</id>{rows}</feed>'
        return text.encode(), "application/atom+xml"

    def _json(self, name: str, items: list[tuple[str, str]]) -> tuple[bytes, str]:
        rows = [
            {"id": key, "title": title, "url": f"https://{name}.example/{key}"}
            for key, title in reversed(items)
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": name, "items": rows}
        return json.dumps(feed).encode(), "application/feed+json"

    def _page(self, name: str, items: list[tuple[str, str]]) -> tuple[bytes, str]:
        rows = "".join(
            f'<li><a href="/{name}/{key}">{escape(title)}</a></li>' for key, title in reversed(items)
        )
        text = (
            f'<html lang="ar"><head><meta charset="utf-8"><title>{name}</title></head>'
            f'<body><ul class="ticker">{rows}</ul></body></html>'
        )
        return text.encode(), "text/html; charset=utf-8"
