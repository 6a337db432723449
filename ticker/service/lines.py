"""Replay files: JSON lines of headlines in arrival order, with or without the true stories.

Knows the line format; must not know what a desk makes of the lines.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ticker.core.model import Entry
from ticker.core.view import iso
from ticker.errors import UsageError
from ticker.ingest.clean import clean_title
from ticker.jsonl import objects

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ticker.core.model import Copy


@dataclass(frozen=True, slots=True)
class Line:
    """One headline of a replay; `story` is the gold label, "" = none."""

    entry: Entry
    story: str = ""


def _text(value: dict[str, Any], key: str, where: str, *, needed: bool = False) -> str:
    got = value.get(key, "")
    if got is None:
        got = ""
    if not isinstance(got, str):
        raise UsageError(f'{where}: "{key}" must be text')
    if needed and not got:
        raise UsageError(f'{where}: "{key}" is missing')
    return got


def _instant(value: Any, where: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f'{where}: "time" must be ISO 8601 (2026-11-23T18:00:00Z) or POSIX seconds'
        ) from error
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def read_lines(path: Path) -> list[Line]:
    """Read `{"id","time","source","title"[,"lang","url","summary","story"]}` lines in arrival order.

    Raises UsageError naming `file:line` and field.
    """
    lines = []
    for number, value in objects(path):
        where = f"{path}:{number}"
        source = sys.intern(_text(value, "source", where, needed=True))
        at = _instant(value.get("time"), where)
        entry = Entry(
            id=_text(value, "id", where, needed=True),
            feed=source,
            publisher=source,
            title=clean_title(_text(value, "title", where), html=False),
            received=at,
            time=at,
            published=at,
            url=_text(value, "url", where),
            lang=sys.intern(_text(value, "lang", where)),
            summary=_text(value, "summary", where),
        )
        lines.append(Line(entry, _text(value, "story", where)))
    return lines


def line_view(line: Line) -> dict[str, Any]:
    """`{"id","time","source","title"}` and, where there is one, the gold `story`."""
    entry = line.entry
    view = {"id": entry.id, "time": iso(entry.received), "source": entry.publisher, "title": entry.title}
    return view | {"story": line.story} if line.story else view


def lines_of(copies: Iterable[Copy]) -> list[Line]:
    """The live copies of a desk as lines, in the order in which they came."""
    return [Line(copy.entry) for copy in sorted(copies, key=lambda copy: copy.ordinal)]
