"""The only answer to "do these two headlines say the same?": relation, score, reasons.

Three steps: equal words are a repeat; else the learned score weighs the evidence; else a hard veto
forbids what the score would allow. Knows two headlines; must not know stories or windows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from ticker.core.features import Features, Idf, features
from ticker.core.model import Grain, Relation
from ticker.core.veto import Verdict, verdict
from ticker.core.weights import BIAS, TIMED_BIAS, TIMED_WEIGHTS, WEIGHTS

if TYPE_CHECKING:
    from ticker.core.features import Rarity
    from ticker.core.text import Headline

__all__ = ["THRESHOLDS", "Features", "Idf", "Match", "Reason", "match", "pair_score", "score_of"]

THRESHOLDS: dict[Grain, float] = {Grain.REPEATS: 0.87, Grain.STORIES: 0.4, Grain.TOPICS: 0.04}
"""Score from which two headlines count as the same news, by grain."""

VETOED = 0.02
"""The most that a vetoed pair may score: below every threshold."""

NEAR_VERBATIM = 0.7
"""Trigram cosine below which a pair is no repeat at grain `repeats`, whatever its score."""

_NO_IDF = Idf()
# Two models: what two titles say by their words alone, and what they say when it is known when.
_MODELS = {
    False: (BIAS, tuple(WEIGHTS.get(name, 0.0) for name in Features._fields)),
    True: (TIMED_BIAS, tuple(TIMED_WEIGHTS.get(name, 0.0) for name in Features._fields)),
}
_KINDS = {
    "number": "another number",
    "place": "another place",
    "opposite": "opposite meaning",
    "negation": "negation",
    "roles": "roles swapped",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: a stable `kind`, a line an editor understands, and its weight (log-odds)."""

    kind: str
    text: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """How two headlines stand to each other; `score` is the chance, 0..1, that they tell one story."""

    relation: Relation
    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the two belong to one story."""
        return self.relation is not Relation.DISTINCT


def score_of(evidence: Features, *, timed: bool) -> float:
    """The learned score, 0..1; `timed` = both times are known."""
    bias, vector = _MODELS[timed]
    logit = bias + math.fsum(map(mul, vector, evidence))
    return 1.0 / (1.0 + math.exp(-max(min(logit, 40.0), -40.0)))


def _timed(a: Headline, b: Headline) -> bool:
    return a.time is not None and b.time is not None


def pair_score(a: Headline, b: Headline, idf: Rarity) -> float:
    """The score alone, vetoes left out: what the window ranks its candidates by."""
    if not a.keys or not b.keys or a.text == b.text:
        return float(a.text == b.text and (bool(a.keys) or a.title.strip() == b.title.strip() != ""))
    return score_of(features(a, b, idf), timed=_timed(a, b))


def match(
    a: Headline,
    b: Headline,
    *,
    grain: Grain = Grain.STORIES,
    idf: Rarity | None = None,
    threshold: float | None = None,
) -> Match:
    """Compare two headlines.

    `idf` None = only the prior knows which words are rare; `threshold` None = the grain's own.
    Symmetric. Titles without letters or digits match only what looks exactly the same.
    """
    if not a.keys or not b.keys:
        if a.title.strip() and a.title.strip() == b.title.strip():
            return Match(Relation.REPEAT, 1.0, (Reason("same", "the same signs"),))
        return Match(Relation.DISTINCT, 0.0, (Reason("empty", "nothing to compare: no words"),))
    if a.text == b.text:
        return Match(Relation.REPEAT, 1.0, (Reason("same", "the same words"),))
    evidence = features(a, b, idf or _NO_IDF)
    score = score_of(evidence, timed=_timed(a, b))
    ruling = verdict(a, b, evidence.least)
    reasons = _reasons(a, b, evidence, ruling, idf or _NO_IDF)
    if ruling.veto:
        return Match(Relation.DISTINCT, score * VETOED, reasons)
    if score < (THRESHOLDS[grain] if threshold is None else threshold) or (
        grain is Grain.REPEATS and evidence.trigrams < NEAR_VERBATIM
    ):
        return Match(Relation.DISTINCT, score, reasons)
    if ruling.changed:
        return Match(Relation.UPDATE, score, reasons)
    same = sorted(a.words) == sorted(b.words)
    return Match(Relation.REPEAT if same else Relation.REWORDING, score, reasons)


def _reasons(
    a: Headline, b: Headline, evidence: Features, ruling: Verdict, idf: Rarity
) -> tuple[Reason, ...]:
    """The evidence in an editor's words, the strongest first."""
    found: list[Reason] = []
    if ruling.veto:
        found.append(Reason(f"veto-{ruling.kind}", f"{_KINDS[ruling.kind]}: {ruling.veto}"))
    if ruling.changed:
        found.append(Reason("changed-number", f"a number changed: {ruling.changed}"))
    shared = sorted(set(a.keys) & set(b.keys), key=lambda key: (-idf(key), key))[:6]
    if shared:
        words = ", ".join(key.lstrip("=#") for key in shared)
        found.append(Reason("shared-words", f"shared: {words}", WEIGHTS.get("least", 0.0) * evidence.least))
    only_a = sorted(set(a.keys) - set(b.keys), key=lambda key: (-idf(key), key))[:3]
    only_b = sorted(set(b.keys) - set(a.keys), key=lambda key: (-idf(key), key))[:3]
    if only_a or only_b:
        sides = " / ".join(
            ", ".join(key.lstrip("=#") for key in side) or "nothing" for side in (only_a, only_b)
        )
        found.append(
            Reason("unshared-words", f"only in one: {sides}", WEIGHTS.get("rarer", 0.0) * evidence.rarer)
        )
    if evidence.speaker:
        found.append(Reason("same-speaker", "the same speaker", WEIGHTS.get("speaker", 0.0)))
    if evidence.same_source:
        found.append(Reason("same-source", "one publisher says both", WEIGHTS.get("same_source", 0.0)))
    return tuple(found)
