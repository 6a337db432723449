"""What is wrong with a configuration, in words: where it stands, what it is, how to mend it.

Knows how a problem is written down; must not know YAML or any option.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticker.config.units import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

Loc = tuple[int | str, ...]

KEY: Final = "[key]"  # pydantic's mark for a problem with the key of a mapping itself
_MOST_LINES: Final = 20
_WORD: Final = re.compile(r"[\w-]{1,60}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `source` names an environment variable in place of the file."""

    loc: Loc
    text: str
    line: int | None = None
    column: int | None = None
    source: str = ""

    def render(self, file: str) -> str:
        """`file:line: field: text`, or `VARIABLE: text`."""
        if self.source:
            return f"{self.source}: {self.text}"
        where = ":".join(str(part) for part in (file, self.line, self.column) if part is not None)
        field = field_path(self.loc)
        return f"{where}: {field}: {self.text}" if field else f"{where}: {self.text}"


def report(problems: Iterable[Problem], file: str) -> str:
    """All problems in the order of the file, one a line, at most 20."""
    ordered = sorted(problems, key=lambda one: (not one.source, one.line or 0))
    lines = list(dict.fromkeys(one.render(file) for one in ordered))
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [f"{file}: … and {len(lines) - _MOST_LINES} more like these"]
    return "\n".join(lines)


def field_path(loc: Loc) -> str:
    """`("feeds", 2, "url")` as `feeds[2].url`; names that are no plain words stand in quotes."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part != KEY:
            text += ("." if text else "") + (part if _WORD.fullmatch(part) else quoted(part, 40))
    return text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "interval"?`, or "" where nothing comes near."""
    near = difflib.get_close_matches(word[:60].lower(), list(known), 1, 0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
