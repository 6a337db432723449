"""Bytes to text: which encoding, and what to do where the feed is wrong about it.

Order: byte order mark, strict UTF-8 over a single-byte claim, HTTP charset, declaration, UTF-8. Only
encodings of the WHATWG list are ever used, so that no Python codec (`rot13`, `unicode_escape`, utf-7)
can be named from outside. Knows encodings; must not know what a feed is.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ticker.errors import ParseError

_SAME = (
    "iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-10 iso-8859-13"
    " iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u windows-1250 windows-1251 windows-1252 windows-1253"
    " windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 gb18030 big5 euc-jp iso-2022-jp utf-8"
    " utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be"
)
_LABELS: dict[str, str] = (
    {re.sub(r"[-_]", "", name): name for name in _SAME.split()}
    | {
        # what the web means by these names is a superset of what they say (WHATWG Encoding, 4.2)
        "ascii": "windows-1252",
        "usascii": "windows-1252",
        "ansix3.41968": "windows-1252",
        "latin1": "windows-1252",
        "l1": "windows-1252",
        "iso88591": "windows-1252",
        "iso8859": "windows-1252",
        "iso88599": "windows-1254",
        "latin5": "windows-1254",
        "latin2": "iso-8859-2",
        "latin9": "iso-8859-15",
        "iso885911": "cp874",
        "tis620": "cp874",
        "windows874": "cp874",
        "iso88598i": "iso-8859-8",
        "macintosh": "mac_roman",
        "mac": "mac_roman",
        "xmaccyrillic": "mac_cyrillic",
        "ibm866": "cp866",
        "cp866": "cp866",
        "gbk": "gb18030",
        "gb2312": "gb18030",
        "xgbk": "gb18030",
        "big5hkscs": "big5hkscs",
        "shiftjis": "cp932",
        "sjis": "cp932",
        "xsjis": "cp932",
        "mskanji": "cp932",
        "windows31j": "cp932",
        "euckr": "cp949",
        "ksc56011987": "cp949",
        "windows949": "cp949",
        "utf8": "utf-8",
        "unicode11utf8": "utf-8",
        "ucs2": "utf-16",
        "iso10646ucs2": "utf-16",
        "unicode": "utf-16",
    }
    | {f"cp125{digit}": f"windows-125{digit}" for digit in range(9)}
)

_BANNED = {"utf7", "unicode11utf7", "xunicode20utf7", "csunicode11utf7"}
_WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
_SINGLE = re.compile(r"windows-125\d|iso-8859-\d+|koi8-[ru]|mac_\w+|cp874|cp866")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# the first bytes of "<?", "<r" and "{" tell the width where there is no byte order mark
_SHAPES = (
    (re.compile(rb"[<{]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{]"), "utf-32-be"),
    (re.compile(rb"[<{]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{]\0[^\0]"), "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([^"'<>]{1,60})["']""")
