"""The word lists as data, and the expressions of several words as a title shows them."""

from __future__ import annotations

import pytest

from ticker.core.features import Idf, features
from ticker.core.lexicon import OPPOSITES, PHRASES, PLACES, PRIOR, RELATED, _key, _lines, _name, keys_of
from ticker.core.phrases import spans
from ticker.core.places import another_place
from ticker.core.siblings import SIBLINGS
from ticker.core.text import headline


def test_no_word_has_two_meanings() -> None:
    owner: dict[str, str] = {}
    clashes = []
    for line in (*_lines("CONCEPTS"), *_lines("THINGS"), *_lines("COUNTRIES")):
        names = line.partition(" < ")[0].split()
        key = _key(names[0])
        clashes += [(name, names[0]) for name in names if owner.setdefault(_name(name), key) != key]
    assert clashes == []


def test_opposites_share_no_meaning() -> None:
    assert [key for key, others in OPPOSITES.items() if key in others] == []


def test_siblings_share_no_meaning() -> None:
    assert [key for key, places in SIBLINGS.items() if len({line for line, _ in places}) < len(places)] == []


def test_every_word_that_is_related_or_common_is_spelled_as_a_title_has_it() -> None:
    concepts = {_key(line.split()[0]) for line in (*_lines("CONCEPTS"), *_lines("THINGS"))} | set(
        PHRASES.values()
    )
    unknown = {key for key in (*RELATED, *PRIOR) if key[0] == "=" and "_" in key and key not in concepts}
    assert unknown - set(PLACES) - {key for key, _ in PLACES.values()} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour chief steps down", "Harbour chief resigns"),
        ("Harbour chief stepped down", "Harbour chief quits"),
        ("Islanders go to the polls", "Islanders vote"),
        ("N. Korea tests engine", "North Korea tests engine"),
        ("NKorea tests engine", "N Korean test of engine"),
        ("Fire in Calif. town", "Fire in California town"),
        ("Horse meat found in pies", "Horsemeat found in pies"),
        ("Air strike on depot", "Airstrike on depot"),
        ("IMF loan for Ghana", "International Monetary Fund loan for Ghana"),
        ("Prime minister visits Peru", "PM visits Peru"),
        ("إلقاء القبض على لص", "اعتقال لص"),
        ("لقي بحار مصرعه", "مصرع بحار"),
        ("ستعلن الوزيرة موعد الحصاد", "الوزيرة أعلنت موعد الحصاد"),
        ("تنديد بمقتل بحار", "تنديد بوفاة بحار"),
        ("رئيس الحكومة في بغداد", "رئيس الوزراء في بغداد"),
        ("الولايات المتحدة تحذر", "واشنطن حذرت"),
        ("إطلاق سراح بحار", "الإفراج عن بحار"),
        ("الشرطة تحرس المتحف", "شرطة تحرس المتحف"),
        ("هدنة على النهر", "الهدنة على النهر"),
    ],
)
def test_an_expression_means_what_one_word_means(one: str, other: str) -> None:
    assert set(headline(one).keys) == set(headline(other).keys)


def test_a_clitic_is_cut_only_where_a_listed_word_is_left() -> None:
    assert headline("بغداد بحاره فستق").keys == ("بغداد", "بحار", "فستق")


def test_the_longest_expression_wins_and_none_overlap() -> None:
    keys = headline("un security council meets").keys
    assert _key("security_council") in keys
    assert [(one.start, one.end) for one in spans(["=air", "prim", "=minister", "prim", "=minister"])] == [
        (1, 3),
        (3, 5),
    ]


def test_an_expression_leaves_the_text_and_the_letters_alone() -> None:
    merged = headline("Prime minister steps down")
    assert merged.text == "prime minister steps down"
    assert merged.trigrams == headline("steps prime down minister").trigrams


def test_what_says_nothing_is_no_key() -> None:
    assert headline("Bakers set to strike").keys == headline("Bakers strike").keys


def test_a_number_inside_an_expression_is_no_number() -> None:
    assert headline("Talks at number 10 end").numbers == ()
    assert headline("Talks at hall 10 end").numbers != ()


def test_relatives_are_near_and_not_the_same() -> None:
    assert RELATED[_key("blast")] >= keys_of("attack")
    assert all(key in RELATED[other] for key, others in RELATED.items() for other in others)
    near = features(headline("blast in Aleppo market"), headline("attack on Aleppo market"), Idf())
    far = features(headline("blast in Aleppo market"), headline("wedding in Aleppo market"), Idf())
    assert near.keys == far.keys
    assert near.soft > far.soft == 0


def test_a_city_lies_in_its_state_and_in_its_country() -> None:
    name, around = PLACES["dallas"]
    assert name == _key("dallas")
    assert around == keys_of("texas usa")


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("Blast in Dallas", "Blast in Denver", True),
        ("Blast in Dallas", "Blast in Texas", False),
        ("Blast in Dallas", "Blast in United States", False),
        ("South Korean blast", "Blast in N. Korea", True),
        ("Blast at port", "Blast in Denver", False),
        ("حريق بحلب", "حريق في حمص", True),
        ("حريق بحلب", "حريق في سوريا", False),
    ],
)
def test_another_place_is_one_that_neither_holds_the_other(one: str, other: str, clash: bool) -> None:
    found = features(headline(one), headline(other), Idf())
    assert bool(found.other_place) is clash
    assert bool(another_place(headline(one), headline(other))) is clash
