"""The index and the window beside their peers, in one run.

`python benchmarks/matching/peers.py [SIZE ...] [--data DATA_FOLDER]`

Speed: query and insert of one headline with SIZE (default 20,000) invented titles live, by CPU time, with the
cycle collector set as `ticker` sets it. The index answers candidates, as the hashing peers do; the window
judges them too and decides the story. Beside it what each finds: of the headlines whose story is live, the
share for which an answer is of that story, and how many answers there are. Quality, where a data folder is
given: AUC and recall at precision .95 on the Egyptian and the STS pairs. Peers that are not installed are
named and left out (`pip install datasketch rensa scikit-learn`).
"""

from __future__ import annotations

import gc
import importlib.util
import itertools
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from data import Pair, load_pairs
from invented import Title, invented
from measures import auc, recall_at
from rapidfuzz import fuzz, process

from ticker.core.cluster import FLOOR, HOPELESS, Window
from ticker.core.index import Index
from ticker.core.match import THRESHOLDS, match
from ticker.core.model import DeskSettings, Grain
from ticker.core.text import headline, normalise

if TYPE_CHECKING:
    from collections.abc import Callable

PERMUTATIONS = 128
THRESHOLD = 0.3


class Peer(Protocol):
    """Holds titles, numbered from 0 in the order in which they came."""

    sample: int
    """How many queries are timed: few where each looks at every title."""

    def fill(self, titles: list[str]) -> None:
        """Hold these."""

    def step(self, title: str) -> list[int]:
        """Ask for the title, then hold it: the numbers of those that are answered."""


class Stepping(ABC):
    """A peer that is filled a step at a time."""

    sample = 1_000

    @abstractmethod
    def step(self, title: str) -> list[int]:
        """Ask for the title, then hold it: the numbers of those that are answered."""

    def fill(self, titles: list[str]) -> None:
        for title in titles:
            self.step(title)


class TickerIndex(Stepping):
    """Candidates alone, as the window asks for them."""

    def __init__(self) -> None:
        self._index, self._ordinals = Index(FLOOR[Grain.STORIES]), itertools.count(1)
        self._least = THRESHOLDS[Grain.STORIES] * HOPELESS

    def step(self, title: str) -> list[int]:
        ordinal = next(self._ordinals)
        one = headline(title, time=ordinal * 0.25, publisher=f"p{ordinal % 40}")
        found = self._index.find(one, self._least)
        self._index.add(ordinal, one)
        return [candidate.ordinal - 1 for candidate in found]


class TickerWindow(Stepping):
    """The whole decision: the member that a headline joins its story by, if any."""

    def __init__(self) -> None:
        self._window, self._ordinals = Window(DeskSettings()), itertools.count(1)

    def step(self, title: str) -> list[int]:
        ordinal = next(self._ordinals)
        one = headline(title, time=ordinal * 0.25, publisher=f"p{ordinal % 40}")
        decided = self._window.place(one)
        self._window.add(ordinal, one, decided.story or f"s{ordinal}")
        return [decided.via - 1] if decided.story else []


class Scan:
    """The best of all live titles by a scorer of rapidfuzz; folded by `ticker`."""

    sample = 20

    def __init__(self, scorer: Any) -> None:
        self._scorer, self._known = scorer, list[str]()

    def fill(self, titles: list[str]) -> None:
        self._known += map(normalise, titles)

    def step(self, title: str) -> list[int]:
        folded = normalise(title)
        _, _, at = process.extractOne(folded, self._known, scorer=self._scorer)
        self._known.append(folded)
        return [at]


def trigrams(title: str) -> list[str]:
    return [title[at : at + 3] for at in range(len(title) - 2)]


class Datasketch(Stepping):
    """MinHash and locality-sensitive hashing over sets of shingles."""

    def __init__(self, shingles: Callable[[str], list[str]]) -> None:
        from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  # optional peer

        self._sketch, self._shingles, self._numbers = MinHash, shingles, itertools.count()
        self._index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)

    def step(self, title: str) -> list[int]:
        sketch = self._sketch(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in self._shingles(title)])
        found: list[int] = self._index.query(sketch)
        self._index.insert(next(self._numbers), sketch)
        return found


