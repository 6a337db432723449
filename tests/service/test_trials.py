"""Records that break a desk, hold it up or end its process: tried, counted, given up as dead letters."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.writers import NOW, TITLES, entry, has, titles, until, writing
from ticker.core.desk import signature
from ticker.store import Tries, codec, connect

if TYPE_CHECKING:
    from ticker.core.model import Copy, Entry, Update
    from ticker.core.text import Headline
    from ticker.store import DeskStore


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
watchdog.KILL, watchdog._EACH, trials._HANGS = 0.6, 0.2, 0.4

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
    store = DeskStore(await connect(sys.argv[1]), sys.argv[2])
    log = structlog.get_logger()
    writer = Writer(store, DeskSettings(), owner="w", clock=lambda: 1_790_000_000.0, log=log)
    writing = asyncio.create_task(writer.run())
    while (await store.status()).lag:
        await asyncio.sleep(0.02)
    writer.stop()
    await writing

with watchdog.watching():
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
