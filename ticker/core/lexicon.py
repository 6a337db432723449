"""What matching knows of words beforehand: meanings, opposites, negation, places, frequencies.

Indexes the hand-written lists of `core.words` by word, stem and expression. Knows words; must not know
headlines.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations
from typing import TYPE_CHECKING

from ticker.core.fold import fold
from ticker.core.numbers import ORDINALS, SMALL
from ticker.core.stem import ARTICLES, stem
from ticker.core.words import LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Share of titles that hold a word of each tier.
_TIERS = (("COMMON_1", 1 / 20), ("COMMON_2", 1 / 80), ("COMMON_3", 1 / 300), ("COMMON_4", 1 / 500))


def _lines(name: str) -> Iterator[str]:
    """The lines of one list in all modules that have it; an indented line continues the one before."""
    for module in LISTS:
        text: str = getattr(module, name, "")
        yield from text.strip().replace("\n  ", " ").casefold().splitlines()


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in fold(line).split()]


@cache
def _name(word: str) -> str:
    """A listed word or expression (`steps_down`) with each of its words folded."""
    return "_".join([fold(part).strip() for part in word.split("_")]) if "_" in word else fold(word).strip()


def _members() -> Iterator[list[str]]:
    """The names of each concept; a place is one with its adjectives and people."""
    for line in (*_lines("CONCEPTS"), *_lines("THINGS")):
        yield [_name(word) for word in line.split()]
    for line in _lines("COUNTRIES"):
        yield [_name(word) for word in line.partition(" < ")[0].split()]


def _concepts() -> tuple[dict[str, str], dict[str, str]]:
    """Concepts by word or expression, and by stem where the stem belongs to one concept only."""
    words: dict[str, str] = {}
    stems: dict[str, set[str]] = {}
    for names in _members():
        concept = words.get(names[0], "=" + names[0])
        for name in names:
            known = words.setdefault(name, concept)
            if "_" not in name:
                stems.setdefault(stem(name), set()).add(known)
    # a short stem says too little: «بحر» is the sea, not what is left of «البحرين»
    sure = {stemmed for stemmed in stems if len(stemmed) >= 4 or stemmed.isascii() or stemmed in words}
    return words, {stemmed: min(stems[stemmed]) for stemmed in sure if len(stems[stemmed]) == 1}


STOP: frozenset[str] = frozenset(_words("STOP"))
_CLITICS = frozenset("وفبكل")
_PERSONS = frozenset("يتن")
_ENDINGS = ("وا", "ت", "ته", "تها", "تهم", "هم", "هما", "ها", "ه", "ا", "نا")
_BARE = 4
_CITIES = frozenset(
    name for line in _lines("CITIES") for name in fold(line.partition(": ")[2].replace("/", " ")).split()
)
_BY_WORD, _BY_STEM = _concepts()


def key_of(word: str, stemmed: str) -> str:
    """What a word is compared by: the concept of the word or of its stem, else the stem itself.

    An Arabic word is cut further, but only where a listed one is left: «بمقتل», «ستعلن», never «بغداد».
    """
    found = _BY_WORD.get(word) or _BY_STEM.get(stemmed)
    if found is None and len(word) >= _BARE and word not in _CITIES and "ء" <= word[0] <= "ي":
        found = next((_BY_WORD[form] for form in _arabic_forms(word) if form in _BY_WORD), None)
    return found or stemmed


def _arabic_forms(word: str) -> Iterator[str]:
    """Without a clitic; the third person of a present («ستعلن»); a past without its ending («أعلنوا»)."""
    for article in ARTICLES:
        if word.startswith(article):
            yield "ال" + word[len(article) :]
            yield word[len(article) :]
    bare = word[1:] if word[0] in _CLITICS else word
    if bare is not word:
        yield bare
        yield "ال" + word[2:]
    for one in (word, bare):
        verb = one.removeprefix("س")
        if verb[0] in _PERSONS:
            yield "ي" + verb[1:]
        for ending in _ENDINGS:
            if one.endswith(ending) and len(one) - len(ending) >= _BARE - 1:
                yield one[: -len(ending)]


@cache
def _key(word: str) -> str:
    name = _name(word)
    return _BY_WORD.get(name, "=" + name) if "_" in name else key_of(name, stem(name))


def keys_of(words: str) -> frozenset[str]:
    """The keys of words in plain spelling, separated by spaces."""
    return frozenset(_key(word.casefold()) for word in words.split())


def _part(word: str) -> str:
    """What one word inside an expression is known by: a stop word itself, numbers by their value."""
    if word in STOP:
        return word
    if word in SMALL or word.isdigit():
        return f"#{SMALL.get(word) or float(word):g}"
    return f"#{ORDINALS[word]:g}th" if word in ORDINALS else key_of(word, stem(word))


def _phrases() -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for name in filter(lambda name: "_" in name, _BY_WORD):
        first, *rest = name.split("_")
        others = [_part(word) for word in rest]
        for clitic in ("", "ب", "ل", "و") if "ء" <= first[0] <= "ي" else ("",):
            table.setdefault((_part(clitic + first), *others), _BY_WORD[name])
    for line in _lines("SILENT"):
        for phrase in line.split(","):
            if words := fold(phrase).split():
                table.setdefault(tuple(map(_part, words)), "")
    return table


def _place(name: str) -> str:
    """The key of a place; a concept by its stem alone is another word's: Homs is no home."""
    key = _key(name)
    return key if not key.startswith("=") or "_" in name or _name(name) in _BY_WORD else _name(name)


