"""HTML inside feed text to plain text, by scanning: linear, and never a parser's own surprises.

Two readings: *declared* HTML loses every tag; undeclared text loses only what is unmistakably a tag (a known
element with proper attributes), so that `a<b but I <3 you` stays. References are decoded once.
Input is expected to be cut already (see `ingest.clean`). Knows HTML's surface; must not know feeds.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 20  # nesting deeper than this is no accident: its brackets go

_ELEMENTS_NAMES = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body
br button canvas caption center cite code col colgroup command data datalist dd del details dfn dialog
dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head
header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing main
map mark marquee math menu menuitem meta meter mglyph mi mo mn mtext multicol nav nextid nobr noembed
noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc
ruby s samp script search section select shadow slot small source spacer span strike strong style sub
summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
xmp foreignobject animate set use path
"""
_ELEMENTS = frozenset(_ELEMENTS_NAMES.split())
_BLOCK_NAMES = """
address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html iframe img input legend li main
menu nav ol optgroup option p picture pre section select source table tbody td textarea tfoot th thead
title tr track ul video audio object embed
"""
_BLOCK = frozenset(_BLOCK_NAMES.split())
_RAW_TEXT = re.compile(
    r"<(script|style|noscript|template|iframe|object|xmp|noembed)\b[^<>]*>.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_NO_TEXT = re.compile(
    r"<!--.*?-->|<!--[^<>]*>|<!--.*|<!\[CDATA\[|\]\]>|<![a-z][^<>]*>|<\?[^<>]*>", re.IGNORECASE | re.DOTALL
)
_VALUE = r""""[^"<>]*"|'[^'<>]*'|"[^"]{0,1000}"|'[^']{0,1000}'"""
_TAG = re.compile(rf"""<(/?)([A-Za-z][A-Za-z0-9:-]{{0,30}})((?:[\s/](?:[^<>"']|{_VALUE})*+)?)>""")
_ATTRIBUTES = re.compile(rf"""(?:[\s/]+[A-Za-z_:@][\w:.-]*\s*=\s*(?:{_VALUE}|[^\s"'<>]+))*[\s/]*""")
# what must not survive even as text that the feed escaped twice: a sink that forgets to escape would run it
_ACTIVE = re.compile(
    r"<[\s/]*(?:script|style|iframe|object|embed|applet|svg|math|form|input|link|meta|base|frame|frameset|template|noscript)"
    r"\b[^<>]*>?|<[A-Za-z][^<>]*[\s/\"']on[a-z]{3,20}\s*=[^<>]*>?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(r"&#(?:0*27|[xX]0*1[bB]);")


def strip_markup(text: str, *, declared: bool) -> str:
    """`text` without markup, references decoded once. `declared` says that the source calls it HTML."""
    tag = _any_tag if declared else _known_tag

    def strip(part: str) -> str:
        part = _RAW_TEXT.sub("", part)
        if "<!" in part or "<?" in part or "]]>" in part:
            part = _NO_TEXT.sub("", part)
        return _TAG.sub(tag, part)

    return strip_active(unescape(_settle(text, strip)))


def strip_active(text: str) -> str:
    """`text` without elements that a page would run or load, whatever stands around them."""
    return _settle(text, lambda part: _ACTIVE.sub("", _RAW_TEXT.sub("", part)))


def _settle(text: str, strip: Callable[[str], str]) -> str:
    """Strip until nothing changes: what is removed may have stood inside another tag."""
    for _ in range(_ROUNDS):
        if "<" not in text:
            return text
        before, text = text, strip(text)
        if text == before:
            return text
    return text.replace("<", "")


def unescape(text: str) -> str:
    """Character references that end in `;`, decoded once ("AT&T" and "&copy2026" stay as they are)."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), _ESCAPE.sub("\x1b", text))


def _any_tag(found: re.Match[str]) -> str:
    return " " if found[2].lower() in _BLOCK else ""


def _known_tag(found: re.Match[str]) -> str:
    name = found[2].lower()
    if name not in _ELEMENTS or not _ATTRIBUTES.fullmatch(found[3]):
        return found[0]
    return " " if name in _BLOCK else ""
