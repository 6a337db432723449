"""The outlets' web servers in one: a news day served as feeds that grow while the day goes by.

Knows the day, its speed and HTTP; must not know who reads the feeds or what becomes of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from math import floor
from typing import TYPE_CHECKING, Final

from aiohttp import web

from ticker.demo.render import Shown, article, render

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ticker.core.model import Instant
    from ticker.demo.day import Day, Outlet, Written

    _Handler = Callable[[web.Request], Awaitable[web.Response]]

NEWEST: Final = 40
"""Items that a feed holds."""

TICKER: Final = 12
"""Items that a page's ticker or a ticker line holds."""

_ANSWERS: Final = 3  # whole answers that must have held an item before it may leave its feed

HEAD_START: Final = 60
"""Minutes of the day that are over when the server starts, so that the first screen is not empty."""


class FeedServer:
    """Serves `day` on 127.0.0.1 at a free port; a minute of the day takes 60 / `speed` seconds.

    `clock` gives POSIX seconds. An item's date is the instant of its release. However fast the day goes and
    however slowly it is polled, an item leaves its feed only after several whole answers have held it.
    """

    def __init__(self, day: Day, *, speed: float, clock: Callable[[], Instant]) -> None:
        self._day = day
        self._speed = speed
        self._clock = clock
        self._began: Instant = 0.0
        self._told = {outlet.key: day.by(outlet.key) for outlet in day.outlets}
        self._articles = {entry.id: entry for entry in day.entries}
        self._answered = {outlet.key: deque([0], maxlen=_ANSWERS) for outlet in day.outlets}
        self._shown_away: set[tuple[str, int]] = set()
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def start(self) -> str:
        """Begin the day and listen; returns the base URL, without a slash at its end."""
        self._began = self._clock() - HEAD_START * 60 / self._speed
        app = web.Application()
        for outlet in self._day.outlets:
            app.router.add_get(outlet.path, self._feed_of(outlet))
            app.router.add_get(f"/{outlet.key}/{{number}}", self._article_of(outlet))
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}"
        return self.base_url

    async def stop(self) -> None:
        """Stop listening. Safe to call twice, or before `start`."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def minute(self) -> float:
        """The minute of the day that it is now."""
        return self._day.start + (self._clock() - self._began) * self._speed / 60

    @property
    def finished(self) -> bool:
        """Whether everything has been released."""
        return self.minute >= self._day.entries[-1].minute

    def released(self) -> tuple[Written, ...]:
        """What the outlets have told so far, in order."""
        return _until(self._day.entries, self.minute)

    def _instant(self, minute: float) -> Instant:
        return self._began + (minute - self._day.start) * 60 / self._speed

    def _feed_of(self, outlet: Outlet) -> _Handler:
        async def answer(request: web.Request) -> web.Response:
            if self._is_away(outlet):
                return web.Response(status=503, text="Back soon.\n")
            told = _until(self._told[outlet.key], self.minute)
            body = render(outlet, self._items(outlet, told), f"{self.base_url}/{outlet.key}")
            headers = {"ETag": f'"{blake2b(body.content, digest_size=12).hexdigest()}"'}
            newest = self._instant(told[-1].minute) if told else self._began
            # within its second a date says too little: another item may follow and carry the same one
            if self._clock() - newest >= 1:
                headers["Last-Modified"] = format_datetime(
                    datetime.fromtimestamp(floor(newest), UTC), usegmt=True
                )
            if _not_modified(request, headers):
                return web.Response(status=304, headers=headers)
            self._answered[outlet.key].append(len(told))
            return web.Response(body=body.content, headers={**headers, "Content-Type": body.media_type})

        return answer

    def _items(self, outlet: Outlet, told: tuple[Written, ...]) -> list[Shown]:
        """The newest items, and those before them that too few answers have held, newest first."""
        answered = self._answered[outlet.key]
        held = answered[0] if len(answered) == _ANSWERS else 0
        room = TICKER if outlet.format in {"page", "line"} else NEWEST
        first = min(max(len(told) - room, 0), held)
        return [
            Shown(entry, self._link(entry), self._instant(entry.minute)) for entry in reversed(told[first:])
        ]

    def _link(self, entry: Written) -> str:
        number = entry.id.removeprefix(f"{entry.outlet}-")
        return f"{self.base_url}/{entry.outlet}/{number}"

    def _article_of(self, outlet: Outlet) -> _Handler:
        async def answer(request: web.Request) -> web.Response:
            entry = self._articles.get(f"{outlet.key}-{request.match_info['number']}")
            if entry is None or entry.minute > self.minute:
                raise web.HTTPNotFound
            body = article(outlet, entry)
            return web.Response(body=body.content, headers={"Content-Type": body.media_type})

        return answer

    def _is_away(self, outlet: Outlet) -> bool:
        """Whether its server is down. Each time is seen by one request at least, however fast the day."""
        for start, end in outlet.away:
            if self.minute >= start and (self.minute < end or (outlet.key, start) not in self._shown_away):
                self._shown_away.add((outlet.key, start))
                return True
        return False


def _until(entries: tuple[Written, ...], minute: float) -> tuple[Written, ...]:
    return entries[: bisect_right(entries, minute, key=lambda entry: entry.minute)]


def _not_modified(request: web.Request, headers: dict[str, str]) -> bool:
    """Whether the asker has this very body: by ETag where it gave one, else by date (RFC 9110, 13.2.2)."""
    if wanted := request.headers.get("If-None-Match"):
        return headers["ETag"] in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
    since = request.headers.get("If-Modified-Since")
    if not since or "Last-Modified" not in headers:
        return False
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
    except ValueError:
        return False
