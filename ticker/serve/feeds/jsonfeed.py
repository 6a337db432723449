"""JSON Feed 1.1; what it has no word for stands under `_ticker`, as the format asks of extensions.

Knows the members; must not know where stories come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from ticker.serve.feeds.channel import Channel, Item

MEDIA_TYPE: Final = "application/feed+json; charset=utf-8"


def json_feed(feed: Channel) -> bytes:
    """The feed as a JSON Feed document."""
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.about,
            "home_page_url": feed.home,
            "feed_url": feed.self_url,
            "authors": [{"name": "ticker"}],
            "items": [_item(item) for item in feed.items],
            "_ticker": {
                "about": "`deleted` lists stories that have left; an item's `_ticker` says who has it",
                "epoch": feed.epoch,
                "offset": feed.offset,
                "deleted": [
                    {"id": one.uri, "when": one.when, "reason": one.reason}
                    | ({"into": one.into} if one.into else {})
                    for one in feed.gone
                ],
            },
        }
    )


def _item(item: Item) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": item.uri,
        "title": item.headline,
        "content_text": item.headline,
        "summary": item.about,
        "date_published": item.first_seen,
        "date_modified": item.updated,
        "authors": [{"name": name} for name in item.publishers],
        "tags": item.marks,
        "_ticker": {
            "story": item.id,
            "copies": item.copies,
            "publishers": list(item.publishers),
            "breaking": item.breaking,
            "pinned": item.pinned,
            "score": item.score,
        },
    }
    if item.url:
        made["url"] = item.url
    if item.lang:
        made["language"] = item.lang
    return made
