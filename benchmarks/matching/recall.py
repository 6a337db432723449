"""Recall of the index against brute force: `python recall.py [SIZE] [--data DATA] [--queries N]`.

SIZE headlines are live (default 20,000): invented ones and, where a data folder is given, all of its streams,
from which the queries then come. Each query is scored against every live headline, one by one, and its best
links are looked for among what the index answers: the best link of all, the best true one that the grain
`stories` would join, and the best true one whatever its score. True = told of one story.
"""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path
from typing import NamedTuple

from data import load_stream
from invented import invented

from ticker.core.cluster import FLOOR, HOPELESS
from ticker.core.index import Index
from ticker.core.match import THRESHOLDS, pair_score
from ticker.core.model import Grain
from ticker.core.text import Headline, headline

STREAMS = ("egypt_ar_stream_feb04_07", "egypt_ar_stream_feb18_24", "uci_en_stream")
THRESHOLD = THRESHOLDS[Grain.STORIES]


class Live(NamedTuple):
    """A live headline and its true story."""

    headline: Headline
    story: str


class Count:
    """How many links there were, and how many of them were found."""

    def __init__(self, what: str) -> None:
        self.what, self.there, self.found = what, 0, 0

    def add(self, score: float, answered: set[float]) -> None:
        """One link by its score: as good is as found."""
        self.there += 1
        self.found += score in answered

    def __str__(self) -> str:
        share = self.found / self.there if self.there else 1.0
        return f"{self.what:46s} {self.found:5d} of {self.there:5d}  {share:.4f}"


def gathered(size: int, folder: Path | None) -> list[Live]:
    """`size` headlines in the order of their times: those of the streams last where times are equal."""
    real = []
    for name in STREAMS if folder else ():
        items = load_stream(folder / f"{name}.jsonl")
        began = items[0].time  # all streams begin at one instant
        real += [
            Live(headline(one.title, time=one.time - began, publisher=one.source), f"{name} {one.story}")
            for one in items
        ]
    span = max([one.headline.time or 0.0 for one in real], default=72 * 3600.0)
    fill = size - len(real)
    filler = [
        Live(headline(one.text, time=at * span / fill, publisher=f"publisher {at % 40}"), str(one.story))
        for at, one in enumerate(itertools.islice(invented(), max(fill, 0)))
    ]
    return sorted(filler + real, key=lambda one: one.headline.time or 0.0)


def main(arguments: list[str]) -> None:
    size = next((int(one) for one in arguments[:1] if one.isdigit()), 20_000)
    folder = Path(arguments[arguments.index("--data") + 1]) if "--data" in arguments else None
    queries = int(arguments[arguments.index("--queries") + 1]) if "--queries" in arguments else 100
    live = [one for one in gathered(size, folder) if one.headline.keys]
    index = Index(FLOOR[Grain.STORIES])
    for ordinal, one in enumerate(live, 1):
        index.add(ordinal, one.headline)
    stories: dict[str, int] = {}
    for one in live:
        stories[one.story] = stories.get(one.story, 0) + 1
    asked = [
        at for at, one in enumerate(live) if stories[one.story] > 1 and (folder is None or " " in one.story)
    ]
    counts = [
        Count("best link"),
        Count("best true link that may be joined"),
        Count("best true link of any score"),
    ]
    for at in sorted(random.Random(3).sample(asked, min(queries, len(asked)))):
        one = live[at]
        scores = [pair_score(one.headline, other.headline, index.vocabulary) for other in live]
        others = [place for place in range(len(live)) if place != at]
        answered = {
            scores[found.ordinal - 1]
            for found in index.find(one.headline, HOPELESS * THRESHOLD)
            if found.ordinal - 1 != at
        }
        best = max(scores[place] for place in others)
        if best >= THRESHOLD:
            counts[0].add(best, answered)
        true = max(scores[place] for place in others if live[place].story == one.story)
        if true >= THRESHOLD:
            counts[1].add(true, answered)
        counts[2].add(true, answered)
    print(f"{len(live):,} live, {min(queries, len(asked)):,} queries", *counts, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
