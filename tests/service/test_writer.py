"""The desk's writer: terms, fencing, restores, and settings through the log."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.service.writers import TITLES, entry, has, titles, until, writing
from ticker.core.desk import Desk
from ticker.core.model import DeskSettings
from ticker.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pytest

    from ticker.core.model import Snapshot
    from ticker.core.readings import Readings
    from ticker.store import DeskStore


async def test_entries_become_stories_and_survive_a_new_writer(store: DeskStore, log: Any) -> None:
    async with writing(store, log):
        await store.append([entry(TITLES[0]), entry(TITLES[1])])
        await until(lambda: has(store, 2))
    await store.append([entry(TITLES[0], "b"), entry(TITLES[2])])
    async with writing(store, log, "second"):
        await until(lambda: has(store, 3))
    top = await store.top(limit=None)
    copies = {story["headline"]: story["copies"] for story in top["stories"]}
    assert copies == {TITLES[0]: 2, TITLES[1]: 1, TITLES[2]: 1}
    assert (await store.status()).lag == 0


async def test_a_standby_waits_and_takes_over(store: DeskStore, log: Any) -> None:
    async with writing(store, log, "second") as standby:
        async with writing(store, log, "first") as first:
            await asyncio.wait(
                [asyncio.create_task(one.ready.wait()) for one in (first, standby)],
                return_when=asyncio.FIRST_COMPLETED,
            )
            assert first.ready.is_set() != standby.ready.is_set()
        await asyncio.wait_for(standby.ready.wait(), 10)
        await store.append([entry(TITLES[0])])
        await until(lambda: has(store, 1))
        assert (await store.status()).owner == "second"


async def test_the_desk_of_a_term_that_ended_is_let_go(
    store: DeskStore, log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk is read anew after any trouble of the store: what was there before must not stay in memory."""
    opened: list[weakref.ref[Any]] = []
    restore = Desk.restore

    def noted(snapshot: Snapshot, readings: Iterable[Readings]) -> Desk:
        one = restore(snapshot, readings)
        opened.append(weakref.ref(one._shelf))  # where its state is
        return one

    monkeypatch.setattr(Desk, "restore", noted)
    async with writing(store, log):
        await store.append([entry(TITLES[0])])
        await until(lambda: titles(store))
    gc.collect()
    assert [one() for one in opened] == [None]


async def test_a_desk_is_opened_with_what_the_one_before_has_read(
    store: DeskStore, log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ticker.service.runs.RUN", 2)

    async def kept() -> bool:
        return set(await store.readings()) == {0, 1}  # ordinal 1 alone; 2 and 3

    async with writing(store, log):
        await store.append([entry(title, feed) for title in TITLES[:2] for feed in "ab"])
        await until(kept)
    known: list[int] = []
    restore = Desk.restore

    def noted(snapshot: Snapshot, readings: Iterable[Readings]) -> Desk:
        runs = list(readings)
        known.extend(len(run.marks) // 4 for run in runs)
        return restore(snapshot, runs)

    monkeypatch.setattr(Desk, "restore", noted)
    async with writing(store, log, "second") as writer:
        await writer.ready.wait()
    assert sorted(known) == [1, 2]


async def test_an_end_waits_for_no_restore(
    store: DeskStore, log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large desk a restore takes seconds."""
    held = threading.Event()
    monkeypatch.setattr(Desk, "restore", lambda *_: held.wait(30))
    try:
        async with writing(store, log) as writer:
            await until(lambda: owner(store))
        assert not held.is_set()
        assert not writer.ready.is_set()
        assert not await owner(store)
    finally:
        held.set()


async def owner(store: DeskStore) -> str:
    return (await store.status()).owner


async def test_a_lost_answer_costs_no_new_term(
    store: DeskStore, log: Any, heard: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, commit, lost = store.read, store.commit, Counter[str]()

    def lossy(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        async def asked(*given: Any, **named: Any) -> Any:
            answer = await ask(*given, **named)
            if answer != [] and lost[name] < 3:
                lost[name] += 1
                raise UnreachableError("the answer is lost")
            return answer

        return asked

    monkeypatch.setattr(store, "read", lossy("read", read))
    monkeypatch.setattr(store, "commit", lossy("commit", commit))
    async with writing(store, log):
        await store.append([entry(one) for one in TITLES])
        await until(lambda: has(store, 3))
        await until(lambda: asyncio.sleep(0, lost["commit"] == 3))
    assert lost == {"read": 3, "commit": 3}
    assert (await store.status()).offset == 3, "each once"
    assert [one["event"] for one in heard].count("the desk is open") == 1
    assert [one["event"] for one in heard].count("the store does not answer; the desk waits for it") == 2


async def test_changed_settings_go_through_the_log(store: DeskStore, log: Any) -> None:
    async with writing(store, log) as writer:
        await asyncio.wait_for(writer.ready.wait(), 10)
        await writer.configure(DeskSettings(half_life=60.0))

        async def applied() -> bool:
            return (await store.load()).snapshot.settings.half_life == 60.0

        await until(applied)
    async with writing(store, log, half_life=120.0):

        async def again() -> bool:
            return (await store.load()).snapshot.settings.half_life == 120.0

        await until(again)
