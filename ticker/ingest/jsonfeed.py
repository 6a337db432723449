"""JSON Feed 1.0 and 1.1 to raw items (https://www.jsonfeed.org/version/1.1/).

Knows the format's members; every value may be of any type. Must not know how text is cleaned.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from ticker.errors import ParseError
from ticker.ingest.document import RawFeed, RawItem

_VERSION = "jsonfeed.org/version/1"
_INT_DIGITS = 300


def read_json(text: str) -> RawFeed:
    """Read a JSON Feed from `text`. Raises ParseError: "malformed", "too_deep", "not_a_feed"."""
    try:
        data = json.loads(text, strict=False, parse_constant=_constant, parse_int=_integer)
    except RecursionError:
        raise ParseError("too_deep", "the JSON is nested too deep") from None
    except ValueError as fault:
        raise ParseError("malformed", f"broken JSON: {fault}") from None
    if not isinstance(data, dict):
        raise ParseError("not_a_feed", "this JSON is no feed: it is not an object with `items`")
    version = _text(data.get("version"))
    items = data.get("items")
    if _VERSION not in version and not isinstance(items, list):
        raise ParseError("not_a_feed", "this JSON is no JSON Feed: it has no `version` and no list `items`")
    if not isinstance(items, list):
        raise ParseError("malformed", "this JSON Feed has no list `items`")
    feed = RawFeed(
        "json10" if version.endswith(("/1", "/1.0")) else "json11",
        title=_text(data.get("title")),
        link=_text(data.get("home_page_url")),
        lang=_text(data.get("language")),
        hub=_hub(data.get("hubs")),
        topic=_text(data.get("feed_url")),
    )
    if _VERSION not in version:
        feed.warnings.append("names no JSON Feed version")
    entries = [item for item in items if isinstance(item, dict)]
    if len(entries) < len(items):
        feed.warnings.append(f"{len(items) - len(entries)} items are no objects")
    feed.items = [_item(item) for item in entries]
    return feed


def _item(item: dict[str, Any]) -> RawItem:
    plain = _text(item.get("summary")) or _text(item.get("content_text"))
    return RawItem(
        guid=_text(item.get("id")),
        title=_text(item.get("title")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        lang=_text(item.get("language")),
        summary=plain or _text(item.get("content_html")),
        summary_html=not plain,
    )


def _hub(hubs: Any) -> str:
    for hub in hubs if isinstance(hubs, list) else ():
        if isinstance(hub, dict) and _text(hub.get("type")).lower() == "websub":
            return _text(hub.get("url"))
    return ""


def _text(value: Any) -> str:
    """Strings and numbers as text (ids are often numbers); anything else is nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value)


def _integer(digits: str) -> int | str:
    return digits if len(digits) > _INT_DIGITS else int(digits)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
