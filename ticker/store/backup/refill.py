"""Lines of a backup to a store: a desk is closed to everybody, emptied, filled, and opened in one step.

A restore that is cut short leaves the desk closed: every script refuses it and says that the restore must be
repeated. A desk that is opened has a new epoch, so that a cursor of before gets a fresh snapshot.

Knows the order of writing; must not know files, nor whether the lines make sense (`check.py`).
"""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import TYPE_CHECKING, Final, Self

from msgspec import UnsetType

from ticker.store import codec
from ticker.store.alerts import DUE, SWITCH, TOLD
from ticker.store.backup import lines
from ticker.store.commit import place_of
from ticker.store.engine import Engine
from ticker.store.keys import RESTORING, SCHEMA, TOKENS, AlertKeys, DeskKeys
from ticker.store.lease import fresh_epoch
from ticker.store.tokens import TOKEN

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.core.model import Entry

Arg = bytes | str | int | float

_FULL: Final = 3_000  # values, or 1 MB, until they are written
_HEAVY: Final = 2**20
_FIRST: Final = ("meta", "lease", "stories", "audit", "seen", "feeds")


class DeskRefill:
    """One desk while it is restored: `begin`, `put` every line, `finish`."""

    def __init__(self, redis: Redis | RedisCluster, desk: str, clock: int) -> None:
        self._engine = Engine(redis)
        self._keys = DeskKeys.of(desk)
        self._closed = f"{RESTORING} {secrets.token_hex(6)}"
        self._clock = clock
        self._shift = 0
        self._state: lines.State | None = None
        self._waiting: dict[tuple[str, str], list[Arg]] = {}
        self._weight = 0

    async def begin(self, *, overwrite: bool = False) -> Self:
        """Close and empty the desk.

        Raises:
            OccupiedError: a process keeps it, or it is not empty and `overwrite` was not said.
        """
        found = await self._engine.call("HGET", self._keys.meta, "schema")
        rest = [one.name for one in fields(DeskKeys) if one.name not in _FIRST]
        now = await self._engine.run(
            "restore_begin",
            [getattr(self._keys, name) for name in (*_FIRST, *rest)],
            self._closed,
            int(overwrite),
            schema=(found or b"").decode() or SCHEMA,
        )
        # what was seen does not age while it lies in a file
        self._shift = now - self._clock
        return self

    async def put(self, line: lines.OfDesk) -> None:  # noqa: C901, PLR0912 - one case for each type
        """Write one line; some wait for others."""
        keys = self._keys
        match line:
            case lines.State():
                self._state = line
            case lines.StoryLine(story):
                self._add("HSET", keys.stories, story.id, codec.STORY.pack(story))
                place, score, member = place_of(story)
                self._add("ZADD", getattr(keys, place), score, member)
            case lines.CopyLine(copy):
                self._add("HSET", keys.copies, copy.ordinal, codec.COPY.pack(copy))
            case lines.ActLine(act):
                self._add("HSET", keys.acts, act.number, codec.ACT.pack(act))
            case lines.Audit(number, said):
                self._add("XADD", keys.audit, f"{number}-0", 2, "v", bytes(said))
            case lines.Acted(ids) | lines.ToldEvents(ids):
                key = keys.acted if isinstance(line, lines.Acted) else keys.told
                for one, number in ids.items():
                    self._add("ZADD", key, number, one)
            case lines.Seen(ids):
                for one, at in ids.items():
                    self._add("ZADD", keys.seen, at + self._shift, bytes.fromhex(one))
            case lines.Titles(hashes):
                for one, title in hashes.items():
                    self._add("HSET", keys.titles, bytes.fromhex(one), bytes.fromhex(title))
            case lines.Feed(feed):
                self._add("HSET", keys.feeds, feed.feed, codec.FEED.pack(feed))
            case lines.Tally(feed_key, entries, repeats):
                self._add("HSET", keys.tally, f"entries {feed_key}", entries, f"repeats {feed_key}", repeats)
            case lines.Record():
                self._record(line)
            case lines.Letter(record, reason, tries, at):
                kind, data = record.packed()
                row = ("kind", kind, "record", data, "reason", reason, "tries", tries, "at", repr(at))
                self._add("XADD", keys.letters, f"{record.number}-0", len(row), *row)
            case lines.Tried(number, tries, reason):
                self._add("HSET", keys.tries, number, f"{tries} {reason}")
        if self._weight > _HEAVY or sum(map(len, self._waiting.values())) > _FULL:
            await self._flush()

    def _record(self, line: lines.Record) -> None:
        kind, data = line.packed()
        self._add("XADD", self._keys.intake, f"{line.number}-0", 2, kind, data)
        if not isinstance(line.entry, UnsetType):
            self._know(line.entry)

    def _know(self, entry: Entry) -> None:
        """What is in the log is seen, also if it came while the backup was made."""
        name, now = codec.identity(entry.feed, entry.id), self._clock + self._shift
        self._add("ZADD", self._keys.seen, now, name)
        self._add("HSET", self._keys.titles, name, codec.fingerprint(entry.title))
        if entry.alias:
            self._add("ZADD", self._keys.seen, now, codec.identity(entry.feed, entry.alias, alias=True))

    async def finish(self) -> None:
        """Write what is left, and open the desk under a new epoch."""
        await self._flush()
        state = self._state
        assert state is not None, "a desk that was checked has a state"  # noqa: S101 - see `check.py`
        await self._engine.run(
            "put",
            (self._keys.meta, self._keys.meta),
            "HSET",
            *("cursor", f"{state.cursor}-0" if state.cursor else ""),
            *("appended", state.appended),
            *("offset", state.offset),
            *("next_ordinal", state.next_ordinal),
            *("next_action", state.next_action),
            *("now", repr(state.now)),
            *("settings", codec.SETTINGS.pack(state.settings)),
            *("letters_lost", state.letters_lost),
            *("epoch", fresh_epoch()),
            *("schema", SCHEMA),
            schema=self._closed,
        )

    def _add(self, command: str, key: str, *values: Arg) -> None:
        self._waiting.setdefault((command, key), []).extend(values)
        self._weight += sum(len(value) for value in values if isinstance(value, (bytes, str)))

    async def _flush(self) -> None:
        for (command, key), values in self._waiting.items():
            await self._engine.run("put", (self._keys.meta, key), command, *values, schema=self._closed)
        self._waiting.clear()
        self._weight = 0


