"""The joints of a token: where words, numbers and marks touch, and whether an item may end there.

Scores are log-odds in nats, as in `glue.seams`. Knows characters and the words beside them; must not know
items or repeats.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from ticker.core.glue.edges import first_word, last_word
from ticker.core.glue.spelling import WORD, bare, fold, is_arabic

NEVER = -25.0
"""The score of a joint that no evidence makes a seam."""

_NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_RUN = re.compile(f"{WORD.pattern}|{_NUMBER.pattern}|[.]+|''|(?s:.)")
_CLITIC_LIST = "و ف ب ل ك ال لل بال وال لال كال فال وب ول"
_CLITICS = frozenset(_CLITIC_LIST.split())
_OPENING, _CLOSING = "«“‹([{〈《「", "»”›)]}〉》」"
_SENTENCE_END = "؟?!。！？"
_ENDS_BEFORE_QUOTE = ".…؟?!»”)]%"
_UNIT_LIST = """
s k m b g c x d p t l st nd rd th bn mn tn am pm km kg kw mw gw mph kph mm cm ft in hr hrs min pc pct yr yo
"""
_UNITS = frozenset(_UNIT_LIST.split())
_COUNTED_LIST = """
يناير فبراير مارس ابريل مايو يونيو يونيه يوليو يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط
اذار نيسان ايار حزيران تموز اب ايلول تشرين الف الاف مليون مليار ملايين مليارات م ه سم كم كلم جنيه
دولار سنه سنة عام عاما يوما ساعة
"""
_COUNTED = frozenset(_COUNTED_LIST.split())
_INITIAL = re.compile(r"(?:^|\W|[a-z])[A-Z]\Z|(?:^|\W)[^\W\d_]?\Z")
_SINGLE = re.compile(r"(?<=\S)['’](?=\w)")
_QUOTED = 80  # characters; a quotation in a headline is not longer


@dataclass(frozen=True, slots=True)
class Run:
    """A word ("w"), a number ("d") or a mark ("p") at `[start, end)` of the line."""

    start: int
    end: int
    text: str
    kind: str


def runs(line: str, start: int, end: int) -> list[Run]:
    """Cut a token into words, numbers and single marks (dots stay together)."""
    found = []
    for match in _RUN.finditer(line, start, end):
        text = match.group()
        kind = "w" if text[0].isalpha() else "d" if text[0].isdigit() else "p"
        found.append(Run(match.start(), match.end(), text, kind))
    return found


def _word_number(word: str) -> float:
    if bare(word) in _CLITICS:
        return NEVER
    if is_arabic(word):
        return 5.0 if len(word) > 2 else -3.0
    if word.isupper():
        return 0.0 if len(word) > 2 else -3.0
    return 5.0 if len(word) > 2 else -2.0


def _number_word(word: str) -> float:
    if is_arabic(word):
        return -2.0 if fold(word) in _COUNTED else 3.0
    if word.lower() in _UNITS or word[0].islower():
        return -8.0
    if len(word) > 2:
        return 4.0
    return 1.0 if len(word) == 2 and word.isupper() else -2.0


def _dots_word(word: str) -> float:
    """An ellipsis and a word: Arabic desks also use it for a comma."""
    if is_arabic(word):
        return -1.0
    return 4.0 if word[0].isupper() else -4.0


def _dot_word(before: str, word: str) -> float:
    """A full stop and a word: the end of an item, or initials, or a host name."""
    initials = len(word) == 1 or _INITIAL.search(before)
    if initials or (not is_arabic(word) and not word[0].isupper()):
        return -8.0
    return 3.0


def _after_mark(left: Run, right: Run, line: str) -> float:
    """Score the joint of a mark and what begins after it."""
    mark = left.text[-1]
    if mark in _SENTENCE_END:
        return 6.0
    if mark == "…" or left.text.startswith(".."):
        return _dots_word(right.text) if right.kind == "w" else -3.0
    if mark in _CLOSING:
        return 5.0
    if right.kind != "w":
        return NEVER
    if mark == ".":
        return _dot_word(line[max(0, left.start - 24) : left.start], right.text)
    if mark in "%٪":
        return 5.0
    return 0.5 if unicodedata.category(mark) == "So" else NEVER


def _between(left: Run, right: Run, line: str) -> float:
    """Score the joint of two runs, leaving aside what the words beside it are."""
    opens = right.text[0] in _OPENING
    if left.kind == "w" and opens:
        return NEVER if bare(left.text) in _CLITICS or left.text.endswith("\u0640") else 5.0
    if left.kind == "w" and right.kind == "d":
        return _word_number(left.text)
    if left.kind == "d" and right.kind == "w":
        return _number_word(right.text)
    if left.kind == "p" and (right.kind != "p" or opens):
        return _after_mark(left, right, line)
    return 2.0 if right.text == "#" and left.kind != "p" else NEVER


def quotes(line: str) -> dict[int, bool]:
    """Straight quotes of the line, which do not say which side they are: position -> whether it opens.

    A double one opens after a space, closes before one, and alternates elsewhere. A single one inside a word
    opens, unless one was opened shortly before.
    """
    opens: dict[int, bool] = {}
    for mark in ('"', "''"):
        inside, last = False, 0
        for match in re.finditer(mark, line):
            before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
            if not before or before.isspace():
                inside = True
            elif not after or after.isspace():
                inside = False
            else:
                inside = not inside or match.start() - last > _QUOTED
            opens[match.start()] = inside
            last = match.start()
    for match in _SINGLE.finditer(line):
        place = match.start()
        if place in opens or line[place - 1] == "'":
            continue
        text = line[max(0, place - _QUOTED) : place]
        opens[place] = text.rfind(" '") <= max(text.rfind("' "), text.rfind("',"))
    return opens


def _quoted(left: Run, right: Run, opens: dict[int, bool]) -> float | None:
    """Score a joint beside a straight quote; None where there is none."""
    if right.start in opens:
        ends = left.kind != "p" or left.text[0] in _ENDS_BEFORE_QUOTE
        return 3.5 if opens[right.start] and ends and bare(left.text) not in _CLITICS else NEVER
    if left.start in opens and right.kind != "p":
        return NEVER if opens[left.start] else 4.0
    return None


def joints(line: str, parts: list[Run], opens: dict[int, bool]) -> dict[int, float]:
    """Score the joints of a token's runs, `opens` being the line's `quotes`: position -> nats."""
    found = {}
    for left, right in pairwise(parts):
        score = _quoted(left, right, opens)
        if score is None:
            score = _between(left, right, line)
        if score > NEVER:
            score += last_word(left.text) if left.kind == "w" else 0.0
            score += max(first_word(right.text), -6.0) if right.kind == "w" else 0.0
        found[right.start] = score
    return found
