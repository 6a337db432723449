"""The only answer to "do these two headlines say the same?": relation, score, reasons.

Three steps: equal words are a repeat; else the learned score weighs the evidence; else a hard veto
forbids what the score would allow. Knows two headlines; must not know stories or windows.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from ticker.core.anchor import anchored
from ticker.core.features import Features, Idf, features
from ticker.core.judge import UNCERTAIN, Judge, by_summary
from ticker.core.model import Grain, Relation
from ticker.core.score import MODELS
from ticker.core.veto import Verdict, verdict

if TYPE_CHECKING:
    from ticker.core.features import Rarity
    from ticker.core.text import Headline

__all__ = [
    "THRESHOLDS",
    "Features",
    "Idf",
    "Judge",
    "Match",
    "Reason",
    "Weighed",
    "match",
    "model_of",
    "pair_score",
    "score_of",
    "weigh",
]

THRESHOLDS: dict[Grain, float] = {Grain.REPEATS: 0.84, Grain.STORIES: 0.4, Grain.TOPICS: 0.04}
"""Score from which two headlines count as the same news, by grain."""

ANCHORED = 0.8
"""What one disaster at one named place is worth, however little else is shared."""

VETOED = 0.38
"""What a veto leaves of a score at most: less than the grain `stories` asks for."""

_HALF = 0.5

NEAR_VERBATIM = 0.7
"""Trigram cosine below which a pair is no repeat at grain `repeats`, whatever its score."""

_NO_IDF = Idf()
_ARABIC = re.compile("[\u0620-\u064a]")
_SHARED = (
    "trigrams",
    "least",
    "most",
    "shared",
    "keys",
    "content",
    "soft",
    "letters",
    "order",
    "run",
    "first",
    "head",
)
_UNSHARED = ("rarest", "rarer", "extra", "extras")
_VETO = "veto-"  # begins the kind of its reason
_KINDS = {
    "number": "another number",
    "place": "another place",
    "name": "another name",
    "sibling": "another of its kind",
    "opposite": "opposite meaning",
    "negation": "negation",
    "roles": "roles swapped",
    "generic": "a generic title",
    "byline": "another piece",
    "subject": "another subject in one short frame",
}


class Reason(Struct, frozen=True, gc=False):
    """One piece of evidence: a stable `kind`, a line an editor understands, and its weight (log-odds)."""

    kind: str
    text: str
    weight: float = 0.0


class Match(Struct, frozen=True, gc=False):
    """How two headlines stand to each other; `score` is the chance, 0..1, that they tell one story."""

    relation: Relation
    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the two belong to one story."""
        return self.relation is not Relation.DISTINCT

    @property
    def veto(self) -> str:
        """The kind of the veto that forbids it, as "place"; "" = none does."""
        kinds = (reason.kind for reason in self.reasons if reason.kind.startswith(_VETO))
        return next(kinds, "").removeprefix(_VETO)


def model_of(a: Headline, b: Headline) -> str:
    """Which weights judge a pair: `timed` where both times are known, else by script."""
    if a.time is not None and b.time is not None:
        return "timed"
    return "arabic" if _ARABIC.search(a.text) and _ARABIC.search(b.text) else "other"


def score_of(evidence: Features, model: str) -> float:
    """The learned score, 0..1, by `model` (see `core.score`)."""
    return MODELS[model].score(evidence)


class Weighed(NamedTuple):
    """A pair with its evidence weighed, vetoes left out: what the window ranks its candidates by."""

    score: float
    learned: float
    """The score before second opinions: one disaster, agreeing summaries."""
    anchor: str
    evidence: Features | None
    """None where the two are the same, or have no words."""


def weigh(a: Headline, b: Headline, idf: Rarity, judge: Judge = by_summary) -> Weighed:
    """The score of a pair as far as words and times tell, with the evidence behind it; symmetric."""
    if not a.keys or not b.keys or a.text == b.text:
        score = float(a.text == b.text and (bool(a.keys) or a.title.strip() == b.title.strip() != ""))
        return Weighed(score, score, "", None)
    evidence = features(a, b, idf)
    score = learned = score_of(evidence, model_of(a, b))
    anchor = anchored(a, b)
    if anchor and score < ANCHORED:
        score = ANCHORED
    elif UNCERTAIN[0] <= score <= UNCERTAIN[1]:
        score = judge(a, b, score, idf)
    return Weighed(score, learned, anchor, evidence)


def pair_score(a: Headline, b: Headline, idf: Rarity, judge: Judge = by_summary) -> float:
    """The score alone (see `weigh`)."""
    return weigh(a, b, idf, judge).score


