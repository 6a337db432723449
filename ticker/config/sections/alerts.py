"""`alerts`: who is told of a story that breaks, and how often.

Knows the options of alerting and the desk's share in them; must not know how anybody is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from ticker.config.sections.section import SECONDS, Section
from ticker.config.values import CommandWord, Count, Duration, Flag, HookUrl, Number, Secret
from ticker.core.alert import AlertRules

if TYPE_CHECKING:
    from ticker.config.sections.desks import DeskConfig


class AlertsConfig(Section):
    """Who is told of a story that breaks, and how often; the desks say from how many publishers on."""

    webhooks: tuple[HookUrl, ...] = Field(
        default=(),
        max_length=20,
        description="URLs that get every alert as JSON, signed, retried for an hour. Hosts of this machine "
        "and its network must be named in `fetch.allow_hosts`.",
        examples=["https://hooks.example.org/ticker"],
    )
    secret: Secret = Field(
        default="",
        repr=False,
        description="What webhooks are signed with (Standard Webhooks); needed by `webhooks`. The "
        "environment variable `TICKER_ALERT_SECRET` stands above it.",
    )
    command: tuple[CommandWord, ...] = Field(
        default=(),
        max_length=100,
        description="A program and its arguments, run for every alert, which it reads as JSON from its "
        "standard input. No shell is between.",
        examples=["/usr/local/bin/ring", "--all"],
    )
    desktop: Flag = Field(
        default=False, description="`true`: a notification on the desktop of the machine that runs ticker."
    )
    bell: Flag = Field(
        default=False,
        description="`true`: ring the bell of the terminal that `ticker run` runs in (the dashboard has "
        "`screen.bell`).",
    )
    growth: Number = Field(
        default=2.0,
        ge=1.1,
        le=100,
        description="A story alerts again when it has so many times the publishers it had at its last alert.",
    )
    cooldown: Duration = Field(
        default=30 * 60.0,
        ge=0,
        le=7 * 86_400,
        json_schema_extra=SECONDS,
        description="But not sooner than this after it.",
    )
    per_story: Count = Field(
        default=3, ge=1, le=100, json_schema_extra={"unit": "alerts"}, description="Alerts a story at most."
    )
    per_hour: Count = Field(
        default=12,
        ge=1,
        le=10_000,
        json_schema_extra={"unit": "alerts"},
        description="Alerts in any hour at most, all desks together; an editor's breaking mark passes.",
    )
    quiet_start: Duration = Field(
        default=5 * 60.0,
        ge=0,
        le=86_400,
        json_schema_extra=SECONDS,
        description="How long nothing alerts after the first start, or after a longer silence, but what an "
        "editor marks: the news of that time are not new.",
    )

    def rules(self, desk: DeskConfig) -> AlertRules:
        """What a desk alerts by."""
        return AlertRules(
            publishers=desk.alert_publishers,
            within=desk.alert_within,
            growth=self.growth,
            cooldown=self.cooldown,
            per_story=self.per_story,
            per_hour=self.per_hour,
        )