class SharedRefill:
    """What belongs to no desk: tokens, and what was told of the stories of restored desks."""

    def __init__(self, redis: Redis | RedisCluster) -> None:
        self._engine = Engine(redis)
        self._alerts = AlertKeys()
        self._desks: frozenset[str] = frozenset()
        self._tokens = self._log = False

    async def begin(self, desks: frozenset[str], *, overwrite: bool = False) -> Self:
        """Forget what was told of stories of these desks; tokens and alerts that are there stay."""
        self._desks = desks
        for key in (self._alerts.told, self._alerts.switches):
            for name in await self._engine.call("HKEYS", key):
                if name.decode().partition(" ")[0] in desks:
                    await self._engine.call("HDEL", key, name)
        for desk in desks:
            await self._engine.call("HDEL", self._alerts.meta, f"cursor:{desk}")
        self._tokens = overwrite or not await self._engine.call("HLEN", TOKENS)
        self._log = not await self._engine.call("XLEN", self._alerts.log)
        return self

    async def put(self, line: lines.Line) -> bool:
        """Write one line; False = it is left out."""
        call, alerts = self._engine.call, self._alerts
        match line:
            case lines.TokenLine(token) if self._tokens:
                await call("HSET", TOKENS, token.id, TOKEN.pack(token))
            case lines.ToldAlert(desk, story, told) if desk in self._desks:
                await call("HSET", alerts.told, f"{desk} {story}", TOLD.pack(told))
            case lines.SwitchLine(desk, story, switch) if desk in self._desks:
                name = f"{desk} {story}" if story else desk
                await call("HSET", alerts.switches, name, SWITCH.pack(switch))
            case lines.DueLine(alert, sender, due) if codec.unpack_alert(due.alert)["desk"] in self._desks:
                await call("HSET", alerts.due, f"{alert} {sender}", DUE.pack(due))
            case lines.AlertLine(said) if self._log:
                await call("XADD", alerts.log, "*", "a", bytes(said))
            case _:
                return False
        return True
