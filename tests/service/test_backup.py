"""A backup is a desk as it was at one moment; a restore is that desk; a bad file is refused in one line."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.redis_server import cluster_of_one
from ticker.config import DeskConfig, load
from ticker.core.model import Action, Changes, DeskSettings, Entry, FeedState, Verb
from ticker.core.roles import Role
from ticker.errors import ActionError, GapError, OccupiedError, SchemaError, StoreError, UsageError
from ticker.service.backup import backup, restore
from ticker.service.writer import Writer
from ticker.store import Alerts, DeskStore, Letter, Tokens, Tries, Turns, codec, connect
from ticker.store.alerts import DUE, Due, Switch
from ticker.store.backup import read
from ticker.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from ticker.config import Config
    from ticker.core.model import Snapshot

NOW = 1_790_000_000.0
PLACES = ("Kalmar", "Port Selwyn", "Norland", "Vestby", "الميناء القديم", "أوفق")
NEWS = (
    "Ferry strike in {} enters third day as talks collapse",
    "{}: ferry strike enters its third day after talks collapse",
    "Bridge in {} closes after cracks found in two pillars",
    "Mayor of {} resigns over harbour contract",
    "إغلاق الجسر في {} بعد ظهور شقوق",
)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a second server, to restore to."""
    with EmbeddedServer(tmp_path_factory.mktemp("other")) as one:
        yield one.url


def config_of(url: str, folder: Path, *desks: str) -> Config:
    path = folder / f"{abs(hash(url))}.yaml"
    names = json.dumps({name: {} for name in desks})
    path.write_text(f"redis: {{url: '{url}'}}\ndata_dir: {folder}\ndesks: {names}\n", encoding="utf-8")
    return load(path)


@dataclass
class Both:
    """A desk on one server, and an empty server to restore it to."""

    store: DeskStore
    restored: DeskStore
    here: Any
    there: Any
    config: Config
    config_there: Config
    file: Path
    log: Any

    async def lived(self, seed: int) -> None:
        """Give the desk an evening."""
        await lived(self.store, self.log, seed)

    async def restore(self, **options: Any) -> Any:
        """Restore the file to the other server."""
        return await restore(self.config_there, self.file, **options)


@pytest.fixture
async def both(store: DeskStore, server: str, other: str, tmp_path: Path, log: Any) -> AsyncIterator[Both]:
    here, there = await connect(server), await connect(other)
    await there.flushall()
    yield Both(
        store,
        DeskStore(there, store.desk),
        here,
        there,
        config_of(server, tmp_path, store.desk),
        config_of(other, tmp_path, store.desk),
        tmp_path / "b.jsonl.gz",
        log,
    )
    await here.aclose()
    await there.aclose()


def entry(number: int, seed: int = 1) -> Entry:
    random_ = random.Random(1000 * seed + number)
    place, news = random_.choice(PLACES), random_.choice(NEWS)
    feed = f"https://wire{number % 5}.example/rss"
    at = NOW - 3600 + number
    title = news.format(place)
    return Entry(
        f"e{number}", feed, f"Wire {number % 5}", title, at, at, alias=f"a{number}", url=f"{feed}/{number}"
    )


def action(number: int, stories: list[str], random_: random.Random) -> Action:
    fields: dict[Verb, dict[str, Any]] = {
        Verb.PIN: {},
        Verb.MERGE: {},
        Verb.SPIKE: {},
        Verb.RETITLE: {"text": "A better headline"},
        Verb.NOTE: {"text": "ask them"},
        Verb.BOOST: {"value": 1.5},
        Verb.UNDO: {"action": str(max(1, number - 1))},
    }
    verb = random_.choice(list(fields))
    few = {Verb.MERGE: 2, Verb.UNDO: 0}.get(verb, 1)
    chosen = tuple(random_.sample(stories, min(len(stories), few)))
    return Action(f"act-{number}", verb, by="amal", at=NOW, stories=chosen, **fields[verb])


@asynccontextmanager
async def writing(store: DeskStore, log: Any) -> AsyncIterator[None]:
    writer = Writer(store, DeskSettings(), owner="w", clock=lambda: NOW, log=log)
    task = asyncio.create_task(writer.run())
    try:
        await asyncio.wait_for(writer.ready.wait(), 20)
        yield
        while (await store.status()).lag:
            await asyncio.sleep(0.01)
    finally:
        writer.stop()
        await asyncio.wait_for(task, 20)