def match(
    a: Headline,
    b: Headline,
    *,
    grain: Grain = Grain.STORIES,
    idf: Rarity | None = None,
    threshold: float | None = None,
    judge: Judge = by_summary,
    weighed: Weighed | None = None,
) -> Match:
    """Compare two headlines.

    `idf` None = only the prior knows which words are rare; `threshold` None = the grain's own;
    `judge` gives a second opinion on uncertain pairs; `weighed` is what `weigh` said of the pair, if known.
    Symmetric. Titles without letters or digits match only what looks exactly the same.
    """
    if not a.keys or not b.keys:
        if a.title.strip() and a.title.strip() == b.title.strip():
            return Match(Relation.REPEAT, 1.0, (Reason("same", "the same signs"),))
        return Match(Relation.DISTINCT, 0.0, (Reason("empty", "nothing to compare: no words"),))
    idf = idf or _NO_IDF
    score, learned, anchor, evidence = weighed or weigh(a, b, idf, judge)
    if evidence is None:
        return Match(Relation.REPEAT, 1.0, (Reason("same", "the same words"), *_left_out(a, b)))
    # a broad topic holds opposite turns, other numbers and other places
    ruling = Verdict() if grain is Grain.TOPICS else verdict(a, b, evidence.least)
    if anchor and ruling.kind == "number":
        ruling = Verdict(changed=ruling.veto)  # the count of one disaster moves
    reasons = _reasons(a, b, evidence, ruling, idf=idf)
    if anchor:
        reasons = (Reason("anchor", f"one disaster at one place: {anchor}"), *reasons)
    elif score > learned:
        reasons = (Reason("second-opinion", f"the summaries agree ({learned:.2f} → {score:.2f})"), *reasons)
    if ruling.veto:
        return Match(Relation.DISTINCT, VETOED * -math.expm1(-score / VETOED), reasons)
    if score < (THRESHOLDS[grain] if threshold is None else threshold) or (
        grain is Grain.REPEATS and evidence.trigrams < NEAR_VERBATIM
    ):
        return Match(Relation.DISTINCT, score, reasons)
    if ruling.changed:
        return Match(Relation.UPDATE, score, reasons)
    same = sorted(a.words) == sorted(b.words)
    return Match(Relation.REPEAT if same else Relation.REWORDING, score, reasons)


def _spelled(headline: Headline) -> dict[str, str]:
    """The key of each content word → the word as the title has it, folded."""
    return {word.key: word.text for word in reversed(headline.tokens)}


def _rarest(keys: set[str], spelled: dict[str, str], rarity: dict[str, float], most: int) -> str:
    rarest = sorted(keys, key=lambda key: (-rarity[key], key))[:most]
    return ", ".join([spelled.get(key, key) for key in rarest])


def _reasons(
    a: Headline, b: Headline, evidence: Features, ruling: Verdict, *, idf: Rarity
) -> tuple[Reason, ...]:
    """The evidence in an editor's words: rulings first, then what speaks for and against.

    What is shared can speak against, where it is less than a pair usually shares: then it is called little.
    """
    found: list[Reason] = []
    if ruling.veto:
        found.append(Reason(f"{_VETO}{ruling.kind}", f"{_KINDS[ruling.kind]}: {ruling.veto}"))
    if ruling.changed:
        found.append(Reason("changed-number", f"a number changed: {ruling.changed}"))
    in_a, in_b, spelled_a, spelled_b = set(a.keys), set(b.keys), _spelled(a), _spelled(b)
    rarity = {key: idf(key) for key in in_a | in_b}
    added = MODELS[model_of(a, b)].contributions(evidence)

    def weight(*names: str) -> float:
        return math.fsum(added[name] for name in names)

    if in_a & in_b:
        speaks = weight(*_SHARED)
        how = "little shared" if speaks < 0.0 and evidence.least < _HALF else "shared"
        text = f"{how}: {_rarest(in_a & in_b, spelled_a, rarity, 6)}"
        found.append(Reason("shared-words", text, speaks))
    if in_a - in_b or in_b - in_a:
        sides = (_rarest(in_a - in_b, spelled_a, rarity, 3), _rarest(in_b - in_a, spelled_b, rarity, 3))
        text = f"only in one: {' / '.join(side or '—' for side in sides)}"
        found.append(Reason("unshared-words", text, weight(*_UNSHARED)))
    if evidence.speaker:
        found.append(Reason("same-speaker", "the same speaker", weight("speaker")))
    if evidence.same_source:
        found.append(Reason("same-source", "one publisher says both", weight("same_source")))
    if a.time is not None and b.time is not None and abs(a.time - b.time) >= 3600.0:
        hours = abs(a.time - b.time) / 3600.0
        found.append(Reason("hours-apart", f"{hours:.0f} h apart", weight("gap")))
    return (*found, *_left_out(a, b))


def _left_out(a: Headline, b: Headline) -> tuple[Reason, ...]:
    """What was no part of the comparison, for it hangs on most titles of its feed."""
    said = dict.fromkeys(
        edge.text[1:]
        for one in (a, b)
        for edge in one.edges
        if edge.at == one.cut[0 if edge.text[0] == "<" else 1]
    )
    return (Reason("decoration", f"decoration of its feed left out: {', '.join(said)}"),) if said else ()
