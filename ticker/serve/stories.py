"""`/v1/stories`: the ranked stream of a desk, and one story with its evidence.

Knows the two paths; must not know how stories are kept.
"""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field
from starlette.responses import Response

from ticker.core.roles import Role
from ticker.core.view import story_view
from ticker.serve import examples, filters, shapes
from ticker.serve.access import Visitor
from ticker.serve.answers import QUERY, OfDesk, described, json
from ticker.serve.desks import Desks
from ticker.serve.filters import AskedFilters
from ticker.serve.problems import Problem


class AskedStories(OfDesk, AskedFilters):
    """Which stories."""

    entries: bool = Field(default=False, description="`true`: with every copy of each story.")


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["stories"])
    reader = desks.access.needs(Role.READER)

    @paths.get(
        "/stories",
        summary="The ranked stories",
        responses=described(shapes.Top, examples.TOP, "unknown-desk", "store-away"),
    )
    async def stories(asked: Annotated[AskedStories, QUERY], visitor: Annotated[Visitor, reader]) -> Response:
        """Pinned stories first, then by score, all of one moment: `epoch` and `offset` name it."""
        store = desks.get(asked.desk, visitor).store
        async with desks.reads:
            return json(await filters.best(store, asked.wanted(), limit=asked.limit, entries=asked.entries))

    @paths.get(
        "/stories/{id}",
        summary="One story with its copies and reasons",
        responses=described(shapes.Story, examples.DETAIL, "unknown-desk", "unknown-story", "store-away"),
    )
    async def story(
        id: Annotated[str, Path(max_length=100, examples=["17"])],  # noqa: A002 - the word of the API
        asked: Annotated[OfDesk, QUERY],
        visitor: Annotated[Visitor, reader],
    ) -> Response:
        """Every copy in order of arrival, with the relation, score and reasons by which it joined."""
        desk = desks.get(asked.desk, visitor)
        async with desks.reads:
            found = await desk.store.story(id)
        if found is None:
            raise Problem("unknown-story", "it may have expired or merged into another")
        return json(story_view(*found))

    return paths
