"""The whole configuration: which sections the file has, and what holds across them.

The options of a section stand in its room of `sections`; docs/configuration.md is generated from all of them.

Knows the sections; must not know files, lines or the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, get_args

from platformdirs import user_data_dir
from pydantic import Field, PrivateAttr

from ticker.config.sections.alerts import AlertsConfig
from ticker.config.sections.desks import DeskConfig, PublisherConfig
from ticker.config.sections.feeds import FeedConfig, FetchConfig
from ticker.config.sections.screen import ScreenConfig
from ticker.config.sections.section import Section
from ticker.config.sections.serve import ServeConfig
from ticker.config.sections.storage import RedisConfig
from ticker.config.values import DataDir, DeskName, PublisherName


def _user_data_dir() -> Path:
    return Path(user_data_dir("ticker", appauthor=False))


class Config(Section):
    """The whole configuration. `Config()` is what holds without any file."""

    data_dir: DataDir = Field(
        default_factory=_user_data_dir,
        description="Where the embedded server keeps its data. Relative to the configuration file; `~` is "
        "your home. The environment variable `TICKER_DATA_DIR` stands above it.",
        json_schema_extra={"default_text": "your user data directory"},
    )
    redis: RedisConfig = Field(default_factory=RedisConfig)
    desks: dict[DeskName, DeskConfig] = Field(
        default_factory=lambda: {"main": DeskConfig()},
        min_length=1,
    )
    publishers: dict[PublisherName, PublisherConfig] = Field(
        default_factory=dict,
    )
    feeds: tuple[FeedConfig, ...] = Field(default=())
    fetch: FetchConfig = Field(default_factory=FetchConfig)
    serve: ServeConfig = Field(default_factory=ServeConfig)
    alerts: AlertsConfig = Field(default_factory=AlertsConfig)
    screen: ScreenConfig = Field(default_factory=ScreenConfig)

    _path: Path | None = PrivateAttr(default=None)

    @property
    def path(self) -> Path | None:
        """The file that it came from; None for built-in defaults."""
        return self._path

    def came_from(self, path: Path | None) -> Config:
        """Remember the file that it came from, and return itself: for whoever read it."""
        self._path = path
        return self

    def weight(self, feed: FeedConfig) -> float:
        """How much a report of `feed` counts: the feed's own weight, else its publisher's, else 1."""
        if feed.weight is not None:
            return feed.weight
        return self.publishers.get(feed.publisher, _UNNAMED).weight

    def family(self, feed: FeedConfig) -> str:
        """The family of the feed's publisher; "" = it has none."""
        return self.publishers.get(feed.publisher, _UNNAMED).family


_UNNAMED: Final = PublisherConfig()


def section_of(name: str) -> type[Section] | None:
    """The section that holds the options under one key of the file; None where a plain value stands."""
    option = Config.model_fields.get(name)
    return None if option is None else _section_in(option.annotation)


def _section_in(annotation: Any) -> type[Section] | None:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section_in(part))), None)