async def lived(store: DeskStore, log: Any, seed: int) -> None:
    """A desk after an evening: stories, actions done and refused, a letter, feeds, records that wait."""
    random_ = random.Random(seed)
    made = [entry(number, seed) for number in range(60)]
    async with writing(store, log):
        await store.append(made[:50])
        for number in range(12):
            top = await store.top(limit=None, held=True)
            with suppress(ActionError, UsageError):
                await store.act(action(number, [one["id"] for one in top["stories"]], random_))
        for number in range(5):
            feed = f"https://wire{number}.example/rss"
            await store.save_feed(FeedState(feed, feed, etag=f'"{number}"', polls=number, news=(NOW - 9.5,)))
    token = await store.acquire("w", 60)
    assert token is not None
    loaded = await store.load()
    number = int(loaded.cursor.partition("-")[0])
    await store.append([made[50]])
    await store.commit(
        token=token,
        epoch=loaded.epoch,
        after=loaded.cursor,
        cursor=f"{number + 1}-0",
        changes=nothing(loaded.snapshot),
        letters=[Letter(number + 1, *codec.pack_event(made[50]), "RuntimeError: «no»", 3, NOW)],
    )
    await store.append([*made[51:], replace(made[3], title="Another title since")])
    await store.tried(token, number + 3, Tries(1, "RuntimeError: once"))
    await store.release("w", token)


def nothing(kept: Snapshot) -> Changes:
    """The changes of a batch that changed nothing."""
    return Changes(
        offset=kept.offset,
        next_ordinal=kept.next_ordinal,
        next_action=kept.next_action,
        now=kept.now,
        settings=kept.settings,
    )


