"""The store to lines of a backup, consistent for each desk while its writer and its pollers go on.

What belongs together is read in one step (`dump.lua`): the state and the records that it has not applied.
What says that something is in the log (validators, seen ids, titles) is read before that, so that nothing in
the backup claims more than its log holds; what only grows (audit, applied records) is read after, up to that
state.

Knows the order of reading; must not know files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Raw

from ticker.core.model import DeskSettings
from ticker.store import codec
from ticker.store.alerts import Alerts
from ticker.store.backup import lines
from ticker.store.engine import Engine
from ticker.store.keys import DeskKeys
from ticker.store.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from redis.asyncio import Redis
    from redis.asyncio.cluster import RedisCluster

    from ticker.store.backup.lines import Line

_PAGE: Final = 1_000


async def desk_lines(redis: Redis | RedisCluster, desk: str) -> AsyncIterator[Line]:
    """Everything of one desk, as lines.

    Raises:
        StoreError: a stored record cannot be read, or Redis does not answer.
    """
    engine, keys = Engine(redis), DeskKeys.of(desk)
    yield lines.Desk(desk, await engine.run("time", (keys.meta,)))
    for data in await engine.call("HVALS", keys.feeds):
        yield lines.Feed(codec.FEED.unpack(data))
    async for page in _scan(engine, "ZSCAN", keys.seen):
        yield lines.Seen({one.hex(): int(float(score)) for one, score in page})
    async for page in _scan(engine, "HSCAN", keys.titles):
        yield lines.Titles({one.hex(): title.hex() for one, title in page})
    names = ("meta", "stories", "copies", "acts", "intake", "acted", "told", "tally", "tries", "letters")
    reply = await engine.run("dump", [getattr(keys, name) for name in names])
    state = _state(reply[0])
    yield state
    for line in _whole(reply):
        yield line
    async for line in _grown(engine, keys, state):
        yield line
    for name, row in reply[4]:
        yield lines.record_of(_number(name), *row[:2])


def _state(row: list[bytes | None]) -> lines.State:
    cursor, appended, offset, next_ordinal, next_action, now, settings, lost = row
    return lines.State(
        cursor=_number(cursor or b"0"),
        appended=int(appended or 0),
        offset=int(offset or 0),
        next_ordinal=int(next_ordinal or 1),
        next_action=int(next_action or 1),
        now=float(now or 0),
        settings=codec.SETTINGS.unpack(settings) if settings else DeskSettings(),
        letters_lost=int(lost or 0),
    )


def _whole(reply: list[Any]) -> Iterator[Line]:
    """The lines of what was read in one step, without the log."""
    _, stories, copies, acts, _, acted, told, tally, tries, letters = reply
    for story in sorted(map(codec.STORY.unpack, stories), key=lambda one: int(one.id)):
        yield lines.StoryLine(story)
    for copy in sorted(map(codec.COPY.unpack, copies), key=lambda one: one.ordinal):
        yield lines.CopyLine(copy)
    for act in sorted(map(codec.ACT.unpack, acts), key=lambda one: one.number):
        yield lines.ActLine(act)
    for page in _pages(_pairs(acted)):
        yield lines.Acted({one.decode(): int(float(number)) for one, number in page})
    for page in _pages(_pairs(told)):
        yield lines.ToldEvents({one.decode(): int(float(number)) for one, number in page})
    counts = {name.decode(): int(count) for name, count in _pairs(tally)}
    for field, count in counts.items():
        if field.startswith("entries "):
            feed = field.removeprefix("entries ")
            yield lines.Tally(feed, count, counts.get(f"repeats {feed}", 0))
    for number, value in _pairs(tries):
        times, _, reason = value.decode("utf-8", "replace").partition(" ")
        yield lines.Tried(int(number), int(times), reason)
    for name, row in letters:
        told_of = dict(zip(row[::2], row[1::2], strict=True))
        yield lines.Letter(
            lines.record_of(_number(name), told_of[b"kind"], told_of[b"record"]),
            told_of[b"reason"].decode("utf-8", "replace"),
            int(told_of[b"tries"]),
            float(told_of[b"at"]),
        )


async def _grown(engine: Engine, keys: DeskKeys, state: lines.State) -> AsyncIterator[Line]:
    """The audit and the applied part of the log, up to the state."""
    async for name, row in _stream(engine, keys.audit, state.next_action - 1):
        yield lines.Audit(_number(name), Raw(row[b"v"]))
    async for name, row in _stream(engine, keys.intake, state.cursor):
        yield lines.record_of(_number(name), *next(iter(row.items())))


async def shared_lines(redis: Redis | RedisCluster, desks: Iterable[str]) -> AsyncIterator[Line]:
    """What belongs to no desk, and the alerts of these desks."""
    wanted, alerts = set(desks), Alerts(redis)
    for token in await Tokens(redis).all():
        yield lines.TokenLine(token)
    for (desk, story), told in (await alerts.load()).told.items():
        if desk in wanted:
            yield lines.ToldAlert(desk, story, told)
    for name, switch in (await alerts.switches()).items():
        desk, _, story = name.partition(" ")
        if desk in wanted:
            yield lines.SwitchLine(desk, story, switch)
    for (alert, sender), due in (await alerts.due()).items():
        if codec.unpack_alert(due.alert)["desk"] in wanted:
            yield lines.DueLine(alert, sender, due)
    for _, row in await Engine(redis).call("XRANGE", alerts.keys.log, "-", "+"):
        if codec.unpack_alert(row[b"a"])["desk"] in wanted:
            yield lines.AlertLine(Raw(row[b"a"]))


async def _scan(engine: Engine, command: str, key: str) -> AsyncIterator[list[tuple[bytes, bytes]]]:
    cursor: int | bytes = 0
    while True:
        cursor, page = await engine.call(command, key, cursor, "COUNT", _PAGE)
        rows = list(page.items()) if isinstance(page, dict) else list(page)
        if rows:
            yield rows
        if int(cursor) == 0:
            return


async def _stream(engine: Engine, key: str, last: int) -> AsyncIterator[tuple[bytes, dict[bytes, bytes]]]:
    after = "-"
    while True:
        rows = await engine.call("XRANGE", key, after, f"{last}-0", "COUNT", _PAGE)
        for name, row in rows:
            yield name, row if isinstance(row, dict) else dict(zip(row[::2], row[1::2], strict=True))
        if len(rows) < _PAGE:
            return
        after = f"({rows[-1][0].decode()}"


def _pairs(flat: list[bytes]) -> list[tuple[bytes, bytes]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _pages(rows: list[tuple[bytes, bytes]]) -> Iterator[list[tuple[bytes, bytes]]]:
    for at in range(0, len(rows), _PAGE):
        yield rows[at : at + _PAGE]


def _number(name: bytes) -> int:
    return int(name.partition(b"-")[0])
