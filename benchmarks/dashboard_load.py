"""What the dashboard costs under load: processor time, bytes written, time from update and key to the screen.

Runs the real app on a real pseudo-terminal of 120×40 and prints one row a rate. `--stories 200 --seconds 1`
is the tiny size that the suite runs.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import pty
import random
import resource
import statistics
import struct
import sys
import termios
import threading
import time

import night

from ticker.dashboard.app import Dashboard
from ticker.dashboard.settings import Settings
from ticker.terminal import Bidi


def many(count: int) -> list[night.StoryView]:
    """Return `count` stories over the invented headlines, ranked like a long night."""
    base = night.stories()
    return [
        {**base[number % len(base)], "id": f"n{number}", "score": night.NOW / night.HALF_LIFE - number / 300}
        for number in range(count)
    ]


class Terminal:
    """A pseudo-terminal that the app draws on; counts bytes and types keys."""

    def __init__(self) -> None:
        self.inner, outer = pty.openpty()
        fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        for stream in (0, 1, 2):
            os.dup2(outer, stream)
        self.bytes = 0
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        while True:
            try:
                self.bytes += len(os.read(self.inner, 1 << 16))
            except OSError:
                return

    def type(self, keys: bytes) -> None:
        """Type keys."""
        os.write(self.inner, keys)


class Timed(Dashboard):
    """The dashboard, with the moments of each key's arrival and drawing written down."""

    typed: float = 0.0

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # passed through
        self.delays: list[float] = []

    def repaint(self) -> None:
        """Draw, and note how long the last key took to get here and be drawn."""
        super().repaint()
        if self.typed and self.board.stream.selected:
            self.delays.append(time.perf_counter() - self.typed)
            self.typed = 0.0


async def measure(terminal: Terminal, stories: int, rate: int, seconds: float) -> str:
    """Run the app for `seconds` with `rate` updates a second; returns the row."""
    source = night.MemorySource(many(stories))
    app = Timed(source, title="load", settings=Settings(bidi=Bidi.APP), clock=lambda: night.NOW)
    running = asyncio.create_task(app.run_async())
    while not len(app.board.stream.ranking):
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    used, written = _processor(), terminal.bytes
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
        if keys < 4 * (now - start):
            app.typed = time.perf_counter()
            terminal.type(b"j" if keys % 20 < 15 else b"k")
            keys += 1
        await asyncio.sleep(0.01)
    elapsed = time.perf_counter() - start
    row = (
        f"{stories:>8} {done / elapsed:>10.0f} {100 * (_processor() - used) / elapsed:>8.0f} % "
        f"{(terminal.bytes - written) / elapsed / 1024:>9.1f} KiB/s "
        f"{1000 * statistics.median(app.delays):>8.1f} {1000 * max(app.delays):>8.1f} ms"
    )
    app.exit()
    await running
    return row


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure each rate and print the table on the real standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rates", type=int, nargs="+", default=[0, 50, 200])
    options = parser.parse_args()
    real = os.fdopen(os.dup(1), "w")
    terminal = Terminal()
    real.write(f"{'stories':>8} {'updates/s':>10} {'cpu':>10} {'written':>15} {'key p50':>8} {'max':>8}\n")
    for rate in options.rates:
        real.write(asyncio.run(measure(terminal, options.stories, rate, options.seconds)) + "\n")
        real.flush()


if __name__ == "__main__":
    sys.exit(main())
