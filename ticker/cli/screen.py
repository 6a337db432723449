"""The dashboard's options out of config.yaml, and the check of those that only the dashboard knows.

Knows both sides; must not know how the dashboard is started.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.config import Config
    from ticker.dashboard.settings import Settings


def screen_settings(config: Config, *, read_only: bool = False, tour: bool = True) -> Settings:
    """What a dashboard on this configuration is told."""
    import getpass

    from ticker.dashboard.settings import Settings
    from ticker.terminal import Bidi

    screen = config.screen
    return Settings(
        theme=screen.theme,
        bidi=Bidi(screen.bidi),
        keys=screen.keys,
        filters=screen.filters,
        alerts=screen.alerts,
        bell=screen.bell,
        read_only=read_only or screen.read_only,
        editor=screen.editor or getpass.getuser(),
        memory=config.data_dir / "dashboard.json",
        rate=screen.rate,
        tour=tour,
    )


def check_keys(config: Config) -> None:
    """Raise ConfigError where `screen.keys` names a command or a key that the dashboard does not know."""
    from ticker.dashboard.commands import commands
    from ticker.errors import ConfigError, UsageError

    try:
        commands(config.screen.keys)
    except UsageError as error:
        raise ConfigError(f"{config.path or 'config.yaml'}: {error}") from None
