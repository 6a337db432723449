"""`/v1/actions`: what editors do to stories, and what they have done.

Knows the paths and how an action is written in JSON; must not know what an action does.
"""

import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Header
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import Response

from ticker import clock
from ticker.core.model import Action, Verb
from ticker.core.roles import Role
from ticker.core.verbs import MOST_STORIES, MOST_TEXT, VERBS, ends
from ticker.errors import ActionError, UsageError
from ticker.serve import examples, shapes
from ticker.serve.access import Visitor, require
from ticker.serve.answers import QUERY, OfDesk, described, json
from ticker.serve.desks import Desks
from ticker.serve.problems import Problem

_Name = Annotated[str, Field(max_length=MOST_TEXT)]
_REFUSALS: Final = ("unknown", "gone", "merged", "conflict", "blocked", "unfit")
_DENIALS: Final = ("token-needed", "bad-token", "not-allowed", "unknown-desk", "store-away")


class AskedAction(BaseModel):
    """One action; which of the members a verb takes stands in docs/curation.md."""

    model_config = ConfigDict(extra="forbid")

    desk: str | None = Field(default=None, max_length=100, description="Which desk; without it the first.")
    verb: Verb = Field(description="What to do.", examples=["spike"])
    stories: list[_Name] = Field(
        default=[], max_length=MOST_STORIES, description="Ids, in your order.", examples=[["17"]]
    )
    entries: list[_Name] = Field(
        default=[], max_length=MOST_STORIES, description="Copies: `#ordinal`, or an entry's id."
    )
    text: str = Field(default="", max_length=4 * MOST_TEXT, description="Headline, reason, note or phrase.")
    source: str = Field(default="", max_length=MOST_TEXT, description="A publisher.")
    value: float | None = Field(default=None, description="Urgency, boost, or place among the pinned.")
    until: AwareDatetime | None = Field(
        default=None, description="End of breaking or embargo (ISO 8601 with a zone); a past one ends it."
    )
    action: str = Field(default="", max_length=MOST_TEXT, description="What undo and redo mean.")
    seen: int = Field(
        default=0,
        ge=0,
        description="The offset that you had on screen: what another editor changed after it is a conflict.",
    )


class AskedAudit(OfDesk):
    """Which lines of the audit."""

    after: int | None = Field(
        default=None,
        ge=0,
        le=2**53,
        description="Actions after this number, oldest first; without it the newest.",
    )
    limit: int = Field(default=100, ge=1, le=1_000, description="How many lines at most.")


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["actions"])
    editor = desks.access.needs(Role.EDITOR)

    @paths.post(
        "/actions",
        summary="Do what an editor does",
        responses=described(
            shapes.Done,
            examples.DONE,
            *_DENIALS,
            "bad-action",
            *(f"action-{kind}" for kind in _REFUSALS),
        ),
    )
    async def act(
        asked: AskedAction,
        visitor: Annotated[Visitor, editor],
        idempotency_key: Annotated[
            str,
            Header(
                max_length=100,
                description="The same key again, by the same token, has the effect and the answer of once.",
            ),
        ] = "",
    ) -> Response:
        """Applied and committed when the answer comes; refused whole, with a reason, or done whole."""
        desk = desks.get(asked.desk, visitor)
        require(visitor, VERBS[asked.verb].role)
        now = clock.now()
        until = None if asked.until is None else asked.until.timestamp()
        action = Action(
            id=f"{visitor.token}:{idempotency_key or secrets.token_hex(12)}",
            verb=asked.verb,
            by=visitor.name,
            at=now,
            stories=tuple(asked.stories),
            entries=tuple(asked.entries),
            text=asked.text,
            source=asked.source,
            value=asked.value,
            until=ends(asked.verb, until, now),
            action=asked.action,
            seen=asked.seen,
        )
        try:
            done = await desk.store.act(action)
        except UsageError as error:
            raise Problem("bad-action", str(error)) from error
        except ActionError as error:
            raise Problem(f"action-{error.kind}", error.message) from error
        return json({"action": done.action, "stories": list(done.stories), "said": done.said})

    @paths.get(
        "/actions",
        summary="What editors have done",
        responses=described(shapes.Audit, examples.AUDIT, *_DENIALS),
    )
    async def audit(asked: Annotated[AskedAudit, QUERY], visitor: Annotated[Visitor, editor]) -> Response:
        """Every action in order, refused ones included: who, when, what, and what it changed."""
        desk = desks.get(asked.desk, visitor)
        async with desks.reads:
            found = await desk.store.audit(asked.after, count=asked.limit)
        return json({"desk": desk.name, "actions": found})

    return paths
