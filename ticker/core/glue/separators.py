"""Split a ticker line at the separators that it has: bars, bullets, stars, lines, wide gaps.

A mark is taken as a separator only where its use in this line says so: labels ("عاجل | …"), names with
a dash and sloppy double spaces stay whole. Knows marks; must not know words or seams.
"""

from __future__ import annotations

import re
from statistics import median

# Marks that stand for nothing else in a headline, then marks that need the line's own testimony.
# Each pattern matches a mark at one place only (possessive, anchored): linear on any input.
_SURE = re.compile(
    r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029•●▪■◆◇♦❖★☆⬤‣⁃∙►▶◄◀]++|(?<!\*)\*{3,}+|(?<!/)/{3,}+|\|{2,}+|(?<!-)-{3,}+|(?<!_)_{3,}+"
)
_DOUBTFUL = (
    re.compile(r"[|¦│]"),
    re.compile(r"(?<!\S)\*++|(?<!\*)\*++(?!\S)"),
    re.compile(r"(?<!\S)//(?!\S)|(?<=[^:\s/])//(?=[^/\s])"),
    re.compile(r"(?<!\S)[·∎◦○](?!\S)"),
    re.compile(r"\t++|(?<![^\S\n])[^\S\n]{3,}+(?![.…])"),
    re.compile(r"(?<![^\S\n])[^\S\n]{2,}+(?![.…])"),
    re.compile(r"(?<=\s)[\u200e\u200f]?[–—―-][\u200e\u200f]?(?=\s)"),
)
_ONLY_MARKS = re.compile(r"[\s|¦│*/·∎◦○–—―-]*")
_LABEL = re.compile(
    r"(?:عاجل(?: جدا)?|خبر عاجل|فيديو|بالفيديو|صور|بالصور|شاهد|تحديث|مباشر|حصري|خاص|انفراد|متابعة|رأي|تقرير|"
    r"breaking(?: news)?|live|update|video|watch|photos?|exclusive|opinion|analysis|just in|urgent)\s*[:!.]*",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3  # of a typical item; marks between shorter pieces divide words, not items
_MOST_WORDS = 30  # of any item; longer pieces are glued lines that hold the mark by chance


def _cut(text: str, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    """Spans between the marks, each label taken together with what it labels."""
    spans: list[tuple[int, int]] = []
    start, label = 0, False
    for match in mark.finditer(text):
        piece = text[start : match.start()].strip()
        if not piece:
            start = match.end() if not label else start
            continue
        if _LABEL.fullmatch(piece):
            label = True
            continue
        spans.append((start, match.start()))
        start, label = match.end(), False
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def _convincing(text: str, spans: list[tuple[int, int]], fewest: int) -> bool:
    counts = [len(text[start:end].split()) for start, end in spans]
    if len(counts) < fewest:
        return False
    return min(counts) >= _FEWEST_WORDS - 1 and median(counts) >= _FEWEST_WORDS and max(counts) <= _MOST_WORDS


def split_separators(line: str) -> list[str]:
    """Cut `line` at its separators: the pieces in order, trimmed, none empty; one piece where it has none."""
    pieces: list[str] = []
    for start, end in _cut(line, _SURE):
        piece = line[start:end].strip()
        for order, mark in enumerate(_DOUBTFUL):
            spans = _cut(piece, mark)
            fewest = 2 if order == 0 else 3
            if _convincing(piece, spans, fewest):
                pieces += [piece[a:b].strip() for a, b in spans]
                break
        else:
            if not _ONLY_MARKS.fullmatch(piece):
                pieces.append(piece)
    return pieces
