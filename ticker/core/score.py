"""The learned pair score: what a model makes of the evidence, and what each piece of evidence added.

A model is a logistic regression over the features, their products two by two and a few bends of each
(hinges): as good as boosted trees on the development data, and still a sum that can be taken apart.
It is computed in whole numbers, so that every machine, every order and every batch gives the same bits.
Knows features and weights; must not know headlines.
"""

from __future__ import annotations

import math
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from ticker.core.features import Features
from ticker.core.weights import SCORES

if TYPE_CHECKING:
    from collections.abc import Iterable

_GRAIN = 10  # bits behind the point of a feature
_PRECISION = 16  # bits behind the point of a weight
_FINE = 1 << _GRAIN
_ONE = 1 << (2 * _GRAIN + _PRECISION)
_LIMIT = 40.0


class Weights(NamedTuple):
    """A model as it is written down: log-odds for a feature, a product, and what lies above a bend.

    `means` are the features of an average pair of the training data: the point that explanations start
    from.
    """

    bias: float
    linear: dict[str, float]
    products: dict[tuple[str, str], float]
    hinges: dict[tuple[str, float], float]
    means: dict[str, float]


def _whole(values: Iterable[float], bits: int) -> list[int]:
    return [round(value * (1 << bits)) for value in values]


class Model:
    """Weights made ready to judge pairs."""

    def __init__(self, weights: Weights) -> None:
        place = {name: at for at, name in enumerate(Features._fields)}
        self._bias = round(weights.bias * _ONE)
        self._linear = _whole([weights.linear.get(name, 0.0) for name in place], _PRECISION)
        self._products = [
            (place[a], place[b], round(value * (1 << _PRECISION)))
            for (a, b), value in weights.products.items()
        ]
        self._hinges = [
            (place[name], round(knot * _FINE), round(value * (1 << _PRECISION)))
            for (name, knot), value in weights.hinges.items()
        ]
        self._mean = _whole([weights.means.get(name, 0.0) for name in place], _GRAIN)

    def score(self, evidence: Features) -> float:
        """The score of a pair, 0..1."""
        x = [round(value * _FINE) for value in evidence]
        straight = sum(map(mul, x, self._linear))
        for at, knot, weight in self._hinges:
            if x[at] > knot:
                straight += (x[at] - knot) * weight
        logit = self._bias + (straight << _GRAIN)
        for one, other, weight in self._products:
            logit += x[one] * x[other] * weight
        return 1.0 / (1.0 + math.exp(-max(min(logit / _ONE, _LIMIT), -_LIMIT)))

    def contributions(self, evidence: Features) -> dict[str, float]:
        """What each feature added to the log-odds of an average pair.

        The Shapley values of the sum (Shapley 1953; Lundberg and Lee 2017), exact here, since no term
        joins more than two features: a product's share goes half to each side.
        """
        x, mean = _whole(evidence, _GRAIN), self._mean
        moved = [one - usual for one, usual in zip(x, mean, strict=True)]
        parts = [way * weight << (_GRAIN + 1) for way, weight in zip(moved, self._linear, strict=True)]
        for at, knot, weight in self._hinges:
            parts[at] += (max(x[at] - knot, 0) - max(mean[at] - knot, 0)) * weight << (_GRAIN + 1)
        for one, other, weight in self._products:
            parts[one] += moved[one] * (x[other] + mean[other]) * weight
            parts[other] += moved[other] * (x[one] + mean[one]) * weight
        return {name: part / (2 * _ONE) for name, part in zip(Features._fields, parts, strict=True)}


MODELS: dict[str, Model] = {name: Model(Weights(*parts)) for name, parts in SCORES.items()}
"""The models that judge pairs, by name."""
