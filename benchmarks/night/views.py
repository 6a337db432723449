"""The stories that a desk would have made of the night, in the form in which it shows them.

Knows the views of stories; must not know how they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from night.hands import HANDS
from night.told import EVENTS, NOW, REST, Copy
from ticker.core.view import iso
from ticker.dashboard.ranking import order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from night.told import Event
    from ticker.core.view import EntryView, StoryView

HALF_LIFE = 7200.0


def stories() -> list[StoryView]:
    """Return the night's stories with their entries, in ranked order."""
    out: list[StoryView] = []
    for number, event in enumerate((*EVENTS, *REST), 1):
        entries = _entries(number, event)
        publishers = list(dict.fromkeys(entry["publisher"] for entry in entries))
        first = NOW - event.ago * 60
        last = NOW - (event.later[-1].ago if event.later else event.ago) * 60
        story: StoryView = {
            "id": f"s{number}",
            "headline": event.headline,
            "url": f"https://news.example/{number}",
            "lang": event.lang,
            "score": round(len(publishers) / 2 + first / HALF_LIFE, 6),
            "copies": len(entries),
            "publishers": publishers,
            "first_seen": iso(first),
            "last_seen": iso(last),
            "breaking": False,
            "breaking_until": None,
            "pinned": False,
            "pin": None,
            "urgency": None,
            "original": None,
            "held": False,
            "entries": entries,
        }
        story.update(HANDS.get(number, {}))  # type: ignore[typeddict-item]  # the names are a story's
        out.append(story)
    return ranked(out)


def ranked(views: Sequence[StoryView]) -> list[StoryView]:
    """Return views in the one order."""
    return sorted(views, key=order)


def bare(view: StoryView) -> StoryView:
    """Return a view without its entries, as a stream carries it."""
    copied = view.copy()
    copied.pop("entries", None)
    return copied


def _entries(number: int, event: Event) -> list[EntryView]:
    first = Copy(event.ago, event.publisher, "repeat", 1.0, event.headline, ())
    return [
        {
            "id": f"{number}-{place}",
            "feed": f"https://news.example/{place}/rss",
            "publisher": copy.publisher,
            "title": copy.title,
            "url": f"https://news.example/{number}/{place}",
            "published": iso(NOW - copy.ago * 60),
            "received": iso(NOW - copy.ago * 60 + 20),
            "relation": copy.relation,
            "score": copy.score,
            "lang": event.lang,
            "reasons": list(copy.reasons),
            "former": [],
            "ordinal": place + 1,
            "muted": False,
        }
        for place, copy in enumerate((first, *event.later))
    ]
