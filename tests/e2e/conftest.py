"""A small house of growing feeds on 127.0.0.1 and a real `ticker run` beside it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from email.utils import formatdate
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENGLISH = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Ferry strike in Kalmar enters third day as talks collapse",
    "Wildfire near Monte Verano forces 1,200 people from homes",
    "Astronomers in Chile photograph rare double comet",
    "Teachers in Westmark vote to end six-week walkout",
    "Floods cut rail line between Dunmore and Ashby",
    "Parliament of Norland rejects pension bill by nine votes",
]
ARABIC = [
    "انقطاع الكهرباء عن أحياء واسعة في مدينة السلمانية بعد عاصفة رملية",
    "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة",
    "إضراب عمال ميناء الرملة يدخل يومه الرابع",
    "المصرف المركزي يثبت سعر الفائدة للمرة الخامسة",
    "انتشال ناجين من تحت أنقاض مبنى منهار في حي الزهراء",
    "جامعة الساحل تعلن اكتشاف مقبرة أثرية قرب القلعة القديمة",
]


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
        house = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                house.answer(self)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def open_feed(self, name: str, form: str, items: list[str]) -> str:
        self.formats[name] = form
        self.items[name] = []
        self.served[name] = {}
        for item in items:
            self.add(name, item)
        return f"{self.base}/{name}"

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
            self._send(request, 500, b"out of order", "text/plain", "")
            return
        body, content_type = getattr(self, "_" + self.formats[name])(name, items)
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if request.headers.get("If-None-Match") == etag:
            self.not_modified[name] += 1
            self._send(request, 304, b"", "", etag)
            return
        self._send(request, 200, body, content_type, etag)
        now = time.time()
        with self._lock:
            for key, _ in items:
                self.served[name].setdefault(key, now)

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, code: int, body: bytes, kind: str, etag: str) -> None:
        with suppress(ConnectionError):
            request.send_response(code)
            if etag:
                request.send_header("ETag", etag)
            if kind:
                request.send_header("Content-Type", kind)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

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


class Runner:
    """Starts and kills one `ticker run`, and asks it with the real command line."""

    def __init__(
        self,
        folder: Path,
        feeds: list[dict[str, Any]],
        desks: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        self.folder = folder
        self.desks = desks or {"main": {}}
        self.more = more
        self.config = folder / "config.yaml"
        self.data = folder / "data"
        self.process: subprocess.Popen[bytes] | None = None
        self.write(feeds)

    def write(self, feeds: list[dict[str, Any]]) -> None:
        value = {
            "data_dir": str(self.data),
            "desks": self.desks,
            "feeds": feeds,
            "fetch": {"allow_hosts": ["127.0.0.1"], "timeout": "5s"},
            **self.more,
        }
        new = self.config.with_suffix(".new")
        new.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
        new.replace(self.config)

    def start(self) -> None:
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ticker", "run", "--config", str(self.config)],
                stdout=log,
                stderr=log,
            )

    def log(self) -> str:
        return (self.folder / "run.log").read_text(encoding="utf-8")

    def kill(self) -> None:
        """SIGKILL for the program and every child it has, the embedded server first."""
        assert self.process is not None
        for pid in [*children_of(self.process.pid), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(15)
        self.process = None
        return code

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ticker", *words, "--config", str(self.config)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def top(self) -> dict[str, Any] | None:
        """`top --all --copies --json`, or None while nothing runs yet."""
        done = self.ask("top", "--all", "--copies", "--json")
        assert "Traceback" not in done.stderr, done.stderr
        if done.returncode:
            return None
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def children_of(pid: int) -> list[int]:
    """The direct children of a process, from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append(int(stat.parent.name))
    return found


T = TypeVar("T")


def until(what: Callable[[], T | None], seconds: float = 60.0) -> T:
    """Ask until the answer is true; fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds} s: {what}")
        time.sleep(0.05)


@pytest.fixture(scope="session")
def patiently() -> Callable[..., Any]:
    """`patiently(what, seconds)`: ask `what` until its answer is true, and return that."""
    return until


@pytest.fixture(scope="session")
def starts() -> Iterator[Callable[..., Runner]]:
    """`starts(folder, feeds, desks, **options)`: what `runner` makes, in a folder of the caller's."""
    started: list[Runner] = []

    def make(folder: Path, feeds: list[dict[str, Any]], desks: dict[str, Any], **more: Any) -> Runner:
        started.append(Runner(folder, feeds, desks, **more))
        return started[-1]

    yield make
    for one in started:
        if one.process is not None:
            one.kill()


@pytest.fixture(scope="module")
def served() -> Iterator[House]:
    """A house that the tests of a module share."""
    one = House()
    yield one
    one.close()


@pytest.fixture
def wait_for() -> Callable[..., Any]:
    """`wait_for(what, seconds)`: ask `what` until its answer is true, and return that."""
    return until


@pytest.fixture
def children() -> Callable[[int], list[int]]:
    """`children(pid)`: the direct children of a process."""
    return children_of


@pytest.fixture
def house() -> Iterator[House]:
    one = House()
    yield one
    one.close()


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Callable[..., Runner]]:
    started: list[Runner] = []

    def make(feeds: list[dict[str, Any]], desks: dict[str, Any] | None = None) -> Runner:
        one = Runner(tmp_path, feeds, desks)
        started.append(one)
        return one

    yield make
    for one in started:
        if one.process is not None:
            one.kill()
