"""What is said to the user in passing: what became of an action, alerts, and a bell.

Knows how to speak; must not know what raised an alert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.dashboard.app import Dashboard
    from ticker.dashboard.hands import Answer

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


class Answers:
    """Says what became of an editor's actions; a refusal stays among the alerts."""

    def __init__(self, app: Dashboard) -> None:
        self._app = app

    def answered(self, answer: Answer) -> None:
        """Hear that an action was done or refused."""
        app, board = self._app, self._app.board
        board.dirty = True
        board.hurry()
        if not answer.kind:
            app.say(answer.text)
            return
        board.alerts.add(answer.kind, answer.text, board.clock(), next(iter(answer.action.stories), ""))
        if not board.marked and len(answer.action.stories) > 1:
            board.marked = set(answer.action.stories)  # so that it can be tried once more

    def waits(self, text: str) -> None:
        """Hear that the desk does not answer."""
        self._app.say(f"{text}; it is sent again until it is", "warning")
