"""Cost of the window against its size: `python benchmarks/matching/scale.py [SIZE ...] [--plot FILE.svg]`.

Invented titles with the word frequencies of news (Zipf), a third of them rewordings of recent ones, are
placed and added until SIZE are live; then a sample is timed with as many expiring as arriving. Prints
headlines a second of CPU time, the 99th percentile of one headline, and peak resident memory.
"""

from __future__ import annotations

import itertools
import math
import random
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ticker.core.cluster import Window
from ticker.core.model import DeskSettings
from ticker.core.text import headline

if TYPE_CHECKING:
    from collections.abc import Iterator

SYLLABLES = [
    "ba",
    "dor",
    "ki",
    "mel",
    "sun",
    "tra",
    "vo",
    "lin",
    "gar",
    "pe",
    "shu",
    "nor",
    "ta",
    "ri",
    "bel",
    "mok",
    "za",
    "fe",
    "dun",
    "ler",
]
VOCABULARY = 60_000


def titles(seed: int = 7) -> Iterator[str]:
    """Endless invented titles."""
    dice = random.Random(seed)
    words = ["".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4)))) for _ in range(VOCABULARY)]
    weights = list(itertools.accumulate(1.0 / (rank + 20) ** 0.95 for rank in range(VOCABULARY)))
    recent: list[list[str]] = []
    while True:
        if recent and dice.random() < 0.35:
            title = list(dice.choice(recent))
            for _ in range(dice.randint(0, 3)):
                title[dice.randrange(len(title))] = dice.choices(words, cum_weights=weights)[0]
        else:
            title = dice.choices(words, cum_weights=weights, k=dice.randint(6, 12))
        recent.append(title)
        if len(recent) > 2_000:
            del recent[:1_000]
        yield " ".join(title)


def resident() -> float:
    """Peak resident memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: int, sample: int = 2_000) -> dict[str, float]:
    window, source = Window(DeskSettings()), titles()
    fill = time.process_time()
    for at, title in enumerate(itertools.islice(source, size), 1):
        one = headline(title, time=at * 0.25, publisher=f"p{at % 40}")
        window.add(at, one, window.place(one).story or f"s{at}")
    fill = time.process_time() - fill
    spent = []
    for at, title in enumerate(itertools.islice(source, sample), size + 1):
        start = time.process_time()
        one = headline(title, time=at * 0.25, publisher=f"p{at % 40}")
        window.add(at, one, window.place(one).story or f"s{at}")
        window.remove(at - size)
        spent.append(time.process_time() - start)
    return {
        "live": size,
        "filled_per_s": size / fill,
        "per_s": sample / sum(spent),
        "p99_ms": float(np.percentile(spent, 99)) * 1e3,
        "peak_mb": resident(),
    }


def plot(rows: list[dict[str, float]], path: Path) -> None:
    """Milliseconds a headline against live headlines, the first axis logarithmic, as SVG."""
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
    sizes = [int(one) for one in arguments if one.isdigit()] or [1_000, 10_000, 100_000]
    rows = []
    print(f"{'live':>9s} {'filling/s':>10s} {'steady/s':>9s} {'p99 ms':>7s} {'peak MB':>8s}")
    for size in sizes:
        row = measure(size)
        rows.append(row)
        print(
            f"{row['live']:9,.0f} {row['filled_per_s']:10,.0f} {row['per_s']:9,.0f} "
            f"{row['p99_ms']:7.2f} {row['peak_mb']:8,.0f}",
            flush=True,
        )
    if "--plot" in arguments:
        plot(rows, Path(arguments[arguments.index("--plot") + 1]))


if __name__ == "__main__":
    main(sys.argv[1:])
