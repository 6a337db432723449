"""`/v1/stories`: the ranked stream of a desk, and one story with its evidence.

Knows the two paths; must not know how stories are kept.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import Field
from starlette.responses import Response

from ticker.core.roles import Role
from ticker.core.speech import say
from ticker.core.view import StoryView, story_view
from ticker.serve import audience, examples, filters, shapes
from ticker.serve.access import Visitor
from ticker.serve.answers import QUERY, OfDesk, described, json
from ticker.serve.desks import Desks
from ticker.serve.filters import AsEditor, AskedFilters
from ticker.serve.paging import AFTER, Place, is_known, next_page
from ticker.serve.problems import Problem


class AskedStories(OfDesk, AskedFilters, AsEditor):
    """Which stories, and how much of each."""

    detail: Literal["headlines", "stories", "copies"] = Field(
        default="stories",
        description="`headlines`: what a crawl needs; `stories`; `copies`: with every copy of each story.",
    )
    after: str | None = Field(
        default=None,
        pattern=AFTER,
        description="Go on after this place in the ranking, as a `Link` header with `rel=next` names it.",
        examples=["s249365.21:17"],
    )


class AskedStory(OfDesk, AsEditor):
    """One story."""

    reasons: Literal["en", "ar"] | None = Field(
        default=None,
        description="Reasons for readers: in this language, words as the titles spell them.",
    )


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["stories"])
    reader = desks.access.needs(Role.READER)

    @paths.get(
        "/stories",
        summary="The ranked stories",
        responses=described(
            shapes.Top,
            examples.TOP,
            "token-needed",
            "bad-token",
            "not-allowed",
            "unknown-desk",
            "store-away",
        ),
    )
    async def stories(
        request: Request, asked: Annotated[AskedStories, QUERY], visitor: Annotated[Visitor, reader]
    ) -> Response:
        """Pinned stories first, then by score, all of one moment: `epoch` and `offset` name it.

        `If-None-Match` saves a client what it has; where there are more stories, `Link` names the next page.
        """
        asked.check(visitor)
        store = desks.get(asked.desk, visitor).store
        async with desks.reads:
            status = await store.status()
            headers = {
                "ETag": f'"{status.epoch}-{status.offset}"',
                "Cache-Control": "no-cache",
                "Vary": "Authorization",
            }
            if is_known(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
            place = None if asked.after is None else Place.read(asked.after)
            top = await filters.best(
                store,
                asked.wanted(),
                limit=asked.limit + 1,  # is there another page?
                entries=asked.detail == "copies",
                held=asked.editing,
                after=place,
            )
        shown = top if asked.editing else audience.public_top(top)
        found = shown["stories"][: asked.limit]
        if len(shown["stories"]) > len(found):
            headers["Link"] = next_page(request, Place.of(found[-1]))
        headers["ETag"] = f'"{top["epoch"]}-{top["offset"]}"'
        listed = [_headline(story) for story in found] if asked.detail == "headlines" else found
        return json({**top, "stories": listed}, headers)

    @paths.get(
        "/stories/{id}",
        summary="One story with its copies and reasons",
        responses=described(
            shapes.Story,
            examples.DETAIL,
            "token-needed",
            "bad-token",
            "not-allowed",
            "unknown-desk",
            "unknown-story",
            "store-away",
        ),
    )
    async def story(
        id: Annotated[str, Path(max_length=100, examples=["17"])],  # noqa: A002 - the word of the API
        asked: Annotated[AskedStory, QUERY],
        visitor: Annotated[Visitor, reader],
    ) -> Response:
        """Every copy in order of arrival, with the relation, score and reasons by which it joined."""
        asked.check(visitor)
        desk = desks.get(asked.desk, visitor)
        async with desks.reads:
            found = await desk.store.story(id)
        if found is None or (found[0].held and not asked.editing):
            raise Problem("unknown-story", "it may have expired or merged into another")
        view = story_view(*found)
        if asked.reasons:
            titles = [entry["title"] for entry in view["entries"]]
            for entry in view["entries"]:
                entry["reasons"] = [say(reason, titles, asked.reasons) for reason in entry["reasons"]]
        return json(view if asked.editing else audience.public_story(view))

    return paths


def _headline(story: StoryView) -> dict[str, object]:
    return {name: story[name] for name in shapes.Headline.model_fields}  # type: ignore[literal-required]  # fields of both
