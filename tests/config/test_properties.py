"""Whatever stands in the file: a Config or a ConfigError, nothing else, and always with a place."""

from __future__ import annotations

import re
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from ticker.config import Config, ConfigError
from ticker.config.document import Builder
from ticker.config.loader import load_text
from ticker.config.options import section_of
from ticker.config.syntax import events, read

OPTIONS = sorted(
    {
        *Config.model_fields,
        *(inner for name in Config.model_fields if (s := section_of(name)) for inner in s.model_fields),
    }
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats()
    | st.sampled_from(
        ["5m", "10MB", "main", "page", "https://a.example/", "redis://h", "127.0.0.1", "~", "*a", "&b"]
    )
    | st.text(max_size=12)
)
keys = st.sampled_from([*OPTIONS, "main", "<<", "intervall"]) | st.text(max_size=6)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from([*Config.model_fields, "fetsh"]), values, max_size=5)
yamlish = st.lists(
    st.sampled_from(
        [
            "feeds",
            "desks",
            "url",
            ": ",
            "- ",
            "\n",
            "  ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a ",
            "*a",
            "!!int ",
            "? ",
            "|\n",
            ">-\n",
        ]
    )
    | st.sampled_from(
        ["'", '"', "#", "---\n", "...\n", "%YAML 1.2\n", "\t", "\\U", "\x85", "\u2028", "~", "<<", "5m", "-"]
    )
    | st.text(max_size=3),
    max_size=40,
).map("".join)


def outcome(text: str, environ: dict[str, str] | None = None) -> Config | ConfigError:
    try:
        return load_text(text, None, environ=environ or {})
    except ConfigError as error:
        return error


def check(found: Config | ConfigError) -> None:
    if isinstance(found, ConfigError):
        for line in str(found).splitlines():
            assert re.match(r"defaults(:\d+){0,2}: \S|TICKER_\w+: \S", line), line
            assert line.isprintable()
            assert len(line) < 1000


@given(yamlish)
def test_any_text_is_a_config_or_a_config_error(text: str) -> None:
    check(outcome(text))


@given(documents)
def test_any_data_is_a_config_or_a_config_error(data: Any) -> None:
    check(outcome(yaml.safe_dump(data, allow_unicode=True)))


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_environment_is_a_config_or_a_config_error(data_dir: str, url: str) -> None:
    check(outcome("", {"TICKER_DATA_DIR": data_dir, "TICKER_REDIS_URL": url}))


@given(documents)
def test_what_is_accepted_survives_being_written_and_read_again(data: Any) -> None:
    config = outcome(yaml.safe_dump(data))
    if isinstance(config, Config):
        written = config.model_dump(mode="json", exclude_defaults=True)
        assert outcome(yaml.safe_dump(written, allow_unicode=True)) == config


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.text("abc xyz:#-'\"\\é\u0628", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc xyz:", max_size=4), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(plain, st.booleans())
def test_data_is_read_as_it_was_written(data: Any, flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    document = read(text)
    if not document.problems:
        assert document.data == data


@given(plain)
def test_both_parsers_give_the_same_lines(data: Any) -> None:
    """One is fast, the other stands in where libyaml is missing."""
    text = yaml.safe_dump(data, allow_unicode=True)
    fast = read(text)
    slow = Builder(events(text, yaml.SafeLoader)).build()
    assert (fast.data, fast.lines) == (slow.data, slow.lines)
