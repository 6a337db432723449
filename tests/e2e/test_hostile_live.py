"""A real `ticker run` polls the shared hostile corpus and every behaviour of the hostile server."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.loopback import free_port
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.runner import Runner

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.timeout(240)]


class Hostile:
    """The hostile server on free ports with the corpus beside it; it ends by itself should this test die."""

    def __init__(self, script: Path, corpus: Path) -> None:
        self.corpus = corpus
        ports = [str(free_port()), str(free_port())]
        self.base = f"http://127.0.0.1:{ports[0]}"
        options = ["--port", ports[0], "--canary", ports[1], "--corpus", str(corpus), "--life", "240"]
        self.process = subprocess.Popen([sys.executable, str(script), *options], stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        assert b"hostile server" in self.process.stdout.readline()

    def facts(self, path: str) -> Any:
        with urllib.request.urlopen(self.base + path) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def hostile(shared: Path, tmp_path: Path) -> Iterator[Hostile]:
    with tarfile.open(shared / "data" / "hostile" / "hostile.tar.xz") as archive:
        archive.extractall(tmp_path / "corpus", filter="data")
    (manifest,) = (tmp_path / "corpus").rglob("manifest.jsonl")
    server = Hostile(shared / "tools" / "hostile_server.py", manifest.parent)
    yield server
    server.close()


def feeds_of(runner: Runner) -> dict[str, Any]:
    """What `feeds list` says, by URL."""
    done = runner.ask("feeds", "list", "--json")
    rows = json.loads(done.stdout)["feeds"] if done.returncode == 0 else []
    return {row["url"]: row for row in rows}


def polled(runner: Runner, polls: Callable[[str], int]) -> dict[str, Any] | None:
    """The feeds, once each was polled as often as `polls(url)` says and all is committed."""
    feeds = feeds_of(runner)
    if not feeds or any(row.get("polls", 0) < polls(url) for url, row in feeds.items()):
        return None
    ready = runner.ask("doctor", "--json")
    return feeds if ready.returncode == 0 else None


def wrong(wanted: dict[str, Any], feed: dict[str, Any], copies: list[dict[str, Any]]) -> str:
    """What of a line of the manifest does not hold, "" = all holds."""
    also = " ".join(wanted.get("also_ok", ()))
    if feed["error"]:
        expected = wanted["must"].startswith("rejected") or "rejected" in also
        return "" if expected and feed["error"]["message"].isprintable() else str(feed["error"])
    if len(copies) != wanted["items"] and f"ingested {len(copies)} item" not in also:
        return f"{len(copies)} items"
    texts = [str(value) for copy in copies for value in copy.values()]
    if shown := [never for never in wanted.get("never", ()) if any(never in text for text in texts)]:
        return f"shows {shown!r}"
    titles = sorted(copy["title"] for copy in copies)
    return "" if sorted(wanted.get("titles", titles)) == titles else f"titles {titles!r}"


def test_the_corpus_through_a_live_poll(hostile: Hostile, runner: Callable[..., Runner]) -> None:
    lines = (hostile.corpus / "manifest.jsonl").read_text(encoding="utf-8").strip().split("\n")
    # the desk takes its time over the largest; by itself it is read in test_hostile.py
    manifest = [one for one in map(json.loads, lines) if one["items"] <= 1000]
    urls = {one["file"]: f"{hostile.base}/c/{one['file']}" for one in manifest}
    desks = {one["file"]: f"d{number}" for number, one in enumerate(manifest) if "stories" in one}
    feeds = [
        {"url": url, "publisher": name, "interval": "2s", "desk": desks.get(name, "main")}
        for name, url in urls.items()
    ]
    other = "shared_guid_feed_a.xml"
    feeds.append({"url": urls[other], "interval": "2s", "desk": desks["shared_guid_feed_b.xml"]})
    ticker = runner(feeds, desks={name: {} for name in ("main", *desks.values())})
    ticker.start()
    known = until(lambda: polled(ticker, lambda _: 2), 100)

    def top(desk: str) -> dict[str, Any]:
        done = ticker.ask("top", "--desk", desk, "--all", "--copies", "--json")
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    # everything that came in is in a story
    until(lambda: all(row["placed"] == row["entries"] for row in feeds_of(ticker).values()), 100)
    tops = {desk: top(desk) for desk in ("main", *desks.values())}
    failures = {}
    for one in manifest:
        desk = desks.get(one["file"], "main")
        url = urls[one["file"]]
        copies = [copy for story in tops[desk]["stories"] for copy in story["entries"] if copy["feed"] == url]
        if trouble := wrong(one, known[url], copies):
            failures[one["file"]] = trouble
        elif one.get("stories", len(tops[desk]["stories"])) != len(tops[desk]["stories"]):
            failures[one["file"]] = f"{len(tops[desk]['stories'])} stories"
    assert failures == {}
    assert hostile.facts("/_stats")["canary"] == []
    assert "Traceback" not in ticker.log()


def test_every_behaviour_beside_good_feeds(hostile: Hostile, runner: Callable[..., Runner]) -> None:
    behaviours = [f"{hostile.base}/b/{name}" for name in hostile.facts("/")["behaviours"]]
    good = [f"{hostile.base}/gen?feed={number}&per_poll=1" for number in range(20)]
    ticker = runner([{"url": url, "interval": "2s"} for url in (*behaviours, *good)])
    ticker.start()
    known = until(lambda: polled(ticker, lambda url: 4 if url in good else 1), 120)
    assert min(known[url]["entries"] for url in good) >= 20
    for url in behaviours:
        error = known[url]["error"]
        assert error is None or (error["message"] and error["message"].isprintable()), error
    assert hostile.facts("/_stats")["canary"] == []
    assert ticker.process is not None
    status = Path(f"/proc/{ticker.process.pid}/status").read_text(encoding="utf-8")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    assert peak < 300_000, "kilobytes"
    assert "Traceback" not in ticker.log()
