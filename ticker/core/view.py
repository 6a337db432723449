"""The shapes in which a desk is shown: the same dictionaries for `top --json`, updates and the API.

Instants become ISO 8601 in UTC, to the millisecond. Knows the shapes; must not know the transport.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.model import Copy, Instant, Story, Update


class EntryView(TypedDict):
    """One copy of a story: `id` as the feed gave it, and the evidence by which it joined."""

    id: str
    feed: str
    publisher: str
    title: str
    url: str
    published: str | None
    received: str
    relation: str
    score: float
    lang: str
    reasons: list[str]
    former: list[str]


class StoryView(TypedDict):
    """One story as consumers see it; `copies` counts entries, `entries` holds them when asked for."""

    id: str
    headline: str
    url: str
    lang: str
    score: float
    copies: int
    publishers: list[str]
    first_seen: str
    last_seen: str
    breaking: bool
    pinned: bool
    entries: NotRequired[list[EntryView]]


class UpdateView(TypedDict):
    """One change: `offset` counts within `epoch`; `entry` is the copy that caused it, where one did."""

    epoch: str
    offset: int
    op: str
    story: StoryView
    entry: NotRequired[EntryView]
    into: NotRequired[str]


class TopView(TypedDict):
    """The ranked stream of a desk at one offset."""

    desk: str
    epoch: str
    offset: int
    stories: list[StoryView]


def iso(instant: Instant) -> str:
    """ISO 8601 in UTC with milliseconds: `2026-11-23T18:00:00.000Z`."""
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def entry_view(copy: Copy) -> EntryView:
    """Show one copy."""
    entry = copy.entry
    return {
        "id": entry.id,
        "feed": entry.feed,
        "publisher": entry.publisher,
        "title": entry.title,
        "url": entry.url,
        "published": None if entry.published is None else iso(entry.published),
        "received": iso(entry.received),
        "relation": str(copy.relation),
        "score": round(copy.score, 4),
        "lang": entry.lang,
        "reasons": list(copy.reasons),
        "former": list(copy.former),
    }


def story_view(story: Story, copies: Iterable[Copy] | None = None) -> StoryView:
    """Show one story; with `copies` also its entries, in the order given."""
    view: StoryView = {
        "id": story.id,
        "headline": story.headline,
        "url": story.url,
        "lang": story.lang,
        "score": round(story.score, 6),
        "copies": story.copies,
        "publishers": list(story.publishers),
        "first_seen": iso(story.first_seen),
        "last_seen": iso(story.last_seen),
        "breaking": story.breaking,
        "pinned": story.pinned,
    }
    if copies is not None:
        view["entries"] = [entry_view(copy) for copy in copies]
    return view


def update_view(update: Update, epoch: str, cause: Copy | None = None) -> UpdateView:
    """Show one update; `cause` is the copy behind `update.entry`."""
    view: UpdateView = {
        "epoch": epoch,
        "offset": update.offset,
        "op": str(update.op),
        "story": story_view(update.story),
    }
    if cause is not None:
        view["entry"] = entry_view(cause)
    if update.into:
        view["into"] = update.into
    return view
