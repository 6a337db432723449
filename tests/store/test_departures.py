"""How a story that is no more left its desk, read from the updates that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.desk import Desk
from ticker.core.model import Action, DeskSettings, Entry, Tick, Verb
from ticker.core.whereabouts import farewell

if TYPE_CHECKING:
    from ticker.core.model import Event
    from ticker.store import DeskStore

START = 1_795_464_000.0  # 2026-11-23 20:00 UTC
BRIDGE = "Harbour bridge in Port Selwyn closes after cracks found in two pillars"
BANK = "Central bank of Norland holds rates at 4.25 percent"


class Writer:
    """Folds events and commits each at once."""

    def __init__(self, store: DeskStore, token: int, epoch: str) -> None:
        self.store = store
        self._desk = Desk(DeskSettings(window=3600.0))
        self._at: dict[str, Any] = {"token": token, "epoch": epoch, "cursor": ""}

    async def fold(self, *events: Event) -> None:
        for event in events:
            self._desk.apply(event)
            after = self._at["cursor"]
            cursor = f"{int(after.partition('-')[0] or 0) + 1}-0"
            await self.store.commit(
                token=self._at["token"],
                epoch=self._at["epoch"],
                after=after,
                cursor=cursor,
                changes=self._desk.drain(),
            )
            self._at["cursor"] = cursor


@pytest.fixture
async def writer(store: DeskStore) -> Writer:
    token = await store.acquire("night", 600)
    assert token is not None
    return Writer(store, token, (await store.load()).epoch)


def entry(title: str, *, at: float = START) -> Entry:
    return Entry(id=title, feed="a", publisher="Wire", title=title, received=at, time=at)


async def test_a_story_that_left_is_told_with_how_and_when(writer: Writer) -> None:
    store = writer.store
    await writer.fold(entry(BRIDGE), entry(BANK), entry("1", at=START + 60))
    assert [await store.departure(one) for one in ("1", "2", "9", "x", "")] == [None] * 5
    await writer.fold(Action("m", Verb.MERGE, "amal", START + 120, ("1", "2")), Tick(START + 3600))
    left = [await store.departure(one) for one in ("1", "2", "3")]
    assert left[2] is None
    assert [farewell(one) for one in left if one] == [
        "story 1 left the window at 2026-11-23 21:00 UTC",
        "story 2 went into story 1 at 2026-11-23 20:02 UTC, which is no longer live",
    ]


async def test_it_is_found_behind_thousands_of_later_updates(writer: Writer) -> None:
    await writer.fold(entry(BRIDGE), Tick(START + 3600), entry(BANK, at=START + 3600))
    notes = [Action(str(n), Verb.NOTE, "amal", START + 3600, ("2",), text="1") for n in range(1_100)]
    await writer.fold(*notes)
    assert await writer.store.departure("2") is None
    left = await writer.store.departure("1")
    assert left is not None
    assert left["op"] == "expired"
