"""Cost of a headline against what is live: `python benchmarks/matching/scale.py [SIZE ...] [--plot FILE]`.

For each SIZE, in a process of its own, a desk is restored with so many live copies (no pair is judged for
that), then a sample of headlines goes through it as the writer would send them, each with a tick that lets
one expire; then the same for the window alone. Prints headlines a second of CPU time, the 99th percentile of
one headline in ms, and peak resident memory. Titles are invented (`invented.py`).
"""

from __future__ import annotations

import gc
import itertools
import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from invented import Title, invented

from ticker.core.cluster import Window
from ticker.core.desk import Desk
from ticker.core.model import Copy, DeskSettings, Entry, Relation, Snapshot, Story, Tick
from ticker.core.text import headline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEP = 0.25  # seconds between two headlines
VOICES = 40
SAMPLE = 3_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def resident() -> float:
    """Peak resident memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(steps: Iterator[Callable[[], object]]) -> tuple[float, float]:
    """Steps a second of CPU time, and the 99th percentile of one in ms."""
    spent = []
    for step in steps:
        start = time.process_time()
        step()
        spent.append(time.process_time() - start)
    return len(spent) / sum(spent), float(np.percentile(spent, 99)) * 1e3


def sampled(size: int) -> int:
    """How many headlines are timed at a size."""
    return min(SAMPLE, 3 * size)


def entry(number: int, title: str) -> Entry:
    """An entry as the store gives it: equal texts are one object; the guid is the link, as it often is."""
    at, voice = number * STEP, sys.intern(f"publisher {number % VOICES}")
    link = f"https://news.example/{number}"
    return Entry(link, voice, voice, title, at, at, at, link)


def restored(size: int, source: Iterator[Title]) -> Desk:
    """A desk with `size` live copies in the stories that the source says."""
    copies, members = [], {}
    for number, title in enumerate(itertools.islice(source, size), 1):
        members.setdefault(str(title.story), []).append(number)
        copies.append(Copy(number, entry(number, title.text), Relation.DISTINCT, 0.0))
    stories = []
    while members:  # what is turned into stories is let go, so that it does not count as the desk's memory
        story, ordinals = members.popitem()
        own = [copies[ordinal - 1].entry for ordinal in ordinals]
        publishers = tuple(dict.fromkeys(one.publisher for one in own))
        stories.append(
            Story(
                story,
                ordinals[0],
                own[0].title,
                own[0].url,
                "",
                own[0].time / 7200,
                tuple(ordinals),
                publishers,
                own[0].time,
                own[-1].time,
            )
        )
    snapshot = Snapshot(
        DeskSettings(window=size * STEP),
        tuple(stories),
        tuple(copies),
        next_ordinal=size + 1,
        now=size * STEP,
    )
    del copies, stories
    return Desk.restore(snapshot)


def desk(size: int) -> dict[str, float]:
    source = invented()
    start = time.process_time()
    live = restored(size, source)
    filled = time.process_time() - start
    gc.collect()
    gc.freeze()

    def step(one: Entry) -> None:
        live.apply(Tick(one.received))
        live.apply(one)
        live.drain()

    arrivals = (
        entry(number, title.text)
        for number, title in enumerate(itertools.islice(source, sampled(size)), size + 1)
    )
    rate, p99 = timed((lambda one=one: step(one)) for one in arrivals)
    return {
        "live": len(live.copies),
        "restored_per_s": size / filled,
        "per_s": rate,
        "p99_ms": p99,
        "peak_mb": resident(),
    }


def window(size: int) -> dict[str, float]:
    live, source = Window(DeskSettings()), invented()

    def read(number: int, title: Title) -> None:
        one = headline(title.text, time=number * STEP, publisher=f"publisher {number % VOICES}")
        if number > size:
            live.remove(number - size)
            live.place(one)
        live.add(number, one, str(title.story))

    numbered = enumerate(source, 1)
    for number, title in itertools.islice(numbered, size):
        read(number, title)
    rate, p99 = timed((lambda one=one: read(*one)) for one in itertools.islice(numbered, sampled(size)))
    return {"live": len(live), "per_s": rate, "p99_ms": p99, "peak_mb": resident()}


def measured(what: str, size: int) -> dict[str, float]:
    """`desk` or `window` at one size, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", what, str(size)], check=True, stdout=subprocess.PIPE
    )
    row: dict[str, float] = json.loads(done.stdout)
    return row


def plot(rows: list[dict[str, float]], path: Path) -> None:
    """Milliseconds a headline through the desk against live headlines, the first axis logarithmic, as SVG."""
    width, height, pad = 640, 320, 50
    top = max(row["p99_ms"] for row in rows) * 1.1
    first, last = math.log10(rows[0]["live"]), math.log10(rows[-1]["live"])

    def at(row: dict[str, float], value: float) -> str:
        x = pad + (math.log10(row["live"]) - first) / max(last - first, 1e-9) * (width - 2 * pad)
        return f"{x:.1f},{height - pad - value / top * (height - 2 * pad):.1f}"

    mean = " ".join(at(row, 1e3 / row["per_s"]) for row in rows)
    slow = " ".join(at(row, row["p99_ms"]) for row in rows)
    ticks = "".join(
        f'<text x="{at(row, 0).split(",")[0]}" y="{height - pad + 18}">{row["live"]:,.0f}</text>'
        for row in rows
    )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="12">'
        '<rect width="100%" height="100%" fill="white"/>'
        f'<polyline points="{mean}" fill="none" stroke="#0a6"/>'
        f'<polyline points="{slow}" fill="none" stroke="#c40" stroke-dasharray="4"/>{ticks}'
        f'<text x="{pad}" y="20">ms a headline, up to {top:.2f}: mean, 99th percentile dashed</text>'
        "</svg>\n",
        encoding="utf-8",
    )


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        print(json.dumps({"desk": desk, "window": window}[arguments[1]](int(arguments[2]))))
        return
    rows = []
    print(f"{'':7s} {'live':>9s} {'headlines/s':>11s} {'p99 ms':>7s} {'peak MB':>8s}")
    for size in [int(one) for one in arguments if one.isdigit()] or SIZES:
        for what in ("desk", "window"):
            row = measured(what, size)
            figures = f"{row['per_s']:11,.0f} {row['p99_ms']:7.2f} {row['peak_mb']:8,.0f}"
            print(f"{what:7s} {row['live']:9,.0f} {figures}", flush=True)
            if what == "desk":
                rows.append(row)
    if "--plot" in arguments:
        plot(rows, Path(arguments[arguments.index("--plot") + 1]))


if __name__ == "__main__":
    main(sys.argv[1:])
