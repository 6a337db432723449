"""Train the pair score: `python benchmarks/matching/train.py DATA_FOLDER [--write]`.

Four small logistic regressions over `core.features`: `arabic` and `other` judge a pair by its words
alone, `timed` what the window meets, `filter` estimates `timed` by what the index sees. Every second pair
is held out for the figures printed; the stream that `timed` learns from is not the one it is measured
on. With --write the final weights, learned from all, go to ticker/core/weights.py for review.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from data import Pair, load_pairs, load_stream
from measures import auc, fit, pearson, recall_at

from ticker.core.features import Features, Idf, features
from ticker.core.text import headline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ticker.core.text import Headline

    Vector = NDArray[np.float64]

CONTEXT = ("same_source", "gap")
FILTER = ("trigrams", "shared", "same_source", "gap")
WORDS = tuple(name for name in Features._fields if name not in CONTEXT)
RIDGE = {"arabic": 1e-3, "other": 1e-2, "timed": 1e-3, "filter": 1e-3}
TARGET = Path(__file__).parents[2] / "ticker/core/weights.py"


def columns(table: Vector, names: tuple[str, ...]) -> Vector:
    return table[:, [Features._fields.index(name) for name in names]]


def evidence(pairs: list[Pair]) -> Vector:
    """Features of pairs under the prior alone; pairs without words count as nothing."""
    idf, none = Idf(), [0.0] * len(Features._fields)
    return np.array([features(p.a, p.b, idf) if p.a.keys and p.b.keys else none for p in pairs])


def sketch(a: Headline, b: Headline, evidence: Features, idf: Idf) -> list[float]:
    """What the index sees of a pair (`core.index`): `FILTER`; it knows no spellings, only shared keys."""
    shared = math.log1p(sum(idf(key) for key in set(a.keys) & set(b.keys)))
    return [shared if name == "shared" else getattr(evidence, name) for name in FILTER]


def meetings(path: Path, most: int = 24, budget: int = 800) -> tuple[Vector, Vector, Vector]:
    """Pairs that a window meets: each headline and the earlier ones that share the most mass with it.

    Their features, their sketches, and whether they tell one story.
    """
    idf, seen, postings = Idf(), [], defaultdict(list)
    rows, sketches, labels = [], [], []
    for at, item in enumerate(load_stream(path)):
        one = headline(item.title, time=item.time, publisher=item.source)
        mass: Counter[int] = Counter()
        for key in one.keys:
            if len(postings[key]) < budget:
                weight = idf(key)
                for other in postings[key]:
                    mass[other] += weight
        for other, _ in mass.most_common(most):
            earlier, story = seen[other]
            if one.text != earlier.text:
                rows.append(features(one, earlier, idf))
                sketches.append(sketch(one, earlier, rows[-1], idf))
                labels.append(story == item.story)
        seen.append((one, item.story))
        idf.add(one.keys)
        for key in one.keys:
            postings[key].append(at)
    return np.array(rows), np.array(sketches), np.array(labels, float)


def train(folder: Path) -> dict[str, tuple[float, dict[str, float]]]:
    arabic = load_pairs(folder / "egypt_ar_pairs.jsonl")
    english = load_pairs(folder / "sts_headlines.jsonl")
    tasks = {
        "arabic": (columns(evidence(arabic), WORDS), np.array([float(p.label) for p in arabic]), WORDS),
        "other": (
            columns(evidence(english), WORDS),
            np.array([(p.score or 0.0) / 5.0 for p in english]),
            WORDS,
        ),
    }
    table, sketches, labels = meetings(folder / "egypt_ar_stream_feb18_24.jsonl")
    tasks["timed"] = (table, labels, Features._fields)
    tasks["filter"] = (sketches, labels, FILTER)
    models = {}
    for name, (x, y, fields) in tasks.items():
        train_half = np.arange(len(y)) % 2 == 0
        weights, bias = fit(x[train_half], y[train_half], ridge=RIDGE[name])
        scores = 1.0 / (1.0 + np.exp(-(x[~train_half] @ weights + bias)))
        held = y[~train_half]
        true = (held >= 0.8).astype(float)
        line = f"AUC {auc(scores, true):.4f}, recall at .95 {recall_at(scores, true, 0.95):.3f}"
        if name == "other":
            line += f", Pearson {pearson(scores, held):.3f}"
        print(f"{name:8s} held out: {line}, at .99 {recall_at(scores, true, 0.99):.3f}", flush=True)
        weights, bias = fit(x, y, ridge=RIDGE[name])
        models[name] = (bias, dict(zip(fields, weights.tolist(), strict=True)))
    return models


def write(models: dict[str, tuple[float, dict[str, float]]]) -> None:
    lines = [
        '"""The learned weights of the pair score, written by `benchmarks/matching/train.py`.',
        "",
        "Each model is a logistic regression: score = 1 / (1 + exp(-(bias + sum of weight x feature))); the",
        "features are defined in `core.features`. Knows numbers only.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "MODELS: dict[str, tuple[float, dict[str, float]]] = {",
    ]
    for name, (bias, weights) in models.items():
        lines.append(f'    "{name}": (')
        lines.append(f"        {bias:.4f},")
        lines.append("        {")
        lines += [f'            "{field}": {weight:.4f},' for field, weight in weights.items()]
        lines += ["        },", "    ),"]
    lines += ["}", '"""Bias and weights: words alone, Arabic or other; with times; the index\'s estimate."""']
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    found = train(Path(sys.argv[1]))
    if "--write" in sys.argv[2:]:
        write(found)
