"""Every Redis key of ticker: its name, its type, what it holds. `docs/redis-keys.md` mirrors this table.

All keys of a desk carry the same hash tag, `ticker:{desk}:…`: on a cluster they share one slot, so one
script may change all of them at once.

Knows names; must not know who reads or writes them, nor any Redis client.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from ticker.errors import UsageError

PREFIX: Final = "ticker"

SCHEMA: Final = "2"
"""Version of what the keys hold; a change of shape raises it. Data of any other is refused."""

RESTORING: Final = "restoring"
"""What a desk's schema begins with while a restore fills it: every script refuses the desk meanwhile."""

RAISED: Final = frozenset({"1"})
"""Older versions that the first write brings up to date (`prelude.lua`); until then readers are refused."""


@dataclass(frozen=True, slots=True)
class KeySpec:
    """One row of the table: the last part of a key's name, its Redis type and what it holds."""

    part: str
    kind: str
    holds: str


SPECS: Final = (
    KeySpec(
        "meta",
        "hash",
        "the desk's small state: `schema`, `epoch`, `cursor` (last log record applied), `appended` (last "
        "written), `offset` (last update), `next_ordinal`, `next_action`, `now`, `worked` (token of the last "
        "commit), `settings` (msgpack)",
    ),
    KeySpec(
        "intake",
        "stream",
        "the log: ids `1-0`, `2-0`, … in order of arrival, one field a record: `e` entry, `t` tick, "
        "`s` settings, `a` action (msgpack)",
    ),
    KeySpec(
        "seen", "zset", "identities of entries (16 bytes), scored with the last time they were in a feed"
    ),
    KeySpec(
        "titles", "hash", "identity of an entry: hash of its last title (8 bytes), to notice a changed one"
    ),
    KeySpec("told", "zset", "ids of the last 1,000 events that are no entries, so that a retry adds nothing"),
    KeySpec(
        "lease", "hash", "the one writer: `owner`, `token` (fencing, only grows), `until`, `ttl` (ms), `run`"
    ),
    KeySpec("stories", "hash", "story id: story (msgpack)"),
    KeySpec("copies", "hash", "ordinal: copy with its entry (msgpack)"),
    KeySpec(
        "readings",
        "hash",
        "number of a run of 4,096 ordinals: 16 bytes that name the program that read their titles, and what "
        "it read (msgpack); a cache that a desk is opened with",
    ),
    KeySpec(
        "rank", "zset", "stories that are not pinned, best first: `length:id` scored with the negated score"
    ),
    KeySpec("pinned", "zset", "pinned stories, first one first: `length:id` scored with their place"),
    KeySpec("held", "zset", "stories that the public must not see now, in order: `length:id`"),
    KeySpec("acts", "hash", "action number: what undo, redo and matching need of it (msgpack)"),
    KeySpec("audit", "stream", "what became of each action: ids `number-0`, field `v` (JSON)"),
    KeySpec("acted", "zset", "ids of the last 10,000 actions, scored with their numbers"),
    KeySpec("updates", "stream", "what consumers see: ids `offset-0`, field `u` (JSON)"),
    KeySpec("feeds", "hash", "feed key: what is known after its last poll (msgpack)"),
    KeySpec(
        "tally",
        "hash",
        "`entries FEED`: how many entries of a feed were placed; `repeats FEED`: how many of those repeat",
    ),
    KeySpec(
        "tries", "hash", "number of a log record that broke the desk: how often it was tried, a space, why"
    ),
    KeySpec(
        "letters",
        "stream",
        "dead letters, records that the desk gave up: ids as in `intake`; `kind`, `record`, `reason`, "
        "`tries`, `at`",
    ),
)

TOKENS: Final = f"{PREFIX}:tokens"
TICKET: Final = f"{PREFIX}:ticket"

