"""`feeds add | check | pause | resume | remove`, and folders as desks: the file is the user's own."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.loopback import WebServer, reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>World news | The Kestrel Post</title>
<language>en-gb</language><link>/</link>
<item><title>Harbour bridge shut</title><link>/1</link><guid>1</guid></item>
<item><title>Ferry strike ends</title><link>/2</link><guid>2</guid></item></channel></rss>"""
NAMING = """<html lang="en"><head><meta property="og:site_name" content="Kestrel Post">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" href="/world.xml"></head><body></body></html>"""
TICKER = "<html lang='ar'><body><ul class='ticker'>{}</ul></body></html>".format(
    "".join(f"<li><a href='/{n}'>عاجل: خبر طويل بما يكفي ليكون عنوانا رقم {n}</a></li>" for n in range(8))
)
CONFIG = """# mine
feeds:
  # the first one
  - {url: "https://kestrel.example/rss", publisher: Kestrel Post}  # keep
  - url: "https://ufuq.example/feed"
    publisher: أفق
    lang: ar
fetch: {allow_hosts: ["127.0.0.1"]}
"""


@contextmanager
def serving(pages: dict[str, str]) -> Iterator[str]:
    """A site with these pages; every other is a 404."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        body = pages.get(request.path)
        reply(request, (body or "<html>none</html>").encode(), status=404 if body is None else 200)

    with WebServer(answer) as server:
        yield server.base


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(f"data_dir: {tmp_path / 'data'}\n{CONFIG}", encoding="utf-8")
    return path


def feeds_of(config: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(config.read_text(encoding="utf-8"))["feeds"]
    return found


def test_a_feed_is_found_from_its_site_previewed_and_written(
    ticker: Callable[..., Any], config: Path
) -> None:
    with serving({"/": NAMING, "/world.xml": FEED}) as site:
        dry = ticker("feeds", "add", f"{site}/", "--dry-run", "--config", str(config))
        assert dry.returncode == 0, dry.stderr
        assert len(feeds_of(config)) == 2
        done = ticker("feeds", "add", f"{site}/", "--config", str(config))
    assert done.returncode == 0, done.stderr
    assert "Harbour bridge shut" in done.stdout
    assert "published by Kestrel Post" in done.stdout
    assert "also names" in done.stdout
    added = feeds_of(config)[-1]
    assert added == {"url": f"{site}/world.xml", "publisher": "Kestrel Post", "lang": "en-gb"}
    text = config.read_text(encoding="utf-8")
    assert "# the first one" in text
    assert "# keep" in text


def test_the_feeds_own_address_is_taken_as_it_is(ticker: Callable[..., Any], config: Path) -> None:
    with serving({"/rss": FEED}) as site:
        words = ("feeds", "add", f"{site}/rss", "--publisher", "KP", "--interval", "10m", "--json")
        first = json.loads(ticker(*words, "--config", str(config)).stdout)
        second = json.loads(ticker(*words, "--config", str(config)).stdout)
    assert (first["added"], second["added"]) == (True, False)
    assert [entry["title"] for entry in first["entries"]] == ["Harbour bridge shut", "Ferry strike ends"]
    assert feeds_of(config)[-1] == {
        "url": f"{site}/rss", "publisher": "KP", "lang": "en-gb", "interval": 600,
    }  # fmt: skip


def test_the_usual_addresses_are_tried(ticker: Callable[..., Any], config: Path) -> None:
    with serving({"/news": "<html><body>x</body></html>", "/rss.xml": FEED}) as site:
        done = json.loads(ticker("feeds", "add", f"{site}/news", "--json", "--config", str(config)).stdout)
    assert done["feed"]["url"] == f"{site}/rss.xml"
    assert done["feed"]["publisher"] == "The Kestrel Post"
    assert len(done["tried"]) > 1


def test_a_page_without_a_feed_gives_its_ticker(ticker: Callable[..., Any], config: Path) -> None:
    with serving({"/": TICKER}) as site:
        done = ticker("feeds", "add", site, "--config", str(config))
    assert done.returncode == 0, done.stderr
    added = feeds_of(config)[-1]
    assert (added["kind"], added["lang"]) == ("page", "ar")
    assert ".ticker" in added["selector"]


def test_where_nothing_can_be_polled_nothing_is_written(ticker: Callable[..., Any], config: Path) -> None:
    before = config.read_bytes()
    with serving({"/": "<html><body>welcome</body></html>"}) as site:
        done = ticker("feeds", "add", site, "--config", str(config))
    assert done.returncode == 1
    assert "no feed and no ticker" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert config.read_bytes() == before


def test_a_local_feed_says_that_it_must_be_allowed(ticker: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"data_dir: {tmp_path / 'data'}\n", encoding="utf-8")
    with serving({"/rss": FEED}) as site:
        done = ticker("feeds", "add", f"{site}/rss", "--config", str(path))
    assert done.returncode == 0
    assert "fetch.allow_hosts" in done.stderr


def test_feeds_are_paused_and_resumed_by_url_and_by_name(ticker: Callable[..., Any], config: Path) -> None:
    def paused() -> list[bool]:
        return [feed.get("paused", False) for feed in feeds_of(config)]

    done = ticker("feeds", "pause", "Kestrel Post", "https://ufuq.example/feed", "--config", str(config))
    assert done.returncode == 0, done.stderr
    assert paused() == [True, True]
    ticker("feeds", "resume", "kestrel", "--config", str(config))
    assert paused() == [False, True]
    assert "as it was" in ticker("feeds", "resume", "kestrel", "--config", str(config)).stdout
    assert "# keep" in config.read_text(encoding="utf-8")
    rows = json.loads(ticker("feeds", "list", "--json", "--config", str(config)).stdout)["feeds"]
    assert [row["health"] for row in rows] == ["waiting", "paused"]


def test_a_feed_is_removed(ticker: Callable[..., Any], config: Path) -> None:
    assert ticker("feeds", "remove", "أفق", "--config", str(config)).returncode == 0
    assert [feed["url"] for feed in feeds_of(config)] == ["https://kestrel.example/rss"]


@pytest.mark.parametrize(("word", "told"), [("nobody", "is none of the 2"), ("example", "means 2 feeds")])
def test_a_word_that_means_no_one_feed_changes_nothing(
    ticker: Callable[..., Any], config: Path, word: str, told: str
) -> None:
    before = config.read_bytes()
    done = ticker("feeds", "remove", word, "--config", str(config))
    assert done.returncode == 2
    assert told in done.stderr
    assert config.read_bytes() == before


def test_all_feeds_are_asked_once_and_told(ticker: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    with serving({"/rss": FEED}) as site:
        feeds = [{"url": f"{site}/rss"}, {"url": f"{site}/gone"}]
        value = {"data_dir": str(tmp_path), "feeds": feeds, "fetch": {"allow_hosts": ["127.0.0.1"]}}
        path.write_text(json.dumps(value), encoding="utf-8")
        done = ticker("feeds", "check", "--config", str(path))
        one = ticker("feeds", "check", f"{site}/rss", "--json", "--config", str(path))
    assert done.returncode == 1
    assert "rss20, 2 entries: Harbour bridge shut" in done.stdout
    assert "http_404" in done.stdout
    assert one.returncode == 0
    assert json.loads(one.stdout)[0]["entries"] == 2


def test_folders_become_desks_and_come_back(ticker: Callable[..., Any], config: Path, tmp_path: Path) -> None:
    opml = tmp_path / "mine.opml"
    opml.write_text(
        """<?xml version="1.0"?><opml version="2.0"><body>
        <outline text="World News"><outline text="A" type="rss" xmlUrl="https://a.example/rss"/></outline>
        <outline text="أخبار"><outline text="B" type="rss" xmlUrl="https://b.example/rss"/></outline>
        <outline text="C" type="rss" xmlUrl="https://c.example/rss"/></body></opml>""",
        encoding="utf-8",
    )
    done = ticker("feeds", "import", str(opml), "--config", str(config))
    assert done.returncode == 0, done.stderr
    assert "new desks: world-news" in done.stdout
    desks = {feed["url"]: feed.get("desk", "main") for feed in feeds_of(config)}
    assert desks["https://a.example/rss"] == "world-news"
    assert desks["https://b.example/rss"] == desks["https://c.example/rss"] == "main"
    assert set(yaml.safe_load(config.read_text(encoding="utf-8"))["desks"]) == {"main", "world-news"}
    assert ticker("config", "check", "--config", str(config)).returncode == 0
    out = ticker("feeds", "export", "--config", str(config)).stdout
    assert '<outline text="world-news"' in out