async def everything(store: DeskStore, client: Any) -> dict[str, Any]:
    """All that a reader, an editor or a writer can learn of a desk, but for its epoch and times of Redis."""
    loaded = await store.load()
    top = await store.top(limit=None, entries=True, held=True)
    keys = store.keys
    return {
        "snapshot": loaded.snapshot,
        "cursor": loaded.cursor,
        "top": top["stories"],
        "offset": top["offset"],
        "audit": await store.audit(count=1000),
        "labels": await store.labels(),
        "feeds": await store.feeds(),
        "tally": await store.tally(),
        "letters": await store.letters(),
        "tries": await store.tries(),
        "log": await store.read(loaded.cursor),
        "seen": set(await client.zrange(keys.seen, 0, -1)),
        "titles": await client.hgetall(keys.titles),
        "acted": await client.zrange(keys.acted, 0, -1, withscores=True),
        "told": await client.zrange(keys.told, 0, -1, withscores=True),
        "appended": await client.hget(keys.meta, "appended"),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_restored_desk_is_the_desk_and_decides_as_it_would(both: Both, seed: int) -> None:
    await both.lived(seed)
    before = await everything(both.store, both.here)
    assert len(before["audit"]) > 6
    assert len(before["log"]) == 10

    await backup(both.config, both.file)
    (said,) = await both.restore()

    assert await everything(both.restored, both.there) == before
    assert (said.name, len(said.stories), said.letters) == (
        both.store.desk,
        len(before["snapshot"].stories),
        1,
    )
    with pytest.raises(GapError, match="the epoch is"):
        await both.restored.updates(before["offset"] - 1, epoch=(await both.store.load()).epoch)
    more = [entry(number, seed) for number in range(40, 90)]
    acts = [Action(f"late-{n}", Verb.MERGE, by="b", at=NOW, stories=("1", str(n))) for n in (2, 5, 9)]
    for one in (both.store, both.restored):
        async with writing(one, both.log):
            assert (await one.append(more)).new == 30, "what was seen is known"
            for act in acts:
                with suppress(ActionError):
                    await one.act(act)
    after, again = await everything(both.store, both.here), await everything(both.restored, both.there)
    for known in (after, again):
        del known["told"]  # ticks have ids of their own
    assert again == after
    assert len(after["snapshot"].copies) > len(before["snapshot"].copies)


async def test_a_backup_of_a_busy_desk_loses_nothing_once_the_feeds_are_polled_again(both: Both) -> None:
    made = [entry(number) for number in range(200)]
    store, restored = both.store, both.restored

    async def appending() -> None:
        for one in made:
            await store.append([one])
            await store.save_feed(FeedState(one.feed, one.feed, etag=one.id))

    async with writing(store, both.log):
        busy = asyncio.create_task(appending())
        while (await store.status()).copies < 60:
            await asyncio.sleep(0)
        await backup(both.config, both.file)
        assert not busy.done(), "the desk was busy all along"
        await busy
    await both.restore()

    # no validator is newer than the log: what a feed would not tell again is there
    held = {one.id for _, one in await restored.read("") if isinstance(one, Entry)}
    for feed in await restored.feeds():
        assert feed.etag in held
    async with writing(restored, both.log):
        await restored.append(made)

    def partition(top: Any) -> set[frozenset[str]]:
        return {frozenset(one["id"] for one in story["entries"]) for story in top["stories"]}

    kept = [await one.top(limit=None, entries=True) for one in (store, restored)]
    assert partition(kept[0]) == partition(kept[1])
    assert sum(len(story["entries"]) for story in kept[1]["stories"]) == len(made)


@pytest.fixture
def cluster() -> Iterator[str]:
    with cluster_of_one() as url:
        yield url


async def test_a_desk_moves_from_the_embedded_server_to_a_cluster_and_its_letters_with_it(
    both: Both, cluster: str, tmp_path: Path
) -> None:
    await both.lived(6)
    await backup(both.config, both.file)
    moved = config_of(cluster, tmp_path, both.store.desk)
    await restore(moved, both.file)

    redis = await connect(cluster)
    store = DeskStore(redis, both.store.desk)
    assert (await store.load()).snapshot == (await both.store.load()).snapshot
    again = tmp_path / "again.jsonl.gz"
    await backup(moved, again)

    def told(path: Path) -> list[str]:
        moment = {"ticker-backup", "desk", "seen", "titles"}  # with the time, or in no order
        return sorted(json.dumps(row, sort_keys=True) for row in rows_of(path) if row["type"] not in moment)

    assert told(again) == told(both.file)
    async with writing(store, both.log):
        (letter,) = await store.letters()
        assert await store.retry_letter(letter)
    assert not await store.letters()
    await redis.aclose()


async def test_tokens_and_alerts_come_along(both: Both) -> None:
    desk = both.store.desk
    made, text = await Tokens(both.here).create("studio", Role.EDITOR, now=NOW, desks=(desk,))
    await Alerts(both.here).switch_off(Switch("amal", NOW), desk, "7")
    await both.here.xadd(Alerts(both.here).keys.log, {"a": ALERT.replace("DESK", desk)})
    await backup(both.config, both.file)
    await both.restore()

    assert await Tokens(both.there).find(text, NOW) == made
    assert await Alerts(both.there).switches() == {f"{desk} 7": Switch("amal", NOW)}
    assert [alert["id"] for _, alert in await Alerts(both.there).recent()] == ["a-1"]
    assert text.encode() not in gzip.decompress(both.file.read_bytes())
    assert both.file.stat().st_mode & 0o777 == 0o600
    # who took a token back since must not find it good again
    await Tokens(both.there).revoke(made.id)
    await Tokens(both.there).create("other", Role.READER, now=NOW)
    await both.restore()
    assert await Tokens(both.there).find(text, NOW) is None


async def test_alerts_that_are_due_come_with_their_desk_alone(both: Both) -> None:
    desk = both.store.desk
    config = both.config.model_copy(update={"desks": {desk: DeskConfig(), "sport": DeskConfig()}})
    for name in (desk, "sport"):
        alert = ALERT.replace("DESK", name).encode()
        due = Due(0, NOW, alert)
        await both.here.hset(Alerts(both.here).keys.due, f"{name} studio", DUE.pack(due))
    await backup(config, both.file)
    await both.restore(desks=[desk])
    assert list(await Alerts(both.there).due()) == [(desk, "studio")]


ALERT = json.dumps(
    {
        "id": "a-1",
        "desk": "DESK",
        "story": "7",
        "kind": "breaking",
        "headline": "x",
        "url": "",
        "lang": "",
        "publishers": ["A"],
        "copies": 1,
        "at": "2026-09-21T14:13:20Z",
        "why": ["marked"],
        "times": 1,
    }
)


async def test_a_desk_that_is_kept_or_not_empty_is_not_overwritten(both: Both) -> None:
    await both.lived(9)
    store, config, file = both.store, both.config, both.file
    await backup(config, file)
    with pytest.raises(UsageError, match="is there already"):
        await backup(config, file)
    before = await store.load()

    with pytest.raises(UsageError, match="holds no desk sport"):
        await restore(config, file, ["sport"])
    with pytest.raises(OccupiedError, match=r"holds \d+ stories.*--overwrite"):
        await restore(config, file)
    async with writing(store, both.log):
        with pytest.raises(OccupiedError, match="w keeps it: stop every"):
            await restore(config, file, overwrite=True)
    leading, _ = await Turns(both.here).lead("p", 0, 60)
    with pytest.raises(OccupiedError, match="a process polls feeds"):
        await restore(config, file, overwrite=True)
    await Turns(both.here).resign("p", leading)
    await store.append([entry(900)])
    token = (await store.acquire("x", 60)) or 0
    await store.release("x", token)

    await restore(config, file, overwrite=True)

    after = await store.load()
    assert after.snapshot == before.snapshot
    assert after.epoch != before.epoch
    assert ((await store.acquire("x", 60)) or 0) > token, "the fencing token only grows"


async def test_a_restore_that_was_cut_short_leaves_the_desk_closed_until_it_is_repeated(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    await both.lived(4)
    await backup(both.config, both.file)

    async def dies(*_: Any) -> None:
        raise StoreError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr("ticker.store.backup.refill.DeskRefill.finish", dies)
        with pytest.raises(StoreError, match="power"):
            await both.restore()
    for asks in (
        both.restored.top(),
        both.restored.append([entry(1)]),
        both.restored.acquire("w", 1),
        both.restored.save_feed(FeedState("f", "f")),
    ):
        with pytest.raises(SchemaError, match=r"a restore was cut short.*`ticker restore` again"):
            await asks
    await both.restore()
    assert (await both.restored.load()).snapshot == (await both.store.load()).snapshot


async def test_what_was_seen_does_not_age_in_the_file(both: Both) -> None:
    await both.store.append([entry(1)])
    day = 86_400_000
    (name, at), *_ = await both.here.zrange(both.store.keys.seen, 0, 0, withscores=True)
    await both.here.zadd(both.store.keys.seen, {name: at - 20 * day})
    await backup(both.config, both.file)
    rows = rows_of(both.file)
    for row in rows:  # as if it had been made a year ago
        if row["type"] == "desk":
            row["clock"] -= 365 * day
        if row["type"] == "seen":
            row["ids"] = {key: value - 365 * day for key, value in row["ids"].items()}
        if row["type"] == "record":  # else it is seen now
            row["entry"]["id"] = row["entry"]["alias"] = "another"
    rewritten(both.file, rows)
    await both.restore()

    now = int((await both.there.time())[0]) * 1000
    assert abs(now - 20 * day - await both.there.zscore(both.store.keys.seen, name)) < 600_000


# files that are none


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def rewritten(path: Path, rows: list[dict[str, Any]]) -> None:
    if rows and rows[-1].get("type") == "end":
        rows[-1]["lines"] = len(rows) - 1
    path.write_bytes(gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in rows)))


