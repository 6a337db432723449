"""Instants and spans as an editor types them: 90m, 2h, 18:00, 2026-11-23T18:00Z.

Knows how a time is written; `now` is always an argument. Must not know what it is for.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ticker.config.units import duration
from ticker.errors import UsageError

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def span(text: str) -> float:
    """Return a span in seconds. Raises UsageError that says how one is written."""
    try:
        return duration(text.strip())
    except ValueError:
        raise UsageError(f"“{text.strip()}” is no span of time; write e.g. 20m, 1h30m or 2h") from None


def instant(text: str, now: float) -> float:
    """Return the instant that is meant at `now`: a span from now, a time of day (the next such), or ISO 8601.

    A time without a zone is this machine's. Raises UsageError that says how one is written.
    """
    text = text.strip()
    here = datetime.fromtimestamp(now).astimezone()
    clock = _CLOCK.fullmatch(text)
    try:
        if clock is not None:
            wanted = here.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
            return (wanted if wanted > here else wanted + timedelta(days=1)).timestamp()
        if "-" in text:
            found = datetime.fromisoformat(text)
            return (found if found.tzinfo else found.replace(tzinfo=here.tzinfo)).timestamp()
        return now + duration(text)
    except (ValueError, OverflowError):
        raise UsageError(f"“{text}” is no time; write e.g. 90m, 18:00 or 2026-11-23T18:00Z") from None
