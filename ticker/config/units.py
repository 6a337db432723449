"""Durations and sizes as people write them: "72h", "1h30m", "500ms"; "10MB", "512KiB".

Knows the notation, both ways; must not know which option is read.
"""

from __future__ import annotations

import math
import re
from typing import Final

from ticker.errors import UsageError

_SECONDS: Final = {"w": 604_800.0, "d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_BYTES: Final = {
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
}
_NUMBER: Final = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
_PART: Final = re.compile(rf"({_NUMBER})\s*(ms|[wdhms])", re.ASCII)
_DURATION: Final = re.compile(rf"(?:{_NUMBER}\s*(?:ms|[wdhms])\s*)+", re.ASCII)
_SIZE: Final = re.compile(rf"({_NUMBER})\s*([kmg]i?b|b)?", re.ASCII | re.IGNORECASE)
_PLAIN: Final = re.compile(_NUMBER, re.ASCII)


class UnitError(UsageError, ValueError):
    """A duration or size that cannot be read."""


def duration(value: object) -> float:
    """Seconds of "1h30m", "72h", "500ms" or a plain number of seconds (negative numbers have no meaning).

    Raises UnitError. A unit may stand once, larger ones first.
    """
    if (number := _number(value)) is not None:
        return float(number)
    text = value.strip().lower() if isinstance(value, str) else ""
    if not _DURATION.fullmatch(text):
        raise UnitError(f'{quoted(value)} is no duration; write e.g. "90s", "5m", "1h30m" or "72h"')
    parts = _PART.findall(text)
    units = [unit for _, unit in parts]
    if units != sorted(set(units), key=list(_SECONDS).index):
        raise UnitError(f'{quoted(value)} has its units out of order; write e.g. "1h30m"')
    return math.fsum(float(count) * _SECONDS[unit] for count, unit in parts)


def size(value: object) -> int:
    """Bytes of "10MB" (10,000,000), "512KiB" (524,288) or a plain number of bytes. Raises UnitError."""
    if (number := _number(value)) is not None:
        return round(number)
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise UnitError(f'{quoted(value)} is no size; write e.g. "10MB" or "512KiB"')
    return round(float(match[1]) * _BYTES[(match[2] or "b").lower()])


def duration_text(seconds: float) -> str:
    """The shortest notation of a duration: `5400.0` is "1h30m"."""
    rest = round(seconds * 1000)
    parts = []
    for unit in ("d", "h", "m", "s", "ms"):
        each = round(_SECONDS[unit] * 1000)
        # 72h is how newsrooms speak; days begin where hours stop to be readable
        if unit == "d" and rest < 7 * each:
            continue
        count, rest = divmod(rest, each)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def size_text(count: int) -> str:
    """The shortest exact notation of a size: `10_000_000` is "10MB"."""
    for unit, text in (
        ("gib", "GiB"),
        ("gb", "GB"),
        ("mib", "MiB"),
        ("mb", "MB"),
        ("kib", "KiB"),
        ("kb", "kB"),
    ):
        if count and count % _BYTES[unit] == 0:
            return f"{count // _BYTES[unit]}{text}"
    return f"{count} bytes"


def quoted(value: object, limit: int = 60) -> str:
    """`value` as it may stand in a message: short, one line, without control and bidi characters."""
    if isinstance(value, str):
        return f'"{plain(value, limit)}"'
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "a section"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return plain(repr(value), limit)


def plain(text: str, limit: int = 200) -> str:
    """`text` cut to `limit` characters, all that does not print escaped."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut)


def _number(value: object) -> float | None:
    if isinstance(value, str) and _PLAIN.fullmatch(value.strip()):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # JSON and YAML know infinity and numbers of a thousand digits; no option does
    return value if 0 <= value < 10**12 else None
