"""How fast the desk moves and how late its news is here, measured from the updates themselves.

Knows instants; must not know where updates come from.
"""

from __future__ import annotations

from collections import deque
from statistics import median

# Seconds that a figure looks back.
_BACK = 60.0
_MOST = 20_000
# The first seconds say little of a minute.
_LEAST = 10.0


class Pulse:
    """Updates of the last minute: how many, and how long each took from its fetch to this screen.

    Instants are seconds of one clock that only grows; a lag is seconds of the time of the news.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float | None]] = deque(maxlen=_MOST)
        self._since: float | None = None

    def saw(self, at: float, lag: float | None) -> None:
        """Note an update; `lag` None = no entry caused it."""
        self._seen.append((at, lag))

    def rate(self, now: float) -> float:
        """Return updates a minute; in the first minute, what the time so far amounts to."""
        if self._since is None:
            self._since = now
        self._forget(now)
        span = min(_BACK, max(now - self._since, _LEAST))
        return len(self._seen) * 60.0 / span

    def lag(self, now: float) -> float | None:
        """Return the middle one of the last minute's lags; None = nothing has come."""
        self._forget(now)
        lags = [lag for _, lag in self._seen if lag is not None]
        return median(lags) if lags else None

    def _forget(self, now: float) -> None:
        while self._seen and self._seen[0][0] <= now - _BACK:
            self._seen.popleft()
