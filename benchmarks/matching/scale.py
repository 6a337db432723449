"""Cost of the window against its size: `python benchmarks/matching/scale.py [SIZE ...] [--plot FILE.svg]`.

Invented titles with the word frequencies of news (Zipf), a third of them rewordings of recent ones, are
placed and added until SIZE are live; then a sample is timed with as many expiring as arriving. Prints
headlines a second, the 99th percentile of one headline, resident memory, and the recall of the best
link against a scan of all live headlines.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import time
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


def main(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments if one.isdigit()] or [1_000, 10_000, 100_000]
    print(f"{'live':>9s} {'filling/s':>10s} {'steady/s':>9s} {'p99 ms':>7s} {'peak MB':>8s}")
    for size in sizes:
        row = measure(size)
        print(
            f"{row['live']:9,.0f} {row['filled_per_s']:10,.0f} {row['per_s']:9,.0f} "
            f"{row['p99_ms']:7.2f} {row['peak_mb']:8,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