def _places() -> dict[str, tuple[str, frozenset[str]]]:
    lines: list[tuple[list[str], str]] = []
    for line in (*_lines("COUNTRIES"), *_lines("PLACES")):
        place, _, larger = line.partition(" < ")
        lines.append((place.split(), larger.strip()))
    for line in _lines("CITIES"):
        country, _, cities = line.partition(": ")
        lines += [(city.split("/"), country.strip("-")) for city in cities.split()]
    found: dict[str, tuple[str, str]] = {}
    for names, larger in lines:
        for name in names:
            key = _place(name)
            around = _place(larger) if larger and _place(larger) != key else ""
            # a name whose stem is also a common word («البحرين», «بحر») is known by its spelling alone
            found.setdefault(key if key.startswith("=") else _name(name), (_place(names[0]), around))
    nearest = dict(found.values())
    return {name: (key, frozenset(_chain(key, nearest))) for name, (key, _) in found.items()}


def _chain(place: str, nearest: dict[str, str]) -> Iterator[str]:
    while place := nearest.get(place, ""):
        yield place


def _related() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    fields = [[_key(word) for word in line.split()] for line in _lines("RELATED")]
    for field in (*fields, *([name, larger] for name, around in PLACES.values() for larger in around)):
        for key in field:
            table.setdefault(key, set()).update(field)
    return {key: frozenset(others - {key}) for key, others in table.items()}


def _against(name: str, *known: Callable[[str], str]) -> dict[str, frozenset[str]]:
    """What stands against each word of a list, words by each of the names that `known` gives them."""
    table: dict[str, set[str]] = {}
    for line in _lines(name):
        sides = [
            [known_as(word) for word in side.split() for known_as in known] for side in line.split(" : ")
        ]
        for one, other in permutations(sides, 2):
            for left in one:
                table.setdefault(left, set()).update(set(other) - {left})
    return {key: frozenset(others) for key, others in table.items()}


def _prior() -> dict[str, float]:
    table: dict[str, float] = {}
    for name, share in _TIERS:
        for line in _lines(name):
            for word in line.split():
                table.setdefault(_key(word), share)
    return table


NEGATION: frozenset[str] = frozenset(_words("NEGATION"))
OPPOSITES: dict[str, frozenset[str]] = _against("OPPOSITES", _key)
COUNTERPARTS: dict[str, frozenset[str]] = _against("COUNTERPARTS", _key, _name)
"""Key or folded word → what it stands against where little else differs: buy and sell, before and after."""
REVERSALS: frozenset[str] = frozenset(_key(word) for line in _lines("REVERSALS") for word in line.split())
"""Keys of words by which the same event did not happen: postponed, cancelled, denied."""
PLACES: dict[str, tuple[str, frozenset[str]]] = _places()
"""Concept key or folded spelling of a place → its name and the larger places around it."""
THINGS: frozenset[str] = frozenset(_key(line.split()[0]) for line in _lines("THINGS"))
"""Concepts that are persons or things: another one in its place is another subject."""
PHRASES: dict[tuple[str, ...], str] = _phrases()
"""Keys of an expression's words (its stop words as they are) → the key of what it means; "" = nothing."""
RELATED: dict[str, frozenset[str]] = _related()
"""Key → keys that are not the same but near: a blast and an attack, a city and its country."""
PRIOR: dict[str, float] = _prior()
BYLINES: frozenset[str] = frozenset(map(_key, _words("BYLINES")))
"""What stands before a colon where a section or a writer speaks, not the news."""
RISES: frozenset[str] = frozenset({_key("ارتفاع"), _key("rise")})
DEATHS: frozenset[str] = frozenset({_key("مقتل"), _key("kill"), _key("toll"), _key("حصيلة")})
HURT: frozenset[str] = frozenset({_key("إصابة"), _key("injured"), _key("missing")})


def is_name(key: str) -> bool:
    """Whether no list knows a key: mostly it is a name."""
    return key not in PRIOR and key[0] not in "=#"
