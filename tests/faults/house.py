"""The feeds of the fault suite: outlets on 127.0.0.1 that go on telling news, and all that they served.

Every outlet tells the same agency lines in the same order, each at its own pace, so a story gathers copies
from several. A feed holds its last items only, as feeds do. An item counts as served once a whole document
that holds it was written to a client.

Knows feeds; must not know who reads them.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, deque
from contextlib import contextmanager
from email.utils import formatdate
from html import escape
from typing import TYPE_CHECKING, Any

from tests.support.agency import sentence
from tests.support.loopback import WebServer, reply
from tests.support.threads import beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler


class Outlet:
    """One feed: its last items, the document made of them, what of it was served."""

    def __init__(self, name: str, keep: int) -> None:
        self.name = name
        self.told = 0
        self.items: deque[tuple[str, str, float]] = deque(maxlen=keep)
        self.document: tuple[bytes, list[str]] | None = None
        self.served: set[str] = set()

    def tell(self, title: str) -> str:
        """Add an item; its guid."""
        guid = f"{self.name}-{self.told}"
        self.told += 1
        self.items.append((guid, title, time.time()))
        self.document = None
        return guid

    def render(self) -> tuple[bytes, list[str]]:
        """The document as it is now, and the guids in it."""
        if self.document is None:
            rows = "".join(
                f"<item><title>{escape(title)}</title><link>https://{self.name}.example/{guid}</link>"
                f'<guid isPermaLink="false">{guid}</guid>'
                f"<pubDate>{formatdate(at, usegmt=True)}</pubDate></item>"
                for guid, title, at in reversed(self.items)
            )
            text = (
                f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.name}</title>'
                f"<link>https://{self.name}.example/</link><description>d</description>{rows}</channel></rss>"
            )
            self.document = text.encode(), [guid for guid, _, _ in self.items]
        return self.document


class House:
    """The outlets `outlet0` … behind one port. `seed` decides every word; `keep` is the length of a feed."""

    def __init__(self, outlets: int = 10, *, seed: int, keep: int = 400, lines: int = 4000) -> None:
        dice = random.Random(seed)
        self._dice = random.Random(seed + 1)
        self._lines = [sentence(dice) for _ in range(lines)]
        self.outlets = {f"outlet{n}": Outlet(f"outlet{n}", keep) for n in range(outlets)}
        self.most_at_once = 0
        """The most requests that were under way at one time."""
        self.hits: Counter[str] = Counter()
        self.slow = 0.0
        """Seconds that an answer takes."""
        self._asked = 0
        self._lock = threading.Lock()
        self._server = WebServer(self.answer)

    def close(self) -> None:
        self._server.close()

    def feeds(self, *, interval: str = "1s", desks: tuple[str, ...] = ("main",)) -> list[dict[str, Any]]:
        """All outlets as config.yaml has them, dealt out to `desks` in turn."""
        return [
            {
                "url": f"{self._server.base}/{name}",
                "publisher": name,
                "interval": interval,
                "desk": desks[n % len(desks)],
            }
            for n, name in enumerate(self.outlets)
        ]

    def tell(self, count: int = 1, *, outlet: str | None = None) -> None:
        """Let `count` items appear now, in feeds by chance unless one is named."""
        with self._lock:
            for _ in range(count):
                one = self.outlets[outlet or self._dice.choice(list(self.outlets))]
                one.tell(self._lines[one.told % len(self._lines)])

    @contextmanager
    def growing(self, rate: float) -> Iterator[None]:
        """Tell `rate` items a second inside the block, however busy the machine is."""

        def grow(over: threading.Event) -> None:
            began, told = time.monotonic(), 0
            while not over.wait(0.02):
                due = int((time.monotonic() - began) * rate)
                self.tell(due - told)
                told = due

        with beside(grow):
            yield

    def served(self, *, desk: int = 0, desks: int = 1) -> set[str]:
        """Every guid that was ever served whole: by the feeds that `feeds` gave to the n-th of the desks."""
        with self._lock:
            mine = list(self.outlets.values())[desk::desks]
            return {guid for outlet in mine for guid in outlet.served}

    def told(self, *, desk: int = 0, desks: int = 1) -> set[str]:
        """Every guid that is in a feed now, of the feeds that `feeds` gave to the n-th of the desks."""
        with self._lock:
            mine = list(self.outlets.values())[desk::desks]
            return {guid for outlet in mine for guid, _, _ in outlet.items}

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Serve one request."""
        outlet = self.outlets[request.path.strip("/")]
        # over before the answer is written: the next request may come before the handler is done
        with self._under_way():
            with self._lock:
                self.hits[outlet.name] += 1
                body, guids = outlet.render()
            time.sleep(self.slow)
        if reply(request, body, headers={"Content-Type": "application/rss+xml"}):
            with self._lock:
                outlet.served.update(guids)

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        with self._lock:
            self._asked += 1
            self.most_at_once = max(self.most_at_once, self._asked)
        try:
            yield
        finally:
            with self._lock:
                self._asked -= 1
