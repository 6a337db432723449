"""Structured log lines for the running roles: one line an event, safe to show in any terminal.

Knows how a line looks; must not know what is logged.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TextIO

import structlog

from ticker.terminal import safe

if TYPE_CHECKING:
    from collections.abc import MutableMapping


def _safe(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Feed text may stand in any field; no control character of it reaches the log."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = safe(value)
    return event


def get_log(out: TextIO | None = None, *, verbose: bool = False) -> structlog.typing.FilteringBoundLogger:
    """A logger that writes `time level event key=value …` to `out` (default: standard error)."""
    stream = out or sys.stderr
    log: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _safe,
            structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0, pad_level=False)
            if stream.isatty()
            else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(10 if verbose else 20),
    )
    return log
