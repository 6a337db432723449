"""The audit as editors ask for it: filtered, and exported.

Knows lines of the audit and where they are kept; must not know how they are printed.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticker.core.audit import line_of
from ticker.spreadsheet import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.audit import AuditView
    from ticker.store import DeskStore

_PAGE: Final = 1_000
_COLUMNS: Final = (
    "action",
    "at",
    "by",
    "verb",
    "stories",
    "entries",
    "text",
    "source",
    "value",
    "until",
    "of",
    "refused",
    "what",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines of the audit; the empty value of a field asks for all. `since` is ISO 8601 in UTC."""

    by: str = ""
    verb: str = ""
    story: str = ""
    since: str = ""
    refused: bool | None = None

    def __call__(self, line: AuditView) -> bool:
        """Tell whether a line is asked for."""
        return (
            self.by in ("", line["by"])
            and self.verb in ("", line["verb"])
            and (not self.story or self.story in line["stories"] or self.story in line["before"])
            and self.since <= line["at"]
            and self.refused in (None, line["refused"] is not None)
        )


async def audited(store: DeskStore, asked: Asked, limit: int | None) -> list[AuditView]:
    """The newest `limit` lines that are asked for (None = all), in the order of the actions."""
    if asked == Asked() and limit is not None:
        return await store.audit(count=limit)
    found: deque[AuditView] = deque(maxlen=limit)
    after = 0
    while lines := await store.audit(after, count=_PAGE):
        after = int(lines[-1]["action"])
        found.extend(line for line in lines if asked(line))
    return list(found)


def csv_of(lines: Iterable[AuditView]) -> str:
    """Lines of the audit as CSV, for a spreadsheet; no text in it is taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for line in lines:
        table.writerow(
            [
                line["action"],
                line["at"],
                cell(line["by"]),
                line["verb"],
                cell("; ".join(line["stories"])),
                cell("; ".join(line["entries"])),
                cell(line["text"]),
                cell(line["source"]),
                "" if line["value"] is None else line["value"],
                line["until"] or "",
                line["of"] or "",
                line["refused"] or "",
                cell(line_of(line)),
            ]
        )
    return out.getvalue()
