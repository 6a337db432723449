"""The score under every kind of evidence: symmetric, bounded, one on identity, at every grain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ticker.core.features import Idf
from ticker.core.match import match, pair_score
from ticker.core.model import Grain, Relation
from ticker.core.text import headline

if TYPE_CHECKING:
    from ticker.core.text import Headline

_WORDS = st.sampled_from(
    [
        *("quake", "kills", "5", "8", "Lima", "Peru", "not", "president", "of", "Kenya", "arrives", "bank:"),
        *("rates", "$1.2bn", "women's", "|", "-", "..", "😀", "زلزال", "يضرب", "ليما", "مقتل", "لا", "وزير"),
        *("المالية:", "مصر", "العراق", "ارتفاع", "انخفاض", "الذهب"),
    ]
)
_TITLES = st.lists(_WORDS, max_size=9).map(" ".join)
_HEADLINES = st.builds(
    headline,
    _TITLES,
    time=st.none() | st.floats(0, 1e6),
    publisher=st.sampled_from(["", "one", "other"]),
    summary=st.just("") | _TITLES,
    feed=st.sampled_from(["", "f"]),
    cut=st.sampled_from([(0, None), (0, 12), (6, None)]),
)


@settings(max_examples=300, deadline=None)
@given(_HEADLINES, _HEADLINES, st.sampled_from(Grain), st.lists(_TITLES, max_size=4))
def test_symmetric_and_bounded(a: Headline, b: Headline, grain: Grain, seen: list[str]) -> None:
    idf = Idf()
    for title in seen:
        idf.add(headline(title).keys)
    one, other = match(a, b, grain=grain, idf=idf), match(b, a, grain=grain, idf=idf)
    assert (one.score, one.relation) == (other.score, other.relation)
    assert [reason.kind for reason in one.reasons] == [reason.kind for reason in other.reasons]
    assert one.reasons
    assert 0.0 <= one.score <= 1.0
    assert pair_score(a, b, idf) == pair_score(b, a, idf)
    assert 0.0 <= pair_score(a, b, idf) <= 1.0


@settings(max_examples=200, deadline=None)
@given(_HEADLINES, st.sampled_from(Grain))
def test_one_on_identity(one: Headline, grain: Grain) -> None:
    found = match(one, one, grain=grain)
    if one.title.strip():
        assert (found.relation, found.score) == (Relation.REPEAT, 1.0)
        assert pair_score(one, one, Idf()) == 1.0
    else:
        assert (found.relation, found.score) == (Relation.DISTINCT, 0.0)
