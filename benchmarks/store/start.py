"""How long a start takes: `ticker run` on a data directory full of live headlines, with its embedded server.

    python benchmarks/store/start.py [--entries 100000] [--starts 3]

From the start of the process until the API shows stories (role `all`) and until a headline that comes then
is placed (its commit is there): by the clock, and what the process had of a processor until then. Then how
long SIGTERM takes. Titles are invented; every third rewords a recent one.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "matching"))
from invented import titles

from ticker import clock
from ticker.core.model import Entry
from ticker.core.readings import RUN
from ticker.errors import UnreachableError
from ticker.store import DeskStore, connect, find_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator

BATCH = 500
AHEAD = 5_000
OUTLETS = 300
GLANCE = 0.02  # seconds


class Newsroom:
    """A data directory and its configuration."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.config = folder / "config.yaml"
        self.data = folder / "data"
        self.log = folder / "log"
        said = {"data_dir": str(self.data), "feeds": [], "serve": {"port": self.port}}
        self.config.write_text(json.dumps(said), encoding="utf-8")
        self.entries = entries()

    def start(self, role: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "ticker", "run", "--role", role, "--config", str(self.config)]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[DeskStore]:
        """The desk, as soon as its server has read its data."""
        while (url := find_server(self.data)) is None:
            await asyncio.sleep(GLANCE)
        redis = await connect(url)
        try:
            desk = DeskStore(redis)
            while not await self._answers(desk):
                await asyncio.sleep(GLANCE)
            yield desk
        finally:
            await redis.aclose()

    @staticmethod
    async def _answers(desk: DeskStore) -> bool:
        with suppress(UnreachableError):
            await desk.status()
            return True
        return False

    def shows_stories(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/v1/stories?limit=5", timeout=5
            ) as answer:
                return bool(json.load(answer)["stories"])
        except OSError:
            return False


def entries() -> Iterator[Entry]:
    """Endless entries of the last hour."""
    for number, title in enumerate(titles(), 1):
        now, outlet = clock.now(), f"outlet{number % OUTLETS}"
        link = f"https://{outlet}.example/{number}"
        at = now - number % 3600
        yield Entry(link, f"https://{outlet}.example/rss", outlet, title, now, at, at, link, "en")


async def filled(room: Newsroom, count: int) -> None:
    """Have a desk place `count` headlines."""
    async with room.desk() as desk:
        for first in range(0, count, BATCH):
            await desk.append(list(itertools.islice(room.entries, min(BATCH, count - first))))
            while (await desk.status()).lag > AHEAD:
                await asyncio.sleep(GLANCE)
        while (await desk.status()).lag:
            await asyncio.sleep(GLANCE)
        while len(await desk.readings()) < count // RUN:
            await asyncio.sleep(GLANCE)


async def placed(room: Newsroom) -> None:
    """Wait until the desk has placed one more headline."""
    async with room.desk() as desk:
        await desk.append([next(room.entries)])
        while (await desk.status()).lag:
            await asyncio.sleep(GLANCE)


async def shown(room: Newsroom) -> None:
    """Wait until the API shows stories."""
    while not await asyncio.to_thread(room.shows_stories):
        await asyncio.sleep(GLANCE)


async def measured(room: Newsroom, role: str) -> str:
    """A start and an end, in words."""
    start, process = time.perf_counter(), room.start(role)

    async def told(name: str, wait: Awaitable[None]) -> str:
        await wait
        return f"{name} {time.perf_counter() - start:.2f} s (CPU {cpu(process.pid):.2f})"

    waits = [told("new headline placed", placed(room))]
    if role == "all":
        waits.append(told("stories shown", shown(room)))
    try:
        said = await asyncio.gather(*waits)
    finally:
        end = ended(process)
    return " · ".join([*said, f"SIGTERM {end:.2f} s"])


def cpu(pid: int) -> float:
    """Seconds of the processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ended(process: subprocess.Popen[bytes]) -> float:
    """How long an orderly end takes."""
    start = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    if code := process.wait(60):
        raise SystemExit(f"ticker run ended with exit code {code}")
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--starts", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ticker-start-") as folder:
        room = Newsroom(Path(folder))
        process = room.start("desk")
        try:
            asyncio.run(filled(room, asked.entries))
        finally:
            ended(process)
        print(f"{asked.entries:,} live headlines; load {os.getloadavg()[0]:.1f}")
        for role in ("desk", "all"):
            for _ in range(asked.starts):
                print(f"{role:4} {asyncio.run(measured(room, role))}", flush=True)


if __name__ == "__main__":
    main()
