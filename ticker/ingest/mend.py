"""Text-level repairs that make most broken XML well-formed, and the one policy on DTDs.

Every scan is linear: nothing here looks back over what it has passed. Knows XML's surface; must not
know feeds' elements.

Entity policy: a DOCTYPE is always dropped, never loaded. Internal entities are expanded where each is
short plain text (1 kB, at most 100 of them); external, parameter and nested entities refuse the document.
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5

from ticker.errors import ParseError
from ticker.ingest.clean import strip_escapes

_MAX_ENTITIES = 100
_MAX_VALUE = 1024
_MAX_EXPANSION = 1 << 20

_ROOT = re.compile(r"<\?xml\s|<(?:[A-Za-z_][\w.-]{0,40}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_SPACE = re.compile(r"[\s\ufeff]*")
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\[\]<>"']|"[^"]*"|'[^']*')*+""", re.IGNORECASE)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?:([\w:.-]{1,100})\s+(?:"([^"]*)"|'([^']*)')|%|[\w:.-]+\s+(?:SYSTEM|PUBLIC)\b)\s*(>)?"""
)
_DECLARATION = re.compile(r"<!(?:ELEMENT|ATTLIST|NOTATION)\b[^<>]*>")
_SUBSET_END = re.compile(r"\]\s*>")
_CHARREF = re.compile(r"&#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});")

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(
    r"&(?:#(?P<dec>\d{1,20})|#[xX](?P<hex>[0-9A-Fa-f]{1,20})|(?P<name>[A-Za-z][A-Za-z0-9]{0,31}));"
    r"(?:&#(?:(?P<dec2>\d{5})|[xX](?P<hex2>[dD][c-fC-F][0-9A-Fa-f]{2}));)?"
)
_ESCAPE = re.compile(r"&#(?:0{0,9}27|[xX]0{0,9}1[bB]);")
_BARE_AMP = re.compile(r"&(?!(?:#[0-9]{1,20}|#[xX][0-9A-Fa-f]{1,20}|[A-Za-z][A-Za-z0-9]{0,31});)")
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_PROLOG_LIMIT = 20_000


def prolog(text: str) -> tuple[str, dict[str, str]]:
    """The text from its root element on (comments may precede it), and the entities that its DTD declares.

    Raises ParseError: "entities" (a DTD against the policy), "malformed" (a DOCTYPE that never ends).
    """
    position = _past_space(text, 0)
    entities: dict[str, str] = {}
    while True:
        if text.startswith("<?", position):
            end = text.find("?>", position)
        elif text.startswith("<!--", position):
            end = text.find("-->", position)
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            position = _doctype(text, position, entities)
            position = _past_space(text, position)
            continue
        else:
            return text[position:], entities
        if end < 0:
            raise ParseError("malformed", "the document ends inside its first comment or instruction")
        position = _past_space(text, end + (2 if text[end] == "?" else 3))


def first_element(text: str) -> int:
    """Where the first thing after white space and comments begins."""
    position = _past_space(text, 0)
    while text.startswith("<!--", position) and (end := text.find("-->", position)) >= 0:
        position = _past_space(text, end + 3)
    return position


def _past_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return position if found is None else found.end()


def _doctype(text: str, start: int, entities: dict[str, str]) -> int:
    """The position after the DOCTYPE at `start`; fills `entities`."""
    head = _DOCTYPE.match(text, start)
    position = head.end() if head else start
    if text.startswith(">", position):
        return position + 1
    if not text.startswith("[", position):
        raise ParseError("malformed", "the DOCTYPE is broken: it never ends")
    position += 1
    while True:
        position = _past_space(text, position)
        found = _SUBSET_END.match(text, position) or _DECLARATION.match(text, position)
        if found:
            position = found.end()
            if found.re is _SUBSET_END:
                return position
        elif text.startswith(("<!--", "<?"), position):
            mark = "-->" if text.startswith("<!--", position) else "?>"
            end = text.find(mark, position)
            if end < 0:
                raise ParseError("malformed", "the DOCTYPE is broken: it never ends")
            position = end + len(mark)
        elif text.startswith("<!ENTITY", position):
            position = _declare(text, position, entities)
        else:
            kind = "entities" if text.startswith("%", position) else "malformed"
            raise ParseError(kind, "the DOCTYPE holds something that is refused (parameter entity or junk)")


