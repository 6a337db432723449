"""`/v1/alerts`: what the newsroom was alerted to.

Knows the path; must not know when a story alerts.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from ticker.core.roles import Role
from ticker.serve import examples, shapes
from ticker.serve.access import Visitor
from ticker.serve.answers import QUERY, OfDesk, described, json
from ticker.serve.desks import Desks
from ticker.store.alerts import KEPT, Alerts


class AskedAlerts(OfDesk):
    """Which alerts."""

    limit: int = Field(default=50, ge=1, le=KEPT, description="How many alerts at most.")


def router(desks: Desks) -> APIRouter:
    """The path, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["house"])
    reader = desks.access.needs(Role.READER)
    kept = Alerts(desks.redis)

    @paths.get(
        "/alerts",
        summary="The latest alerts of a desk",
        responses=described(
            shapes.AlertList, examples.ALERTS, "token-needed", "bad-token", "unknown-desk", "store-away"
        ),
    )
    async def alerts(asked: Annotated[AskedAlerts, QUERY], visitor: Annotated[Visitor, reader]) -> Response:
        """Newest first; each says why."""
        desk = desks.get(asked.desk, visitor)
        async with desks.reads:
            found = await kept.recent(KEPT)
        mine = [alert for _, alert in found if alert["desk"] == desk.name]
        return json({"desk": desk.name, "alerts": mine[: asked.limit]})

    return paths
