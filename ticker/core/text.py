"""A title as matching sees it: `normalise`, and `Headline` with its keys, trigrams and numbers.

Cut first, then Unicode, then decoration, then folding, then words: no step ever sees a megabyte.
Knows one title at a time; must not know any other headline.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from msgspec import Struct

from ticker.core.confusable import unmask
from ticker.core.decoration import WHOLE, strip_decoration, without
from ticker.core.decoration import edges as find_edges
from ticker.core.fold import fold, unspaced
from ticker.core.lexicon import NEGATION, PLACES, STOP, key_of
from ticker.core.numbers import ORDINALS, SMALL, Number, parse_digits, scan
from ticker.core.phrases import STARTS, spans
from ticker.core.places import place_of
from ticker.core.stem import stem

if TYPE_CHECKING:
    from ticker.core.decoration import Cut, Edge

MAX_TITLE = 300
"""Code points of a title that matching looks at; the rest says nothing new and may be hostile."""

TRIGRAM_BITS = 512
"""Width of the hashed set of character trigrams."""

MARKS = 2048
"""Width of the hashed set of a text's words."""

_MAX_WORDS = 200_000
_US = re.compile(r"\bU\.S\.(?:A\.)?|\bUSA?\b(?!\.)")
_UN = re.compile(r"\bU\.N\.|\bUN\b")
_UK = re.compile(r"\bU\.K\.|\bUK\b")
_EU = re.compile(r"\bE\.U\.|\bEU\b")
# «2ر10» is how Cairo's agency writes 10.2; digits and letters glued together are two words.
_RA_DECIMAL = re.compile(r"(?<!\d)(\d+)ر(\d+)(?!\d)")
_BETWEEN = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_TRIM = ".,'%"
_FIRST_UNSPACED = "\u0e00"


class Word(NamedTuple):
    """One folded word, analysed once: a pure function of its letters."""

    text: str
    stem: str
    key: str
    trigrams: int
    number: tuple[float, str] | None
    stop: bool
    negates: bool
    mark: int
    """Which of the `MARKS` stands for the key."""
    place: str = ""
    opens: bool = False
    """Whether a known expression may begin with it."""


class Headline(Struct, eq=False, gc=False):
    """A title with everything it is matched by.

    `tokens` are its words as they were analysed, stop words included, and `text` their texts; `keys` the
    distinct content words in order (stem, or the concept that several words share), `words` the stems of all
    content words. `trigrams` is a hashed bit set. `speaker` are the keys before a leading colon; `places` the
    names of the places it speaks of (see `core.places`). `edges` are what of the whole title may be its
    feed's decoration, `cut` what of it was left in.
    """

    title: str
    text: str
    tokens: list[Word]
    keys: tuple[str, ...]
    words: tuple[str, ...]
    trigrams: int
    numbers: tuple[Number, ...]
    speaker: frozenset[str]
    negated: bool
    places: tuple[str, ...]
    time: float | None
    publisher: str
    lang: str
    summary: str
    feed: str = ""
    edges: tuple[Edge, ...] = ()
    cut: Cut = WHOLE


_BITS = [1 << bit for bit in range(TRIGRAM_BITS)]
_words: dict[str, tuple[Word, ...]] = {}
_trigrams: dict[str, int] = {}


def _bits(word: str) -> int:
    padded = f"_{word}_"
    mask = 0
    for at in range(len(padded) - 2):
        trigram = padded[at : at + 3]
        mask |= _trigrams.get(trigram) or _bit(trigram)
    return mask


def _bit(trigram: str) -> int:
    if len(_trigrams) >= _MAX_WORDS:
        _trigrams.clear()
    bit = _trigrams[trigram] = _BITS[crc32(trigram.encode("utf-8", "surrogatepass")) % TRIGRAM_BITS]
    return bit


def _analyse(token: str) -> tuple[Word, ...]:
    """The words of one space-free folded token; none where nothing readable is left."""
    if token.isalpha() and max(token) < _FIRST_UNSPACED:
        return (_plain(token),)
    token = _RA_DECIMAL.sub(r"\2.\1", token)
    if (parsed := parse_digits(token)) is not None:
        digits = token.rstrip(".,") if not token.endswith("%") else token
        key = f"#{parsed[0]:g}{parsed[1]}"
        return (Word(digits, digits, key, _bits(digits), parsed, False, False, _mark(key)),)  # noqa: FBT003 - no stop word, no negation
    if any("0" <= char <= "9" for char in token):
        parts = [part for part in _BETWEEN.sub(" ", token).replace(",", " ").split() if part != token]
        return tuple(word for part in parts for word in _analyse(part))
    token = token.strip(_TRIM + "$€£¥").removesuffix("'s")
    if any(char in ".,%$€£¥" for char in token):
        joined = token.replace(".", "") if len(token) <= 6 else None
        parts = [joined] if joined and joined.isalpha() else re.split(r"[.,%$€£¥]+", token)
        return tuple(word for part in parts if part for word in _analyse(part))
    token = token.replace("'", "") if token not in NEGATION else token
    if any(map(unspaced, token)):
        pairs = ["".join(pair) for pair in pairwise(token)] or [token]
        return tuple(_plain(pair) for pair in pairs)
    return (_plain(token),) if token else ()


def _plain(text: str) -> Word:
    stemmed = stem(text)
    number = (SMALL[text], "") if text in SMALL else (ORDINALS[text], "th") if text in ORDINALS else None
    key = f"#{number[0]:g}{number[1]}" if number else key_of(text, stemmed)
    negates = text in NEGATION
    stop = negates or text in STOP or (len(text) == 1 and text < _FIRST_UNSPACED)
    opens = (text if stop else key) in STARTS
    place = place_of(text, key)
    return Word(text, stemmed, key, _bits(text), number, stop, negates, _mark(key), place, opens)


