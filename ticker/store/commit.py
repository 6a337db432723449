"""The one atomic write of a desk: everything that a batch of log records changed, and the cursor.

Knows how changes become keys and values; must not know how they were decided.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ticker.core import rank
from ticker.core.model import DeskSettings, Relation, Snapshot
from ticker.store import codec
from ticker.store.keys import rank_member
from ticker.store.lease import fresh_epoch
from ticker.tasks import in_a_thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticker.core.model import Changes, Story
    from ticker.store.engine import Engine
    from ticker.store.keys import DeskKeys
    from ticker.store.letters import Letter

DAY: Final = 86400.0

Arg = bytes | str | int | float
T = TypeVar("T")

_PLACES: Final = ("rank", "pinned", "held")


@dataclass(frozen=True, slots=True)
class Retention:
    """How much a desk keeps beyond its live state.

    `updates`: how many updates a consumer may lag behind and still recover exactly.
    `applied`: how many log records stay after they were applied, for `ticker replay` and audits.
    `audit`: how many lines of the audit stay.
    `seen`: seconds that an entry's identity is remembered after it was last in its feed.
    """

    updates: int = 20_000
    applied: int = 10_000
    audit: int = 100_000
    seen: float = 30 * DAY


@dataclass(frozen=True, slots=True)
class Loaded:
    """A desk as committed: its state, the log record it stands at ("" = none read), its epoch.

    `worked` is the fencing token of the last commit: tokens since then were terms that ended without one.
    """

    snapshot: Snapshot
    cursor: str
    epoch: str
    worked: int = 0


class Commits:
    """Writes and reads back the committed state of one desk."""

    def __init__(self, engine: Engine, keys: DeskKeys, retention: Retention) -> None:
        self._engine = engine
        self._keys = keys
        self._retention = retention

    async def load(self) -> Loaded:
        """Read the whole state at one log position; a new desk gets its epoch.

        What was read is unpacked in a thread: of a large desk it takes longer than a lease waits.

        Raises:
            StoreError: a stored record cannot be read; the desk must not go on without it.
        """
        keys = (self._keys.meta, self._keys.stories, self._keys.copies, self._keys.acts)
        return await in_a_thread(_loaded, await self._engine.run("load", keys, fresh_epoch()))

    async def commit(
        self,
        *,
        token: int,
        epoch: str,
        after: str,
        cursor: str,
        changes: Changes,
        letters: Sequence[Letter] = (),
    ) -> None:
        """Move the desk from record `after` to record `cursor`, with all that changed; once.

        `letters` are the records in between that the desk gave up.

        The same commit again succeeds and changes nothing.

        Raises:
            FencedError: the token or the epoch is no longer current, or the desk stands elsewhere.
                The writer must drop its state, acquire and load again.
        """
        kept, keys = self._retention, self._keys
        given_up: list[Arg] = [part for letter in letters for part in letter.row()]
        sections = [*_sections(changes, epoch), given_up]
        await self._engine.run(
            "commit",
            (
                keys.meta,
                keys.lease,
                keys.intake,
                keys.stories,
                keys.copies,
                keys.rank,
                keys.pinned,
                keys.held,
                keys.acts,
                keys.acted,
                keys.audit,
                keys.updates,
                keys.seen,
                keys.titles,
                keys.tally,
                keys.tries,
                keys.letters,
            ),
            token,
            epoch,
            after,
            cursor,
            changes.offset,
            changes.next_ordinal,
            repr(changes.now),
            codec.SETTINGS.pack(changes.settings),
            changes.next_action,
            kept.updates,
            kept.audit,
            kept.applied,
            round(kept.seen * 1000),
            *map(len, sections),
            *(arg for section in sections for arg in section),
        )


def place_of(story: Story) -> tuple[str, str, str]:
    """Where a story stands: the name of the key, its score there, and its member."""
    place = "held" if story.held else "pinned" if story.pinned else "rank"
    return place, repr(rank.place(story)), rank_member(story.id)


def _loaded(reply: list[Any]) -> Loaded:
    epoch, cursor, offset, next_ordinal, now, settings, next_action, stories, copies, acts, worked = reply
    snapshot = Snapshot(
        settings=codec.SETTINGS.unpack(settings) if settings else DeskSettings(),
        stories=tuple(sorted(map(codec.STORY.unpack, stories), key=lambda s: (len(s.id), s.id))),
        copies=tuple(sorted(map(codec.COPY.unpack, copies), key=lambda c: c.ordinal)),
        offset=int(offset or 0),
        next_ordinal=int(next_ordinal or 1),
        now=float(now or 0),
        acts=tuple(sorted(map(codec.ACT.unpack, acts), key=lambda act: act.number)),
        next_action=int(next_action or 1),
    )
    return Loaded(snapshot, (cursor or b"").decode(), epoch.decode(), int(worked or 0))


def _sections(changes: Changes, epoch: str) -> list[list[Arg]]:
    """The argument sections that `lua/commit.lua` names, in its order."""
    stories_set: list[Arg] = []
    stories_gone: list[Arg] = []
    placed: dict[str, list[Arg]] = {name: [] for name in _PLACES}
    missing: dict[str, list[Arg]] = {name: [] for name in _PLACES}
    for story_id, story in changes.stories.items():
        member = rank_member(story_id)
        place = ""
        if story is None:
            stories_gone.append(story_id)
        else:
            stories_set += (story_id, codec.STORY.pack(story))
            place, *scored = place_of(story)
            placed[place] += scored
        for name in _PLACES:
            if name != place:
                missing[name].append(member)
    updates: list[Arg] = []
    for update in changes.updates:
        cause = changes.causes.get(update.entry)
        updates += (update.offset, codec.pack_update(update, epoch, cause))
    acted: list[Arg] = []
    audit: list[Arg] = []
    for verdict in changes.verdicts:
        acted += (verdict.number, verdict.action.id)
        audit += (verdict.number, codec.pack_verdict(verdict))
    causes = changes.causes.values()
    tallies = {
        "entries": Counter(copy.entry.feed for copy in causes),
        "repeats": Counter(copy.entry.feed for copy in causes if copy.relation is Relation.REPEAT),
    }
    counted: list[Arg] = []
    for word, tally in tallies.items():
        for feed, count in tally.items():
            counted += (f"{word} {feed}", count)
    return [
        stories_set,
        stories_gone,
        *_set_and_gone(changes.copies, codec.COPY),
        *_set_and_gone(changes.acts, codec.ACT),
        *(section for name in _PLACES for section in (placed[name], missing[name])),
        acted,
        updates,
        audit,
        counted,
    ]


def _set_and_gone(changed: Mapping[int, T | None], record: codec.Record[T]) -> tuple[list[Arg], list[Arg]]:
    kept: list[Arg] = []
    gone: list[Arg] = []
    for number, value in changed.items():
        if value is None:
            gone.append(number)
        else:
            kept += (number, record.pack(value))
    return kept, gone
