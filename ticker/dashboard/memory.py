"""What the dashboard remembers from one evening to the next: tab, theme, layout, saved filters.

Knows a small JSON file; must not know widgets. A file that cannot be read is as good as none.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_MOST_FILTERS = 50
_MOST_TEXT = 500

PLACES = ("auto", "side", "below", "off")
"""Where the open story stands, in the order in which the key goes through them."""

SHARES = range(25, 76, 5)
"""Percent of the screen that the open story may take."""


@dataclass(slots=True)
class Memory:
    """What is remembered; the defaults are a first evening."""

    tab: str = "stream"
    theme: str = ""
    place: str = "auto"
    share: int = 40
    filters: dict[str, str] = field(default_factory=dict)
    toured: bool = False


def recall(path: Path | None) -> Memory:
    """Read the file; anything in it that is not as it should be has its default."""
    found = Memory()
    if path is None:
        return found
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return found
    if not isinstance(value, dict):
        return found
    for name in ("tab", "theme"):
        if isinstance(value.get(name), str):
            setattr(found, name, value[name][:_MOST_TEXT])
    if value.get("place") in PLACES:
        found.place = value["place"]
    if value.get("share") in SHARES:
        found.share = value["share"]
    found.toured = value.get("toured") is True
    filters = value.get("filters")
    if isinstance(filters, dict):
        found.filters = {
            name[:_MOST_TEXT]: text[:_MOST_TEXT]
            for name, text in list(filters.items())[:_MOST_FILTERS]
            if name and isinstance(text, str)
        }
    return found


def keep(path: Path | None, memory: Memory) -> str:
    """Write the file, whole or not at all; returns why it could not be written, "" = it was."""
    if path is None:
        return ""
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new.write_text(json.dumps(asdict(memory), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        return f"the layout is not remembered: {error.strerror or error}"
    return ""
