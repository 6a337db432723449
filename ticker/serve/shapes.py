"""The shapes of the answers, for the OpenAPI document; those of stories are `core.view`'s.

Answers are built from plain dictionaries; a test holds every one against its shape. Knows the shapes;
must not know how they are filled, but for feeds and desks, which only appear here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from ticker.core.view import iso

if TYPE_CHECKING:
    from ticker.config import DeskConfig
    from ticker.core.model import FeedState, Instant
    from ticker.store import DeskStatus


class Shape(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(extra="forbid", strict=True)


VETO: Final = (
    "There where a veto kept it out of a likelier story: `number`, `place`, `name`, `sibling`, `opposite`, "
    "`negation`, `roles`, `generic`, `byline` or `subject`, whichever differs."
)


class Entry(Shape):
    """One copy of a story: what a feed said, and the evidence by which it joined."""

    id: str = Field(description="The entry's id as its feed gave it.")
    ordinal: int = Field(description="Names the copy in an action (`#12`) until its title changes.")
    feed: str
    publisher: str
    title: str
    url: str
    published: str | None = Field(description="As the feed claims; null where it says nothing usable.")
    received: str
    relation: str = Field(description="`repeat`, `rewording`, `update`, or `distinct` for the founder.")
    score: float
    lang: str
    reasons: list[str] = Field(description="Why it joined, in words.")
    former: list[str] = Field(description="Earlier titles of this entry, oldest first.")
    muted: bool = Field(description="Whether an editor lets it neither lead nor count.")
    veto: str | None = Field(default=None, description=VETO)


class Note(Shape):
    """A note that an editor wrote."""

    by: str
    at: str
    text: str
    action: str


class Edits(Shape):
    """What editors laid over a story and only they see."""

    spiked: bool
    reason: str
    boost: float
    embargo_until: str | None
    muted_sources: list[str]
    muted_phrases: list[str]
    notes: list[Note]


class Story(Shape):
    """One story: the lead headline, and how many entries and publishers stand behind it."""

    id: str
    headline: str
    url: str
    lang: str
    score: float = Field(description="Higher stands first; comparable between stories of one desk.")
    copies: int
    publishers: list[str]
    first_seen: str
    last_seen: str
    breaking: bool
    breaking_until: str | None
    pinned: bool
    pin: float | None = Field(description="Order among the pinned, lowest first.")
    urgency: int | None = Field(description="1 (most) to 9 (least).")
    original: str | None = Field(description="The feeds' headline where an editor gave another one.")
    held: bool = Field(description="Spiked or under embargo: not for the public now.")
    edits: Edits | None = Field(default=None, description="What only editors see, where there is any.")
    entries: list[Entry] = Field(default=[], description="The copies in order of arrival, where asked for.")


class Headline(Shape):
    """As little of a story as a crawl needs."""

    id: str
    headline: str
    url: str
    lang: str
    last_seen: str
    breaking: bool
    pinned: bool


class Me(Shape):
    """Who asks, as the server sees it."""

    name: str = Field(description="The token's name; empty without a token.")
    role: str = Field(description="`reader`, `editor` or `admin`.")
    token: str = Field(description="The token's id; empty without a token.")
    desks: list[str] = Field(description="The desks that you see, the default one first.")


class Ticket(Shape):
    """A ticket for one websocket."""

    ticket: str
    expires_in: int = Field(description="Seconds.")


class Top(Shape):
    """The ranked stories of a desk at one offset."""

    desk: str
    epoch: str
    offset: int
    stories: list[Story] | list[Headline]


class Update(Shape):
    """One change of a desk: `story` is the state after it."""

    epoch: str
    offset: int
    op: str
    story: Story
    entry: Entry | None = Field(default=None, description="The copy that caused it, where one did.")
    left: bool = Field(default=False, description="The story is no longer for you: take it out.")
    into: str = Field(
        default="", description="The story that absorbed this one (`merged`) or came out of it (`split`)."
    )
    action: str = Field(default="", description="The number of the editor's action that caused it.")
    by: str = Field(default="", description="The editor who caused it.")
    at: str = Field(default="", description="When it happened.")


class Updates(Shape):
    """Updates in order; `cursor` is where to go on."""

    desk: str
    cursor: str
    updates: list[Update]


class Desk(Shape):
    """One desk and how it does."""

    name: str
    epoch: str
    offset: int
    stories: int
    copies: int
    lag: int = Field(description="Log records that are not applied yet.")
    writer: bool = Field(description="Whether a process keeps the desk now.")
    trouble: str = Field(description="Why what is shown may be stale; empty = it is not.")
    letters: int = Field(description="Dead letters: records that broke the desk and are in no story.")
    grain: str
    window: float = Field(description="Seconds that a headline stays live.")
    half_life: float = Field(description="Seconds after which a report counts half as much.")


class DeskList(Shape):
    """All desks, the default one first."""

    desks: list[Desk]


class Feed(Shape):
    """One feed and how its polls go; `error` is empty when the last one was good."""

    feed: str
    url: str
    publisher: str
    kind: str
    lang: str
    title: str
    polled: str | None
    ok_at: str | None
    changed_at: str | None
    next_poll: str | None
    interval: float
    status: int = Field(description="The last HTTP status; 0 where there was none.")
    error: str
    error_text: str
    failures: int = Field(description="Failed polls in a row.")
    polls: int
    not_modified: int
    redirects: int
    items: int = Field(description="Items in the last document.")
    entries: int = Field(description="Entries that were new to the desk, ever.")
    warnings: list[str]
    paused: bool
    quiet: bool = Field(description="Silent for far longer than is usual for it.")
    rhythm: float = Field(description="Seconds that usually lie between its news; 0 = not known yet.")
    lull: float = Field(
        description="The longest silence, in seconds, that is usual for it; 0 = not known yet."
    )
    known_since: str | None = Field(description="Its first news ever seen.")
    news: list[str] = Field(description="When its latest news came, oldest first.")
    push: str = Field(description="WebSub: empty, `asked`, `on` or `refused`.")
    pushed: str | None


class FeedList(Shape):
    """The feeds of a desk, those that were never asked included."""

    desk: str
    feeds: list[Feed]


class Alert(Shape):
    """One alert; `why` explains it in words."""

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
    times: int = Field(description="How often this story has alerted, this time included.")
    why: list[str]


class AlertList(Shape):
    """The latest alerts of a desk, newest first."""

    desk: str
    alerts: list[Alert]


class Done(Shape):
    """What an action did."""

    action: str = Field(description="Its number: what undo takes.")
    stories: list[str] = Field(description="The stories that it changed or made; a new one last.")
    said: str = Field(description="In words.")


class PairTold(Shape):
    """Two entries of which an action says whether they tell the same."""

    model_config = ConfigDict(extra="allow")


class Act(Shape):
    """One action as the audit has it."""

    action: str
    id: str
    at: str
    by: str
    verb: str
    stories: list[str]
    entries: list[str]
    text: str
    source: str
    value: float | None
    until: str | None
    before: dict[str, dict[str, Any] | None] = Field(description="Each story as far as it changed.")
    after: dict[str, dict[str, Any] | None]
    refused: str | None = Field(description="The kind of refusal; null = it was done.")
    reason: str
    of: str | None = Field(description="The action that an undo or redo meant.")
    stands: bool
    offset: int
    pairs: list[PairTold]


class Audit(Shape):
    """What editors have done, oldest first."""

    desk: str
    actions: list[Act]


class Switched(Shape):
    """What an editor wants no alerts of: the desk where `story` is null."""

    story: str | None
    by: str
    at: str
    until: str | None = Field(description="null = until it is taken back.")


class Switches(Shape):
    """What alerts nobody now."""

    desk: str
    off: list[Switched]


class Alive(Shape):
    """The process answers."""

    status: str
    version: str


class Ready(Shape):
    """The store answers, and a writer keeps every desk."""

    status: str
    desks: int = Field(description="How many there are; `/v1/desks` names those that you see.")


class Wrong(Shape):
    """One parameter that cannot be used."""

    in_: str = Field(alias="in", description="`query` or `header`.")
    name: str
    detail: str


class ProblemShape(BaseModel):
    """An error as RFC 9457 has it; some kinds carry more members."""

    model_config = ConfigDict(title="Problem", extra="allow", strict=True)

    type: str = Field(description="`urn:ticker:problem:` and a stable word.")
    title: str
    status: int
    detail: str = ""
    errors: list[Wrong] = Field(default=[], description="What is wrong with the query, one by one.")


def desk_view(status: DeskStatus, settings: DeskConfig) -> dict[str, Any]:
    """Show one desk (`Desk`)."""
    return {
        "name": status.desk,
        "epoch": status.epoch,
        "offset": status.offset,
        "stories": status.stories,
        "copies": status.copies,
        "lag": status.lag,
        "writer": bool(status.owner),
        "trouble": status.trouble,
        "letters": status.letters,
        "grain": str(settings.grain),
        "window": settings.window,
        "half_life": settings.half_life,
    }


def feed_view(state: FeedState) -> dict[str, Any]:
    """Show one feed (`Feed`); its validators stay inside."""
    return {
        "feed": state.feed,
        "url": state.url,
        "publisher": state.publisher,
        "kind": state.kind,
        "lang": state.lang,
        "title": state.title,
        "polled": _iso(state.polled),
        "ok_at": _iso(state.ok_at),
        "changed_at": _iso(state.changed_at),
        "next_poll": _iso(state.next_poll),
        "interval": state.interval,
        "status": state.status,
        "error": state.error,
        "error_text": state.error_text,
        "failures": state.failures,
        "polls": state.polls,
        "not_modified": state.not_modified,
        "redirects": state.redirects,
        "items": state.items,
        "entries": state.entries,
        "warnings": list(state.warnings),
        "paused": state.paused,
        "quiet": state.quiet,
        "rhythm": state.rhythm,
        "lull": state.lull,
        "known_since": _iso(state.known_since),
        "news": [iso(instant) for instant in state.news],
        "push": state.push,
        "pushed": _iso(state.pushed),
    }


def _iso(instant: Instant | None) -> str | None:
    return None if instant is None else iso(instant)
