"""Small pieces that every screen and table shares: ages, spans of time, counts, styled lines.

Knows how to say a length of time; must not know what time it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def age(seconds: float) -> str:
    """Return how long ago in at most four cells: `now` (under a minute, or ahead of us), `3m`, `2h`, `4d`."""
    if seconds < _MINUTE:
        return "now"
    for unit, name in ((_DAY, "d"), (_HOUR, "h")):
        if seconds >= unit:
            return f"{int(seconds // unit)}{name}"
    return f"{int(seconds // _MINUTE)}m"


def ago(seconds: float) -> str:
    """Return how long ago in words: `now`, `3m ago`."""
    text = age(seconds)
    return text if text == "now" else f"{text} ago"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with what it counts: `1 copy`, `2 copies`; `many` "" = with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """Return a span with its unit: `0.4 s`, `42 s`, `3 min`, `2 h`, `4 d`."""
    if seconds < 10:
        return f"{max(seconds, 0.0):.1f} s"
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name}"
    return f"{int(seconds)} s"


def line(*parts: str | tuple[str, str]) -> Text:
    """Return one line from plain strings and (string, style) pairs; no part is ever read as markup."""
    from rich.text import Text  # noqa: PLC0415 - a log line and a table's age need no styles

    text = Text(no_wrap=True, overflow="crop", end="")
    for part in parts:
        if isinstance(part, str):
            text.append(part)
        else:
            text.append(part[0], part[1])
    return text
