"""The pair answer: symmetric, bounded, explained, and stopped by vetoes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.core.match import match
from ticker.core.model import Relation
from ticker.core.text import headline

_WORDS = st.sampled_from(
    [
        *("مقتل", "إصابة", "5", "12", "6.5", "بغداد", "القاهرة", "وزير", "يصل", "يغادر", "لا"),
        *("rise", "fall", "mayor", "dam", "Iran", "Israel", "😀", ":", "-", "u.s."),
    ]
)
_TITLES = st.lists(_WORDS, max_size=9).map(" ".join) | st.text(max_size=40)


@given(_TITLES, _TITLES)
def test_a_match_is_symmetric_and_bounded(a: str, b: str) -> None:
    one, other = match(headline(a), headline(b)), match(headline(b), headline(a))
    assert one.score == other.score
    assert one.relation is other.relation
    assert 0.0 <= one.score <= 1.0
    assert one.same is (one.relation is not Relation.DISTINCT)


@given(_TITLES)
def test_a_title_repeats_itself(title: str) -> None:
    found = match(headline(title), headline(title))
    if title.strip():
        assert (found.relation, found.score) == (Relation.REPEAT, 1.0)
    else:
        assert (found.relation, found.score) == (Relation.DISTINCT, 0.0)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Quake of 6.5 shakes Izmir coast", "Quake of 5.6 shakes Izmir coast", "veto-number"),
        ("زلزال بقوة 6.5 يضرب ساحل إزمير", "زلزال بقوة 5.6 يضرب ساحل إزمير", "veto-number"),
        ("Floods close schools in Basra", "Floods close schools in Mosul", "veto-place"),
        ("رئيس وزراء اليابان يصل القاهرة", "رئيس وزراء الهند يصل القاهرة", "veto-place"),
        ("Cotton prices rise after rain", "Cotton prices fall after rain", "veto-opposite"),
        ("ارتفاع أسعار القطن بعد الأمطار", "انخفاض أسعار القطن بعد الأمطار", "veto-opposite"),
        ("Rovers beat Wanderers", "Wanderers beat Rovers", "veto-roles"),
        ("Mayor will attend harbour opening", "Mayor will not attend harbour opening", "veto-negation"),
    ],
)
def test_vetoes_stop_what_words_alone_would_merge(a: str, b: str, kind: str) -> None:
    found = match(headline(a), headline(b))
    assert found.relation is Relation.DISTINCT
    assert found.score <= 0.35
    allowed = {kind, "veto-name"} if kind == "veto-place" else {kind}
    assert not allowed.isdisjoint(reason.kind for reason in found.reasons)


def test_the_same_sign_matches_and_another_does_not() -> None:
    assert match(headline("😀"), headline(" 😀 ")).relation is Relation.REPEAT
    assert match(headline("😀"), headline("🔥")).relation is Relation.DISTINCT
    assert match(headline(""), headline("")).relation is Relation.DISTINCT


def test_matching_needs_no_numpy() -> None:
    code = "import sys, ticker.core.match, ticker.core.text; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