class Rensa(Stepping):
    """The same in Rust, over words."""

    def __init__(self) -> None:
        from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415  # optional peer

        self._sketch, self._index, self._numbers = RMinHash, RMinHashLSH(0.3, 128, 64), itertools.count()

    def step(self, title: str) -> list[int]:
        sketch = self._sketch(PERMUTATIONS, 42)
        sketch.update(title.split())
        found: list[int] = self._index.query(sketch)
        self._index.insert(next(self._numbers), sketch)
        return found


class TfIdf:
    """The best by cosine of character trigrams; what is asked is not inserted."""

    sample = 200

    def fill(self, titles: list[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # optional peer

        self._vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
        self._matrix = self._vectoriser.fit_transform(titles).T.tocsr()

    def step(self, title: str) -> list[int]:
        return [int((self._vectoriser.transform([title]) @ self._matrix).argmax())]


OURS: dict[str, Callable[[], Peer]] = {"ticker, index": TickerIndex, "ticker, window": TickerWindow}
PEERS: dict[str, tuple[str, Callable[[], Peer]]] = {
    "rapidfuzz token_set_ratio, scan": ("rapidfuzz", lambda: Scan(fuzz.token_set_ratio)),
    "rapidfuzz token_sort_ratio, scan": ("rapidfuzz", lambda: Scan(fuzz.token_sort_ratio)),
    "datasketch MinHashLSH, words": ("datasketch", lambda: Datasketch(str.split)),
    "datasketch MinHashLSH, trigrams": ("datasketch", lambda: Datasketch(trigrams)),
    "rensa RMinHashLSH, words": ("rensa", Rensa),
    "TF-IDF trigrams, scan, query only": ("sklearn", TfIdf),
}


class Measured(NamedTuple):
    """Headlines a second of CPU time, the share of known stories that was found, answers to a query."""

    rate: float
    found: float
    answers: float


def measure(peer: Peer, live: list[Title], sample: list[Title]) -> Measured:
    """Fill the peer, then time it."""
    peer.fill([title.text for title in live])
    gc.collect()
    gc.freeze()
    sample = sample[: peer.sample]
    start = time.process_time()
    answers = [peer.step(title.text) for title in sample]
    seconds = time.process_time() - start
    gc.unfreeze()
    stories = [title.story for title in live + sample]
    known = set(stories[: len(live)])
    right = [
        any(stories[at] == title.story for at in answer)
        for title, answer in zip(sample, answers, strict=True)
        if title.story in known
    ]
    return Measured(
        len(sample) / seconds, sum(right) / max(len(right), 1), sum(map(len, answers)) / len(sample)
    )


def speed(size: int) -> None:
    source = invented()
    live, sample = list(itertools.islice(source, size)), list(itertools.islice(source, 1_000))
    print(f"query and insert at {size:,} live, by CPU time")
    print(f"  {'':34s} headlines/s   found  answers")
    rates = []
    for name, make in OURS.items():
        one = measure(make(), live, sample)
        rates.append(one.rate)
        print(f"  {name:34s} {one.rate:11,.1f}  {one.found:6.3f} {one.answers:8.1f}", flush=True)
    for name, (module, make) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"  {name:34s} not installed")
            continue
        one = measure(make(), live, sample)
        index, window = (rate / one.rate for rate in rates)
        print(
            f"  {name:34s} {one.rate:11,.1f}  {one.found:6.3f} {one.answers:8.1f}   "
            f"ticker is {index:,.1f}x (index), {window:,.1f}x (window)",
            flush=True,
        )


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
    gc.set_threshold(20_000, 20, 100)
    sizes = [int(one) for one in arguments if one.isdigit()] or [20_000]
    for size in sizes:
        speed(size)
    if "--data" in arguments:
        quality(Path(arguments[arguments.index("--data") + 1]))


if __name__ == "__main__":
    main(sys.argv[1:])
