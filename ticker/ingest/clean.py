"""Text from outside made safe to store, match and show: plain, on one line, bounded.

Out come no control, escape, C1, bidi-override, tag or non-characters, no markup where the source is HTML or
plainly meant it, at most 4 combining marks on a base, white space folded, NFC. In stay what languages need:
LRM and RLM, the Persian half-space (ZWNJ), emoji sequences, square brackets, `a<b`. Input is cut before the
costly steps. Knows characters; must not know feeds.
"""

from __future__ import annotations

import re
import unicodedata

from ticker.ingest.markup import strip_active, strip_markup

MAX_TITLE = 500
"""Code points of a title; a longer one is cut at a word and ends in `…`."""
MAX_SUMMARY = 500
"""Code points of a summary."""
MAX_MARKS = 4
"""Combining marks kept on one base character."""

MAX_RAW = 4000
"""Code points of a title that are looked at, markup included."""
_RAW_SUMMARY = 2500
_PLAIN = re.compile(r"[ -%'-;=-~]*")
# printable, in NFC by itself and without any character of the tables below
_TAME = re.compile(
    "[ -~\xa1-\xac\xae-\u02ff\u0400-\u0482\u060c\u061b\u061f\u0621-\u063f\u0641-\u064a"
    "\u0660-\u066d\u0671-\u06d3\u2010-\u2027\u2030-\u205e]*"
)

_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c<]{0,500}(?:\x07|\x1b\\|\x9c)"
)
# C1 bytes that are quotes and dashes in windows-1252, as web pages mean them
_C1_QUOTES = {0x85: " ", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x96: "–", 0x97: "—"}
# the flags of England, Scotland and Wales: the only tag sequences that are in use
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(char)) for char in code) + "\U000e007f"
    for code in ("gbeng", "gbsct", "gbwls")
)
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)
)
_DROP = re.compile(
    f"({_FLAGS})|["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\xad\u034f\u180b-\u180f\u200b\u2060-\u2065\ufeff"  # invisible: soft hyphen, byte order mark
    "\u202a-\u202e\u2066-\u206f"  # bidi embeddings, overrides, isolates
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that look like nothing
    "\ufff0-\ufffc\U000e0000-\U000e0fff"  # annotations, objects, tags
    "\ud800-\udfff" + _NONCHARACTERS + "]"
)
_LONE_JOINERS = re.compile(
    "(?<![^\\s\u200c\u200d])[\u200c\u200d]+"
    "|[\u200c\u200d]+(?![^\\s\u200c\u200d])"
    "|(?<=[\u200c\u200d])[\u200c\u200d]+"
)
_SELECTORS = re.compile("(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]+")
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{5,}")
_GLUED_TO_BEFORE = re.compile(
    "[\u0300-\u036f\u064b-\u065f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_SENTENCE = re.compile(r"(?<=[.!?؟。！？…])\s")
_HEADLINE = 140


def clean_title(raw: str, *, html: bool = False) -> str:
    """A headline as one line of plain text, at most MAX_TITLE code points; "" where nothing is left.

    `html` says that the source declares markup; else only what is unmistakably markup is taken as such
    ("a<b but I <3 you" and "[sic]" stay).
    """
    return _clean(raw[: MAX_RAW + 1], MAX_RAW, MAX_TITLE, markup=html)


def clean_summary(raw: str, *, html: bool = True) -> str:
    """The start of a description as one line of plain text, at most MAX_SUMMARY code points."""
    return _clean(raw[: _RAW_SUMMARY + 1], _RAW_SUMMARY, MAX_SUMMARY, markup=html)


def clean_line(text: str, limit: int = MAX_TITLE) -> str:
    """Text that is known to hold no markup (a name, an id, an error) as one safe line."""
    text = text[:MAX_RAW]
    if not _PLAIN.fullmatch(text):
        text = _characters(text)
    return _cut(" ".join(text.split()), limit)


def headline_of(summary: str) -> str:
    """The first sentence of a cleaned summary, for items without a title."""
    first = _SENTENCE.split(summary, 1)[0]
    return _cut(first, _HEADLINE)


def strip_escapes(text: str) -> str:
    """`text` without terminal sequences; what is left of unfinished ones is for the caller to drop."""
    return _ANSI.sub("", text) if "\x1b" in text or "\x9b" in text or "\x9d" in text else text


def _clean(raw: str, seen: int, limit: int, *, markup: bool) -> str:
    if len(raw) > seen:
        raw = _whole(raw[:seen])
    tame = True
    if not _PLAIN.fullmatch(raw):
        tame = _TAME.fullmatch(raw) is not None
        raw = raw if tame else _characters(raw)
        if "<" in raw or "&" in raw:
            tame = tame and "&" not in raw  # references, and what stood inside tags, come to light
            raw = strip_markup(raw, declared=markup)
            raw = raw if tame else _visible(raw)
        if "<" in raw:
            raw = strip_active(raw)  # what references have hidden until now
    raw = raw.strip()
    if not tame or "  " in raw:  # a tame text has no other white space
        raw = " ".join(raw.split())
    return _cut(raw, limit)


def _visible(text: str) -> str:
    return text if _TAME.fullmatch(text) else _characters(text)


def _whole(raw: str) -> str:
    """`raw` without a tag or reference that the cut has opened."""
    tag = raw.rfind("<")
    if tag > raw.rfind(">") and len(raw) - tag < 1000:
        raw = raw[:tag]
    reference = raw.rfind("&")
    return raw[:reference] if len(raw) - reference < 10 and ";" not in raw[reference:] else raw


def _characters(text: str) -> str:
    text = strip_escapes(text)
    text = _DROP.sub(lambda found: found[1] or "", text.translate(_C1_QUOTES))
    if "\u200c" in text or "\u200d" in text:
        text = _LONE_JOINERS.sub("", text)
    text = _SELECTORS.sub("", text)
    if _MARK_RUN.search(text):
        text = _cap_marks(text)
    return unicodedata.normalize("NFC", text)


def _cap_marks(text: str) -> str:
    # once before decomposing, whose time grows with the square of a run of marks
    return _capped(unicodedata.normalize("NFD", _capped(text)))


def _capped(text: str) -> str:
    kept = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    """At most `limit` code points, at a word where one ends near, never inside a cluster."""
    if len(text) <= limit:
        return text
    end = limit - 1
    word = text.rfind(" ", end - 60, end + 1)
    if word > 0:
        end = word
    else:
        while end > 1 and (_GLUED_TO_BEFORE.match(text[end]) or text[end - 1] == "\u200d"):
            end -= 1
    return text[:end].rstrip() + "…"
