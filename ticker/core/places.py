"""The places that a title names, by the gazetteer of `core.words`, and whether two titles name others.

Knows places; must not know what a clash of them means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.core.lexicon import PLACES

if TYPE_CHECKING:
    from ticker.core.text import Headline

_CLITICS = frozenset("بلوف")
_LONG_NAME = 5  # letters below which an adjective is too often another word: «المالي» is no Malian
_AROUND: dict[str, frozenset[str]] = dict(PLACES.values())


def _forms(word: str) -> list[str]:
    """The spellings under which a folded word may be listed: without a clitic, as a nationality's country."""
    forms = [word]
    bare = word
    if word[0] in _CLITICS:
        bare = word[1:]
        forms += (bare, f"ال{word[2:]}")
    for ending in ("يه", "ي"):
        if bare.endswith(ending) and len(bare) - len(ending) >= _LONG_NAME:
            country = bare.removesuffix(ending)
            forms += (country, country.removeprefix("ال"))
    if len(bare) >= _LONG_NAME + 2:
        forms.append(bare.removeprefix("ال"))
    return forms


def place_of(word: str, key: str) -> str:
    """The name of the place that a folded word or its key stands for; "" = none."""
    found = PLACES.get(key) or PLACES.get(word)
    if found is None and not word.isascii():
        found = next((PLACES[form] for form in _forms(word) if form in PLACES), None)
    return found[0] if found else ""


def another_place(a: Headline, b: Headline) -> str:
    """Each names a place that the other does not, and neither lies in the other: `mumbai ≠ manila`, or ""."""
    if not a.places or not b.places:
        return ""
    around = frozenset().union(*[_AROUND[name] for name in a.places + b.places])
    only_a = [name for name in a.places if name not in around and _outside(name, b.places)]
    only_b = [name for name in b.places if name not in around and _outside(name, a.places)]
    return f"{min(only_a).lstrip('=')} ≠ {min(only_b).lstrip('=')}" if only_a and only_b else ""


def _outside(name: str, places: tuple[str, ...]) -> bool:
    return name not in places and _AROUND[name].isdisjoint(places)
