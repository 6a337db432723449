"""`feeds`, `config check` and `doctor` where nothing runs yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>mine</title></head><body>
<outline text="Kestrel Post" type="rss" xmlUrl="https://kestrel.example/rss"/>
<outline text="أفق" type="rss" xmlUrl="https://ufuq.example/feed"/></body></opml>"""


def write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "config.yaml"
    path.write_text(f"data_dir: {tmp_path / 'data'}\n{text}", encoding="utf-8")
    return str(path)


def test_opml_comes_in_and_goes_out(ticker: Callable[..., Any], tmp_path: Path) -> None:
    config = write(tmp_path, "feeds:\n  # the first one\n  - {url: 'https://kestrel.example/rss'}\n")
    other = tmp_path / "other.opml"
    other.write_text(OPML, encoding="utf-8")
    done = ticker("feeds", "import", str(other), "--config", config)
    assert done.returncode == 0, done.stderr
    assert "1 feeds added, 1 were there already" in done.stdout
    text = (tmp_path / "config.yaml").read_text(encoding="utf-8")
    assert "# the first one" in text
    assert [feed["url"] for feed in yaml.safe_load(text)["feeds"]] == [
        "https://kestrel.example/rss",
        "https://ufuq.example/feed",
    ]
    out = ticker("feeds", "export", "--config", config).stdout
    assert 'xmlUrl="https://ufuq.example/feed"' in out
    rows = json.loads(ticker("feeds", "list", "--config", config, "--json").stdout)
    assert rows["running"] is False
    assert [row["health"] for row in rows["feeds"]] == ["waiting", "waiting"]
    assert "no ticker runs on" in ticker("feeds", "list", "--config", config).stdout


def test_broken_opml_and_configuration_are_one_line(ticker: Callable[..., Any], tmp_path: Path) -> None:
    config = write(tmp_path, "feeds: []\n")
    broken = tmp_path / "broken.opml"
    broken.write_text("<opml", encoding="utf-8")
    done = ticker("feeds", "import", str(broken), "--config", config)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    wrong = ticker(
        "config", "check", "--config", write(tmp_path, "feeds:\n  - {ulr: 'https://a.example/'}\n")
    )
    assert wrong.returncode == 2
    assert 'did you mean "url"?' in wrong.stderr
    assert "config.yaml:3" in wrong.stderr


def test_config_check_says_what_holds(ticker: Callable[..., Any], tmp_path: Path) -> None:
    config = write(tmp_path, "feeds:\n  - {url: 'https://a.example/', publisher: A}\n")
    done = ticker("config", "check", "--config", config, "--json")
    assert json.loads(done.stdout) == {
        "file": config,
        "data_dir": str(tmp_path / "data"),
        "desks": ["main"],
        "feeds": 1,
        "publishers": 1,
    }


def test_doctor_finds_its_server_and_that_nothing_runs(ticker: Callable[..., Any], tmp_path: Path) -> None:
    done = ticker("doctor", "--config", write(tmp_path, "feeds: []\n"), "--json")
    findings = {one["what"]: one["state"] for one in json.loads(done.stdout)}
    assert findings == {
        "ticker": "ok",
        "config": "ok",
        "feeds": "warn",
        "data": "ok",
        "server": "ok",
        "running": "warn",
    }
    assert done.returncode == 0
