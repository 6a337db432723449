"""What a dashboard can be told before it starts; every field has the value that most want.

Knows options; must not know where they were written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticker.terminal import Bidi

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RATE = 48 * 1024
"""Bytes a second that pictures nobody asked for may cost; what a key brings about is always drawn."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one dashboard.

    `theme` is a name of `look.PALETTES`; `keys` gives commands other keys; `filters` are saved queries by
    name; `alerts` queries whose new matches ask for attention like the desk's own alerts, `bell` whether it
    rings then. `editor` is the name that actions are done under. `memory` is the file that remembers
    the layout (None = nothing is remembered), `rate` bytes a second. `tour` = newcomers are shown about.
    """

    theme: str = "dark"
    bidi: Bidi = Bidi.AUTO
    keys: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    alerts: tuple[str, ...] = ()
    bell: bool = True
    read_only: bool = False
    editor: str = ""
    memory: Path | None = None
    rate: int = RATE
    tour: bool = False
