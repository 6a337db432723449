"""Inputs that nearly make sense: fixtures of the project, changed a little, many times over.

Knows bytes and what feeds are made of; must not know what is done with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

FEEDS: Final = Path(__file__).parents[1] / "ingest" / "feeds"

TOKENS: Final = [
    token.encode("utf-8", "surrogatepass")
    for token in (
        "<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "<?xml", "?>", "<!DOCTYPE rss [",
        "<!ENTITY a 'b'>", "]>", "&a;", "&#0;", "&#27;", "&#x9b;", "&#xD83D;&#xDE00;", "&#x110000;",
        "&nbsp;", "&amp;lt;", "</item>", "<item>", "<entry>", "</entry>", "<title>", "</title>",
        "<link>", "<link href='//x'/>", "<guid>", "<pubDate>", "<rss>", "<rss version='2.0'>",
        "</rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>", "<channel>",
        "xml:base='../'", "type='xhtml'", "<div>", "<script>x</script>", "<b", "onerror=x",
        "javascript:x", "http://[", "http://a:99999/", "//", "?p=1", "#0", "{", "}", "[", "]",
        '"items":', '"title":', ",", "null", "1e999", "\\ud83d", "\\u0000", "\x00", "\x1b[2J",
        "\x1b]0;", "\x07", "\x9b", "\u202e", "\u2067", "\u200b", "\u200d", "\ufeff", "\U000e0041",
        "\u0651", "\u064e", "\u0301" * 9, "ـ", "ﷲ", "عاجل", " | ", " * ", "..", "؟", "٣", "5.6",
        "1448/06/13", "Mon, 23 Nov 2026", "2026-11-23T12:00:00Z", "الموافق", "utf-7", "utf-16",
        "\ud83d", "windows-1256", "rot13", "base64", "\r\n", "\n", "\t", "\u2028", "UPDATE 1-",
        "killed", "قتيلا",
    )
]  # fmt: skip
_ENCODINGS: Final = ("utf-16", "utf-16-be", "windows-1256", "latin-1", "utf-32", "shift_jis")


def seeds(target: str) -> list[bytes]:
    """What mutation begins with: the feeds of the project, or lines and titles."""
    if target == "parse":
        return [path.read_bytes() for path in sorted(FEEDS.iterdir())]
    lines = [
        "عاجل جسر الميناء يغلق أسبوعا كاملاوزير النقل يفتتح خط المترو الثالثإضراب عمال الميناء",
        "Harbour bridge shut for a weekMinister opens third metro lineFerry strike enters day four",
        "Quake of 5.6 kills 12 in the north | Quake of 6.5 kills 21 in the north",
        "UPDATE 2-Central bank holds rates at 4.25 percent - The Kestrel Post",
        "「首相」が辞任を表明 — 与党は後任選びへ",
    ]
    return [line.encode() for line in lines] + [f"{line}\0{line[::-1]}".encode() for line in lines]


def mutate(data: bytes, others: list[bytes], dice: random.Random, most: int) -> bytes:
    """`data` after one to eight changes, at most `most` bytes."""
    for _ in range(dice.choice((1, 1, 2, 3, 5, 8))):
        data = dice.choice(_CHANGES)(data, others, dice)[:most]
    return data


def _span(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randint(0, len(data))
    return start, min(len(data), start + dice.choice((1, 2, 5, 20, 200)))


def _flip(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    start, _end = _span(data, dice)
    return data[:start] + bytes([dice.randrange(256)]) + data[start + 1 :]


def _cut(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def _stop(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    return data[: dice.randint(0, len(data))]


def _double(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 30, 300)) + data[end:]


def _insert(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    start, _end = _span(data, dice)
    return data[:start] + dice.choice(TOKENS) * dice.choice((1, 1, 1, 2, 50, 1000)) + data[start:]


def _splice(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others)
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


def _recode(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(_ENCODINGS), "replace")


_CHANGES: Final = (_flip, _flip, _cut, _stop, _double, _insert, _insert, _insert, _splice, _recode)