def _mark(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % MARKS


def _word(token: str) -> tuple[Word, ...]:
    """The words of a token without spaces, folded or not."""
    if len(_words) >= _MAX_WORDS:
        _words.clear()
    parts = fold(token).split()
    if parts == [token]:
        words = _analyse(token)
    else:
        words = tuple([word for part in parts for word in _words.get(part) or _analyse(part)])
    _words[token] = words
    return words


def _prepare(title: str, publisher: str = "") -> str:
    """Cut, decode, strip decoration: still in the outlet's own spelling, colons included."""
    title = title[:MAX_TITLE]
    if "&" in title:
        title = html.unescape(title)
    if not title.isascii():
        title = unmask(unicodedata.normalize("NFKC", title)[:MAX_TITLE])
    if "U" in title:
        title = _EU.sub("eu", _UK.sub("uk", _UN.sub("un", _US.sub("usa", title))))
    return strip_decoration(title.casefold(), publisher.casefold())


def _split(prepared: str) -> list[Word]:
    found: list[Word] = []
    known = _words.get
    for token in prepared.split():
        words = known(token)
        found += _word(token) if words is None else words
    return found


def _phrased(found: list[Word]) -> list[Word]:
    """The words with each known expression as one word ("prime minister"); the texts stay as they are."""
    for word in found:
        if word.opens:
            break
    else:
        return found
    known = spans([word.text if word.stop else word.key for word in found])
    if not known:
        return found
    merged: list[Word] = []
    at = 0
    for start, end, key in known:
        parts = found[start:end]
        content = [word for word in parts if not word.stop] or parts
        trigrams = 0
        for word in content:
            trigrams |= word.trigrams
        merged += found[at:start]
        whole = key or " ".join([word.key for word in parts])
        merged.append(
            Word(
                " ".join([word.text for word in parts]),
                " ".join([word.stem for word in content]),
                whole,
                trigrams,
                None,
                stop=not key,
                negates=False,  # "no-fly zone" denies nothing
                mark=_mark(whole),
                place=PLACES[key][0] if key in PLACES else "",
            )
        )
        at = end
    return merged + found[at:]


def words_of(text: str) -> list[Word]:
    """The words of a casefolded text, such as a headline's own; known expressions as one."""
    return _phrased(_split(text))


def marks_of(text: str) -> int:
    """The content words of a text, as far as matching looks, as a hashed bit set; cheaper than reading it."""
    marks = 0
    for word in _split(_prepare(text)):
        if not word.stop:
            marks |= 1 << word.mark
    return marks


def normalise(title: str) -> str:
    """The title as folded words joined by spaces: what two copies of one headline share.

    Idempotent; at most `MAX_TITLE` code points; empty where a title holds no letter or digit.
    """
    text = title
    while True:
        once = " ".join([word.text for word in _split(_prepare(text))])[:MAX_TITLE].rstrip()
        if once == text:
            return text
        text = once


def keys_alone(title: str) -> tuple[str, ...]:
    """The keys alone of `headline(title)`, for a text of which nothing else is asked."""
    found = _phrased(_split(_prepare(title)))
    keys = [word.key for word in found if not word.stop] or [word.key for word in found]
    return tuple(dict.fromkeys(keys))


def edges_of(title: str, publisher: str = "") -> tuple[Edge, ...]:
    """The edges alone of `headline(title, publisher=publisher)`."""
    return find_edges(_prepare(title, publisher))


def headline(
    title: str,
    *,
    time: float | None = None,
    publisher: str = "",
    lang: str = "",
    summary: str = "",
    feed: str = "",
    cut: Cut = WHOLE,
) -> Headline:
    """Read a title into what it is matched by.

    `time` is POSIX seconds, None = unknown; `publisher` the corroborating voice. Empty strings mean
    unknown: what is not known never counts against a match. `cut` leaves out what `core.habits` has found
    to be the feed's decoration; the `title` stays as it is.
    """
    prepared = _prepare(title, publisher)
    edges = find_edges(prepared)
    if cut != WHOLE:
        prepared = without(prepared, *cut)
    found = _phrased(_split(prepared))
    texts, keys, stems, trigrams = [], [], [], 0
    negated = numbered = False
    places: dict[str, None] = {}
    for text, stemmed, key, bits, number, stop, negates, _, place, _ in found:
        texts.append(text)
        if not stop:
            keys.append(key)
            stems.append(stemmed)
            trigrams |= bits
        if negates:
            negated = True
        if number is not None:
            numbered = True
        if place:
            places[place] = None
    if not keys:  # nothing but stop words
        keys, stems = [word.key for word in found], [word.stem for word in found]
        trigrams = reduce(or_, [word.trigrams for word in found], 0)
    colon = prepared.find(":", 0, 60)
    speaker: frozenset[str] = frozenset()
    if 0 < colon < len(prepared) - 1 and not prepared[colon + 1].isdigit():
        speaker = frozenset([word.key for word in words_of(prepared[:colon]) if not word.stop])
    return Headline(
        title=title,
        text=" ".join(texts),
        tokens=found,
        keys=tuple(dict.fromkeys(keys)),
        words=tuple(stems),
        trigrams=trigrams,
        numbers=scan(found) if numbered else (),
        speaker=speaker,
        negated=negated,
        places=tuple(places),
        time=time,
        publisher=publisher,
        lang=lang,
        summary=summary,
        feed=feed,
        edges=edges,
        cut=cut,
    )
