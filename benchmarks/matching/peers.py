"""The window beside its peers, in one run: `python benchmarks/matching/peers.py [SIZE] [--data DATA_FOLDER]`.

Speed: insert and query of one headline with SIZE (default 20,000) invented titles live. Quality, where a
data folder is given: AUC and recall at precision .95 on the Egyptian and the STS pairs. Peers that are
not installed are named and left out (`pip install datasketch rensa scikit-learn`); ratios are printed
against `ticker`.
"""

from __future__ import annotations

import importlib.util
import itertools
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from data import Pair, load_pairs
from invented import titles
from measures import auc, recall_at
from rapidfuzz import fuzz, process

from ticker.core.cluster import Window
from ticker.core.match import match
from ticker.core.model import DeskSettings
from ticker.core.text import headline, normalise

if TYPE_CHECKING:
    from collections.abc import Callable

PERMUTATIONS = 128
THRESHOLD = 0.3


def rate(step: Callable[[str], object], sample: list[str]) -> float:
    """Headlines a second of CPU time."""
    start = time.process_time()
    for title in sample:
        step(title)
    return len(sample) / (time.process_time() - start)


def ticker(live: list[str], sample: list[str]) -> float:
    window, ordinals = Window(DeskSettings()), itertools.count(1)

    def step(title: str) -> None:
        at = next(ordinals)
        one = headline(title, time=at * 0.25, publisher=f"p{at % 40}")
        window.add(at, one, window.place(one).story or f"s{at}")

    rate(step, live)
    return rate(step, sample)


def brute_force(scorer: Any) -> Callable[[list[str], list[str]], float]:
    def run(live: list[str], sample: list[str]) -> float:
        known = [normalise(title) for title in live]

        def step(title: str) -> None:
            folded = normalise(title)
            process.extractOne(folded, known, scorer=scorer)
            known.append(folded)

        return rate(step, sample[:20])

    return run


def trigrams(title: str) -> list[str]:
    return [title[at : at + 3] for at in range(len(title) - 2)]


def datasketch(shingles: Callable[[str], list[str]]) -> Callable[[list[str], list[str]], float]:
    def run(live: list[str], sample: list[str]) -> float:
        from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  # optional peer

        index, numbers = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), itertools.count()

        def step(title: str) -> None:
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([shingle.encode() for shingle in shingles(title)])
            index.query(sketch)
            index.insert(next(numbers), sketch)

        rate(step, live)
        return rate(step, sample)

    return run


def rensa(live: list[str], sample: list[str]) -> float:
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415  # optional peer

    index, numbers = RMinHashLSH(THRESHOLD, PERMUTATIONS, 64), itertools.count()

    def step(title: str) -> None:
        sketch = RMinHash(PERMUTATIONS, 42)
        sketch.update(title.split())
        index.query(sketch)
        index.insert(next(numbers), sketch)

    rate(step, live)
    return rate(step, sample)


def tf_idf(live: list[str], sample: list[str]) -> float:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # optional peer

    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
    matrix = vectoriser.fit_transform(live).T.tocsr()
    return rate(lambda title: (vectoriser.transform([title]) @ matrix).max(), sample[:200])


PEERS: dict[str, tuple[str, Callable[[list[str], list[str]], float]]] = {
    "rapidfuzz token_set_ratio, scan": ("rapidfuzz", brute_force(fuzz.token_set_ratio)),
    "rapidfuzz token_sort_ratio, scan": ("rapidfuzz", brute_force(fuzz.token_sort_ratio)),
    "datasketch MinHashLSH, words": ("datasketch", datasketch(str.split)),
    "datasketch MinHashLSH, trigrams": ("datasketch", datasketch(trigrams)),
    "rensa RMinHashLSH": ("rensa", rensa),
    "TF-IDF char-3 (query only)": ("sklearn", tf_idf),
}


def speed(size: int, sample: int = 1_000) -> None:
    source = titles()
    live, tail = list(itertools.islice(source, size)), list(itertools.islice(source, sample))
    ours = ticker(live, tail)
    print(
        f"insert and query at {size:,} live, headlines/s of CPU\n  {'ticker':34s} {ours:10,.0f}   1x",
        flush=True,
    )
    for name, (module, run) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"  {name:34s} not installed")
            continue
        theirs = run(live, tail)
        print(f"  {name:34s} {theirs:10,.1f}   ticker is {ours / theirs:,.1f}x", flush=True)


def quality(folder: Path) -> None:
    scorers: dict[str, Callable[[Pair], float]] = {
        "ticker": lambda p: match(p.a, p.b).score,
        "rapidfuzz ratio": lambda p: fuzz.ratio(p.a.text, p.b.text),
        "rapidfuzz token_set_ratio": lambda p: fuzz.token_set_ratio(p.a.text, p.b.text),
        "rapidfuzz token_sort_ratio": lambda p: fuzz.token_sort_ratio(p.a.text, p.b.text),
    }
    for name in ("egypt_ar_pairs", "sts_headlines"):
        pairs = load_pairs(folder / f"{name}.jsonl")
        labels = np.array([float(pair.label) for pair in pairs])
        print(f"{name}: AUC, recall at precision .95 (all texts normalised by ticker)")
        for scorer, score in scorers.items():
            scores = np.array([score(pair) for pair in pairs])
            print(
                f"  {scorer:34s} {auc(scores, labels):.3f}  {recall_at(scores, labels, 0.95):.2f}", flush=True
            )


def main(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments if one.isdigit()] or [20_000]
    for size in sizes:
        speed(size)
    if "--data" in arguments:
        quality(Path(arguments[arguments.index("--data") + 1]))


if __name__ == "__main__":
    main(sys.argv[1:])
