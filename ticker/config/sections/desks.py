"""`desks` and `publishers`: what a desk decides by, and how much a publisher counts there.

Knows the options of judging; must not know the feeds, nor how anything is judged.
"""

from __future__ import annotations

from pydantic import Field

from ticker.config.sections.section import SECONDS, Section
from ticker.config.values import Count, Duration, Name, Number
from ticker.core.model import DeskSettings, Grain


class DeskConfig(Section):
    """One independent stream of stories; the key is its name."""

    window: Duration = Field(
        default=72 * 3600.0,
        ge=60,
        le=90 * 86_400,
        json_schema_extra=SECONDS,
        description="How long a headline stays live: what comes later than this is a new story.",
    )
    grain: Grain = Field(
        default=Grain.STORIES,
        description="How much one story holds: `repeats` (near-verbatim copies), `stories` (one event), "
        "`topics` (a broad theme).",
    )
    half_life: Duration = Field(
        default=2 * 3600.0,
        ge=60,
        le=30 * 86_400,
        json_schema_extra=SECONDS,
        description="Rank: a report this much older counts half as much.",
    )
    threshold: Number | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Match: the score from which two headlines are one story; higher merges less. "
        "Empty: the grain's own.",
    )

    alert_publishers: Count = Field(
        default=4,
        ge=0,
        le=1_000,
        json_schema_extra={"unit": "publishers"},
        description="Alert: so many publishers that report a story first `alert_within` alert. 0: only a "
        "story that an editor marks as breaking does.",
    )
    alert_within: Duration = Field(
        default=20 * 60.0,
        ge=10,
        le=86_400,
        json_schema_extra=SECONDS,
        description="Alert: the span in which they must have reported it.",
    )

    def settings(self) -> DeskSettings:
        """What the desk decides by."""
        return DeskSettings(
            window=self.window, half_life=self.half_life, grain=self.grain, threshold=self.threshold
        )


class PublisherConfig(Section):
    """One organisation that speaks; the key is its name, as feeds give it under `publisher`.

    Only publishers that differ from the defaults need to be listed.
    """

    weight: Number = Field(
        default=1.0, ge=0, le=100, description="Rank: how much a report of this publisher counts."
    )
    family: Name = Field(
        default="",
        description="Publishers of one owner share a family: together they corroborate a story once.",
        examples=["bbc"],
    )
