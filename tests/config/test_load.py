"""Where the configuration is found, what stands above it, and what it amounts to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ticker.config import Config, ConfigError, FeedConfig, load
from ticker.core.model import DeskSettings, Grain

if TYPE_CHECKING:
    from collections.abc import Callable


def test_without_any_file_the_defaults_hold(folder: Path) -> None:
    config = load(environ={})
    assert config == Config()
    assert config.path is None
    assert config.desks["main"].settings() == DeskSettings()
    assert config.data_dir.is_absolute()
    assert config.data_dir.name == "ticker"
    assert folder.parent in config.data_dir.parents


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "null\n", "{}", "\ufeff"])
def test_an_empty_file_is_the_defaults(load_yaml: Callable[..., Config], text: str) -> None:
    config = load_yaml(text)
    assert config.feeds == ()
    assert config.path == Path("config.yaml").absolute()


def test_empty_options_and_sections_have_their_defaults(load_yaml: Callable[..., Config]) -> None:
    config = load_yaml(
        "data_dir:\nredis:\n  url:\ndesks:\n  main:\n  night: {window: null}\n"
        "publishers:\n  A:\nfeeds:\nfetch: ~\n"
    )
    assert list(config.desks) == ["main", "night"]
    assert config.desks["night"] == config.desks["main"] == Config().desks["main"]
    assert config.publishers["A"].weight == 1
    assert config.fetch == Config().fetch


def test_the_search_order_is_option_folder_user(folder: Path, tmp_path: Path) -> None:
    users = tmp_path / "xdg_config_home" / "ticker" / "config.yaml"
    users.parent.mkdir(parents=True)
    users.write_text("serve: {port: 1}\n")
    assert load(environ={}).serve.port == 1
    assert load(environ={}).path == users

    (folder / "config.yaml").write_text("serve: {port: 2}\n")
    assert load(environ={}).serve.port == 2

    named = tmp_path / "named.yaml"
    named.write_text("serve: {port: 3}\n")
    assert load(named, environ={}).serve.port == 3

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert load(environ={}, cwd=elsewhere).path == users


def test_the_shape_that_others_write_is_taken(load_yaml: Callable[..., Config]) -> None:
    config = load_yaml(
        """
        data_dir: null
        redis: {url: null}
        desks:
          main: {window: 72h, grain: stories, half_life: 2h}
        publishers:
          Example Wire: {weight: 1.5, family: example}
        feeds:
          - {url: "https://example.org/rss", publisher: Example Wire, desk: main, lang: ar, interval: 5m}
          - {url: "https://example.org/", kind: page, selector: ".ticker li a", publisher: Example, lang: ar}
          - {url: "http://127.0.0.1:9000/f", interval: 1s}
        fetch: {timeout: 20s, max_bytes: 10MB, allow_hosts: ["127.0.0.1"], user_agent: "example/1 (desk)"}
        serve: {host: 127.0.0.1, port: 8080}
        """
    )
    first, page, local = config.feeds
    assert first == FeedConfig(
        url="https://example.org/rss", publisher="Example Wire", desk="main", lang="ar", interval=300.0
    )
    assert (page.kind, page.selector, page.interval) == ("page", ".ticker li a", None)
    assert (local.interval, local.publisher) == (1.0, "127.0.0.1")
    assert (config.weight(first), config.family(first)) == (1.5, "example")
    assert (config.weight(page), config.family(page)) == (1.0, "")
    assert config.fetch.max_bytes == 10_000_000
    assert config.desks["main"].grain is Grain.STORIES


def test_a_feeds_own_weight_stands_above_its_publishers(load_yaml: Callable[..., Config]) -> None:
    config = load_yaml(
        "publishers: {A: {weight: 2}}\n"
        "feeds:\n"
        "- {url: 'https://a.example/1', publisher: A, weight: 0.5}\n"
        "- {url: 'https://a.example/2', publisher: A}\n"
    )
    assert [config.weight(feed) for feed in config.feeds] == [0.5, 2.0]


def test_the_environment_stands_above_the_file(load_yaml: Callable[..., Config], tmp_path: Path) -> None:
    text = "data_dir: here\nredis: {url: 'redis://file', log_keep: 500}\n"
    environ = {"TICKER_DATA_DIR": str(tmp_path / "env"), "TICKER_REDIS_URL": "redis://env:1/2"}
    config = load_yaml(text, environ)
    assert config.data_dir == tmp_path / "env"
    assert config.redis.url == "redis://env:1/2"
    assert config.redis.log_keep == 500

    unset = load_yaml(text, {"TICKER_DATA_DIR": "", "TICKER_REDIS_URL": "  "})
    assert unset.redis.url == "redis://file"


def test_relative_data_belongs_to_the_file_or_to_the_current_folder(folder: Path, tmp_path: Path) -> None:
    named = tmp_path / "set" / "my.yaml"
    named.parent.mkdir()
    named.write_text("data_dir: data\n")
    assert load(named, environ={}).data_dir == tmp_path / "set" / "data"
    assert load(named, environ={"TICKER_DATA_DIR": "mine"}).data_dir == folder / "mine"
    named.write_text("data_dir: ~/data\n")
    assert load(named, environ={}).data_dir == tmp_path / "home" / "data"


def test_words_that_older_yaml_takes_for_something_else_stay_words(load_yaml: Callable[..., Config]) -> None:
    config = load_yaml("feeds: [{url: https://a.example/, lang: no, publisher: On}]")
    assert (config.feeds[0].lang, config.feeds[0].publisher) == ("no", "On")


def test_names_keep_joiners_and_lose_stray_spaces(load_yaml: Callable[..., Config]) -> None:
    config = load_yaml("feeds: [{url: https://a.example/, publisher: '  خبر\u200cنامه\u00a0 یک '}]")
    assert config.feeds[0].publisher == "خبر\u200cنامه یک"


def test_anchors_and_aliases_work(load_yaml: Callable[..., Config]) -> None:
    config = load_yaml("desks: {main: &d {window: 24h}, night: *d}\n")
    assert config.desks["night"].window == 24 * 3600


def test_a_password_is_never_shown(load_yaml: Callable[..., Config]) -> None:
    config = load_yaml("redis: {url: 'rediss://me:hunter2@h.example:6379/0?password=hunter3'}")
    assert "hunter" not in repr(config)
    assert config.redis.shown_url == "rediss://me:***@h.example:6379/0?…"
    assert Config().redis.shown_url == ""


@pytest.mark.parametrize(
    ("entry", "url", "allowed"),
    [
        ("127.0.0.1", "http://127.0.0.1:8081/x", True),
        ("127.0.0.1:8081", "http://127.0.0.1:8081/x", True),
        ("127.0.0.1:8081", "http://127.0.0.1:8082/x", False),
        ("localhost:80", "http://LOCALHOST/x", True),
        ("localhost:443", "https://localhost/x", True),
        ("[::1]:8081", "http://[::1]:8081/", True),
        ("::1", "http://[::1]:9/", True),
        ("127.0.0.1", "http://127.0.0.2/", False),
    ],
)
def test_allowed_hosts_stand_with_or_without_port(
    load_yaml: Callable[..., Config], entry: str, url: str, *, allowed: bool
) -> None:
    config = load_yaml(f'fetch: {{allow_hosts: ["{entry}"]}}')
    assert config.fetch.allows(url) is allowed


def test_a_configuration_cannot_be_changed_once_read() -> None:
    config = Config()
    with pytest.raises(ValueError, match="frozen"):
        config.fetch = config.fetch


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda path: path.parent.mkdir(exist_ok=True),
            "there is no such file; create it or leave --config out",
        ),
        (lambda path: path.mkdir(), "a directory, not a file; name the file in it"),
        (lambda path: path.write_bytes(b"a: 1\nb: \xff\n"), ":2: not UTF-8 (byte 8); save the file as UTF-8"),
        (lambda path: path.write_bytes("a: 1\n".encode("utf-16")), ":1: not UTF-8 (byte 0)"),
        (lambda path: path.write_bytes(b"#" * 4_000_001), "larger than 4,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(folder: Path, make: Callable[[Path], object], told: str) -> None:
    path = folder / "my.yaml"
    make(path)
    with pytest.raises(ConfigError) as caught:
        load(path, environ={})
    assert str(caught.value).startswith(f"{path}:")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_path_that_no_system_takes_is_told(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"bad\\x00name: cannot be read"):
        load(folder / "bad\0name", environ={})


def test_a_link_that_leads_nowhere_is_told_not_passed_over(folder: Path) -> None:
    (folder / "config.yaml").symlink_to("gone.yaml")
    with pytest.raises(ConfigError, match=r"config\.yaml: there is no such file"):
        load(environ={})


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_told(folder: Path) -> None:
    path = folder / "config.yaml"
    path.touch(mode=0o000)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        load(environ={})


def test_reading_the_configuration_imports_neither_the_watcher_nor_the_matcher() -> None:
    """Every command pays for this import."""
    code = (
        "import sys, ticker.config\n"
        "print([m for m in ('watchfiles', 'asyncio', 'numpy', 'aiohttp') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
