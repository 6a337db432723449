"""What the tests of feeds share: the part of ninjs 3 that ticker writes, in our own words.

The standard: https://www.iptc.org/std/ninjs/ (IPTC, CC BY 4.0).
"""

from __future__ import annotations

from typing import Any, Final

import pytest

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_URI: Final[Schema] = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
_INSTANT: Final[Schema] = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}


def _word(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def _record(needed: tuple[str, ...] = (), **members: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(needed),
        "properties": members,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_TEXTS: Final = _list(_record(("value",), role=_TEXT, contentType=_TEXT, value=_TEXT))

_MEMBERS: Final[dict[str, Schema]] = {
    "uri": _URI,
    "type": _word(
        "text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"
    ),
    "representationType": _word("full", "partial"),
    "version": _TEXT,
    "firstCreated": _INSTANT,
    "versionCreated": _INSTANT,
    "pubStatus": _word("usable", "withheld", "canceled"),
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    "edNote": _TEXT,
    "language": _TEXT,
    "title": _TEXT,
    "descriptions": _TEXTS,
    "headlines": _TEXTS,
    "infoSources": _list(_record(name=_TEXT, role=_TEXT, uri=_URI, literal=_TEXT)),
    "renditions": _list(_record(("name",), name=_TEXT, href=_URI, contentType=_TEXT, title=_TEXT)),
    "altIds": _list(_record(role=_TEXT, value=_TEXT)),
    "standard": _record(name=_TEXT, version=_TEXT, schema=_URI),
}

NINJS: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_record(
        ("uri",),
        **_MEMBERS,
        associations=_list(_record(("name", "uri"), **_MEMBERS, name=_TEXT, rel=_TEXT)),
    ),
}


@pytest.fixture
def ninjs_schema() -> Schema:
    """The subset of ninjs 3's JSON Schema."""
    return NINJS
