"""What the running roles say: an event, its level, and the values that go with it.

Our own in a few lines: structlog loads rich and pygments at every start, a tenth of what a start costs.

Knows levels and values; must not know how a line looks or where it goes (`ticker.service.logs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Level = Literal["debug", "info", "warning", "error"]


class Log:
    """Hands each event to `sink(level, values)`: `event` first, then what is bound, then what comes with it.

    Under the key `exc_info` an exception may stand, or True for the one that is being handled.
    """

    def __init__(
        self,
        sink: Callable[[Level, dict[str, Any]], object],
        *,
        verbose: bool = True,
        bound: dict[str, Any] | None = None,
    ) -> None:
        self._sink = sink
        self._verbose = verbose
        self._bound = bound or {}

    def bind(self, **values: Any) -> Log:
        """The same with values that each event from now on comes with."""
        return Log(self._sink, verbose=self._verbose, bound=self._bound | values)

    def debug(self, event: str, **values: Any) -> None:
        """What only `--verbose` shows."""
        if self._verbose:
            self._say("debug", event, values)

    def info(self, event: str, **values: Any) -> None:
        """What an operator likes to know."""
        self._say("info", event, values)

    def warning(self, event: str, **values: Any) -> None:
        """What an operator should know."""
        self._say("warning", event, values)

    def error(self, event: str, **values: Any) -> None:
        """What somebody has to look into."""
        self._say("error", event, values)

    def exception(self, event: str, **values: Any) -> None:
        """An error with the exception that is being handled."""
        self._say("error", event, {"exc_info": True, **values})

    def _say(self, level: Level, event: str, values: dict[str, Any]) -> None:
        self._sink(level, {"event": event, **self._bound, **values})
