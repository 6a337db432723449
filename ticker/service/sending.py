"""What one way to tell people is, and how it may fail.

Knows nothing of any way in particular.
"""

from __future__ import annotations

from typing import Protocol

from ticker.errors import TickerError


class NotSentError(TickerError):
    """It did not work this time; another time it may."""


class GiveUpError(TickerError):
    """It will never work as it is."""


class Messenger(Protocol):
    """One way to tell people."""

    async def send(self, alert_id: str, body: bytes) -> None:
        """Tell them; `body` is the alert as JSON. Raises NotSentError, GiveUpError."""
