"""The index finds what a scan of everything finds, however its segments lie."""

from __future__ import annotations

import random

import pytest

from ticker.core import index as index_module
from ticker.core import ring as ring_module
from ticker.core.index import CANDIDATES, Index
from ticker.core.match import THRESHOLDS, pair_score
from ticker.core.model import Grain
from ticker.core.text import Headline, headline

_NOUNS = [
    "harbour",
    "bridge",
    "museum",
    "airport",
    "market",
    "river",
    "temple",
    "railway",
    "clinic",
    "stadium",
]
_NAMES = [
    "Belmora",
    "Tarvik",
    "Oskaden",
    "Lumera",
    "Quentry",
    "Zaldivia",
    "Pernox",
    "Hollin",
    "Vastra",
    "Mirelle",
]
_VERBS = [
    "reopens",
    "floods",
    "expands",
    "shuts",
    "burns",
    "celebrates",
    "fined",
    "rebuilt",
    "guarded",
    "robbed",
]


def _titles(count: int) -> list[str]:
    dice = random.Random(11)
    found: list[str] = []
    for _ in range(count):
        if found and dice.random() < 0.4:
            words = dice.choice(found[-200:]).split()
            words[dice.randrange(len(words))] = dice.choice(_NAMES) + str(dice.randrange(30))
        else:
            words = [
                dice.choice(_NAMES) + dice.choice(_NAMES).lower(),
                dice.choice(_NOUNS),
                dice.choice(_VERBS),
            ]
            words += [dice.choice(_NOUNS), dice.choice(_NAMES)]
        found.append(" ".join(words))
    return found


def _headlines(count: int) -> list[Headline]:
    return [
        headline(title, time=at * 60.0, publisher=f"p{at % 5}") for at, title in enumerate(_titles(count))
    ]


def test_the_best_link_of_a_scan_is_found() -> None:
    headlines = _headlines(700)
    index = Index(0.25)
    found = wanted = 0
    for ordinal, one in enumerate(headlines, 1):
        if ordinal > 500:
            scores = [pair_score(one, other, index.vocabulary) for other in headlines[: ordinal - 1]]
            best = max(scores)
            if best >= THRESHOLDS[Grain.STORIES]:
                wanted += 1
                found += any(scores[candidate.ordinal - 1] == best for candidate in index.find(one))
        index.add(ordinal, one)
    assert wanted > 50
    assert found >= 0.99 * wanted


def test_answers_do_not_depend_on_where_records_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    headlines = _headlines(300)
    whole = Index()
    for ordinal, one in enumerate(headlines, 1):
        whole.add(ordinal, one)
    for ordinal in range(1, 300, 2):
        whole.remove(ordinal)
    monkeypatch.setattr(ring_module, "FIRST_ROOM", 64)
    monkeypatch.setattr(ring_module, "LAST_SLOT", 170)  # slots are numbered anew, more than once
    parts = Index()
    for ordinal, one in enumerate(headlines, 1):
        parts.add(ordinal, one)
        if ordinal > 100 and ordinal % 2 == 0:
            parts.remove(ordinal - 101)
    for ordinal in range(201, 300, 2):
        parts.remove(ordinal)
    for one in headlines:
        assert parts.find(one) == whole.find(one)


@pytest.mark.parametrize("short", [0, 20, 1_000])
def test_a_window_that_slides_finds_what_one_built_anew_finds(
    short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_SHORT", short)
    headlines = _headlines(3_000)
    sliding = Index(0.25)
    for ordinal, one in enumerate(headlines, 1):
        sliding.add(ordinal, one)
        if ordinal > 400:
            sliding.remove(ordinal - 400)
    anew = Index(0.25)
    for ordinal, one in enumerate(headlines[-400:], 2_601):
        anew.add(ordinal, one)
    assert anew.vocabulary.titles == sliding.vocabulary.titles == 400
    for one in headlines[-500:]:
        assert sliding.find(one) == anew.find(one)


def test_common_keys_that_are_not_read_still_count(monkeypatch: pytest.MonkeyPatch) -> None:
    headlines = _headlines(900)
    index = Index(0.25)
    for ordinal, one in enumerate(headlines, 1):
        index.add(ordinal, one)
    whole = [index.find(one)[0] for one in headlines]
    monkeypatch.setattr(index_module, "BUDGET", 60)
    monkeypatch.setattr(index_module, "_NEWEST", 900)
    for one, best in zip(headlines, whole, strict=True):
        found = index.find(one)[0]
        assert found.ordinal == best.ordinal
        assert found.estimate == pytest.approx(best.estimate)


def test_a_budget_reads_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "BUDGET", 10)
    monkeypatch.setattr(index_module, "_NEWEST", 10)
    index = Index(0.25)
    one = headline("Storm closes the old harbour bridge", time=0.0)
    for ordinal in range(1, 101):
        index.add(ordinal, one)
    index.remove(1)
    index.remove(97)
    assert [found.ordinal for found in index.find(one)] == [100, 99, 98, *range(96, 89, -1)]


def test_a_title_of_many_words_is_forgotten_whole() -> None:
    index = Index()
    index.add(1, headline(" ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvw")))
    index.remove(1)
    assert index.vocabulary.titles == 0
    assert index.find(headline("wordv wordw")) == []


def test_many_copies_of_one_title_do_not_slow_the_answer_down() -> None:
    index = Index()
    one = headline("Storm closes the old harbour bridge", time=0.0)
    for ordinal in range(1, 3_000):
        index.add(ordinal, one)
    assert [found.ordinal for found in index.find(one)] == list(range(2_999, 2_999 - CANDIDATES, -1))


def test_a_key_that_nothing_holds_gives_its_number_free() -> None:
    index = Index()
    for ordinal, one in enumerate(_headlines(200), 1):
        index.add(ordinal, one)
        index.remove(ordinal)
    assert index.vocabulary.titles == 0
    assert len(index.vocabulary.counts) < 30
    assert index.find(headline("harbour bridge")) == []
