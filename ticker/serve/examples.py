"""One example of each answer, as the OpenAPI document shows it; a test holds each against its shape.

Knows invented news; must not know anything real.
"""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]

ENTRY: Final[Json] = {
    "id": "bridge-1",
    "ordinal": 17,
    "feed": "https://wire.example/rss",
    "publisher": "Example Wire",
    "title": "Harbour bridge in Port Selwyn closes after cracks found",
    "url": "https://wire.example/bridge-1",
    "published": "2026-11-23T08:59:00.000Z",
    "received": "2026-11-23T09:00:00.000Z",
    "relation": "distinct",
    "score": 0.0,
    "lang": "en",
    "reasons": [],
    "former": [],
    "muted": False,
}
COPY: Final[Json] = {
    **ENTRY,
    "id": "8841",
    "ordinal": 23,
    "feed": "https://gazette.example/feed",
    "publisher": "Selwyn Gazette",
    "title": "Cracks found: Port Selwyn's harbour bridge closes",
    "url": "https://gazette.example/8841",
    "received": "2026-11-23T09:04:10.000Z",
    "relation": "rewording",
    "score": 0.9312,
    "reasons": ["rare words shared: cracks, harbour, selwyn"],
}
STORY: Final[Json] = {
    "id": "17",
    "headline": ENTRY["title"],
    "url": ENTRY["url"],
    "lang": "en",
    "score": 249365.21,
    "copies": 2,
    "publishers": ["Example Wire", "Selwyn Gazette"],
    "first_seen": "2026-11-23T09:00:00.000Z",
    "last_seen": "2026-11-23T09:04:10.000Z",
    "breaking": False,
    "breaking_until": None,
    "pinned": False,
    "pin": None,
    "urgency": None,
    "original": None,
    "held": False,
}
DETAIL: Final[Json] = {**STORY, "entries": [ENTRY, COPY]}
TOP: Final[Json] = {"desk": "main", "epoch": "5f0c2a9d41be", "offset": 812, "stories": [STORY]}
UPDATE: Final[Json] = {
    "epoch": "5f0c2a9d41be",
    "offset": 812,
    "op": "changed",
    "story": STORY,
    "entry": COPY,
    "at": "2026-11-23T09:04:10.000Z",
}
UPDATES: Final[Json] = {"desk": "main", "cursor": "5f0c2a9d41be:812", "updates": [UPDATE]}
DESKS: Final[Json] = {
    "desks": [
        {
            "name": "main",
            "epoch": "5f0c2a9d41be",
            "offset": 812,
            "stories": 240,
            "copies": 655,
            "lag": 0,
            "writer": True,
            "trouble": "",
            "letters": 0,
            "grain": "stories",
            "window": 259200.0,
            "half_life": 7200.0,
        }
    ]
}
FEEDS: Final[Json] = {
    "desk": "main",
    "feeds": [
        {
            "feed": "https://wire.example/rss",
            "url": "https://wire.example/rss",
            "publisher": "Example Wire",
            "kind": "feed",
            "lang": "en",
            "title": "Example Wire: top stories",
            "polled": "2026-11-23T09:05:00.000Z",
            "ok_at": "2026-11-23T09:05:00.000Z",
            "changed_at": "2026-11-23T09:00:00.000Z",
            "next_poll": "2026-11-23T09:10:00.000Z",
            "interval": 300.0,
            "status": 304,
            "error": "",
            "error_text": "",
            "failures": 0,
            "polls": 288,
            "not_modified": 251,
            "redirects": 0,
            "items": 30,
            "entries": 94,
            "warnings": [],
            "paused": False,
            "quiet": False,
            "rhythm": 1800.0,
            "lull": 21600.0,
            "known_since": "2026-11-20T07:12:00.000Z",
            "news": ["2026-11-23T08:21:00.000Z", "2026-11-23T09:00:00.000Z"],
            "push": "",
            "pushed": None,
        }
    ],
}
ME: Final[Json] = {"name": "studio", "role": "editor", "token": "5f0c2a9d", "desks": ["main"]}
TICKET: Final[Json] = {"ticket": "9Yk3mVb0wQ7sJxT2aLcR5eHnZ1uGd8iFpKoM4tXyBvE", "expires_in": 30}
ALERTS: Final[Json] = {
    "desk": "main",
    "alerts": [
        {
            "id": "main-17-1-1795428250",
            "desk": "main",
            "story": "17",
            "kind": "corroborated",
            "headline": STORY["headline"],
            "url": STORY["url"],
            "lang": "en",
            "publishers": STORY["publishers"],
            "copies": 2,
            "at": "2026-11-23T09:04:10.000Z",
            "times": 1,
            "why": ["2 publishers within 5 min; the rule asks for 2"],
        }
    ],
}
DONE: Final[Json] = {"action": "4", "stories": ["17"], "said": "story 17 is retitled"}
AUDIT: Final[Json] = {
    "desk": "main",
    "actions": [
        {
            "action": "4",
            "id": "a1b2c3d4:8f1c",
            "at": "2026-11-23T09:05:00.000Z",
            "by": "Amal",
            "verb": "retitle",
            "stories": ["17"],
            "entries": [],
            "text": "Harbour bridge closed",
            "source": "",
            "value": None,
            "until": None,
            "before": {"17": {"headline": STORY["headline"]}},
            "after": {"17": {"headline": "Harbour bridge closed"}},
            "refused": None,
            "reason": "",
            "of": None,
            "stands": True,
            "offset": 813,
            "pairs": [],
        }
    ],
}
SWITCHES: Final[Json] = {
    "desk": "main",
    "off": [{"story": "17", "by": "Amal", "at": "2026-11-23T09:05:00.000Z", "until": None}],
}
ALIVE: Final[Json] = {"status": "alive", "version": "0.1.0"}
READY: Final[Json] = {"status": "ready", "desks": 1}
EVENTS: Final = (
    "id: 5f0c2a9d41be:812\n"
    "event: changed\n"
    'data: {"epoch":"5f0c2a9d41be","offset":812,"op":"changed","story":{"id":"17","copies":2}}\n\n'
)
