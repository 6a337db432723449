"""What the dashboard costs under load: processor, memory, bytes written, time from a key to the screen.

Runs the real app on a real pseudo-terminal of 120×40, types on it and reads what it draws; one row a rate.
The source runs in the same process and is counted with it. `--line 4096` takes no more than so many bytes a
second off the terminal, as a slow ssh does. `--stories 50 --seconds 1.5` is what the suite runs.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import gc
import os
import pty
import random
import resource
import struct
import sys
import termios
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import night

from ticker.dashboard.app import Dashboard
from ticker.dashboard.settings import RATE, Settings
from ticker.terminal import Bidi

if TYPE_CHECKING:
    from ticker.core.view import StoryView

COLUMNS, ROWS = 120, 40
KEYS = 8.0  # typed a second
HEAD = (
    f"{'stories':>8} {'updates/s':>10} {'cpu':>6} {'written':>12} {'frames/s':>9} {'keys':>9} "
    f"{'key p50':>8} {'p99':>7} {'max':>7} {'memory':>16}"
)


def many(count: int) -> list[StoryView]:
    """Return `count` stories over the invented headlines, ranked like a long night."""
    base = night.stories()
    return [
        {**base[number % len(base)], "id": f"n{number}", "score": night.NOW / night.HALF_LIFE - number / 300}
        for number in range(count)
    ]


class Terminal:
    """A pseudo-terminal that the app draws on; counts bytes, types keys and times their answers.

    `line` bounds the bytes a second that are taken off it (0 = no bound).
    """

    def __init__(self, line: int) -> None:
        self.inner, outer = pty.openpty()
        fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        for stream in (0, 1, 2):
            os.dup2(outer, stream)
        self.bytes = 0
        self.delays: list[float] = []
        self.drawn: float = 0.0  # when the key was typed whose picture is on its way; 0 = none is
        self._line = line
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        while True:
            try:
                got = len(os.read(self.inner, 512 if self._line else 1 << 16))
            except OSError:
                return
            self.bytes += got
            typed, self.drawn = self.drawn, 0.0
            if typed:
                self.delays.append(time.perf_counter() - typed)
            if self._line:
                time.sleep(got / self._line)

    def type(self, keys: bytes) -> None:
        """Type keys."""
        os.write(self.inner, keys)


class Timed(Dashboard):
    """The dashboard, with the moments of keys and pictures noted."""

    terminal: Terminal
    typed: float = 0.0
    keys = 0
    frames = 0

    async def action_run(self, name: str) -> None:
        """Do what a key stands for, and count it."""
        self.keys += 1
        await super().action_run(name)

    def repaint(self) -> None:
        """Draw; whatever comes out of the terminal next is the answer to the last key."""
        before = self.meter.sent
        super().repaint()
        self.frames += not self.meter.pending or self.meter.sent > before
        if self.typed and self.board.stream.selected:
            self.terminal.drawn, self.typed = self.typed, 0.0


async def measure(terminal: Terminal, stories: int, rate: int, seconds: float, budget: int) -> str:
    """Run the app for `seconds` with `rate` updates a second; returns the row."""
    source = night.MemorySource(many(stories))
    settings = Settings(bidi=Bidi.APP, alerts=(), rate=budget)
    app = Timed(source, source, title="load", settings=settings, clock=lambda: night.NOW)
    app.terminal = terminal
    terminal.delays = []
    running = asyncio.create_task(app.run_async())
    while not len(app.board.stream.ranking):
        await asyncio.sleep(0.01)
    await asyncio.sleep(min(2.0, seconds))
    used, written, frames = _processor(), terminal.bytes, app.frames
    gc.collect()
    memory = _memory()
    dice = random.Random(7)
    ids = list(source.views)
    start = time.perf_counter()
    done = keys = 0
    while (now := time.perf_counter()) - start < seconds:
        while done < rate * (now - start):
            view = source.views[dice.choice(ids)]
            await source.publish(
                "changed", {**view, "copies": view["copies"] + 1, "score": view["score"] + 0.3}
            )
            done += 1
            if done % 1000 == 0:
                source.trim(100)  # the source's own log is no part of the screen's memory
        if keys < KEYS * (now - start):
            app.typed = time.perf_counter()
            terminal.type(b"j" if keys % 20 < 15 else b"k")
            keys += 1
        await asyncio.sleep(0.005)
    elapsed = time.perf_counter() - start
    used, written = _processor() - used, terminal.bytes - written
    frames = app.frames - frames
    while app.keys < keys:
        await asyncio.sleep(0.01)
    gc.collect()
    grown = _memory() - memory
    delays = sorted(terminal.delays) or [0.0]
    row = (
        f"{stories:>8} {done / elapsed:>10.0f} {100 * used / elapsed:>4.0f} % "
        f"{written / elapsed / 1024:>6.1f} KiB/s {frames / elapsed:>9.1f} {app.keys:>4}/{keys:<4} "
        f"{1000 * delays[len(delays) // 2]:>5.0f} ms {1000 * delays[int(0.99 * len(delays))]:>4.0f} ms "
        f"{1000 * delays[-1]:>4.0f} ms {memory / 1e6:>5.0f} MB {60 * grown / elapsed / 1e6:>+5.2f}/min"
    )
    app.exit()
    await running
    return row


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory() -> int:
    """Bytes of this process that are in memory."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return int(pages.read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def main() -> None:
    """Measure each rate and print the table on the real standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rates", type=int, nargs="+", default=[0, 50, 200])
    parser.add_argument("--line", type=int, default=0, help="bytes a second that the terminal takes; 0 = any")
    parser.add_argument("--budget", type=int, default=RATE, help="`screen.rate` of the dashboard")
    options = parser.parse_args()
    real = os.fdopen(os.dup(1), "w")
    terminal = Terminal(options.line)
    real.write(HEAD + "\n")
    for rate in options.rates:
        row = asyncio.run(measure(terminal, options.stories, rate, options.seconds, options.budget))
        real.write(row + "\n")
        real.flush()


if __name__ == "__main__":
    sys.exit(main())
