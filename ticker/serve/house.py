"""`/healthz`, `/readyz`, `/v1/desks`, `/v1/feeds`: how the newsroom itself does.

Knows these paths; must not know stories.
"""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from ticker import __version__
from ticker.core.model import FeedState
from ticker.core.roles import Role
from ticker.serve import examples, shapes
from ticker.serve.access import Visitor
from ticker.serve.answers import DENIALS, QUERY, Asked, OfDesk, described, json
from ticker.serve.desks import Desks, ServedDesk
from ticker.serve.problems import Problem
from ticker.store import DeskStatus

_PATIENCE: Final = 2.5
"""Seconds that the store has to answer before it counts as away."""


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(tags=["house"])
    reader = desks.access.needs(Role.READER)

    async def status(desk: ServedDesk) -> DeskStatus:
        async with desks.reads:
            return await desk.store.status()

    @paths.get("/healthz", summary="The process lives", responses=described(shapes.Alive, examples.ALIVE))
    async def healthz(_: Annotated[Asked, QUERY]) -> Response:
        """Asks nothing of anybody: an answer says that the process is there."""
        return json({"status": "alive", "version": __version__})

    @paths.get(
        "/readyz",
        summary="Everything works",
        responses=described(shapes.Ready, examples.READY, "not-ready", "store-away"),
    )
    async def readyz(_: Annotated[Asked, QUERY]) -> Response:
        """The store answers and takes writes, and a writer keeps every desk; else 503 and the reason."""
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await asyncio.gather(*map(status, desks))
        except TimeoutError:
            raise Problem("store-away", f"it has not answered for {_PATIENCE:g} s") from None
        if refused := next((one.trouble for one in found if one.refusal), ""):
            raise Problem("not-ready", f"{refused}; what is stored can be read")
        idle = [one.desk for one in found if not one.owner]
        if idle:
            raise Problem(
                "not-ready",
                f"no process keeps {len(idle)} of {len(found)} desks: nothing new is taken in there; "
                "start `ticker run` (/v1/desks says which)",
            )
        return json({"status": "ready", "desks": len(found)})

    @paths.get(
        "/v1/me",
        summary="Who you are here",
        responses=described(shapes.Me, examples.ME, "token-needed", "bad-token", "store-away"),
    )
    async def me(_: Annotated[Asked, QUERY], visitor: Annotated[Visitor, reader]) -> Response:
        """What the token that you show makes you."""
        names = [desk.name for desk in desks.seen_by(visitor)]
        return json({"name": visitor.name, "role": str(visitor.role), "token": visitor.token, "desks": names})

    @paths.get(
        "/v1/desks",
        summary="The desks and how they do",
        responses=described(shapes.DeskList, examples.DESKS, "token-needed", "bad-token", "store-away"),
    )
    async def all_desks(_: Annotated[Asked, QUERY], visitor: Annotated[Visitor, reader]) -> Response:
        """In the order of the configuration: the first that you see is the default of every other path."""
        served = desks.seen_by(visitor)
        found = await asyncio.gather(*map(status, served))
        settings = desks.config.desks
        return json(
            {"desks": [shapes.desk_view(one, settings[one.desk]) for one in found if one.desk in settings]}
        )

    @paths.get(
        "/v1/feeds",
        summary="The feeds of a desk and their health",
        responses=described(shapes.FeedList, examples.FEEDS, *DENIALS, "store-away"),
    )
    async def feeds(asked: Annotated[OfDesk, QUERY], visitor: Annotated[Visitor, reader]) -> Response:
        """As configured, in that order; a feed that was never asked has no `polled`."""
        desk = desks.get(asked.desk, visitor)
        async with desks.reads:
            known = {state.feed: state for state in await desk.store.feeds()}
        states = [
            known.get(feed.url)
            or FeedState(feed.url, feed.url, feed.publisher, feed.desk, feed.kind, feed.lang)
            for feed in desks.config.feeds
            if feed.desk == desk.name
        ]
        return json({"desk": desk.name, "feeds": [shapes.feed_view(state) for state in states]})

    return paths