def _declare(text: str, start: int, entities: dict[str, str]) -> int:
    found = _ENTITY.match(text, start)
    if not found:
        raise ParseError("malformed", "the DOCTYPE is broken: an entity declaration never ends")
    name, double, single, closed = found.groups()
    if name is None:
        raise ParseError("entities", "external and parameter entities are refused (XXE)")
    value = double if double is not None else single
    if not closed:
        raise ParseError("malformed", "the DOCTYPE is broken: an entity declaration never ends")
    if len(entities) >= _MAX_ENTITIES or len(value) > _MAX_VALUE:
        raise ParseError(
            "entities",
            f"entity declarations over the limit ({_MAX_ENTITIES} of {_MAX_VALUE} characters) are refused",
        )
    if re.search(r"[&%<]", _CHARREF.sub("", value)):
        raise ParseError(
            "entities", "entities that hold markup or other entities are refused (expansion bomb)"
        )
    entities.setdefault(name, value)
    return found.end()


def expand(text: str, entities: dict[str, str]) -> str:
    """Put the values of `entities` into `text`, outside CDATA. Raises ParseError("entities") over 1 MB."""
    grown = sum(text.count(f"&{name};") * len(value) for name, value in entities.items())
    if grown > _MAX_EXPANSION:
        raise ParseError("entities", "entities that expand to more than 1 MB are refused")
    pattern = re.compile("&(" + "|".join(map(re.escape, entities)) + ");")
    return "".join(
        part if is_cdata else pattern.sub(lambda found: entities[found.group(1)], part)
        for part, is_cdata in _sections(text)
    )


def root_at(text: str) -> int:
    """Where the first feed-like root begins near the start of `text`, -1 = nowhere."""
    found = _ROOT.search(text, 0, _PROLOG_LIMIT)
    return found.start() if found else -1


def is_cut(text: str) -> bool:
    """Whether `text` (from its root on) ends before its root element does."""
    name = re.match(r"<([\w.:-]{1,100})", text)
    return name is not None and f"</{name.group(1)}" not in text


def trim_after_root(text: str) -> str:
    """`text` (from its root on) up to the end of its root element: what follows is another's."""
    name = re.match(r"<([\w.:-]{1,100})", text)
    if not name:
        return text
    closing = f"</{name.group(1)}"
    end = text.find(closing)
    if end < 0:
        return text
    stop = text.find(">", end)
    if stop < 0 and text.endswith(closing):
        return f"{text}>"  # a tag short of its last character is the most common cut
    return text[: stop + 1] if stop >= 0 else text


def mend(text: str) -> str:
    """Remove characters that XML forbids; write out HTML entities; escape bare ampersands. CDATA is kept.

    Surrogate pairs written as two references become their character; references beyond Unicode or to
    forbidden characters become U+FFFD.
    """
    text = _ILLEGAL.sub("", strip_escapes(_ESCAPE.sub("\x1b", text)))
    return "".join(part if is_cdata else _mend_references(part) for part, is_cdata in _sections(text))


def _mend_references(text: str) -> str:
    if "&" not in text:
        return text
    return _REFERENCE.sub(_reference, _BARE_AMP.sub("&amp;", text))


def _reference(found: re.Match[str]) -> str:
    name = found["name"]
    second = found["dec2"] or found["hex2"]
    tail = found[0][found[0].index(";") + 1 :]
    if name is not None:
        if name in _XML_NAMES:
            return found[0]
        char = html5.get(f"{name};")
        return (escape(char, quote=False) if char else f"&amp;{name};") + _tail(tail)
    code = _code(found["dec"], found["hex"])
    if second and 0xD800 <= code < 0xDC00:
        low = _code(found["dec2"], found["hex2"])
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
    return _char(code, found[0][: len(found[0]) - len(tail)]) + _tail(tail)


def _tail(reference: str) -> str:
    return _REFERENCE.sub(_reference, reference) if reference else ""


def _code(decimal: str | None, hexadecimal: str | None) -> int:
    return int(decimal) if decimal is not None else int(hexadecimal or "0", 16)


def _char(code: int, written: str) -> str:
    if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return written.lower() if written[2] == "X" else written
    return "" if code < 0x20 else "\ufffd"


def _sections(text: str) -> list[tuple[str, bool]]:
    """`text` cut at its CDATA sections: (part, is it CDATA)."""
    parts: list[tuple[str, bool]] = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        parts += [(text[position:start], False), (text[start : end + 3], True)]
        position = end + 3
    parts.append((text[position:], False))
    return parts
