"""What is said to the user in passing: alerts, a few at a time, and a bell.

Knows how to speak; must not know what raised an alert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.dashboard.app import Dashboard

# Alerts told one by one; more at once are told as a number.
_AT_ONCE = 3
# A bell that never stops is no bell.
_QUIET = 2.0


class Toasts:
    """Tells the alerts that wait, and rings once for them."""

    def __init__(self) -> None:
        self._rang = float("-inf")

    def tell(self, app: Dashboard) -> None:
        """Say what has come since the last time."""
        waiting = app.board.alerts.waiting
        if not waiting:
            return
        alerts = [waiting.popleft() for _ in range(len(waiting))]
        for alert in alerts[:_AT_ONCE]:
            app.say(f"{alert.kind}: {alert.text}", "warning")
        if len(alerts) > _AT_ONCE:
            app.say(f"{len(alerts) - _AT_ONCE} more alerts: see the tab Alerts", "warning")
        now = app.board.monotonic()
        if app.settings.bell and now - self._rang >= _QUIET:
            self._rang = now
            app.bell()
