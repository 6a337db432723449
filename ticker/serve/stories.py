"""`/v1/stories`: the ranked stream of a desk, and one story with its evidence.

Knows the two paths; must not know how stories are kept.
"""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field
from starlette.responses import Response

from ticker.core.view import story_view
from ticker.serve import examples, filters, shapes
from ticker.serve.answers import QUERY, OfDesk, described, json
from ticker.serve.desks import Desks
from ticker.serve.problems import Problem

MOST = 5_000
"""Stories in one answer at most."""


class AskedStories(OfDesk):
    """Which stories."""

    limit: int = Field(default=50, ge=1, le=MOST, description="How many stories at most.")
    lang: str = Field(
        default="",
        max_length=35,
        pattern=r"^[A-Za-z0-9-]*$",
        description="Language of the lead headline (BCP 47); `ar` also finds `ar-EG`.",
        examples=["ar"],
    )
    publisher: list[Annotated[str, Field(max_length=100)]] = Field(
        default=[],
        max_length=20,
        description="A publisher that must be among the story's; given several times: one of them.",
    )
    min_publishers: int = Field(
        default=1, ge=1, le=1_000, description="How many publishers must have the story."
    )
    q: str = Field(
        default="",
        max_length=200,
        description="Words that must all occur in the headline or a publisher's name; hamza, marks and case "
        "do not matter.",
    )
    entries: bool = Field(default=False, description="`true`: with every copy of each story.")


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["stories"])

    @paths.get(
        "/stories",
        summary="The ranked stories",
        responses=described(shapes.Top, examples.TOP, "unknown-desk", "store-away"),
    )
    async def stories(asked: Annotated[AskedStories, QUERY]) -> Response:
        """Pinned stories first, then by score, all of one moment: `epoch` and `offset` name it."""
        wanted = filters.Wanted.of(
            lang=asked.lang, publishers=asked.publisher, min_publishers=asked.min_publishers, q=asked.q
        )
        store = desks.get(asked.desk).store
        async with desks.reads:
            return json(await filters.best(store, wanted, limit=asked.limit, entries=asked.entries))

    @paths.get(
        "/stories/{id}",
        summary="One story with its copies and reasons",
        responses=described(shapes.Story, examples.DETAIL, "unknown-desk", "unknown-story", "store-away"),
    )
    async def story(
        id: Annotated[str, Path(max_length=100, examples=["17"])],  # noqa: A002 - the word of the API
        asked: Annotated[OfDesk, QUERY],
    ) -> Response:
        """Every copy in order of arrival, with the relation, score and reasons by which it joined."""
        desk = desks.get(asked.desk)
        async with desks.reads:
            found = await desk.store.story(id)
        if found is None:
            raise Problem("unknown-story", "it may have expired or merged into another")
        return json(story_view(*found))

    return paths
