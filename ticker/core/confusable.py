"""Letters of other scripts that pose as Latin ones: «Арр1е» with a Cyrillic А is Apple to a reader.

A run of letters that mixes Latin with Cyrillic, Greek or Armenian is no word of any language, so its
look-alikes are read as Latin. A run that holds nothing but look-alikes is, where the title is mostly
Latin. Russian, Greek and Armenian text, also with Latin names in it, stays as it is.

For comparing only. Knows letters; must not know words.
"""

from __future__ import annotations

import re

_LIKE = {
    # Cyrillic
    "АВЕЅІЈКМНОРСТУХҮԌԚԜ": "ABESIJKMHOPCTYXYGQW",
    "аеѕіјорсухһԁԛԝүꙇ": "aesijopcyxhdqwyi",
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "ABEZHIKMNOPTYX",
    "αγικνορτυχϲϳ": "ayikvoptuxcj",
    # Armenian
    "ՍՕՏԼ": "UOSL",
    "օսոհցզյ": "ounhgqj",
}
_LATIN_OF = {
    ord(like): latin for likes, latins in _LIKE.items() for like, latin in zip(likes, latins, strict=True)
}
_FOREIGN = "\u0370-\u058f\ua640-\ua69f"
_ANY_FOREIGN = re.compile(f"[{_FOREIGN}]")
_ANY_LATIN = re.compile("[A-Za-z]")
_RUN = re.compile(r"[^\W\d_]+")


def unmask(text: str) -> str:
    """`text` with letters that pose as Latin ones replaced by those; the same text where none does.

    >>> unmask("Аррlе opens a store")
    'Apple opens a store'
    """
    if not _ANY_FOREIGN.search(text) or not _ANY_LATIN.search(text):
        return text
    text = _RUN.sub(_unmixed, text)
    if len(_ANY_LATIN.findall(text)) < len(_ANY_FOREIGN.findall(text)):
        return text
    return _RUN.sub(_meant, text)


def _unmixed(run: re.Match[str]) -> str:
    word = run[0]
    mixed = _ANY_FOREIGN.search(word) and _ANY_LATIN.search(word)
    return word.translate(_LATIN_OF) if mixed else word


def _meant(run: re.Match[str]) -> str:
    posing = all(ord(letter) in _LATIN_OF for letter in run[0])
    return run[0].translate(_LATIN_OF) if posing else run[0]
