"""Instants as they are typed at the command line: ISO 8601, or how long from now or ago."""

from __future__ import annotations


def instant(text: str, now: float, *, ago: bool = False) -> float:
    """POSIX seconds of what was typed; a span counts from `now`, or (`ago`) back from it.

    An instant without a zone is UTC. Raises UsageError that says how one is written.
    """
    from datetime import UTC, datetime

    from ticker.config import duration
    from ticker.errors import UsageError

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            return now + (-duration(text) if ago else duration(text))
        except ValueError as error:
            raise UsageError(
                f"{text!r} is neither an instant (2026-11-23T18:00Z) nor a time (20m, 2h)"
            ) from error
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
