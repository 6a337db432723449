"""Strip what a text from outside could do to a terminal; the last gate before the screen.

Rich and Textual remove only BEL, BS, VT, FF and CR: ESC, C1 and bidi overrides pass through them.
Stored text is cleaned on the way in as well; this gate does not rely on it.

Knows Unicode's categories; must not know how a text is laid out.
"""

from __future__ import annotations

import unicodedata

# Both join letters or emoji and move nothing: Persian and family emoji are misspelt without them.
_JOINERS = frozenset("\u200c\u200d")
# Names and languages need at most a few marks on one letter; hundreds paint over other lines.
MAX_MARKS = 4
_REPLACEMENT = "\ufffd"


def safe(text: str) -> str:
    """Return `text` as one line that holds nothing but visible characters, marks, joiners and spaces.

    Controls (C0, ESC, DEL, C1), bidi marks, embeddings, overrides and isolates, tags, and every other
    format character go; runs of any white space, line and paragraph separators included, become
    one space; lone surrogates and unassigned code points become U+FFFD; more than `MAX_MARKS`
    marks on one character are cut. Idempotent.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """Do what `safe` does, but leave runs of spaces and spaces at the ends: for text that is being typed."""
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > MAX_MARKS:
                continue
        elif char not in _JOINERS and category != "Cf":
            marks = 0
        if category == "Cf" and char not in _JOINERS:
            continue
        if category in {"Zs", "Zl", "Zp"} or char in "\t\n\v\f\r\x85":
            kept.append(" ")
        elif category in {"Cs", "Cn"}:
            kept.append(_REPLACEMENT)
        elif category != "Cc":
            kept.append(char)
    return "".join(kept)