async def refused(both: Both) -> str:
    """The one line that a restore says of a bad file; nothing was written."""
    with pytest.raises(UsageError) as error:
        await both.restore()
    assert await both.there.dbsize() == 0
    text = str(error.value)
    assert "\n" not in text
    assert str(both.file) in text
    return text


def damaged(path: Path) -> Iterator[None]:
    """The file cut at many places, then with a byte changed at many places."""
    data, random_ = path.read_bytes(), random.Random(7)
    for cut in sorted({0, 1, 9, 10, len(data) - 1, *random_.sample(range(len(data)), 40)}):
        path.write_bytes(data[:cut])
        yield
    for place in random_.sample(range(10, len(data)), 60):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        yield


async def test_a_file_that_is_cut_or_damaged_anywhere_is_refused_whole(both: Both) -> None:
    await both.lived(5)
    await backup(both.config, both.file)
    for _ in damaged(both.file):
        await refused(both)


async def test_a_file_that_does_not_make_sense_is_refused_with_its_line(both: Both) -> None:
    await both.lived(5)
    await backup(both.config, both.file)
    good = rows_of(both.file)

    def at(kind: str) -> int:
        return next(place for place, row in enumerate(good) if row["type"] == kind)

    last = max(place for place, row in enumerate(good) if row["type"] == "record")

    async def told(change: Any) -> str:
        rows = json.loads(json.dumps(good))
        change(rows)
        rewritten(both.file, rows)
        return await refused(both)

    def shared(rows: list[dict[str, Any]]) -> None:
        first = rows[at("story")]["story"]["members"][0]
        rows[at("story") + 1]["story"]["members"].append(first)

    assert "no backup" in await told(lambda rows: rows.clear() or rows.append({"hello": 1}))
    assert "begins with one head" in await told(lambda rows: rows.pop(0))
    assert "later one" in await told(lambda rows: rows[0].update(format=99))
    assert "names the desks" in await told(lambda rows: rows[0].update(desks=["other"]))
    assert "no space or brace" in await told(lambda rows: rows[1].update(name="a b"))
    assert "cut short" in await told(lambda rows: rows.pop())
    assert "behind the end" in await told(lambda rows: rows.extend([rows[-1], rows[-2]]))
    assert "belong" in await told(lambda rows: rows.pop(at("copy")))
    assert "belong" in await told(lambda rows: rows.pop(at("story")))
    assert "are missing" in await told(lambda rows: rows.pop(last))
    assert "comes twice" in await told(lambda rows: rows.insert(at("story"), rows[at("story")]))
    assert "comes twice" in await told(lambda rows: rows.insert(at("state"), rows[at("state")]))
    assert "stands after" in await told(lambda rows: rows.insert(last, rows[last]))
    assert "no number" in await told(lambda rows: rows[at("story")]["story"].update(id="x"))
    assert "own lead" in await told(lambda rows: rows[at("story")]["story"].update(lead=9999))
    assert "of another story" in await told(shared)
    assert "counter" in await told(lambda rows: rows[at("state")].update(next_ordinal=2))
    assert "has no state" in await told(lambda rows: rows.pop(at("state")))
    assert "line of the audit" in await told(lambda rows: rows[at("audit")].update(line={"action": 1}))
    assert "Expected" in await told(lambda rows: rows[at("seen")].update(ids={"zz": 1}))
    assert "Expected" in await told(lambda rows: rows[at("copy")]["copy"]["entry"].update(title=None))
    assert "Expected" in await told(lambda rows: rows[at("state")].update(cursor=10**30))


