"""One disaster at one named place: "quake strikes Lina Island", then "toll of Lina Island quake rises".

As a disaster unfolds, its headlines lose nearly all their words but two: what happened, and where. When
both are shared, the place is a name that few share, and victims are spoken of or a number is shared, the two
tell one event within a day.

Knows two headlines; must not know scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticker.core.fold import fold
from ticker.core.lexicon import DEATHS, HURT, PLACES, PRIOR, keys_of
from ticker.core.naming import names_by_class

if TYPE_CHECKING:
    from ticker.core.text import Headline

WITHIN: Final = 24 * 3600.0
"""Seconds between two headlines of one disaster; later, the same place may have another one."""

# One kind a line.
_DISASTERS = """
earthquake quake زلزال زلازل هزة
flood floods flooding سيول فيضان فيضانات
storm عاصفة hurricane typhoon cyclone tornado إعصار
wildfire fire blaze حريق حرائق
blast explosion انفجار
sinking sinks sink sank sunk capsized capsizes غرق غرقت الغارقة
collapse collapses collapsed انهيار
landslide mudslide انزلاق
avalanche
derailment derailed
eruption erupts ثوران
stampede تدافع
"""

_VICTIMS = """
bodies body survivors rescued rescuers rescue evacuated evacuation victims toll homes homeless passengers
families
ضحايا جثث جثة ناجين إنقاذ مفقودين حصيلة إجلاء إجلاؤها عائلة راكبا منازل
"""


def _forms() -> dict[str, frozenset[int]]:
    """The kinds that a folded word may name, also behind an article or a clitic: «لغرق»."""
    forms: dict[str, set[int]] = {}
    for kind, line in enumerate(_DISASTERS.strip().splitlines()):
        for name in fold(line).split():
            for before in ("", "ال", *"لبوفك"):
                forms.setdefault(before + name, set()).add(kind)
    return {form: frozenset(kinds) for form, kinds in forms.items()}


_KINDS = _forms()
_NO_KIND: frozenset[int] = frozenset()
_HAPPENED = keys_of(_DISASTERS)
_SUFFERED = keys_of(_VICTIMS) | DEATHS | HURT


def anchored(a: Headline, b: Headline) -> str:
    """The name that anchors both headlines to one disaster; "" = none. Symmetric."""
    if a.time is None or b.time is None or abs(a.time - b.time) > WITHIN:
        return ""
    kinds = _kinds(a.text)
    if not kinds or kinds.isdisjoint(_kinds(b.text)):
        return ""
    shared = set(a.keys) & set(b.keys)
    if _SUFFERED.isdisjoint((*a.keys, *b.keys)) and not any(key[0] == "#" for key in shared):
        return ""
    names = {key for key in shared if key[0] not in "=#" and key not in PRIOR and key not in PLACES}
    names -= _HAPPENED | _SUFFERED
    if not names:
        return ""
    for headline in (a, b):
        for governed in names_by_class(headline.tokens, storms=True).values():
            for key in sorted(governed.keys() & names):
                return governed[key].text
    return ""


def _kinds(text: str) -> frozenset[int]:
    """The kinds of disaster that a folded title names."""
    words = text.split()
    if _KINDS.keys().isdisjoint(words):  # as nearly all titles are
        return _NO_KIND
    return frozenset([kind for word in words if word in _KINDS for kind in _KINDS[word]])
