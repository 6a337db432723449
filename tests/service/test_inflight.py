"""A backlog is folded while the store writes and reads: whatever goes wrong, nothing is lost or doubled."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.writers import entry, until, writing
from tests.support.agency import sentence
from ticker.core.desk import Desk, signature
from ticker.errors import FencedError, UnreachableError
from ticker.service.trials import BATCH
from ticker.store import codec, connect

if TYPE_CHECKING:
    from ticker.core.model import Copy, Entry, Update
    from ticker.core.text import Headline
    from ticker.store import DeskStore

COUNT = 4 * BATCH + BATCH // 2


@pytest.fixture
async def backlog(store: DeskStore) -> list[Entry]:
    """What waits in the desk's log; some of it says the same as what came before."""
    dice = random.Random(5)
    lines = [sentence(dice) for _ in range(COUNT // 3)]
    said = [entry(dice.choice(lines), feed=f"outlet {number}") for number in range(COUNT)]
    await store.append(said)
    return said


async def is_applied(store: DeskStore) -> bool:
    return not (await store.status()).lag


def stories(desk: Desk) -> set[tuple[str, tuple[int, ...]]]:
    return {(story.id, story.members) for story in desk.stories.values()}


async def assert_as_if_nothing_had_happened(store: DeskStore, said: list[Entry]) -> None:
    """The store holds what a desk makes of these entries, in their order, and has told of each once."""
    undisturbed = Desk()
    for one in said:
        undisturbed.apply(one)
    found = (await store.load()).snapshot
    assert [copy.entry for copy in found.copies] == said
    assert stories(Desk.restore(found)) == stories(undisturbed)
    updates = await store.updates(0, epoch=(await store.status()).epoch, count=2 * COUNT)
    assert [one["entry"]["id"] for one in updates if "entry" in one] == [one.id for one in said]


async def test_a_backlog_is_folded_as_one_record_after_the_other(
    store: DeskStore, log: Any, backlog: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = []
    commit = store.commit

    async def counted(**words: Any) -> None:
        at_once.append(1)
        assert sum(at_once) == 1, "one commit follows the other"
        await commit(**words)
        at_once.append(-1)

    monkeypatch.setattr(store, "commit", counted)
    async with writing(store, log):
        await until(lambda: is_applied(store))
    assert len(at_once) >= 2 * COUNT / BATCH
    await assert_as_if_nothing_had_happened(store, backlog)


async def test_records_of_a_backlog_that_break_are_given_up_alone(
    store: DeskStore, server: str, log: Any, backlog: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One cannot be folded, one not written, one not read; each in a batch of its own."""
    unfoldable, unwritable, unreadable = (BATCH + BATCH // 2, 2 * BATCH + 7, 3 * BATCH + 1)
    pack = codec.pack_update

    def read(one: Entry) -> Headline:
        if one == backlog[unfoldable]:
            raise RuntimeError("a bug of ours")
        return signature(one)

    def fragile(update: Update, epoch: str, cause: Copy | None) -> bytes:
        if cause is not None and cause.entry == backlog[unwritable]:
            raise OverflowError("a number that no format holds")
        return pack(update, epoch, cause)

    monkeypatch.setattr("ticker.core.desk.signature", read)
    monkeypatch.setattr("ticker.store.codec.pack_update", fragile)
    redis = await connect(server)
    await redis.delete(store.keys.intake)
    for place, one in enumerate(backlog):
        record = b"\xc1 no record" if place == unreadable else codec.pack_event(one)[1]
        await redis.xadd(store.keys.intake, {"e": record}, id=f"{place + 1}-0")
    await redis.aclose()
    async with writing(store, log):
        await until(lambda: is_applied(store), 30)
    given_up = {letter.number - 1 for letter in await store.letters()}
    assert given_up == {unfoldable, unwritable, unreadable}
    whole = [one for place, one in enumerate(backlog) if place not in given_up]
    await assert_as_if_nothing_had_happened(store, whole)


@pytest.mark.parametrize("trouble", [FencedError("it went elsewhere"), UnreachableError("no answer")])
@pytest.mark.parametrize("written", [False, True])
async def test_a_commit_that_fails_takes_nothing_with_it(
    store: DeskStore,
    log: Any,
    backlog: list[Entry],
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception,
    *,
    written: bool,
) -> None:
    """Whether it was done before its answer was lost or not, while the batch after it is folded."""
    commit, commits = store.commit, 0

    async def unlucky(**words: Any) -> None:
        nonlocal commits
        commits += 1
        if commits != 2:
            await commit(**words)
            return
        if written:
            await commit(**words)
        raise trouble

    monkeypatch.setattr(store, "commit", unlucky)
    async with writing(store, log):
        await until(lambda: is_applied(store), 20)
    await assert_as_if_nothing_had_happened(store, backlog)


async def test_a_stop_in_a_backlog_leaves_what_was_read_committed(
    store: DeskStore, log: Any, backlog: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, cursors = store.commit, []

    async def counted(**words: Any) -> None:
        await commit(**words)
        cursors.append(words["cursor"])

    async with writing(store, log) as writer:
        monkeypatch.setattr(store, "commit", counted)
        await until(lambda: some(cursors))
        writer.stop()
    loaded = await store.load()
    assert loaded.cursor == cursors[-1] == f"{len(loaded.snapshot.copies)}-0"
    async with writing(store, log, "next"):
        await until(lambda: is_applied(store))
    await assert_as_if_nothing_had_happened(store, backlog)


async def some(things: list[str]) -> bool:
    return bool(things)
