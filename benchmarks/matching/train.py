"""Train the pair score: `python benchmarks/matching/train.py DATA_FOLDER [--write]`.

Three models judge pairs: `arabic` and `other` by their words alone, `timed` what the window meets. Each is
a logistic regression over the features of `core.features`. The first two also weigh products and a few
hinges, cut back to the terms that carry them; `timed`, which must serve every language and outlet, weighs
the nine products of `PRODUCTS` and no more. `filter` estimates `timed` by what the index sees. Held out for
the figures printed: every fourth day of the Arabic pairs, every fourth English pair, and for `timed` the
other week. With --write the weights, learned from all but that week, go to ticker/core/weights.py.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from itertools import combinations_with_replacement
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from data import Pair, load_pairs, load_stream
from measures import auc, fit, pearson, recall_at

from ticker.core.features import Features, Idf, features
from ticker.core.text import headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ticker.core.text import Headline

    Vector = NDArray[np.float64]

CONTEXT = ("same_source", "gap")
FILTER = ("trigrams", "shared", "first", "same_source", "gap")
WORDS = tuple(name for name in Features._fields if name not in CONTEXT)
BENDS = 4
"""Hinges a feature has at most, at quantiles of what it takes."""
TERMS = 160
"""How many terms a model keeps."""
PRODUCTS = (
    ("least", "least"),
    ("most", "letters"),
    ("head", "shared"),
    ("speaker", "extra"),
    ("run", "extras"),
    ("keys", "length"),
    ("content", "first"),
    ("content", "order"),
    ("content", "speaker"),
)
"""What `timed` weighs beside the features: more terms fit its own week better and other outlets worse."""
THINNED = 5
"""One in so many pairs of two stories is learnt from, weighing as many."""
WINDOW = ("timed", "filter")
RIDGE = {"arabic": 1e-3, "other": 3e-2, "timed": 1e-3, "filter": 1e-3}
TARGET = Path(__file__).parents[2] / "ticker/core/weights.py"

Term = tuple[str] | tuple[str, str] | tuple[str, float]


class Task(NamedTuple):
    """What one model learns from: a column for each of `fields`, labels 0..1, each pair's weight and fold.

    `most` terms are kept of all; 0 = the features and `products` are the terms.
    """

    x: Vector
    y: Vector
    fields: tuple[str, ...]
    fold: NDArray[np.int64]
    weight: Vector
    most: int = 0
    products: tuple[tuple[str, str], ...] = ()


class Trained(NamedTuple):
    """A model: its terms, a weight for each, the bias, and what an average pair is like."""

    terms: list[Term]
    weights: Vector
    bias: float
    means: dict[str, float]


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


def every_term(x: Vector, fields: tuple[str, ...]) -> list[Term]:
    """The features, their products two by two, and hinges at quantiles of those that are not yes or no."""
    terms: list[Term] = [(name,) for name in fields]
    terms += combinations_with_replacement(fields, 2)
    for name, values in zip(fields, x.T, strict=True):
        if len(np.unique(values)) > 3:
            knots = np.unique(np.quantile(values, np.linspace(0, 1, BENDS + 2)[1:-1]).round(3))
            terms += [(name, float(knot)) for knot in knots]
    return terms


def columns(x: Vector, fields: tuple[str, ...], terms: Sequence[Term]) -> Vector:
    """One column a term."""
    table = np.empty((len(x), len(terms)))
    for at, term in enumerate(terms):
        value = x[:, fields.index(term[0])]
        if len(term) == 1:
            table[:, at] = value
        elif isinstance(term[1], str):
            table[:, at] = value * x[:, fields.index(term[1])]
        else:
            table[:, at] = np.maximum(value - term[1], 0.0)
    return table


def train(task: Task, ridge: float, rows: NDArray[np.bool_]) -> Trained:
    """Fit all terms to the chosen rows, keep the strongest, fit those again."""
    x, y, weight = task.x[rows], task.y[rows], task.weight[rows]
    terms: list[Term] = [*((name,) for name in task.fields), *task.products]
    if task.most:
        terms = every_term(x, task.fields)
        table = columns(x, task.fields, terms)
        strength = np.abs(fit(table, y, weight, ridge)[0]) * table.std(0)
        terms = [terms[at] for at in sorted(np.argsort(-strength, kind="stable")[: task.most])]
    weights, bias = fit(columns(x, task.fields, terms), y, weight, ridge)
    return Trained(terms, weights, bias, dict(zip(task.fields, x.mean(0).tolist(), strict=True)))


def judge(model: Trained, task: Task, rows: NDArray[np.bool_]) -> Vector:
    logits = columns(task.x[rows], task.fields, model.terms) @ model.weights + model.bias
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -40, 40)))


def folds_by_day(path: Path) -> NDArray[np.int64]:
    """Which of four folds each pair is held out in: pairs of one day together."""
    days = [str(json.loads(line).get("ta") or "")[:10] for line in path.open(encoding="utf-8")]
    number = {day: at for at, day in enumerate(sorted(set(days)))}
    return np.array([number[day] % 4 for day in days])


def words_only(table: Vector) -> Vector:
    return table[:, [Features._fields.index(name) for name in WORDS]]


def tasks(folder: Path) -> dict[str, Task]:
    arabic = load_pairs(folder / "egypt_ar_pairs.jsonl")
    english = load_pairs(folder / "sts_headlines.jsonl")
    weeks = [meetings(folder / f"egypt_ar_stream_{week}.jsonl") for week in ("feb04_07", "feb18_24")]
    table, sketches, labels = (np.concatenate(parts) for parts in zip(*weeks, strict=True))
    week = np.repeat([0, 1], [len(one[2]) for one in weeks])
    # of the many pairs that are not one story the learnt week needs a part only; the other week is whole
    kept = (week == 0) | (labels == 1.0) | (np.arange(len(labels)) % THINNED == 0)
    weight = np.where((labels == 1.0) | (week == 0), 1.0, float(THINNED))
    windows = {"timed": (table, Features._fields, PRODUCTS), "filter": (sketches, FILTER, ())}
    return {
        "arabic": Task(
            words_only(evidence(arabic)),
            np.array([float(p.label) for p in arabic]),
            WORDS,
            folds_by_day(folder / "egypt_ar_pairs.jsonl"),
            np.ones(len(arabic)),
            TERMS,
        ),
        "other": Task(
            words_only(evidence(english)),
            np.array([(p.score or 0.0) / 5.0 for p in english]),
            WORDS,
            np.arange(len(english)) % 4,
            np.ones(len(english)),
            TERMS,
        ),
        **{
            name: Task(x[kept], labels[kept], fields, week[kept], weight[kept], products=products)
            for name, (x, fields, products) in windows.items()
        },
    }


def report(name: str, task: Task) -> None:
    """Print what the model reaches on what it has not seen."""
    folds = [0] if name in WINDOW else sorted(set(task.fold.tolist()))
    scores = np.zeros(len(task.y))
    for fold in folds:
        held = task.fold == fold
        scores[held] = judge(train(task, RIDGE[name], ~held), task, held)
    held = np.isin(task.fold, folds)
    true, found = (task.y[held] >= 0.8).astype(float), scores[held]
    recalls = " / ".join(f"{recall_at(found, true, precision):.3f}" for precision in (0.7, 0.95, 0.99))
    line = f"AUC {auc(found, true):.4f}, recall at precision .7 / .95 / .99: {recalls}"
    if name == "other":
        line += f", Pearson {pearson(found, task.y[held]):.3f}"
    print(f"{name:8s} held out: {line}", flush=True)


def _dictionary(entries: dict[Term | str, float]) -> list[str]:
    lines, line = [], " " * 11
    for key, value in entries.items():
        item = f" {json.dumps(key) if isinstance(key, str) else _shown(key)}: {value:.4f},"
        if len(line) + len(item) > 108:
            lines.append(line)
            line = " " * 11
        line += item
    return [*lines, line]


def _shown(key: Term) -> str:
    return "(" + ", ".join(json.dumps(part) for part in key) + ")"


def write(models: dict[str, Trained]) -> None:
    lines = [
        '"""The learned weights of the pair score, written by `benchmarks/matching/train.py`.',
        "",
        "`core.score` says how they are used, `core.features` what they weigh. Knows numbers only.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "Product = tuple[str, str]",
        "Hinge = tuple[str, float]",
        "",
        "# fmt: off",
        "SCORES: dict[str, tuple[",
        "    float, dict[str, float], dict[Product, float], dict[Hinge, float], dict[str, float],",
        "]] = {",
    ]
    for name, model in models.items():
        if name == "filter":
            continue
        weighed = dict(zip(model.terms, model.weights.tolist(), strict=True))
        groups: tuple[dict[Term | str, float], ...] = (
            {term[0]: w for term, w in weighed.items() if len(term) == 1},
            {term: w for term, w in weighed.items() if isinstance(term[-1], str) and len(term) == 2},
            {term: w for term, w in weighed.items() if not isinstance(term[-1], str)},
            dict(model.means),
        )
        lines += [f'    "{name}": (', f"        {model.bias:.4f},"]
        for group in groups:
            lines += ["        {", *_dictionary(group), "        },"] if group else ["        {},"]
        lines.append("    ),")
    index = models["filter"]
    entries: dict[Term | str, float] = {
        term[0]: w for term, w in zip(index.terms, index.weights.tolist(), strict=True)
    }
    lines += [
        "}",
        '"""By model: bias; weights of features, of products, of what lies above a bend; an average pair."""',
        "",
        "FILTER: tuple[float, dict[str, float]] = (",
        f"    {index.bias:.4f},",
        "    {",
        *_dictionary(entries),
        "    },",
        ")",
        '"""The index\'s estimate: bias and weights of what it sees (`core.index`)."""',
        "# fmt: on",
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(folder: Path, *, to_file: bool) -> None:
    models = {}
    for name, task in tasks(folder).items():
        report(name, task)
        rows = task.fold == 1 if name in WINDOW else np.ones(len(task.y), bool)
        models[name] = train(task, RIDGE[name], rows)
    if to_file:
        write(models)


if __name__ == "__main__":
    main(Path(sys.argv[1]), to_file="--write" in sys.argv[2:])