HEAD = (
    json.dumps({"type": "ticker-backup", "format": 1, "ticker": "x", "at": "", "desks": []}).encode() + b"\n"
)


async def test_hostile_files_end_in_one_line(both: Both) -> None:
    for data, said in (
        (b"", "is cut short"),
        (b"plain text", "no backup"),
        (gzip.compress(b"[" * 100_000 + b"\n"), "no backup"),
        (gzip.compress(HEAD + b'{"type":"token","x":' + b"[" * 50_000 + b"\n"), "line 2"),
        (gzip.compress(HEAD + b"\xff\xfe\n"), "line 2"),
        (gzip.compress(HEAD + b'{"type":"alert","line":{"id":"\\ud800"}}\n'), "line 2"),
        (gzip.compress(HEAD + b"a" * (17 * 2**20)), "longer than 16 MB"),
    ):
        both.file.write_bytes(data)
        assert said in await refused(both)
    both.file.unlink()
    assert "cannot be read" in await refused(both)
    both.file.mkdir()
    assert "cannot be read" in await refused(both)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ticker.store.backup.file.FREE", 2**20)
    path = tmp_path / "bomb.gz"
    line = json.dumps({"type": "acted", "ids": {"a" * 1000: 1}}).encode() + b"\n"
    path.write_bytes(gzip.compress(HEAD + line * 20_000))
    count = 0
    with pytest.raises(UsageError, match="200 times its size"):
        for count, _ in read(path):  # noqa: B007 - how far it came
            pass
    assert count < 20_000
