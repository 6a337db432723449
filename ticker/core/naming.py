"""Another name in the same place: two headlines of one frame that speak of different persons or places.

Two ways to know a name without a dictionary: what stands beside a class noun ("Lina Island", «مدينة X») and,
in scripts with capitals, a capitalised word inside a title that is otherwise in lower case: one in the
same slot, or two on each side anywhere.

Knows two headlines; must not know scores.
"""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ticker.core.fold import fold
from ticker.core.lexicon import PLACES, PRIOR, THINGS, keys_of
from ticker.core.text import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker.core.text import Headline, Word

# The name follows a class noun in Arabic; in English it stands before most of them.
_NAME_AFTER = """
مدينة بلدة قرية محافظة محافظ ولاية جزيرة ميناء مطار منطقة وادي جبل نهر بحيرة سد البنك مصرف شركة جامعة
مستشفى نادي سجن شارع ميدان جسر معبر صحراء بورصة طقس قرب near نظيره نظيرته
"""
_NAME_TOWARDS = "flights رحلات رحلاته"  # to a name, said so
_NAME_OF_STORM = "storm hurricane typhoon cyclone عاصفة إعصار"
_NAME_BEFORE = """
island city town province river bay valley airport port harbour harbor bridge bank university hospital prison
stadium district dam lake central_bank
"""

# What may stand between a class noun and its name: "Dalmera central bank", «البنك المركزي في دالميرا».
_BETWEEN = frozenset({"central", "national", "international", "المركزي", "الدولي", "الوطني", "في"})

_ALIKE = 60.0
"""`fuzz.ratio` from which two names may be spellings of one."""

_LONGEST = 14
"""Content words beyond which a text is a sentence, where names come and go freely."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


_AFTER = keys_of(_NAME_AFTER)
_BEFORE = keys_of(_NAME_BEFORE)
_TOWARDS = keys_of(_NAME_TOWARDS)
_STORMS = keys_of(_NAME_OF_STORM)
_TO = frozenset({"to", "الي"})


def another_name(a: Headline, b: Headline) -> str:
    """The first clash of names as `Lina ≠ Masar`; "" = none known. Symmetric but for the order shown."""
    words_a, words_b = a.tokens, b.tokens
    return _governed(words_a, words_b) or _capitalised(a, b, words_a, words_b)


def _governed(words_a: list[Word], words_b: list[Word]) -> str:
    keys_a, keys_b = {word.key for word in words_a}, {word.key for word in words_b}
    # where this one word is all that differs, a common word is the name: «جامعة الساحل», «جامعة الواحة»
    alone = len(keys_a - keys_b) == len(keys_b - keys_a) == 1
    names_a, names_b = names_by_class(words_a, common=alone), names_by_class(words_b, common=alone)
    for noun in sorted(names_a.keys() & names_b.keys()):
        for name, word in sorted(names_a[noun].items()):
            if name in keys_b:
                continue
            for other, beside in sorted(names_b[noun].items()):
                if other not in keys_a and not _alike(word, beside):
                    return f"{word.text} ≠ {beside.text}"
    return ""


def names_by_class(
    words: list[Word], *, storms: bool = False, common: bool = False
) -> dict[str, dict[str, Word]]:
    """The words that class nouns govern, by the noun's key; words that everybody uses are no names.

    With `storms` also what follows a storm: often its name, and as often a verb; with `common` also
    words that everybody uses.
    """
    found: dict[str, dict[str, Word]] = defaultdict(dict)
    for at, word in enumerate(words):
        beside = None
        if word.key in _AFTER or (storms and word.key in _STORMS):
            beside = next((one for one in words[at + 1 : at + 4] if one.text not in _BETWEEN), None)
        elif word.key in _BEFORE:
            beside = next((one for one in words[max(at - 2, 0) : at][::-1] if one.text not in _BETWEEN), None)
        elif word.key in _TOWARDS and at + 2 < len(words) and words[at + 1].text in _TO:
            beside = words[at + 2]
        if beside is not None and (_may_name(beside) or (common and not (beside.stop or beside.number))):
            found[word.key][beside.key] = beside
    return found


def _may_name(word: Word) -> bool:
    """Words that everybody uses name nothing, unless they are places or things: «شارع الميناء»."""
    if word.stop or word.number:
        return False
    known = word.key in PRIOR or word.key[0] == "="
    return not known or word.key in PLACES or word.text in PLACES or word.key in THINGS


def _capitalised(a: Headline, b: Headline, words_a: list[Word], words_b: list[Word]) -> str:
    content_a = [word for word in words_a if not word.stop]
    content_b = [word for word in words_b if not word.stop]
    if max(len(content_a), len(content_b)) > _LONGEST:
        return ""
    names_a = _proper_names(a.title)
    names_b = _proper_names(b.title) if names_a else names_a
    if not names_a or not names_b:
        return ""
    keys_a, keys_b = {word.key for word in content_a}, {word.key for word in content_b}
    # with an inner name beside it, an unlisted first word is one as well
    own_a = _own(content_a, (names_a | _first(content_a)) - keys_b, content_b)
    own_b = _own(content_b, (names_b | _first(content_b)) - keys_a, content_a)
    if len(own_a) >= 2 and len(own_b) >= 2:
        return f"{own_a[0].text} ≠ {own_b[0].text}"
    for left, right in _replaced(content_a, content_b):
        if (
            0 < len(left) <= 2
            and 0 < len(right) <= 2
            and all(word.key in names_a for word in left)
            and all(word.key in names_b for word in right)
            and not any(_alike(one, other) for one in left for other in right)
        ):
            return f"{' '.join(w.text for w in left)} ≠ {' '.join(w.text for w in right)}"
    return ""


def _first(words: list[Word]) -> frozenset[str]:
    return frozenset(word.key for word in words[:1] if _may_name(word))


def _own(words: list[Word], names: frozenset[str], others: list[Word]) -> list[Word]:
    """The words that are names of this title alone, not a spelling of what the other says."""
    return [word for word in words if word.key in names and not any(_alike(word, one) for one in others)]


def _replaced(a: list[Word], b: list[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """What stands in the same place of the shared frame, without the words that both titles have."""
    keys_a, keys_b = [word.key for word in a], [word.key for word in b]
    in_a, in_b = set(keys_a), set(keys_b)
    for kind, i, j, k, m in SequenceMatcher(None, keys_a, keys_b, autojunk=False).get_opcodes():
        if kind == "replace":
            yield [w for w in a[i:j] if w.key not in in_b], [w for w in b[k:m] if w.key not in in_a]


def _proper_names(title: str) -> frozenset[str]:
    """Keys of the capitalised words inside a title in sentence case; none where every word is capitalised."""
    if title == title.lower():
        return frozenset()  # as in every script without capitals
    words = _WORD.findall(title)
    lower = [word for word in words if len(word) > 3 and word[0].islower()]
    if len(lower) < 2 or len(lower) * 4 < len(words):
        return frozenset()
    inner = (word for word in words[1:] if word[0].isupper())  # the first has a capital anyway
    return frozenset(found.key for word in inner for found in words_of(fold(word.casefold())))


def _alike(a: Word, b: Word) -> bool:
    """Spellings of one name, or a name and its initials."""
    one, other = a.text, b.text
    if one.startswith("ال") and other.startswith("ال"):
        one, other = one[2:], other[2:]  # the article is no likeness
    short = min(len(one), len(other)) <= 4
    return fuzz.ratio(one, other) >= _ALIKE or (short and one[:1] == other[:1])
