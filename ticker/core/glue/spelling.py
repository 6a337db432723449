"""How a word is spelt: what belongs to it, and the form under which it is looked up.

Knows letters; must not know words.
"""

from __future__ import annotations

import re
import unicodedata

# Letters with their marks. An apostrophe belongs to the word before a small letter (Trump's, l'été) and
# after a first letter (O'Neill); elsewhere it is a quote.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c\u200d"
WORD = re.compile(rf"(?:[A-Z]['’](?=[A-Z]))?[^\W\d_](?:[^\W\d_{_MARKS}]|[{_MARKS}]|['’](?=[^\W\d_A-Z]))*")
SILENT = "\u0640\u200c\u200d"
"""Kashida and joiners: inside a word, and no letters."""

FOLD = str.maketrans("أإآٱىؤئ’", "ااااييي'")
"""Seats of hamza alike: they vary by house style; ؤ and ئ also by the ending that follows."""


def bare(word: str) -> str:
    """Give the word without marks, kashida and joiners, in lower case."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in word if c not in SILENT and not unicodedata.combining(c))
    return plain.casefold()


def fold(word: str) -> str:
    """Give the form under which a word is looked up: `bare`, with the seats of hamza alike."""
    return bare(word).translate(FOLD)


def is_arabic(word: str) -> bool:
    """Whether the word is written in Arabic script."""
    return "\u0600" <= word[:1] <= "\u06ff"
