"""Lay text out in terminal cells: cut, wrapped, and in the order in which cells are drawn.

Cutting and wrapping happen in reading order, reordering last: the sign of a cut then stands where
the reader runs out of text, on the left of an Arabic line. Arabic is shaped before it is
measured, for a ligature takes one cell where its letters took two.

Knows cells and directions; must not know what the text means.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from bidi import get_display
from rich.cells import cell_len, split_graphemes

from ticker.terminal.bidi import Bidi
from ticker.terminal.safe import safe

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

    from ticker.terminal.bidi import Mode

ELLIPSIS = "…"
# More than fits any screen: work on a hostile title is bounded before it starts.
_MAX_CHARS = 4000
_RTL = frozenset({"R", "AL"})
_NEUTRAL = frozenset({"ON", "ES", "ET", "CS", "BN"})
# Box drawing: 128 signs that are neutral to bidi, have no mirror image and are absent from titles.
_STAND_INS = tuple(map(chr, range(0x2500, 0x2580)))
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›"}
_ENDS = {end: start for start, end in _PAIRS.items()}
_PRESENTATION = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_ARABIC = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff][\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u200c\u200d]*"
)
_WORDS = re.compile(r"\S+")
_BETWEEN = re.compile(r"(, | / |; |: )")


def cells(text: str) -> int:
    """Return how many cells `text` takes."""
    return cell_len(text)


def is_rtl(text: str) -> bool:
    """Tell whether `text` reads from right to left: more of its letters do than do not.

    The first strong letter (UAX #9, P2) misleads with headlines, which often open with the
    Latin name of an agency.
    """
    right = left = 0
    for char in text[:_MAX_CHARS]:
        kind = unicodedata.bidirectional(char)
        right += kind in _RTL
        left += kind == "L"
    return right > left


def cut(text: str, width: int) -> str:
    """Return the beginning of `text`, in reading order, that fits `width` cells; `…` marks a cut.

    Never parts a letter from its marks, a joined emoji or a flag.
    """
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    kept, used = "", 0
    for cluster, size in _clusters(text):
        if used + size > width - 1:
            break
        kept += cluster
        used += size
    return kept.rstrip() + ELLIPSIS


def pad(text: str, width: int) -> str:
    """Return `text` filled up on its right to `width` cells; longer text stays as it is."""
    return text + " " * (width - cell_len(text))


@lru_cache(maxsize=8192)
def display(text: str, *, width: int | None, mode: Mode, rtl_align: bool = False, ltr: bool = False) -> str:
    """Return `text` made safe, cut to `width` cells (None = not cut) and ready to be drawn.

    With `rtl_align` a right-to-left text that is shorter than `width` is filled up on its left,
    where the program orders the cells (`mode.bidi` APP); elsewhere only the terminal could. With `ltr` the
    sentence runs from left to right however much Arabic it quotes.
    """
    drawn = _shape(safe(text[:_MAX_CHARS]), mode)
    if width is not None:
        drawn = cut(drawn, width)
    rtl = not ltr and is_rtl(drawn)
    drawn = _order(drawn, mode, rtl=rtl)
    if rtl_align and rtl and width is not None and mode.bidi is Bidi.APP:
        drawn = " " * (width - cell_len(drawn)) + drawn
    return drawn


def wrap(
    text: str,
    width: int,
    *,
    mode: Mode,
    rtl_align: bool = False,
    ltr: bool = False,
    rtl: bool = False,
    listed: bool = False,
) -> list[str]:
    """Return `text` as lines of at most `width` cells, each ready to be drawn; [] for no text.

    With `ltr` the sentence runs from left to right however much Arabic it quotes; with `rtl` from right
    to left however much English. `listed` says that it counts up words, and is `ltr` unless it is `rtl`: what
    stands between its commas, semicolons, colons and slashes is ordered by itself, or two words of the other
    direction would change places.
    Breaks at spaces, and inside a word only where the word alone is wider than a line.
    """
    known = True if rtl else False if ltr or listed else None
    lines, turned = _wrapped(text[:_MAX_CHARS], width, mode, known, listed)
    if rtl_align and turned and mode.bidi is Bidi.APP:
        return [" " * (width - cell_len(line)) + line for line in lines]
    return list(lines)


@lru_cache(maxsize=2048)
def _wrapped(
    text: str, width: int, mode: Mode, known: bool | None, listed: bool
) -> tuple[tuple[str, ...], bool]:
    """Return the lines, and whether they run from right to left (`known`: None = as most letters do).

    Kept, for a screen that is drawn again has the same texts.
    """
    if width < 1:
        return (), False
    shaped = _shape(safe(text), mode)
    rtl = is_rtl(shaped) if known is None else known
    order = _order_listed if listed else _order
    return tuple(order(line, mode, rtl=rtl) for line in _broken(shaped, width)), rtl


def _broken(text: str, width: int) -> list[str]:
    lines: list[str] = []
    current = ""
    for word in text.split():
        joined = f"{current} {word}" if current else word
        if cell_len(joined) <= width:
            current = joined
            continue
        if current:
            lines.append(current)
        *full, current = _chopped(word, width)
        lines += full
    return [*lines, current] if current else lines


def _chopped(word: str, width: int) -> list[str]:
    parts, used = [""], 0
    for cluster, size in _clusters(word):
        if used + size > width and parts[-1]:
            parts.append("")
            used = 0
        parts[-1] += cluster
        used += size
    return parts


def _clusters(text: str) -> list[tuple[str, int]]:
    """Return (cluster, cells) in reading order; Rich's graphemes, with flags and skin tones kept whole."""
    spans, _ = split_graphemes(text)
    clusters: list[tuple[str, int]] = []
    half_flag = False
    for start, end, size in spans:
        piece = text[start:end]
        indicator = "\U0001f1e6" <= piece[0] <= "\U0001f1ff"
        tone = "\U0001f3fb" <= piece[0] <= "\U0001f3ff"
        if clusters and ((indicator and half_flag) or tone):
            last, before = clusters[-1]
            clusters[-1] = (last + piece, before + size)
            half_flag = False
        else:
            clusters.append((piece, size))
            half_flag = indicator
    return clusters


@cache
def _reshaper() -> ArabicReshaper:
    # paid by the first Arabic line only
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415
    from arabic_reshaper.ligatures import LIGATURES  # noqa: PLC0415

    ligatures = ("", " WITH MADDA ABOVE", " WITH HAMZA ABOVE", " WITH HAMZA BELOW")
    return ArabicReshaper(
        {
            "language": "Arabic",
            # Marks sit badly on presentation forms in a cell, and news does not need them.
            "delete_harakat": True,
            # Only lam-alef is required by the script; the rest squeezes words into one cell.
            **dict.fromkeys((name for name, _ in LIGATURES), False),
            **{f"ARABIC LIGATURE LAM WITH ALEF{end}": True for end in ligatures},
        }
    )


def _shape(text: str, mode: Mode) -> str:
    """Join Arabic letters as a font would, where nobody downstream does."""
    if text.isascii() or mode.bidi is not Bidi.APP:
        return text
    text = unicodedata.normalize("NFC", text)
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return text if mode.words else _ARABIC.sub(_joined, text)


def _joined(run: re.Match[str]) -> str:
    """Shape one run of Arabic letters; joiners have done their work then.

    The reshaper loses count of its letters behind a zero-width joiner: it never sees one.
    """
    shaped = cast("str", _reshaper().reshape(run[0].replace("\u200d", "")))
    return shaped.replace("\u200c", "")


def _order(text: str, mode: Mode, *, rtl: bool) -> str:
    """Put `text` into the order in which its cells are drawn from left to right (UAX #9)."""
    if mode.bidi is not Bidi.APP or not any(unicodedata.bidirectional(char) in _RTL for char in text):
        return text
    hidden, stand_ins = _hide_emoji(text)
    visual = cast("str", get_display(hidden, base_dir="R" if rtl else "L"))
    visual = _marks_behind(visual)
    visual = _WORDS.sub(_letters_back, visual) if mode.words else _mirrored(visual, rtl=rtl)
    for stand_in, cluster in stand_ins.items():
        visual = visual.replace(stand_in, cluster)
    return visual


def _order_listed(text: str, mode: Mode, *, rtl: bool) -> str:
    """Put what is counted up into order one by one, each on its own side of what parts it from the next."""
    parts = [_order(part, mode, rtl=rtl) for part in _BETWEEN.split(text)]
    if mode.bidi is Bidi.APP and rtl:
        parts[1::2] = [between[::-1] for between in parts[1::2]]
        parts.reverse()
    return "".join(parts)


def _mirrored(visual: str, *, rtl: bool) -> str:
    """Turn brackets round that reordering has left with their backs to what they hold (UAX #9, L4).

    A pair whose end stands before its beginning was reversed; one half alone belongs to the line's direction.
    """
    out = list(visual)
    opened: list[int] = []
    closed: list[int] = []
    for place, char in enumerate(visual):
        if char in _ENDS:
            if opened and _PAIRS[visual[opened[-1]]] == char:
                opened.pop()
            else:
                closed.append(place)
        elif char in _PAIRS:
            if closed and visual[closed[-1]] == _PAIRS[char]:
                out[closed.pop()], out[place] = char, _PAIRS[char]
            else:
                opened.append(place)
    if rtl:
        for place in (*opened, *closed):
            out[place] = _PAIRS.get(out[place]) or _ENDS[out[place]]
    return "".join(out)


def _hide_emoji(text: str) -> tuple[str, dict[str, str]]:
    """Put one neutral sign for each joined emoji, whose parts reordering would turn round."""
    free = iter([sign for sign in _STAND_INS if sign not in text])
    used: dict[str, str] = {}
    hidden = ""
    for cluster, _ in _clusters(text):
        if len(cluster) > 1 and unicodedata.bidirectional(cluster[0]) in _NEUTRAL:
            stand_in = next(free, "")
            if stand_in:
                used[stand_in] = cluster
                hidden += stand_in
                continue
        hidden += cluster
    return hidden, used


def _marks_behind(visual: str) -> str:
    """Put marks and joiners behind their letter (UAX #9, L3): reversing has left them in front of it."""
    out: list[str] = []
    waiting: list[str] = []
    for char in visual:
        kind = unicodedata.bidirectional(char)
        behind_left = bool(out) and unicodedata.bidirectional(out[-1]) in {"L", "EN", "NSM"}
        if kind in {"NSM", "BN"} and (waiting or not behind_left):
            waiting.append(char)
            continue
        out.append(char)
        out += reversed(waiting)
        waiting = []
    return "".join(out + waiting)


def _letters_back(word: re.Match[str]) -> str:
    """Give a word of right-to-left letters its reading order back; signs and digits stay."""
    kinds = {unicodedata.bidirectional(char) for char in word[0]}
    if not kinds & _RTL or kinds & {"L", "EN", "AN"}:
        return word[0]
    return "".join(reversed([cluster for cluster, _ in _clusters(word[0])]))
