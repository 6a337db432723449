"""The words of ticker as frozen values; every other module speaks in these.

Instants are POSIX seconds, UTC, as `float`. An *ordinal* is the position of an entry in its
desk's history: 1, 2, 3 … in the order of the intake log, never reused.

What a window holds a million of is a msgspec `Struct`: made five times and copied fifteen times as fast as a
dataclass, and smaller. `gc=False` says that it can be part of no cycle.

Knows the words; must not know how a headline is matched, stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from ticker.core.acts import Act, Verdict

Instant = float
Ordinal = int
StoryId = str


class Relation(StrEnum):
    """How one headline stands to another (or to the story that it joined)."""

    REPEAT = "repeat"
    REWORDING = "rewording"
    UPDATE = "update"
    DISTINCT = "distinct"


class Grain(StrEnum):
    """How much one story holds: near-verbatim copies, one event, or a broad topic."""

    REPEATS = "repeats"
    STORIES = "stories"
    TOPICS = "topics"


class Op(StrEnum):
    """What an update says has happened to its story."""

    CREATED = "created"
    CHANGED = "changed"
    MERGED = "merged"
    SPLIT = "split"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    BREAKING = "breaking"
    SPIKED = "spiked"
    RESTORED = "restored"
    EXPIRED = "expired"


class Verb(StrEnum):
    """What an editor can do; `core.verbs` says with which arguments and with which rights."""

    PIN = "pin"
    UNPIN = "unpin"
    BREAKING = "breaking"
    URGENCY = "urgency"
    SPIKE = "spike"
    RESTORE = "restore"
    RETITLE = "retitle"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    BOOST = "boost"
    MUTE = "mute"
    UNMUTE = "unmute"
    EMBARGO = "embargo"
    NOTE = "note"
    UNDO = "undo"
    REDO = "redo"


class Entry(Struct, frozen=True, gc=False):
    """What a feed said at one fetch; immutable.

    `id` is unique within `feed`: the guid as the feed gave it, else the ladder's next rung.
    `alias` is a second identity (link and title) that survives an unstable guid; "" = none.
    `received` is when it was fetched, `published` what the feed claims (None = nothing usable),
    `time` the instant it counts at: published, but never after received nor outside the window.
    `family` is the unit of corroboration (one owner, several names); "" = the publisher itself.
    """

    id: str
    feed: str
    publisher: str
    title: str
    received: Instant
    time: Instant
    published: Instant | None = None
    url: str = ""
    lang: str = ""
    summary: str = ""
    alias: str = ""
    family: str = ""
    weight: float = 1.0

    @property
    def voice(self) -> str:
        """The corroborating unit: the family, else the publisher, else the feed."""
        return self.family or self.publisher or self.feed


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes: everything that is due by `now` (expiry) happens."""

    now: Instant


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What a desk decides by; a change of it is an event in the desk's own log.

    `window` and `half_life` are seconds; `threshold` None = the grain's own.
    """

    window: float = 72 * 3600.0
    half_life: float = 2 * 3600.0
    grain: Grain = Grain.STORIES
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What an editor does: one event in the desk's log, applied whole or refused with a reason.

    `id` is the idempotency key: the same id again has the effect of once. `by` is the editor, `at` when
    it was done. Which of the other fields a verb takes stands in `core.verbs`:
    `entries` name copies (`#ordinal`, or the entry's id as its feed gave it), `text` is a headline,
    a reason, a note or a phrase, `source` a publisher, `value` an urgency, a boost or a place,
    `until` an instant, `action` what undo and redo mean (its number or its id; "" = the last one).
    `seen` is the offset of the desk that the editor had on screen (0 = none): what another editor
    has changed after it is not overwritten, the action is refused as a conflict.
    """

    id: str
    verb: Verb
    by: str
    at: Instant
    stories: tuple[StoryId, ...] = ()
    entries: tuple[str, ...] = ()
    text: str = ""
    source: str = ""
    value: float | None = None
    until: Instant | None = None
    action: str = ""
    seen: int = 0


Event = Entry | Tick | DeskSettings | Action


class Copy(Struct, frozen=True, gc=False):
    """One entry inside a story, with the evidence by which it joined.

    `via` is the ordinal of the member it matched best (0 = it founded the story); `former` holds
    earlier titles of the same entry, each once, oldest first. `part` names the cluster inside the
    story that it was matched to ("" = the story's own): a story that editors merged has several.
    `veto` is the kind of the veto that kept it out of a likelier story ("" = none did).
    """

    ordinal: Ordinal
    entry: Entry
    relation: Relation
    score: float
    via: Ordinal = 0
    reasons: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    part: str = ""
    veto: str = ""


class Note(Struct, frozen=True, gc=False):
    """What an editor wrote about a story; `action` is the number of the action that wrote it."""

    by: str
    at: Instant
    text: str
    action: int


