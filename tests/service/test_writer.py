"""The desk's writer: terms, fencing, poison, and settings through the log."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
import weakref
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.desk import Desk, signature
from ticker.core.model import DeskSettings, Entry
from ticker.errors import UnreachableError
from ticker.service.writer import Writer
from ticker.store import Tries, codec, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from ticker.core.model import Copy, Snapshot, Update
    from ticker.core.readings import Readings
    from ticker.core.text import Headline
    from ticker.store import DeskStore

NOW = 1_790_000_000.0
TITLES = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Ferry strike in Kalmar enters third day as talks collapse",
]


def entry(title: str, feed: str = "a") -> Entry:
    return Entry(id=title, feed=feed, publisher=feed, title=title, received=NOW, time=NOW)


async def until(ask: Callable[[], Any], seconds: float = 10.0) -> Any:
    async with asyncio.timeout(seconds):
        while not (found := await ask()):
            await asyncio.sleep(0.01)
        return found


@asynccontextmanager
async def writing(store: DeskStore, log: Any, owner: str = "w", **settings: Any) -> AsyncIterator[Writer]:
    writer = Writer(store, DeskSettings(**settings), owner=owner, clock=lambda: NOW, log=log)
    task = asyncio.create_task(writer.run())
    try:
        yield writer
    finally:
        writer.stop()
        await asyncio.wait_for(task, 10)


async def titles(store: DeskStore) -> set[str]:
    return {story["headline"] for story in (await store.top(limit=None))["stories"]}


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


async def has(store: DeskStore, stories: int) -> bool:
    return len(await titles(store)) == stories


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


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The desk breaks at each headline named in this list: a bug of ours that is mended by emptying it."""
    bad: list[str] = []

    def read(one: Entry) -> Headline:
        if one.title in bad:
            raise RuntimeError("a bug of ours")
        return signature(one)

    monkeypatch.setattr("ticker.core.desk.signature", read)
    return bad


async def test_a_record_that_breaks_the_desk_is_tried_three_times_and_kept_as_a_letter(
    store: DeskStore, log: Any, heard: list[dict[str, Any]], fragile: list[str]
) -> None:
    fragile.append(TITLES[1])
    async with writing(store, log):
        await store.append([entry(one) for one in TITLES])
        await until(lambda: has(store, 2))
    assert await titles(store) == {TITLES[0], TITLES[2]}
    (letter,) = await store.letters()
    assert letter.event() == entry(TITLES[1])
    assert (letter.tries, letter.reason, letter.at) == (3, "RuntimeError: a bug of ours", NOW)
    assert (await store.status()).letters == 1
    assert not await store.tries(), "what is done with is forgotten"
    assert len([one for one in heard if one["event"] == "a record breaks the desk"]) == 3
    (said,) = [one for one in heard if "dead letter" in one["event"]]
    assert TITLES[1] in said["record"]

    fragile.clear()
    async with writing(store, log, "mended"):
        number = await store.retry_letter(letter)
        assert await store.retry_letter(letter) == number, "a retry that is repeated is done once"
        await until(lambda: has(store, 3))
        assert not await store.letters()


async def test_a_new_writer_goes_on_counting_the_tries(
    store: DeskStore, log: Any, heard: list[dict[str, Any]], fragile: list[str]
) -> None:
    fragile.append(TITLES[1])
    token = await store.acquire("dead", 60)
    assert token is not None
    await store.tried(token, 2, Tries(2, "RuntimeError: before its process died"))
    await store.release("dead", token)
    await store.append([entry(one) for one in TITLES])
    async with writing(store, log):
        await until(lambda: has(store, 2))
    assert len([one for one in heard if one["event"] == "a record breaks the desk"]) == 1
    assert [one.reason for one in await store.letters()] == ["RuntimeError: a bug of ours"]