_META = re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?\s*([^\s"';,]{1,60})""", re.IGNORECASE)

# the letters that running text of a language uses most; a guess must explain the bytes by them
_COMMON = {
    "windows-1256": "اليمنورتبةعدسفهكحق",
    "windows-1251": "оеаинтсрвлкмдпуя",
    "koi8-r": "оеаинтсрвлкмдпуя",
    "windows-1253": "αοιετσνηυρπκμλς",
    "windows-1255": "יוהלאתרבשמנ",
}
_COMMON_BYTES = {name: frozenset(letters.encode(name)) for name, letters in _COMMON.items()}
_SURROGATES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding by which it was read, and what had to be assumed."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(body: bytes, *, content_type: str = "", lang: str = "") -> Decoded:
    """Decode `body`; `content_type` is the HTTP header, `lang` a hint for undeclared bytes.

    Never fails on broken bytes: they are mended (cp1252 inside UTF-8, surrogate pairs) or replaced by
    U+FFFD, and a warning says so. Raises ParseError("encoding") only for UTF-7.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            if name in _WIDE and b"\0" not in body[:_SAMPLE]:
                break  # markup in a wide encoding is half of it zero bytes
            return _read(body[len(mark) :], name, ())
    for shape, name in _SHAPES:
        if shape.match(body):
            return _read(body, name, ())
    claimed, warnings = _claim(body, content_type)
    if claimed in _WIDE:
        warnings.append(f"says {claimed} but is not: read as utf-8")
        claimed = ""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        return _not_utf8(body, claimed, warnings, fault, lang)
    if claimed == "iso-2022-jp" and b"\x1b$" in body:
        return _read(body, claimed, tuple(warnings))
    if claimed not in ("", "utf-8") and not text.isascii():
        if not _SINGLE.fullmatch(claimed):
            return _read(body, claimed, tuple(warnings))
        # text in a single-byte encoding is practically never valid UTF-8 by accident
        warnings.append(f"says {claimed} but is utf-8")
    return Decoded(text, "utf-8", tuple(warnings))


def _claim(body: bytes, content_type: str) -> tuple[str, list[str]]:
    """The codec that the HTTP header or the document names, "" = none known."""
    warnings: list[str] = []
    names = [found.group(1) for found in [_CHARSET.search(content_type)] if found]
    declared = _DECLARED.match(body[:1024]) or _META.search(body[:2048])
    if declared:
        names.append(declared.group(1).decode("ascii", "replace"))
    for name in names:
        label = re.sub(r"[-_\s]", "", name.strip().lower())
        if label in _BANNED:
            raise ParseError("encoding", "the feed says it is UTF-7, which is refused: it can hide markup")
        known = _LABELS.get(label)
        if known:
            return known, warnings
        warnings.append(f"unknown encoding {name[:40]!r} ignored")
    return "", warnings


def _read(body: bytes, name: str, warnings: tuple[str, ...]) -> Decoded:
    text = body.decode(name, "replace")
    if "\ufffd" in text:
        warnings = (*warnings, f"bytes that are not {name} were replaced")
    return Decoded(text, name, warnings)


def _not_utf8(
    body: bytes, claimed: str, warnings: list[str], fault: UnicodeDecodeError, lang: str
) -> Decoded:
    if claimed not in ("", "utf-8"):
        guess = _guess(body, lang) if claimed in ("windows-1252", "windows-1254") else ""
        if guess:
            warnings.append(f"says {claimed} but reads as {guess}: mojibake avoided")
        return _read(body, guess or claimed, tuple(warnings))
    if fault.reason == "unexpected end of data":
        warnings.append("ends inside a character: cut short")
        return Decoded(body[: fault.start].decode("utf-8"), "utf-8", tuple(warnings))
    if _SURROGATES.search(body):
        warnings.append("utf-8 with halves of characters in it, joined or replaced")
        return Decoded(body.decode("utf-8", "ticker.mend"), "utf-8", tuple(warnings))
    guess = _guess(body, lang)
    if guess:
        warnings.append(f"is not utf-8 but reads as {guess}: mojibake avoided")
        return _read(body, guess, tuple(warnings))
    sample = body[:_SAMPLE].decode("utf-8", "replace")
    whole = sum(1 for char in sample if char > "\x7f" and char != "\ufffd")
    if whole == 0:
        warnings.append("is not utf-8: read as windows-1252")
        return _read(body, "windows-1252", tuple(warnings))
    warnings.append("utf-8 with bytes of another encoding in it, read as windows-1252 each")
    return Decoded(body.decode("utf-8", "ticker.mend"), "utf-8", tuple(warnings))


def _guess(body: bytes, lang: str) -> str:
    """The non-Latin single-byte encoding whose common letters explain the high bytes, "" = none.

    Arabic, Cyrillic, Greek and Hebrew come in runs of high bytes; accented Latin in single ones.
    """
    runs = _HIGH_RUN.findall(body, 0, _SAMPLE)
    high = b"".join(runs)
    if len(high) < 8 or len(high) < 2.5 * len(runs):
        return ""
    best, share = "", 0.0
    for name, common in _COMMON_BYTES.items():
        explained = sum(byte in common for byte in high) / len(high)
        if name == "windows-1256" and lang[:2] in ("ar", "fa", "ur"):
            explained += 0.1
        if explained > share:
            best, share = name, explained
    return best if share >= 0.6 else ""


def _mend(fault: UnicodeError) -> tuple[str, int]:
    """Codec error handler: CESU-8 pairs become their character, other bytes are read as cp1252."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    data, start = fault.object, fault.start
    pair = data[start : start + 6]
    if len(pair) >= 3 and pair[0] == 0xED and pair[1] >= 0xA0:
        try:
            units = pair.decode("utf-8", "surrogatepass")
            return units.encode("utf-16", "surrogatepass").decode("utf-16"), start + 6
        except UnicodeDecodeError:
            return "\ufffd", start + 3
    return data[start : start + 1].decode("cp1252", "replace"), start + 1


codecs.register_error("ticker.mend", _mend)