SHARED: Final = (
    KeySpec("tokens", "hash", "token id: name, role, desks, expiry and the SHA-256 of its secret (msgpack)"),
    KeySpec(
        "ticket:{sha256}",
        "string",
        "a ticket that was not taken yet: the id of its token; expires after 30 s",
    ),
    KeySpec(
        "{alerts}/meta",
        "hash",
        "`schema`; `owner` and `until` (ms) of the process that watches; `cursor:DESK`, where it stands",
    ),
    KeySpec("{alerts}/log", "stream", "the alerts, oldest first: field `a` (JSON); about the last 1,000"),
    KeySpec("{alerts}/told", "hash", "`DESK STORY`: what was told of a story last (msgpack)"),
    KeySpec(
        "{alerts}/due",
        "hash",
        "`ALERT SENDER`: an alert that is still to be sent, and how often it was tried (msgpack)",
    ),
    KeySpec(
        "{alerts}/switches",
        "hash",
        "`DESK` disarmed, or `DESK STORY` muted: by whom, since and until when (msgpack)",
    ),
    KeySpec(
        "{websub}/subscriptions", "hash", "id of a WebSub subscription: hub, topic, secret, state (msgpack)"
    ),
    KeySpec(
        "{websub}/inbox",
        "stream",
        "what hubs have brought and no poller has read yet, at most 64: `id`, `type`, `body`",
    ),
    KeySpec(
        "{poll}/meta",
        "hash",
        "`schema`; who leads the polls: `owner`, `token` (fencing, only grows), `until`, `ttl` (ms), `run`; "
        "`sent`, its turns so far",
    ),
    KeySpec(
        "{poll}/due",
        "stream",
        "turns that are not done: ids `token-number`, `k` the feed's key, `p` how its WebSub subscription "
        "stands; read by the group `pollers`",
    ),
    KeySpec(
        "{poll}/done",
        "stream",
        "what became of turns: `t` the turn's id, `r` the report (msgpack); about the last 10,000",
    ),
    KeySpec(
        "{desks}/meta",
        "hash",
        "`schema`; for each process that keeps desks `ID`: until when it counts as there (ms), and how many "
        "desks it has",
    ),
)
"""The keys that belong to no desk. Those with one tag share a slot; each other stands alone."""


@dataclass(frozen=True, slots=True)
class AlertKeys:
    """The keys of alerts, in one slot."""

    meta: str = f"{PREFIX}:{{alerts}}/meta"
    log: str = f"{PREFIX}:{{alerts}}/log"
    told: str = f"{PREFIX}:{{alerts}}/told"
    due: str = f"{PREFIX}:{{alerts}}/due"
    switches: str = f"{PREFIX}:{{alerts}}/switches"


@dataclass(frozen=True, slots=True)
class HubKeys:
    """The keys of WebSub, in one slot."""

    subscriptions: str = f"{PREFIX}:{{websub}}/subscriptions"
    inbox: str = f"{PREFIX}:{{websub}}/inbox"


@dataclass(frozen=True, slots=True)
class PollKeys:
    """The keys of turns at polling, in one slot."""

    meta: str = f"{PREFIX}:{{poll}}/meta"
    due: str = f"{PREFIX}:{{poll}}/due"
    done: str = f"{PREFIX}:{{poll}}/done"


MEMBERS: Final = f"{PREFIX}:{{desks}}/meta"


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """The keys of one desk, as bytes-ready names; one field for each row of `SPECS`."""

    meta: str
    intake: str
    seen: str
    titles: str
    told: str
    lease: str
    stories: str
    copies: str
    readings: str
    rank: str
    pinned: str
    held: str
    acts: str
    audit: str
    acted: str
    updates: str
    feeds: str
    tally: str
    tries: str
    letters: str

    @classmethod
    def of(cls, desk: str) -> DeskKeys:
        """Name the keys of `desk`.

        Raises:
            UsageError: the name cannot be a hash tag (empty, braces, white space, control characters).
        """
        if not desk or not desk.isprintable() or any(char in "{}" or char.isspace() for char in desk):
            raise UsageError(f"desk {desk!r}: a name needs at least one character and no space or brace")
        return cls(**{part.name: f"{PREFIX}:{{{desk}}}:{part.name}" for part in fields(cls)})


def rank_member(story_id: str) -> str:
    """Name a story in `rank` and `pinned`, so that equal scores stand with the older story first.

    Redis orders equal scores by bytes; the leading length makes that the order of the numbers.
    """
    return f"{len(story_id):02}:{story_id}"


def story_of(member: str) -> str:
    """The story that a member of `rank` or `pinned` names."""
    return member.partition(":")[2]
