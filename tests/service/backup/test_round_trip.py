"""A backup is a desk as it was at one moment; a restore is that desk, or says why there is none."""

from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.backup.both import Both, config_of, rewritten, rows_of
from tests.service.backup.evening import NOW, entry, everything, writing
from tests.support.redis_server import cluster_of_one
from ticker.config import DeskConfig
from ticker.core.model import Action, Entry, FeedState, Verb
from ticker.core.roles import Role
from ticker.errors import ActionError, GapError, OccupiedError, SchemaError, StoreError, UsageError
from ticker.service.backup import backup, restore
from ticker.store import Alerts, DeskStore, Tokens, Turns, connect
from ticker.store.alerts import DUE, Due, Switch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
