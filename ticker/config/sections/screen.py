"""`screen`: the terminal and the dashboard in it.

Knows the options of the screen; must not know a widget.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ticker.config.sections.section import BYTES, Section
from ticker.config.values import Flag, Name, QueryText, Size


class ScreenConfig(Section):
    """The terminal."""

    bidi: Literal["auto", "terminal", "app", "off"] = Field(
        default="auto",
        description="Who puts Arabic and Hebrew into reading order: `app` (ticker), `terminal` (the "
        "terminal), `off` (nobody), `auto` (decided by the terminal's name).",
    )
    theme: Literal["dark", "light", "contrast", "night", "paper"] = Field(
        default="dark",
        description="Colours of the dashboard at its first start; `T` there changes them, and is remembered.",
    )
    filters: dict[Name, QueryText] = Field(
        default_factory=dict,
        description="Saved filters: each name becomes a tab that shows what its query matches "
        "(docs/editors.md has the query language).",
        examples=["{Gaza: 'lang:ar publishers>=3 \"غزة\"'}"],
    )
    alerts: tuple[QueryText, ...] = Field(
        default=(),
        description="Queries: a story that begins to match one asks for your attention, beside the alerts "
        "that the desk raises for everybody (`alerts`).",
        examples=["publishers>=5 lang:ar"],
    )
    bell: Flag = Field(default=True, description="`false`: the dashboard shows alerts but does not ring.")
    keys: dict[Name, Name] = Field(
        default_factory=dict,
        description="Other keys for the dashboard's commands: the command's name, then keys separated by "
        "spaces; empty text takes its keys away. `?` in the dashboard lists both.",
        examples=["{spike: x, next: j down}"],
    )
    editor: Name = Field(
        default="",
        description="The name under which you edit.",
        json_schema_extra={"default_text": "your login name"},
    )
    read_only: Flag = Field(default=False, description="`true`: the dashboard changes nothing on the desk.")
    rate: Size = Field(
        default=49_152,
        ge=2_000,
        le=100_000_000,
        json_schema_extra=BYTES,
        description="Bytes a second that pictures may cost which no key asked for; less for a slow line.",
    )
