"""Says in one line why a server did not start, from what it wrote to its log.

Knows the server's words; must not know how it was started.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_PREFIX: Final = re.compile(r"^\d+:\S+ \d+ \w+ \d{4} [\d:.]+ (?P<level>[#*.-]) (?P<text>.*)$")
_BAD_AOF: Final = re.compile(
    r"(?:Bad file format|Unexpected end of file|Unrecoverable error) reading the append only file"
    r":? ?(?P<file>\S*?)[:,]?(?:\s|$)"
)
_BAD_DATA: Final = re.compile(
    r"rdb file reading failure|Wrong signature trying to load|invalid AOF manifest|AOF .*manifest|"
    r"Unable to obtain the AOF file|AOF.*doesn't exist",
    re.IGNORECASE,
)


def explain(log: Path, start: int) -> str:
    """Why the server gave up, from what its log holds after byte `start`; what to do where it is known."""
    try:
        with log.open("rb") as file:
            file.seek(start)
            said = file.read(1 << 16).decode("utf-8", "replace")
    except OSError as error:
        return f"its log {log} cannot be read: {(error.strerror or str(error)).lower()}"
    data = log.parent / "appendonlydir"
    if found := _BAD_AOF.search(said):
        damaged = data / found["file"] if found["file"] else data
        return (
            f"its data file {damaged} is damaged. Mend it: make a copy, then valkey-check-aof --fix "
            f"{data / 'appendonly.aof.manifest'}; or move {data} away and start anew from the feeds"
        )
    if _BAD_DATA.search(said):
        return (
            f"its data in {data} cannot be read ({_last(said)}). Restore it, or move it away and start anew"
        )
    if "No space left on device" in said:
        return f"the disk of {log.parent} is full: {_last(said)}"
    return _last(said) or "it said nothing"


def _last(said: str) -> str:
    """The last warning, else the last line, without its prefix."""
    lines = [_PREFIX.match(line) or line for line in said.splitlines() if line.strip()]
    warnings = [line["text"] for line in lines if not isinstance(line, str) and line["level"] == "#"]
    warnings = [text for text in warnings if "overcommit" not in text]
    if warnings:
        return warnings[-1]
    return next((line if isinstance(line, str) else line["text"] for line in reversed(lines)), "")
