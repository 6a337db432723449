"""The shapes in which a desk is shown: the same dictionaries for `top --json`, updates and the API.

Instants become ISO 8601 in UTC, to the millisecond. Knows the shapes; must not know the transport.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NotRequired, TypedDict

from msgspec import Struct

from ticker.core.edits import is_muted
from ticker.core.model import UNTOUCHED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.alert import Alert
    from ticker.core.model import Copy, Edits, Instant, Story, Update


class EntryView(TypedDict):
    """One copy of a story: `id` as the feed gave it, and the evidence by which it joined.

    `ordinal` names the copy in an action (`#12`) until its feed changes its title. `muted` = an editor
    lets it neither lead nor count. `veto` is there where one kept it out of a likelier story: its kind.
    """

    id: str
    ordinal: int
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
    muted: bool
    veto: NotRequired[str]


class NoteView(TypedDict):
    """A note that an editor wrote; `action` is the number of the action that did."""

    by: str
    at: str
    text: str
    action: str


class EditsView(TypedDict):
    """What editors laid over a story and only editors see."""

    spiked: bool
    reason: str
    boost: float
    embargo_until: str | None
    muted_sources: list[str]
    muted_phrases: list[str]
    notes: list[NoteView]


class StoryView(TypedDict):
    """One story as consumers see it; `copies` counts entries, `entries` holds them when asked for.

    `original` is the feeds' headline where an editor gave another one. Pinned stories stand first,
    by `pin`, lowest first. `held` = the public must not see it now: spiked, or under embargo. `edits` is
    there only where editors did something that is theirs to see; it is not for the public.
    """

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
    breaking_until: str | None
    pinned: bool
    pin: float | None
    urgency: int | None
    original: str | None
    held: bool
    edits: NotRequired[EditsView]
    entries: NotRequired[list[EntryView]]


class UpdateView(TypedDict):
    """One change: `offset` counts within `epoch`; `entry` is the copy that caused it, where one did.

    `into` names the story that absorbed this one (`merged`) or came out of it (`split`). `action` and `by`
    are there where an editor caused it. `at` is when it happened.
    """

    epoch: str
    offset: int
    op: str
    story: StoryView
    entry: NotRequired[EntryView]
    into: NotRequired[str]
    action: NotRequired[str]
    by: NotRequired[str]
    at: NotRequired[str]


class EntryGist(Struct, frozen=True, gc=False):
    """What an `UpdateGist` says of the entry."""

    received: str
    relation: str
    veto: str = ""


class StoryGist(Struct, frozen=True, gc=False):
    """What an `UpdateGist` says of the story; `edits` None = editors did nothing that is theirs to see."""

    id: str
    publishers: list[str]
    breaking: bool
    held: bool
    edits: EditsView | None = None


class UpdateGist(Struct, frozen=True, gc=False):
    """The little of an `UpdateView` by which it is counted, passed on or looked at: a third of the work.

    `by` is None where no editor caused it.
    """

    epoch: str
    offset: int
    op: str
    story: StoryGist
    entry: EntryGist | None = None
    into: str = ""
    by: str | None = None


class TopView(TypedDict):
    """The ranked stream of a desk at one offset."""

    desk: str
    epoch: str
    offset: int
    stories: list[StoryView]


class AlertView(TypedDict):
    """One alert; `why` explains it in words, `times` counts the story's alerts, this one included."""

    id: str
    desk: str
    story: str
    kind: str
    headline: str
    url: str
    lang: str
    publishers: list[str]
    copies: int
    at: str
    times: int
    why: list[str]


@lru_cache(maxsize=1024)  # the same few in a story, its entry and the update of both
def iso(instant: Instant) -> str:
    """ISO 8601 in UTC with milliseconds: `2026-11-23T18:00:00.000Z`."""
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> Instant:
    """The instant that `iso` wrote."""
    return datetime.fromisoformat(text).timestamp()


def entry_view(copy: Copy, edits: Edits = UNTOUCHED) -> EntryView:
    """Show one copy; `edits` are those of its story."""
    entry = copy.entry
    view: EntryView = {
        "id": entry.id,
        "ordinal": copy.ordinal,
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
        "muted": is_muted(entry, edits),
    }
    if copy.veto:
        view["veto"] = copy.veto
    return view


def edits_view(edits: Edits) -> EditsView:
    """Show what only editors see of a story."""
    return {
        "spiked": edits.spiked,
        "reason": edits.reason,
        "boost": edits.boost,
        "embargo_until": iso(edits.embargo) if edits.embargo else None,
        "muted_sources": list(edits.muted_sources),
        "muted_phrases": list(edits.muted_phrases),
        "notes": [
            {"by": note.by, "at": iso(note.at), "text": note.text, "action": str(note.action)}
            for note in edits.notes
        ],
    }


_NOTHING = edits_view(UNTOUCHED)


def story_view(story: Story, copies: Iterable[Copy] | None = None) -> StoryView:
    """Show one story; with `copies` also its entries, in the order given."""
    edits = story.edits
    view: StoryView = {
        "id": story.id,
        "headline": story.headline,
        "url": story.url,
        "lang": story.lang,
        "score": story.score,
        "copies": story.copies,
        "publishers": list(story.publishers),
        "first_seen": iso(story.first_seen),
        "last_seen": iso(story.last_seen),
        "breaking": story.breaking,
        "breaking_until": iso(edits.breaking) if story.breaking else None,
        "pinned": story.pinned,
        "pin": edits.pin,
        "urgency": edits.urgency or None,
        "original": story.original or None,
        "held": story.held,
    }
    if edits != UNTOUCHED and (shown := edits_view(edits)) != _NOTHING:
        view["edits"] = shown
    if copies is not None:
        view["entries"] = [entry_view(copy, edits) for copy in copies]
    return view


def update_view(update: Update, epoch: str, cause: Copy | None = None) -> UpdateView:
    """Show one update; `cause` is the copy behind `update.entry`."""
    view: UpdateView = {
        "epoch": epoch,
        "offset": update.offset,
        "op": str(update.op),
        "story": story_view(update.story),
    }
    if update.at:
        view["at"] = iso(update.at)
    if cause is not None:
        view["entry"] = entry_view(cause, update.story.edits)
    if update.into:
        view["into"] = update.into
    if update.action:
        view["action"], view["by"] = str(update.action), update.by
    return view


def alert_view(alert: Alert) -> AlertView:
    """Show one alert."""
    return {
        "id": alert.id,
        "desk": alert.desk,
        "story": alert.story,
        "kind": str(alert.kind),
        "headline": alert.headline,
        "url": alert.url,
        "lang": alert.lang,
        "publishers": list(alert.publishers),
        "copies": alert.copies,
        "at": iso(alert.at),
        "times": alert.times,
        "why": list(alert.why),
    }
