"""IPTC ninjs 3 (News in JSON, Creative Commons Attribution 4.0): one composite item that holds the stories.

A story that has left stays as an association whose `pubStatus` is `canceled`. Knows the members; must not
know where stories come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from ticker.serve.feeds.channel import Channel, Gone, Item

MEDIA_TYPE: Final = "application/json; charset=utf-8"

_STANDARD: Final = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def ninjs(feed: Channel) -> bytes:
    """The feed as one ninjs object."""
    return msgspec.json.encode(
        {
            "uri": feed.uri,
            "standard": _STANDARD,
            "type": "composite",
            "pubStatus": "usable",
            "version": f"{feed.epoch}:{feed.offset}",
            "versionCreated": feed.updated,
            "title": feed.title,
            "descriptions": [{"contentType": "text/plain", "value": feed.about}],
            "altIds": [{"role": "self", "value": feed.self_url}],
            "associations": [*map(_story, feed.items), *map(_canceled, feed.gone)],
        }
    )


def urgency(item: Item) -> int:
    """1 (highest) to 9: an editor's; else breaking 1, pinned 3; else by publishers: five 4, two 5, one 6."""
    if item.urgency is not None:
        return item.urgency
    if item.breaking:
        return 1
    if item.pinned:
        return 3
    return 4 if len(item.publishers) >= 5 else 5 if len(item.publishers) >= 2 else 6


def _story(item: Item) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": item.headline or item.id,
        "rel": "story",
        "uri": item.uri,
        "type": "text",
        "representationType": "partial",
        "pubStatus": "usable",
        "urgency": urgency(item),
        "firstCreated": item.first_seen,
        "versionCreated": item.updated,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": item.headline}],
        "infoSources": [{"name": name, "role": "publisher"} for name in item.publishers],
        "edNote": item.about,
    }
    if item.lang:
        made["language"] = item.lang
    if item.url:
        made["renditions"] = [{"name": "web", "href": item.url, "contentType": "text/html"}]
    return made


def _canceled(one: Gone) -> dict[str, Any]:
    return {
        "name": one.uri,
        "rel": "story",
        "uri": one.uri,
        "type": "text",
        "representationType": "partial",
        "pubStatus": "canceled",
        "versionCreated": one.when,
        "edNote": one.about,
    }
