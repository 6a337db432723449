"""Quality of the matcher on labelled data: `python benchmarks/matching/quality.py DATA_FOLDER`.

Prints each measure beside what it must reach. Pairs are judged by `match` on their words alone, with
the prior as the only knowledge of rarity; streams by the window, one setting a grain.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from pathlib import Path

import numpy as np
from data import Item, Pair, load_pairs, load_stream
from measures import auc, pearson, recall_at

from ticker.core.cluster import Window
from ticker.core.evaluate import Agreement, b_cubed, pairwise
from ticker.core.match import match
from ticker.core.model import DeskSettings, Grain
from ticker.core.text import headline


def judge(pairs: list[Pair]) -> tuple[np.ndarray, np.ndarray]:
    """Scores and labels of pairs."""
    return np.array([match(p.a, p.b).score for p in pairs]), np.array([float(p.label) for p in pairs])


def replay(items: list[Item], settings: DeskSettings) -> tuple[Agreement, Agreement, float]:
    """Pairwise and B-cubed agreement with the true stories, and headlines a second."""
    window, live, found = Window(settings), deque[tuple[float, int]](), {}
    start = time.perf_counter()
    for ordinal, item in enumerate(items, 1):
        while live and live[0][0] < item.time - settings.window:
            window.remove(live.popleft()[1])
        one = headline(item.title, time=item.time, publisher=item.source, lang=item.lang, feed=item.source)
        story = window.place(one).story or f"s{ordinal}"
        window.add(ordinal, one, story)
        live.append((item.time, ordinal))
        found[item.id] = story
    rate = len(items) / (time.perf_counter() - start)
    truth = {item.id: item.story for item in items}
    return pairwise(found, truth), b_cubed(found, truth), rate


def _show(name: str, values: list[float], must: str) -> None:
    print(f"{name:58s} {' / '.join(f'{value:.3f}' for value in values):24s} must {must}", flush=True)


def main(folder: Path) -> None:
    scores, labels = judge(load_pairs(folder / "egypt_ar_pairs.jsonl"))
    _show(
        "Egypt pairs, text only: AUC / recall at .95 / .99",
        [auc(scores, labels), recall_at(scores, labels, 0.95), recall_at(scores, labels, 0.99)],
        ".915 / .64 / .41",
    )
    pairs = load_pairs(folder / "sts_headlines.jsonl")
    scores, labels = judge(pairs)
    human = np.array([pair.score or 0.0 for pair in pairs])
    _show("STS headlines: AUC / Pearson", [auc(scores, labels), pearson(scores, human)], ".89 / .80")
    for name, must in (("ar_pairs_adjudicated", ".62"), ("uci_en_pairs", "-"), ("mrpc", "-")):
        scores, labels = judge(load_pairs(folder / f"{name}.jsonl"))
        _show(f"{name}: AUC", [auc(scores, labels)], must)
    for name in ("egypt_ar_stream_feb04_07", "egypt_ar_stream_feb18_24"):
        items = load_stream(folder / f"{name}.jsonl")
        pair, cubed, rate = replay(items, DeskSettings())
        _show(
            f"{name} stories: pair P R F1, B3 F1",
            [pair.precision, pair.recall, pair.f1, cubed.f1],
            ".60 - .49 .863",
        )
        _show("  headlines a second (window alone)", [rate], "-")
        pair, cubed, rate = replay(items, DeskSettings(grain=Grain.REPEATS))
        _show(f"{name} repeats: pair P R", [pair.precision, pair.recall], ".90 / .18")
    items = load_stream(folder / "uci_en_stream.jsonl")
    for threshold in (None, 0.06, 0.08):
        _, cubed, _ = replay(items, DeskSettings(grain=Grain.TOPICS, threshold=threshold))
        _show(
            f"UCI topics (threshold {threshold}): B3 P R F1",
            [cubed.precision, cubed.recall, cubed.f1],
            "F1 .74; R .50 at P .95",
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
