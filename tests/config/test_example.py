"""The config.yaml at the top of the project, and the page that documents the options."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ticker.config import Config, load
from ticker.config.options import section_of
from ticker.config.reference import PAGE, reference

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.yaml"


@pytest.fixture(scope="module")
def example() -> Config:
    return load(EXAMPLE, environ={})


def test_it_loads_and_shows_many_voices_in_both_languages(example: Config) -> None:
    assert len(example.feeds) >= 18
    assert len({feed.publisher for feed in example.feeds}) >= 10
    languages = [feed.lang.partition("-")[0] for feed in example.feeds]
    assert languages.count("ar") >= 8
    assert languages.count("en") >= 8


def test_each_feed_is_public_https_and_asked_gently(example: Config) -> None:
    for feed in example.feeds:
        assert urlsplit(feed.url).scheme == "https", feed.url
        assert (feed.interval or feed.min_interval) >= 120, feed.url


def test_each_listed_publisher_has_a_feed_and_a_difference(example: Config) -> None:
    speaking = {feed.publisher for feed in example.feeds}
    for name, publisher in example.publishers.items():
        assert name in speaking
        assert publisher.family or publisher.weight != 1.0


def test_what_it_shows_are_the_defaults(example: Config) -> None:
    untouched = Config()
    for section in ("data_dir", "redis", "desks", "fetch", "serve", "screen"):
        assert getattr(example, section) == getattr(untouched, section), section


def test_it_shows_every_option() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    sections = {name: section_of(name) for name in Config.model_fields}
    options = {option for section in sections.values() if section for option in section.model_fields}
    for option in {*sections, *options}:
        assert re.search(rf"(?m)(?:^|[\s{{`]){option}:", text), option


def test_the_reference_is_current() -> None:
    """Mend with `python -m ticker.config.reference`."""
    assert (ROOT / PAGE).read_text(encoding="utf-8") == reference()


def test_every_option_is_explained() -> None:
    for name, option in Config.model_fields.items():
        section = section_of(name)
        if section is None:
            assert option.description
            continue
        assert section.__doc__
        for inner, one in section.model_fields.items():
            assert one.description, f"{name}.{inner}"
            assert one.description.rstrip().endswith("."), f"{name}.{inner}"
