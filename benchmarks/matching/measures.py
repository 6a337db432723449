"""Ranking measures, in plain numpy: AUC, recall at a precision, Pearson, logistic regression."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]


def auc(scores: Vector, labels: Vector) -> float:
    """Chance that a true pair scores above a false one, ties counting half."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    true = labels > 0.5
    n = int(true.sum())
    return float((ranks[true].sum() - n * (n + 1) / 2) / (n * (len(labels) - n)))


def recall_at(scores: Vector, labels: Vector, precision: float) -> float:
    """The most true pairs found by any threshold whose precision is at least the one given."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    good = np.flatnonzero(hits / np.arange(1, len(hits) + 1) >= precision)
    return float(hits[good[-1]] / labels.sum()) if len(good) else 0.0


def pearson(scores: Vector, truth: Vector) -> float:
    """Linear correlation."""
    return float(np.corrcoef(scores, truth)[0, 1])


def fit(x: Vector, y: Vector, weights: Vector | None = None, ridge: float = 1e-3) -> tuple[Vector, float]:
    """Logistic regression by Newton's method on standardised columns; weights and bias for raw columns.

    `y` may be soft, 0..1.
    """
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    w = np.ones(len(y)) if weights is None else weights
    penalty = ridge * w.sum() * np.r_[np.ones(x.shape[1]), 0.0]
    theta = np.zeros(z.shape[1])
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-np.clip(z @ theta, -40, 40)))
        gradient = z.T @ (w * (p - y)) + penalty * theta
        hessian = (z * (w * p * (1 - p))[:, None]).T @ z + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        theta -= step
        if np.abs(step).max() < 1e-7:
            break
    coefficients = theta[:-1] / spread
    return coefficients, float(theta[-1] - (coefficients * mean).sum())
