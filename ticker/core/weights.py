"""The learned weights of the pair score; written by `benchmarks/matching/train.py`, reviewed by people.

A logistic regression: score = 1 / (1 + exp(-(BIAS + sum of weight · feature))). Features are defined,
with their units, in `core.features`.
"""

from __future__ import annotations

BIAS = -5.5331

WEIGHTS: dict[str, float] = {
    "trigrams": 2.4619,
    "least": 1.7690,
    "most": 3.2799,
    "shared": -0.4791,
    "soft": 0.9257,
    "order": -0.8525,
    "rarest": -1.5498,
    "rarer": -1.9845,
    "speaker": 2.2150,
    "other_number": -0.9211,
    "same_number": 0.3105,
    "length": 2.5571,
    "same_source": -4.8360,
    "timed": 2.3122,
    "gap": -0.9649,
}