class Edits(Struct, frozen=True, gc=False):
    """What editors laid over one story; the defaults are a story that nobody touched.

    `pin` orders the pinned, lowest first (None = not pinned). `breaking` and `embargo` are instants
    (0.0 = none). `urgency` is 1 (most) to 9, 0 = none. `headline` replaces the feeds' one ("" = it does not).
    `boost` is added to the score, in its own unit (log2: +1 counts as twice the mass). `muted_sources` are
    publishers and `muted_phrases` words whose copies neither lead nor count.
    """

    pin: float | None = None
    breaking: Instant = 0.0
    urgency: int = 0
    spiked: bool = False
    reason: str = ""
    headline: str = ""
    boost: float = 0.0
    embargo: Instant = 0.0
    muted_sources: tuple[str, ...] = ()
    muted_phrases: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


UNTOUCHED = Edits()


class Story(Struct, frozen=True, gc=False):
    """Headlines of one event inside the window. `members` are ordinals in arrival order.

    `score` is the log2 of the decayed mass (see `core.rank`), an editor's boost included: comparable
    between stories, constant while nothing happens. `lead` is the ordinal whose headline is shown;
    where an editor retitled the story, `headline` is the editor's and `original` the lead's.
    `held` = not for the public now (spiked, or under embargo); `edits` is what editors laid over it.
    """

    id: StoryId
    lead: Ordinal
    headline: str
    url: str
    lang: str
    score: float
    members: tuple[Ordinal, ...]
    publishers: tuple[str, ...]
    first_seen: Instant
    last_seen: Instant
    breaking: bool = False
    pinned: bool = False
    held: bool = False
    original: str = ""
    edits: Edits = UNTOUCHED

    @property
    def copies(self) -> int:
        """How many entries the story holds."""
        return len(self.members)


class Update(Struct, frozen=True, gc=False):
    """One change of a desk as consumers see it. `story` is the state after it.

    `offset` counts 1, 2, 3 … within the desk's epoch. `entry` is the ordinal that caused it, `action`
    the number of the editor's action that did, `by` the editor (0 and "" = none). `into` names the
    story that absorbed this one (`op` merged), or the one that came out of it (`op` split). `at` is when
    that was.
    """

    offset: int
    op: Op
    story: Story
    entry: Ordinal = 0
    into: StoryId = ""
    action: int = 0
    by: str = ""
    at: Instant = 0.0


@dataclass(slots=True)
class Changes:
    """What a batch of events changed since the last drain: the body of one atomic commit.

    `stories`, `copies` and `acts` map a key to its new state, None = removed. `causes` holds the copies that
    updates name, also those that a later event of the batch took away. Everything else is the desk's
    small state, written whole.
    """

    updates: list[Update] = field(default_factory=list)
    stories: dict[StoryId, Story | None] = field(default_factory=dict)
    copies: dict[Ordinal, Copy | None] = field(default_factory=dict)
    causes: dict[Ordinal, Copy] = field(default_factory=dict)
    acts: dict[int, Act | None] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    offset: int = 0
    next_ordinal: Ordinal = 1
    next_action: int = 1
    now: Instant = 0.0
    settings: DeskSettings = field(default_factory=DeskSettings)

    def __bool__(self) -> bool:
        return bool(self.updates or self.stories or self.copies or self.verdicts)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A desk's whole state at one log position: what `Desk.restore` needs, nothing derived."""

    settings: DeskSettings
    stories: tuple[Story, ...] = ()
    copies: tuple[Copy, ...] = ()
    offset: int = 0
    next_ordinal: Ordinal = 1
    now: Instant = 0.0
    acts: tuple[Act, ...] = ()
    next_action: int = 1


class FeedState(Struct, frozen=True, gc=False):
    """What is known of one feed after its last poll: validators, health, counts.

    `feed` is the key (the URL as configured); `url` where it is asked now (permanent redirects
    followed). `error` is the kind of the last failure ("" = the last poll was good), `error_text`
    its one line. `entries` counts what was new to the desk, `failures` those in a row. `interval` is
    the seconds between polls at present. `whole_at` is when the feed was last asked without validators.

    `news` are the instants of its latest news, oldest first; `rhythm` is the seconds that usually lie
    between them (0 = not known yet), `lull` the longest silence that is usual, `known_since` the first
    news ever seen. `quiet` says that it has been silent for far longer than that. `paused` and
    `selector` are what the configuration says. `hub` and `topic` are what it offers for WebSub ("" =
    nothing), `pushed` when the hub last brought something, `push` how the subscription stands: ""
    (none), `asked`, `on`, or `refused`.
    """

    feed: str
    url: str
    publisher: str = ""
    desk: str = "main"
    kind: str = "feed"
    lang: str = ""
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    polled: Instant | None = None
    ok_at: Instant | None = None
    changed_at: Instant | None = None
    next_poll: Instant | None = None
    interval: float = 300.0
    status: int = 0
    error: str = ""
    error_text: str = ""
    failures: int = 0
    polls: int = 0
    not_modified: int = 0
    redirects: int = 0
    entries: int = 0
    items: int = 0
    warnings: tuple[str, ...] = ()
    whole_at: Instant | None = None
    news: tuple[Instant, ...] = ()
    rhythm: float = 0.0
    lull: float = 0.0
    known_since: Instant | None = None
    quiet: bool = False
    paused: bool = False
    selector: str = ""
    hub: str = ""
    topic: str = ""
    push: str = ""
    pushed: Instant | None = None
