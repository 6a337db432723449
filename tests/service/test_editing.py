"""Editors on a desk that a real writer keeps: answers once applied, once however often it is said."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.writers import NOW, TITLES
from ticker.config import Config
from ticker.core.model import Action, DeskSettings, Entry, Verb
from ticker.errors import ActionError, StoreError
from ticker.service.audit import Asked, audited, csv_of
from ticker.service.source import StoreSource
from ticker.service.tryout import rehearsed
from ticker.service.writer import Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ticker.store import DeskStore


def action(verb: Verb, *stories: str, key: str = "", by: str = "amal", **fields: Any) -> Action:
    return Action(key or f"{by} {verb} {stories} {fields}", verb, by=by, at=NOW, stories=stories, **fields)


@asynccontextmanager
async def writing(store: DeskStore, log: Any, owner: str = "w") -> AsyncIterator[Writer]:
    writer = Writer(store, DeskSettings(), owner=owner, clock=lambda: NOW, log=log)
    task = asyncio.create_task(writer.run())
    try:
        await asyncio.wait_for(writer.ready.wait(), 10)
        yield writer
    finally:
        writer.stop()
        await asyncio.wait_for(task, 10)


@pytest.fixture
async def desk(store: DeskStore, log: Any) -> AsyncIterator[DeskStore]:
    """A desk with three stories, 1 to 3, and its writer."""
    async with writing(store, log):
        await store.append(
            [Entry(id=one, feed="a", publisher="A", title=one, received=NOW, time=NOW) for one in TITLES]
        )
        while (await store.status()).stories < len(TITLES):
            await asyncio.sleep(0.01)
        yield store


async def test_an_action_is_applied_when_its_answer_comes(desk: DeskStore) -> None:
    outcome = await desk.act(action(Verb.MERGE, "1", "2"))

    assert (outcome.action, outcome.stories) == ("1", ("1",))
    assert "went into another" in outcome.said
    assert await desk.story("2") is None
    (line,) = await desk.audit()
    assert line["offset"] == (await desk.status()).offset


async def test_a_refusal_is_an_error_with_its_kind_and_a_line(desk: DeskStore) -> None:
    with pytest.raises(ActionError, match="no story '99'") as refused:
        await desk.act(action(Verb.PIN, "99"))

    assert refused.value.kind == "unknown"
    assert refused.value.exit_code == 1


async def test_the_same_action_said_by_many_at_once_is_done_once(desk: DeskStore) -> None:
    note = action(Verb.NOTE, "1", text="once", key="k")

    outcomes = await asyncio.gather(*(desk.act(note) for _ in range(10)))

    assert {outcome.action for outcome in outcomes} == {"1"}
    found = await desk.story("1")
    assert found is not None
    assert [one.text for one in found[0].edits.notes] == ["once"]


async def test_of_two_editors_at_once_the_second_is_told(desk: DeskStore) -> None:
    seen = (await desk.status()).offset
    titles = [action(Verb.RETITLE, "1", by=by, text=by, seen=seen) for by in ("amal", "omar")]

    told = await asyncio.gather(*map(desk.act, titles), return_exceptions=True)

    (refused,) = [one for one in told if isinstance(one, ActionError)]
    assert refused.kind == "conflict"
    winner = titles[[isinstance(one, ActionError) for one in told].index(False)].by
    assert f"{winner} changed story 1" in str(refused)
    found = await desk.story("1")
    assert found is not None
    assert found[0].headline == winner


async def test_an_editor_does_not_notice_that_the_writer_changes(store: DeskStore, log: Any) -> None:
    async with writing(store, log, "second") as standby:
        assert (await store.status()).owner == "second"
        standby.stop()
        acting = asyncio.create_task(store.act(action(Verb.PIN, "1")))
    async with writing(store, log, "third"):
        with pytest.raises(ActionError, match="no story '1'"):
            await asyncio.wait_for(acting, 10)


async def test_an_action_that_breaks_the_desk_is_passed_over_and_its_editor_told(
    desk: DeskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr("ticker.core.curate.needed", broken)
    with pytest.raises(StoreError, match="kept as a dead letter with the reason"):
        await desk.act(action(Verb.PIN, "1", seen=1))
    monkeypatch.undo()
    assert (await desk.act(action(Verb.PIN, "1"))).action == "1"


async def test_the_dashboards_source_edits_as_the_store_does(desk: DeskStore, server: str) -> None:
    config = Config.model_validate({"redis": {"url": server}, "desks": {desk.desk: {}}})
    source = StoreSource(config, desk.desk)
    outcome = await source.act(action(Verb.SPIKE, "2", text="old"))
    assert outcome.stories == ("2",)
    assert [story["id"] for story in await source.held()] == ["2"]
    assert [line["verb"] for line in await source.audit()] == ["spike"]
    assert [story["id"] for story in (await source.top(limit=None))["stories"]] == ["1", "3"]
    await source.close()


async def test_a_rehearsal_says_what_would_be_and_writes_nothing(desk: DeskStore) -> None:
    before = await desk.load()
    view = await rehearsed(desk, action(Verb.URGENCY, "1", "2", value=3))
    assert view["after"]["2"] == {"headline": TITLES[1], "urgency": 3}
    with pytest.raises(ActionError, match="no other copy"):
        await rehearsed(desk, action(Verb.SPLIT, "1", entries=("#1",)))
    assert await desk.load() == before


async def test_the_audit_is_filtered_and_exported(desk: DeskStore) -> None:
    await desk.act(action(Verb.NOTE, "1", text='=HYPERLINK("http://x")', by="@amal"))
    await desk.act(action(Verb.PIN, "2", by="omar"))
    with pytest.raises(ActionError):
        await desk.act(action(Verb.PIN, "77", by="omar"))

    async def numbers(limit: int | None = None, **asked: Any) -> list[str]:
        return [line["action"] for line in await audited(desk, Asked(**asked), limit)]

    assert await numbers() == ["1", "2", "3"]
    assert await numbers(2) == ["2", "3"]
    assert await numbers(by="omar") == ["2", "3"]
    assert await numbers(1, by="omar") == ["3"]
    assert await numbers(verb="pin", refused=False) == ["2"]
    assert await numbers(refused=True) == ["3"]
    assert await numbers(story="1") == ["1"]
    assert await numbers(since="2026-09-21T14:13:20.001Z") == []
    table = csv_of(await audited(desk, Asked(), None)).splitlines()
    assert table[1].split(",")[2] == "'@amal"
    assert "'=HYPERLINK" in table[1]
