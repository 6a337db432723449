"""The configuration: config.yaml and a few environment variables become one frozen `Config`.

`sections` declare every option once and `options` puts them together; `values` and `units` read single
values; `syntax` and `document` read YAML with line numbers; `wording` and `problems` say what is wrong;
`rules` checks what holds between options; `loader` reads a whole file. `reload` watches it, `edit` and
`layout` change it, `reference` writes docs/configuration.md.

Knows the configuration; must not know who uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticker.config.diff import FeedDiff, diff_feeds
from ticker.config.loader import load
from ticker.config.options import Config
from ticker.config.sections.alerts import AlertsConfig
from ticker.config.sections.desks import DeskConfig, PublisherConfig
from ticker.config.sections.feeds import FeedConfig, FetchConfig
from ticker.config.sections.screen import ScreenConfig
from ticker.config.sections.serve import ServeConfig
from ticker.config.sections.storage import RedisConfig
from ticker.config.units import duration, duration_text, size, size_text
from ticker.errors import ConfigError

if TYPE_CHECKING:
    from ticker.config.edit import add_desks, add_feeds, pause_feeds, remove_feeds
    from ticker.config.reload import watch

__all__ = [
    "AlertsConfig",
    "Config",
    "ConfigError",
    "DeskConfig",
    "FeedConfig",
    "FeedDiff",
    "FetchConfig",
    "PublisherConfig",
    "RedisConfig",
    "ScreenConfig",
    "ServeConfig",
    "add_desks",
    "add_feeds",
    "diff_feeds",
    "duration",
    "duration_text",
    "load",
    "pause_feeds",
    "remove_feeds",
    "size",
    "size_text",
    "watch",
]

# watchfiles and asyncio cost 100 ms at import, and every command reads the configuration
_LATE = {
    "add_desks": "edit",
    "add_feeds": "edit",
    "pause_feeds": "edit",
    "remove_feeds": "edit",
    "watch": "reload",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only for what is imported late

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
