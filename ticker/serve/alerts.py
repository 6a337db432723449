"""`/v1/alerts`: what the newsroom was alerted to, and what editors want no alerts of.

Knows the paths; must not know when a story alerts.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from ticker import clock
from ticker.core.roles import Role
from ticker.core.view import iso
from ticker.serve import examples, shapes
from ticker.serve.access import Visitor
from ticker.serve.answers import QUERY, OfDesk, described, json
from ticker.serve.desks import Desks, ServedDesk
from ticker.store.alerts import KEPT, Alerts, Switch


class AskedAlerts(OfDesk):
    """Which alerts."""

    limit: int = Field(default=50, ge=1, le=KEPT, description="How many alerts at most.")


class AskedSwitch(BaseModel):
    """What is to alert nobody, or somebody again."""

    model_config = ConfigDict(extra="forbid")

    desk: str | None = Field(default=None, max_length=100, description="Which desk; without it the first.")
    story: str = Field(
        default="",
        max_length=100,
        pattern=r"^[^\s]*$",
        description="A story that is muted; without it the whole desk is disarmed.",
        examples=["17"],
    )
    off: bool = Field(description="`true` mutes or disarms, `false` takes it back.")
    minutes: float | None = Field(
        default=None, gt=0, le=525_600, description="For how long; without it until it is taken back."
    )


def router(desks: Desks) -> APIRouter:
    """The paths, answered from `desks`."""
    paths = APIRouter(prefix="/v1", tags=["house"])
    reader = desks.access.needs(Role.READER)
    editor = desks.access.needs(Role.EDITOR)
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

    async def off(desk: ServedDesk) -> Response:
        now = clock.now()
        async with desks.reads:
            found = await kept.switches()
        rows = [
            {
                "story": story or None,
                "by": switch.by,
                "at": iso(switch.at),
                "until": None if switch.until is None else iso(switch.until),
            }
            for (name, _, story), switch in ((key.partition(" "), one) for key, one in found.items())
            if name == desk.name and switch.holds(now)
        ]
        return json({"desk": desk.name, "off": rows})

    problems = ("token-needed", "bad-token", "not-allowed", "unknown-desk", "store-away")

    @paths.get(
        "/alerts/switches",
        summary="What alerts nobody now",
        responses=described(shapes.Switches, examples.SWITCHES, *problems),
    )
    async def switches(asked: Annotated[OfDesk, QUERY], visitor: Annotated[Visitor, editor]) -> Response:
        """The desk where it is disarmed (`story` null), and stories that are muted."""
        return await off(desks.get(asked.desk, visitor))

    @paths.post(
        "/alerts/switches",
        summary="Disarm or arm a desk, mute or unmute a story",
        responses=described(shapes.Switches, examples.SWITCHES, *problems),
    )
    async def switch(wanted: AskedSwitch, visitor: Annotated[Visitor, editor]) -> Response:
        """What becomes hot meanwhile is remembered as told. The answer is what is off then."""
        desk = desks.get(wanted.desk, visitor)
        now = clock.now()
        if wanted.off:
            until = None if wanted.minutes is None else now + wanted.minutes * 60
            await kept.switch_off(Switch(visitor.name, now, until), desk.name, wanted.story)
        else:
            await kept.switch_on(desk.name, wanted.story)
        return await off(desk)

    return paths
