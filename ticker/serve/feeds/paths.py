"""`/feeds/{desk}.…`: the paths of the feeds, their filters and conditional requests.

Knows the paths and HTTP's validators; must not know what stands in a format.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from ticker import clock
from ticker.core.roles import Role
from ticker.core.view import StoryView
from ticker.serve.access import Visitor
from ticker.serve.answers import QUERY, Asked
from ticker.serve.audience import public_top
from ticker.serve.desks import Desks, ServedDesk
from ticker.serve.feeds import atom, jsonfeed, ninjs, rss, tables
from ticker.serve.feeds.channel import Channel, Gone, channel
from ticker.serve.feeds.gone import Departures
from ticker.serve.filters import AskedFilters, Wanted, best

_REMEMBERED: Final = 512  # feeds, filters included, whose last change is known

FORMATS: Final[dict[str, tuple[str, Callable[[Channel], bytes]]]] = {
    "rss": (rss.MEDIA_TYPE, rss.rss),
    "atom": (atom.MEDIA_TYPE, atom.atom),
    "ninjs.json": (ninjs.MEDIA_TYPE, ninjs.ninjs),  # before `.json`, which would match it
    "json": (jsonfeed.MEDIA_TYPE, jsonfeed.json_feed),
    "txt": (tables.TEXT_TYPE, tables.text),
    "csv": (tables.CSV_TYPE, tables.csv_table),
}
"""By the ending of the path: media type and builder."""


class Changes:
    """When each feed was seen to change: what `Last-Modified` says.

    The newest story's instant would not do: a new rank or title changes a feed, and a reader that has only
    that date would be told that nothing did.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[str, tuple[str, int]] = OrderedDict()

    def at(self, url: str, tag: str) -> int:
        """Since when, in POSIX seconds, the feed at `url` has been as `tag` names it."""
        known = self._last.pop(url, None)
        if known is None or known[0] != tag:
            # one second later at least: a date that was given out never stands for two contents
            known = tag, max(int(clock.now()), known[1] + 1 if known else 0)
        self._last[url] = known
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        return known[1]


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    # not in the OpenAPI document: the formats have documents of their own
    paths = APIRouter(prefix="/feeds", include_in_schema=False)
    reader = desks.access.needs(Role.READER)
    changes = Changes()
    departures: dict[str, tuple[ServedDesk, Departures]] = {}

    async def departed(desk: ServedDesk, wanted: Wanted) -> list[Gone]:
        known = departures.get(desk.name)
        if known is None or known[0] is not desk:
            known = departures[desk.name] = desk, Departures(desk.store)
        return [one for one, story in reversed(await known[1].known()) if _left(story, wanted)]

    def add(ending: str, media_type: str, build: Callable[[Channel], bytes]) -> None:
        @paths.get(f"/{{desk}}.{ending}")
        async def feed(
            request: Request,
            desk: Annotated[str, Path(max_length=100)],
            asked: Annotated[AskedFilters, QUERY],
            visitor: Annotated[Visitor, reader],
        ) -> Response:
            """The ranked stories; 304 when nothing has changed for this reader."""
            served = desks.get(desk, visitor)
            wanted = asked.wanted()
            async with desks.reads:
                top = public_top(await best(served.store, wanted, limit=asked.limit, entries=False))
                gone = await departed(served, wanted)
            home = str(request.url.replace(path="/", query=f"desk={desk}", fragment=""))
            return _answer(
                request, changes, build(channel(top, gone, self_url=_here(request), home=home)), media_type
            )

    for ending, (media_type, build) in FORMATS.items():
        add(ending, media_type, build)

    @paths.get("/{desk}.opml")
    async def opml(
        request: Request,
        desk: Annotated[str, Path(max_length=100)],
        _: Annotated[Asked, QUERY],
        visitor: Annotated[Visitor, reader],
    ) -> Response:
        """In the order of the configuration."""
        name = desks.get(desk, visitor).name
        body = tables.opml(name, (feed for feed in desks.config.feeds if feed.desk == name))
        return _answer(request, changes, body, tables.OPML_TYPE)

    return paths


def _here(request: Request) -> str:
    """The address that was asked, as a URI: what ends one in a header is escaped."""
    return quote(str(request.url), safe=":/?#[]@!$&'()*+,;=%~")


def _left(story: StoryView, wanted: Wanted) -> bool:
    return not wanted or wanted(story)


def _answer(request: Request, changes: Changes, body: bytes, media_type: str) -> Response:
    """The body, or that it is the one which the client has already (RFC 9110, 13.2.2)."""
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    changed = changes.at(str(request.url), tag)
    headers = {
        "Cache-Control": "no-cache",
        "ETag": tag,
        "Last-Modified": format_datetime(datetime.fromtimestamp(changed, UTC), usegmt=True),
        "Link": f'<{_here(request)}>; rel="self"',
    }
    if _is_known(request, tag, changed):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers={**headers, "Content-Type": media_type})


def _is_known(request: Request, tag: str, changed: int) -> bool:
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return any(one.strip().removeprefix("W/") in {tag, "*"} for one in tags.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return changed <= since.timestamp()
