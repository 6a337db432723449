"""Log lines for the running roles: one line an event, safe to show in any terminal.

Knows how a line looks; must not know what is logged.
"""

from __future__ import annotations

import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TextIO

from ticker.log import Log
from ticker.terminal.safe import safe

if TYPE_CHECKING:
    from ticker.log import Level

_PLAIN: Final = "\x1b[0m"
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_GREEN: Final = "\x1b[32m"
_COLOURS: Final[dict[Level, str]] = {
    "debug": _GREEN,
    "info": _GREEN,
    "warning": "\x1b[33m",
    "error": "\x1b[31m",
}
_KEY: Final = "\x1b[36m"
_VALUE: Final = "\x1b[35m"


def get_log(out: TextIO | None = None, *, verbose: bool = False) -> Log:
    """A log that writes to `out` (default: standard error): coloured on a terminal, else as logfmt."""
    stream = out or sys.stderr
    line = _coloured if stream.isatty() else _logfmt
    writing = threading.Lock()  # threads log as well

    def write(level: Level, values: dict[str, Any]) -> None:
        exception = _exception(values.pop("exc_info", None))
        # feed text may stand in any value; no control character of it reaches the log
        said = {key: safe(value) if isinstance(value, str) else value for key, value in values.items()}
        if exception:
            said["exception"] = safe(exception)
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")  # noqa: TID251 - as other logs of this machine
        text = line(now, level, said.pop("event"), said)
        with writing:
            stream.write(f"{text}\n")
            stream.flush()

    return Log(write, verbose=verbose)


def _exception(told: Any) -> str:
    """The traceback of an exception, of what `sys.exc_info` gives, or (True) of what is being handled."""
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    return "".join(traceback.format_exception(error)) if isinstance(error, BaseException) else ""


def _logfmt(now: str, level: Level, event: str, values: dict[str, Any]) -> str:
    fields = {"timestamp": now, "level": level, "event": event, **values}
    return " ".join([_field(key, value) for key, value in fields.items()])


def _field(key: str, value: Any) -> str:
    """One `key=value` of https://brandur.org/logfmt; a True is its key alone."""
    if value is True:
        return key
    text = "" if value is None else "false" if value is False else str(value)
    quoted = " " in text or "=" in text or '"' in text
    if quoted:
        text = text.replace("\\", "\\\\")
    text = text.replace('"', '\\"').replace("\n", "\\n")
    return f'{key}="{text}"' if quoted else f"{key}={text}"


def _coloured(now: str, level: Level, event: str, values: dict[str, Any]) -> str:
    exception = values.pop("exception", None)  # on a line of its own
    words = [f"{_DIM}{now}{_PLAIN} [{_COLOURS[level]}{_BOLD}{level}{_PLAIN}] {_BOLD}{event}{_PLAIN}"]
    words += [f"{_KEY}{key}{_PLAIN}={_VALUE}{_shown(values[key])}{_PLAIN}" for key in sorted(values)]
    return " ".join(words) + (f"\n{exception}" if exception else "")


def _shown(value: Any) -> str:
    plain = isinstance(value, str) and not set(value) & set(" =\"'")
    return value if plain else repr(value)
