"""In which language a text is: what is claimed, unless its script speaks against it.

Knows language tags and the Arabic script; must not know feeds or pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_ARABIC: Final = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_IN_ARABIC_SCRIPT: Final = frozenset(
    ("ar", "fa", "ur", "ps", "ckb", "ku", "sd", "ug", "arz", "apc", "ary", "az", "pa", "ks", "prs")
)


def language(tag: str) -> str:
    """A BCP 47 tag in lower case, "" where `tag` is none."""
    tag = tag.strip()
    return tag.lower().replace("_", "-") if _TAG.fullmatch(tag) else ""


def language_of(titles: Sequence[str], claimed: str) -> str:
    """The language of titles together: the claimed one, or Arabic where they are plainly that."""
    text = " ".join(titles)
    contradicted = len(_ARABIC.findall(text)) > len(_LETTER.findall(text)) / 2
    return "ar" if contradicted and not _is_in_arabic_script(claimed) else claimed


def title_language(title: str, claimed: str, configured: str) -> str:
    """The language of one title: the claimed one; the configured one where its script contradicts that."""
    if claimed and not title.isascii() and not _is_in_arabic_script(claimed):
        contradicted = len(_ARABIC.findall(title)) > len(title) // 3
        return configured if contradicted else claimed
    return claimed or configured


def _is_in_arabic_script(tag: str) -> bool:
    return tag.partition("-")[0] in _IN_ARABIC_SCRIPT
