"""What a desk tells beside its stories: the feeds' health, the alerts, the last lines of the log.

Knows the night's desk from outside; must not know who asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from night.told import EVENTS, NOW
from ticker.core.model import FeedState
from ticker.core.view import iso

if TYPE_CHECKING:
    from ticker.core.view import AlertView


def feeds() -> list[FeedState]:
    """Return the night's feeds: four answer, one fails."""
    names = ("خبر الساحل", "نداء الضفتين", "Meridian Desk", "Northgate Wire", "Harbour Post")
    return [
        FeedState(
            feed=f"https://news.example/{number}/rss",
            url=f"https://news.example/{number}/rss",
            publisher=name,
            polled=NOW - 30 * number,
            ok_at=NOW - 30 * number if number < 4 else NOW - 5400,
            next_poll=NOW + 60 + 30 * number,
            entries=23 * (5 - number),
            error="status" if number == 4 else "",
            error_text="HTTP 503 Service Unavailable; asked again later" if number == 4 else "",
            failures=3 if number == 4 else 0,
        )
        for number, name in enumerate(names)
    ]


LOG = (
    "timestamp=2026-11-23T17:02:11Z level=info event=started role=all desk=main",
    "timestamp=2026-11-23T18:14:40Z level=warning event=refused url=https://news.example/4/rss status=503",
    "timestamp=2026-11-23T19:58:02Z level=error event=failed url=https://news.example/4/rss failures=3",
)


ALARMS: tuple[AlertView, ...] = (
    {
        "id": "main-s4-1",
        "desk": "main",
        "story": "s4",
        "kind": "corroborated",
        "headline": EVENTS[3].headline,
        "url": "https://news.example/4",
        "lang": "en",
        "publishers": ["Harbour Post", "Northgate Wire"],
        "copies": 2,
        "at": iso(NOW - 8 * 60),
        "times": 1,
        "why": [
            "2 publishers within 20 min; the rule asks for 2",
            "first Harbour Post, then after 9 min Northgate Wire",
        ],
    },
    {
        "id": "main-s1-1",
        "desk": "main",
        "story": "s1",
        "kind": "breaking",
        "headline": EVENTS[0].headline,
        "url": "https://news.example/1",
        "lang": "ar",
        "publishers": ["خبر الساحل", "نداء الضفتين"],
        "copies": 2,
        "at": iso(NOW - 37 * 60),
        "times": 1,
        "why": ["mona marked it as breaking"],
    },
)
