"""A cold start beside newsboat and reader: `python benchmarks/polling/cold.py [--feeds 1000] [--entries 30]`.

The same invented feeds on loopback are read by each program into its own store, one after the other: by
`ticker run` until every entry is in a committed story in Redis, by `newsboat -x reload` and by reader's
`update_feeds` until they are in their databases. Prints wall and CPU seconds (children and the store
included, the site not) and how many times quicker ticker is; then ticker's second pass, in which nothing
has changed. ticker's modules are compiled before, as an installation leaves them.

newsboat is looked for on the PATH; reader in the Python of `--reader`. A program that is not there is left
out, and said so.
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ticker as product
from ticker.store import DeskStore, connect, find_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = Path(__file__).with_name("site.py")
READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in open(sys.argv[2]).read().split():
    reader.add_feed(url)
reader.update_feeds(workers=int(sys.argv[3]))
assert reader.get_entry_counts().total == int(sys.argv[4]), reader.get_entry_counts()
"""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Seconds that a program took, and that it kept processors busy."""

    wall: float
    cpu: float


@contextmanager
def site(feeds: int, entries: int) -> Iterator[str]:
    """The site's URL while it runs."""
    command = [sys.executable, str(SITE), "--feeds", str(feeds), "--entries", str(entries)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.stdin.close()


def stats(url: str) -> dict[str, dict[str, float]]:
    """What the site has served."""
    with urllib.request.urlopen(f"{url}/stats") as answer:
        told: dict[str, dict[str, float]] = json.load(answer)
    return told


def tree(root: int) -> list[int]:
    """A process and all below it."""
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def cpu_of(root: int) -> float:
    """CPU seconds of a running process and its children, those that have ended included."""
    total = 0
    for pid in tree(root):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total / TICK


def finished(command: list[str], environ: dict[str, str] | None = None) -> Cost:
    """The cost of a command that ends by itself."""
    before, began = os.times(), time.monotonic()
    subprocess.run(command, check=True, env=environ, stdout=subprocess.DEVNULL)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.monotonic() - began, busy)


def newsboat(urls: list[str], home: Path) -> Cost:
    (home / "urls").write_text("\n".join(urls))
    (home / "config").write_text(f"reload-threads {os.cpu_count()}\n")
    files = ["-u", str(home / "urls"), "-C", str(home / "config"), "-c", str(home / "cache.db")]
    cost = finished(["newsboat", "-q", *files, "-x", "reload"], os.environ | {"HOME": str(home)})
    assert (home / "cache.db").stat().st_size > 100 * len(urls)
    return cost


def reader(python: str, urls: list[str], entries: int, home: Path) -> Cost:
    (home / "urls").write_text("\n".join(urls))
    total = str(len(urls) * entries)
    arguments = [str(home / "reader.db"), str(home / "urls"), str(os.cpu_count()), total]
    return finished([python, "-c", READER, *arguments])


def configuration(urls: list[str], interval: str, data: Path) -> str:
    """config.yaml, written as JSON (which is YAML)."""
    feeds = [{"url": url, "interval": interval} for url in urls]
    return json.dumps(
        {
            "data_dir": str(data),
            "feeds": feeds,
            "fetch": {"allow_hosts": ["127.0.0.1"]},
            "serve": {"port": 0},
        }
    )


async def stories_of(data: Path, entries: int) -> None:
    """Return when every entry is a copy in a committed story."""
    while (url := find_server(data)) is None:
        await asyncio.sleep(0.01)
    redis = await connect(url)
    try:
        desk = DeskStore(redis)
        while (await desk.status()).copies < entries:
            await asyncio.sleep(0.05)
    finally:
        await redis.aclose()


def ticker(url: str, urls: list[str], entries: int, home: Path, roles: tuple[str, ...]) -> tuple[Cost, float]:
    """The cost of a cold start with one process for each of `roles`, and the seconds of the second pass."""
    home.mkdir()
    config = home / "config.yaml"
    config.write_text(configuration(urls, "10m", home / "data"))
    served = stats(url)["same"]["feeds"]
    began = time.monotonic()
    with (home / "log").open("wb") as log, ExitStack() as stack:
        command = [sys.executable, "-m", "ticker", "run", "--config", str(config), "--role"]
        running = [subprocess.Popen([*command, role], stderr=log) for role in roles]
        for process in running:
            stack.callback(process.wait)
            stack.callback(process.terminate)
        asyncio.run(asyncio.wait_for(stories_of(home / "data", len(urls) * entries), 600))
        cost = Cost(time.monotonic() - began, sum(cpu_of(process.pid) for process in running))
        second = 0.0
        if not served:
            # every feed is now due within a second
            config.write_text(configuration(urls, "1s", home / "data"))
            while (same := stats(url)["same"])["feeds"] < len(urls):
                time.sleep(0.1)
            second = same["seconds"]
    return cost, second


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--entries", type=int, default=30)
    arguments.add_argument("--reader", default=sys.executable, help="a Python that can import reader")
    given = arguments.parse_args()
    compileall.compile_dir(*product.__path__, quiet=2)
    with site(given.feeds, given.entries) as url, tempfile.TemporaryDirectory() as folder:
        urls = [f"{url}/{feed}" for feed in range(given.feeds)]
        homes = {name: Path(folder) / name for name in ("newsboat", "reader")}
        for home in homes.values():
            home.mkdir()
        ours, second = ticker(url, urls, given.entries, Path(folder) / "one", ("all",))
        two, _ = ticker(url, urls, given.entries, Path(folder) / "two", ("poll", "desk"))
        print(f"{given.feeds} feeds of {given.entries} entries, cold")
        print(f"{'':10}{'wall s':>8}{'CPU s':>8}")
        print(f"{'ticker':10}{ours.wall:8.2f}{ours.cpu:8.2f}   until all are in committed stories")
        print(f"{'':10}{two.wall:8.2f}{two.cpu:8.2f}   the same by two processes, poll and desk")
        peers = {}
        if shutil.which("newsboat"):
            peers["newsboat"] = newsboat(urls, homes["newsboat"])
        else:
            print("newsboat is not installed: left out")
        tried = [
            given.reader,
            "-c",
            "from reader import make_reader as m; m(':memory:').add_feed('http://x/')",
        ]
        if subprocess.run(tried, check=False, capture_output=True).returncode == 0:
            peers["reader"] = reader(given.reader, urls, given.entries, homes["reader"])
        else:
            print("reader is not installed there, or does not run: left out")
        for name, cost in peers.items():
            ratios = (
                f"ticker is {cost.wall / ours.wall:.1f}x by wall, {cost.cpu / ours.cpu:.1f}x by CPU;"
                f" by two processes {cost.wall / two.wall:.1f}x by wall"
            )
            print(f"{name:10}{cost.wall:8.2f}{cost.cpu:8.2f}   {ratios}")
        print(f"second pass, nothing changed: {second:.2f} s")


if __name__ == "__main__":
    main()