async def test_a_record_that_cannot_be_read_is_a_letter_and_holds_nothing_up(
    store: DeskStore, server: str, log: Any, heard: list[dict[str, Any]]
) -> None:
    await store.append([entry(TITLES[0])])
    redis = await connect(server)
    await redis.hincrby(store.keys.meta, "appended", 2)
    await redis.xadd(store.keys.intake, {"e": b"\xc1 no record"}, id="2-0")
    await redis.xadd(store.keys.intake, {"z": b"of a later version"}, id="3-0")
    await redis.aclose()
    await store.append([entry(TITLES[2])])
    async with writing(store, log):
        await until(lambda: has(store, 2))
    first, second = await store.letters()
    assert (first.number, first.kind, first.record, first.tries) == (2, b"e", b"\xc1 no record", 3)
    assert (second.kind, second.record) == (b"z", b"of a later version")
    assert "no known kind" in second.reason
    assert len([one for one in heard if one["event"] == "the desk is open"]) == 1, "the desk was whole"


async def test_a_record_whose_changes_cannot_be_written_is_found_and_given_up(
    store: DeskStore, log: Any, heard: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = codec.pack_update

    def fragile(update: Update, epoch: str, cause: Copy | None) -> bytes:
        if update.story.headline == TITLES[1]:
            raise OverflowError("a number that no format holds")
        return pack(update, epoch, cause)

    monkeypatch.setattr("ticker.store.codec.pack_update", fragile)
    async with writing(store, log):
        await store.append([entry(one) for one in TITLES])
        await until(lambda: has(store, 2))
    assert await titles(store) == {TITLES[0], TITLES[2]}
    (letter,) = await store.letters()
    assert (letter.event(), letter.tries) == (entry(TITLES[1]), 3)
    assert letter.reason == "OverflowError: a number that no format holds"
    said = [one for one in heard if one["event"] == "a batch cannot be written"]
    assert said[0]["first"] != said[0]["last"], "the batch first"
    assert [one["first"] for one in said[1:]] == [said[1]["last"]] * 3, "then the record alone"


DEADLY = """
import asyncio, itertools, os, sys
import structlog
import ticker.core.desk as desk
from ticker.core.model import DeskSettings
from ticker.service import trials, watchdog
from ticker.errors import UnreachableError
from ticker.service.writer import Writer
from ticker.store import DeskStore, connect

read = desk.signature

def exits():
    os._exit(9)

def loops():
    while True:
        pass

def hangs_in_c():
    all(itertools.repeat(True))

def deadly(entry):
    if entry.title == sys.argv[3]:
        globals()[sys.argv[4]]()
    return read(entry)

async def main():
    desk.signature = deadly
    watchdog.KILL, watchdog._EACH, trials._HANGS = 0.6, 0.2, 0.4
    watchdog.start()
    store = DeskStore(await connect(sys.argv[1]), sys.argv[2])
    log = structlog.get_logger()
    writer = Writer(store, DeskSettings(), owner="w", clock=lambda: 1_790_000_000.0, log=log)
    writing = asyncio.create_task(writer.run())
    while (await store.status()).lag:
        await asyncio.sleep(0.02)
    writer.stop()
    await writing

asyncio.run(main())
"""


async def ends_at(store: DeskStore, server: str, how: str) -> int | None:
    """A writer's process that dies or hangs at the second title; its exit code, once the log is applied 0."""
    command = (sys.executable, "-c", DEADLY, server, store.desk, TITLES[1], how)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    return await process.wait()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "codes", "reason"),
    [
        # three to be suspicious, three to be sure
        ("exits", [9] * 6, "its process ended or hung while it was applied"),
        ("loops", [], "HungError: it does not end"),
    ],
)
async def test_a_record_that_ends_or_holds_up_its_process_is_found_and_given_up(
    store: DeskStore, server: str, how: str, codes: list[int], reason: str
) -> None:
    await store.append([entry(one) for one in TITLES])
    ended: list[int | None] = []
    while len(ended) < 10 and (code := await ends_at(store, server, how)):
        ended.append(code)
    assert ended == codes
    assert await titles(store) == {TITLES[0], TITLES[2]}
    (letter,) = await store.letters()
    assert (letter.event(), letter.tries, letter.reason) == (entry(TITLES[1]), 3, reason)


@pytest.mark.slow
async def test_where_no_signal_is_heard_the_kernel_ends_the_process(store: DeskStore, server: str) -> None:
    await store.append([entry(one) for one in TITLES])
    assert await ends_at(store, server, "hangs_in_c") == -signal.SIGPROF
