"""Where one item of a glued line may end and the next begin, and how likely, by language alone.

A seam is a position between two characters with no space around it. Its score is a log-odds in nats:
positive means that two words (or a word and a number, a mark and a word) read better than one. Knows
characters and words; must not know items, repeats or lengths.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from ticker.core.glue import words_ar, words_en
from ticker.core.glue.words import WORD, Words, bare, fold, is_arabic

TOKEN = re.compile(r"\S+")
_NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_RUN = re.compile(f"{WORD.pattern}|{_NUMBER.pattern}|[.]+|''|(?s:.)")

LONGEST_RUN = 48  # letters; a longer run is no headline's word, and is split by repeats and marks only
FLOOR = -5.0  # nats; below it a seam is not worth trying without a repeat
NEVER = -25.0

_CLITIC_LIST = "و ف ب ل ك ال لل بال وال لال كال فال وب ول"
_CLITICS = frozenset(_CLITIC_LIST.split())
_OPENING, _CLOSING = "«“‹([{〈《「", "»”›)]}〉》」"
_SENTENCE_END = "؟?!。！？"
_UNIT_LIST = "s k m b g c x d p t l st nd rd th bn mn tn am pm km kg kw mw gw mph kph mm cm ft in hr hrs min pc pct yr yo"
_UNITS = frozenset(_UNIT_LIST.split())
_COUNTED_LIST = """
يناير فبراير مارس ابريل مايو يونيو يونيه يوليو يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط اذار نيسان ايار
حزيران تموز اب ايلول تشرين الف الاف مليون مليار ملايين مليارات م ه سم كم كلم جنيه دولار سنه سنة عام عاما يوما ساعة
"""
_COUNTED = frozenset(_COUNTED_LIST.split())
_BRACKETED = re.compile(r"«[^«»]{1,80}»|“[^“”]{1,80}”|\([^()]{1,80}\)|‹[^‹›]{1,80}›|\[[^\[\]]{1,80}\]")
_CASE_CHANGE = 4.0  # nats at least for "endBegin"
_DISAGREES = 4.0  # nats against "the escalation Syrian": an adjective agrees with its noun in the article
_TORN = 6.0  # nats against a seam inside a quotation or a bracket
_QUOTED = 80  # characters; a quotation in a headline is not longer
_INITIAL = re.compile(r"(?:^|\W|[a-z])[A-Z]\Z|(?:^|\W)[^\W\d_]?\Z")
_CAMEL = frozenset(words_en.CAMEL.split())
_CAMEL_HEADS = frozenset(words_en.CAMEL_HEADS.split())
_CAMEL_LOWER_START = tuple(word for word in words_en.CAMEL.split() if word[0].islower())


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two spaces: `[start, end)` in the line."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    text: str
    kind: str  # w = word, d = number, p = anything else


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    def folded(words: str) -> frozenset[str]:
        return frozenset(map(fold, words.split()))

    presents = [form for verb in words_ar.VERBS.split() for form in (verb, "ت" + verb[1:])]
    return (
        folded(words_ar.NO_END) | frozenset(words_en.NO_END.split()),
        (folded(words_ar.NO_START) | folded(words_ar.FUNCTION)) - folded(words_ar.STARTERS),
        folded(words_ar.STARTERS),
        frozenset(map(fold, presents)),
    )


def runs(line: str, token: Token) -> list[_Run]:
    """Cut a token into words, numbers and single marks (dots stay together)."""
    found = []
    for match in _RUN.finditer(line, token.start, token.end):
        text = match.group()
        kind = "w" if text[0].isalpha() else "d" if text[0].isdigit() else "p"
        found.append(_Run(match.start(), match.end(), text, kind))
    return found


def last_word(word: str) -> float:
    """Nats for or against an item that ends with `word`."""
    no_end, _, _, presents = _lists()
    key = fold(word)
    if key in no_end or (key[:1] == "و" and key[1:] in no_end):
        return -7.0
    if key in presents:
        return -2.0
    if len(key) == 1:
        return -4.0
    return 0.0


def first_word(word: str, words: Words) -> float:
    """Nats for or against an item that begins with `word`."""
    _, no_start, starters, presents = _lists()
    key = fold(word)
    if not is_arabic(key):
        if word[0].islower() and not word.startswith(_CAMEL_LOWER_START):
            return -12.0
        return 0.0
    if key in no_start and word != "علي":
        return -4.0
    if key in starters:
        return 1.5 if len(key) > 3 else 0.0
    if key in presents:
        return 0.5
    if len(key) == 1:
        return -5.0
    if key[0] in "وفبلكس" and words.listed(key[1:]) < words.listed(key):
        return -3.0 if key[0] in "وفك" else -1.5
    return 0.0


def _camel(word: str) -> float:
    """Nats against a Latin word with a capital after a small letter, or none."""
    if word in _CAMEL or not any(a.islower() and b.isupper() for a, b in zip(word, word[1:], strict=False)):
        return 0.0
    return 10.0


def _in_word(run: _Run, line: str, words: Words) -> list[tuple[int, float]]:
    """Score each position inside a word."""
    text = run.text
    if len(text) > LONGEST_RUN:
        return [(place, 2 * FLOOR) for place in range(run.start + 1, run.end)]
    whole = words.cost(text, text)
    if text.lower() != text:
        return _in_cased(run, whole + _camel(text), line, words)
    if text.upper() != text:
        return []  # a script with capitals, and none here: no item begins inside
    found = []
    after = WORD.match(line, run.end + 1)
    nisba = after is not None and fold(after.group()).removesuffix("ة") in _nisbas()
    for cut in range(1, len(text)):
        if unicodedata.combining(text[cut]) or text[cut] in "\u0640\u200c\u200d'’" or text[cut - 1] in "'’":
            continue
        left, right = text[:cut], text[cut:]
        score = (
            whole
            - words.cost(left, text)
            - words.cost(right, text)
            + last_word(left)
            + first_word(right, words)
        )
        if nisba and right.startswith("ال"):
            score -= _DISAGREES
        found.append((run.start + cut, score))
    return found


@lru_cache(maxsize=1)
def _nisbas() -> frozenset[str]:
    return frozenset(map(fold, words_ar.NISBAS.split()))


def _in_cased(run: _Run, whole: float, line: str, words: Words) -> list[tuple[int, float]]:
    """Score the capitals inside a word of a script that has capitals."""
    text, found = run.text, []
    for cut in range(1, len(text)):
        left, right = text[:cut], text[cut:]
        if not right[0].isupper() and not right.startswith(_CAMEL_LOWER_START):
            continue
        if left.casefold() in _CAMEL_HEADS and len(left) > 1:
            continue
        if text.isupper() and max(words.listed(left), words.listed(right)) == inf:
            continue  # capitals throughout: only words that are known part
        score = whole - words.cost(left, text) - words.cost(right, text) - _camel(left) - _camel(right)
        if left[-1].islower() and text not in _CAMEL and len(left) > 2:
            initial = len(right) == 1 and line[run.end : run.end + 1] == "."
            if initial or (len(right) > 2 and right[1].islower()):
                score = max(score, _CASE_CHANGE)
        found.append((run.start + cut, score + last_word(left) + first_word(right, words)))
    return found


def _between(left: _Run, right: _Run, line: str, words: Words) -> float:
    """Score the joint of two runs that touch."""
    a, b = left.text[-1], right.text[0]
    score = NEVER
    if left.kind == "w" and right.kind == "d":
        score = _word_number(left.text)
    elif left.kind == "d" and right.kind == "w":
        score = _number_word(right.text)
    elif right.kind != "p" or b in _OPENING:
        if left.kind == "w" and b in _OPENING:
            score = NEVER if bare(left.text) in _CLITICS or a == "\u0640" else 3.5
        elif a in _SENTENCE_END:
            score = 6.0
        elif a == "…" or left.text.startswith(".."):
            score = _dots_word(right.text) if right.kind == "w" else -3.0
        elif a == "." and right.kind == "w":
            score = _dot_word(line[: left.start], right.text)
        elif a in _CLOSING or (a in "%٪" and right.kind == "w"):
            score = 4.0
        elif unicodedata.category(a) == "So" and right.kind == "w":
            score = 0.5
    elif b == "#" and left.kind != "p":
        score = 2.0
    if score > NEVER and left.kind == "w":
        score += last_word(left.text)
    if score > NEVER and right.kind == "w":
        score += max(first_word(right.text, words), -6.0)
    return score


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
    return 4.0 if len(word) > 2 else -2.0


def _dots_word(word: str) -> float:
    """An ellipsis and a word: Arabic desks also use it for a comma."""
    if is_arabic(word):
        return -1.0
    return 4.0 if word[0].isupper() else -4.0


def _dot_word(before: str, word: str) -> float:
    """A full stop and a word: the end of an item, or initials, or a host name."""
    initials = len(word) == 1 or _INITIAL.search(before[-24:])
    if initials or (not is_arabic(word) and not word[0].isupper()):
        return -8.0
    return 3.0


def _quotes(line: str) -> dict[int, bool]:
    """Straight quotes of the line, which do not say which side they are: position -> whether it opens.

    A double one opens after a space, closes before one, and alternates elsewhere. A single one inside a word opens, unless one was opened shortly before.
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
        if match.start() in opens or line[match.start() - 1] == "'":
            continue
        before = line[max(0, match.start() - _QUOTED) : match.start()]
        started, ended = before.rfind(" '"), max(before.rfind("' "), before.rfind("',"))
        opens[match.start()] = started <= ended
    return opens


def seams(line: str, tokens: list[Token], words: Words) -> dict[int, float]:
    """Score every position inside tokens that may be a seam: position -> nats."""
    found: dict[int, float] = {}
    quotes = _quotes(line)
    for token in tokens:
        parts = runs(line, token)
        for run in parts:
            if run.kind == "w":
                found.update(_in_word(run, line, words))
        for left, right in zip(parts, parts[1:], strict=False):
            if quotes.get(right.start) and (left.kind != "p" or left.text[0] in ".…؟?!»”)]%"):
                score = NEVER if bare(left.text) in _CLITICS else 3.5 + last_word(left.text)
            elif right.start in quotes:
                score = NEVER
            elif left.start in quotes and right.kind != "p":
                score = NEVER if quotes[left.start] else 4.0
            else:
                score = _between(left, right, line, words)
            found[right.start] = score
    for match in _BRACKETED.finditer(line):
        for place in range(match.start() + 1, match.end()):
            if place in found:
                found[place] -= _TORN
    return found
