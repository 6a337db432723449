"""Over random histories of headlines and editors' actions: a snapshot and its updates are the next snapshot.

For everybody: the public, editors, each filter, by websocket and by server-sent events, whether a follower
was there all the time or came back with a cursor. And nobody of the public ever sees what is held.
"""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any

import pytest

from ticker import clock
from ticker.client import Board, Change, Snapshot
from ticker.client.course import Course, place
from ticker.core.model import Action, Verb
from ticker.errors import ActionError, UsageError
from ticker.serve.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

SUBJECTS = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Ferry strike in Kalmar enters third day as talks collapse",
    "Wildfire near Tavira forces 300 people from their homes",
    "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة",
    "هزة أرضية بقوة 5.2 درجات تضرب ساحل البحر في الشمال",
]
PUBLISHERS = ["Example Wire", "Selwyn Gazette", "Kalmar Post", "صحيفة الساحل"]
VIEWS = [
    "",
    "lang=ar",
    "min_publishers=2",
    "q=bridge",
    "breaking=true",
    "publisher=Kalmar%20Post&min_publishers=2",
    "editing=true",
    "editing=true&lang=ar",
    "editing=true&min_publishers=2",
]
WORD = "zzembargoedzz"


def an_action(chance: random.Random, number: int, stories: list[str]) -> Action | None:
    """Something that an editor may do to these stories; a few of them will be refused."""
    verb = chance.choice(list(Verb))
    some = chance.sample(stories, min(len(stories), chance.choice([1, 1, 1, 2])))
    now = clock.now()
    more: dict[str, Any] = {}
    if verb is Verb.RETITLE:
        more = {"text": f"An editor's title {number}"}
    elif verb is Verb.BREAKING:
        more = {"until": now + chance.choice([-1, 60])}
    elif verb is Verb.URGENCY:
        more = {"value": float(chance.randrange(10))}
    elif verb is Verb.BOOST:
        more = {"value": chance.uniform(-3, 3)}
    elif verb is Verb.EMBARGO:
        more = {"until": chance.choice([None, now + 3600])}
    elif verb in {Verb.MUTE, Verb.UNMUTE}:
        more = {"source": chance.choice(PUBLISHERS)}
    elif verb is Verb.NOTE:
        more = {"text": f"{WORD} note {number}"}
    elif verb in {Verb.UNDO, Verb.REDO}:
        some = []
    elif verb in {Verb.SPLIT, Verb.MOVE}:
        return None  # they name copies: merge and undo take stories apart as well
    return Action(f"act-{number}", verb, WORD + " editor", now, tuple(some), **more)


async def happen(newsroom: Any, chance: random.Random, steps: int) -> None:
    """A stretch of a desk's history."""
    for number in range(steps):
        stories = [story["id"] for story in (await newsroom.store.top(limit=None, held=True))["stories"]]
        if stories and chance.random() < 0.6:
            action = an_action(chance, chance.randrange(1 << 40), stories)
            if action is not None:
                with suppress(ActionError, UsageError):
                    await newsroom.store.act(action)
            continue
        title = chance.choice(SUBJECTS) + chance.choice(["", "", f" of {number}", " says minister"])
        lang = "ar" if title[0] > "\u0600" else "en"
        await newsroom.publish(title, publisher=chance.choice(PUBLISHERS), lang=lang)


async def shown(newsroom: Any, view: str, headers: dict[str, str]) -> dict[str, Any]:
    """What the API says to this view now."""
    async with newsroom.http.get(f"/v1/stories?limit=5000&{view}", headers=headers) as response:
        assert response.status == 200, await response.text()
        found: dict[str, Any] = await response.json()
        return found


class Follower:
    """One view, followed by the client's own rules."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.course = Course("http://unused", None, None, {})
        self.board = Board()
        self.raw: list[str] = []

    def take(self, text: str) -> None:
        """Apply one message."""
        self.raw.append(text)
        event = self.course.take(text)
        if isinstance(event, Snapshot | Change):
            self.board.take(event)

    async def reach(self, newsroom: Any, socket: Any, offset: int) -> None:
        """Read up to an offset; pings say so where the filter holds updates back."""
        room = next(iter(newsroom.server._desks)).entrance.room
        async with asyncio.timeout(20):
            while room.history.head < offset:
                await asyncio.sleep(0.005)
            while self.course.cursor is None or int(self.course.cursor.rpartition(":")[2]) < offset:
                room.ping()
                try:
                    async with asyncio.timeout(0.05):
                        self.take(await socket.recv())
                except TimeoutError:
                    continue


@pytest.mark.parametrize("round_", range(3))
async def test_a_snapshot_and_its_updates_are_the_next_snapshot(
    opened: Callable[..., Any], live: Any, round_: int
) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed, "round", round_)
    chance = random.Random(seed)
    limits = Limits(history_updates=chance.choice([5, 4_000]), page=chance.choice([3, 200]), alive=60)
    async with opened(limits) as newsroom:
        headers = {"Authorization": f"Bearer {await newsroom.token('editor')}"}
        await happen(newsroom, chance, 12)
        followers = [Follower(view) for view in VIEWS]
        late = [Follower(view) for view in VIEWS]
        async with AsyncExitStack() as stack:
            sockets = [
                await stack.enter_async_context(live(newsroom, one.view, additional_headers=headers))
                for one in followers
            ]
            for part in range(3):
                await happen(newsroom, chance, 15)
                for one, other, heard in zip(followers, late, sockets, strict=True):
                    expected = await shown(newsroom, one.view, headers)
                    await one.reach(newsroom, heard.socket, expected["offset"])
                    assert one.board.ranked() == expected["stories"], (one.view, part)
                    if part == 0:
                        other.board.stories = dict(one.board.stories)
                        other.course.cursor = one.course.cursor
            for other in late:
                query = f"{other.view}&cursor={other.course.cursor}"
                async with live(newsroom, query, additional_headers=headers) as heard:
                    expected = await shown(newsroom, other.view, headers)
                    await other.reach(newsroom, heard.socket, expected["offset"])
                    assert other.board.ranked() == expected["stories"], other.view
                    assert not any('"snapshot"' in text for text in other.raw), "it was recovered"
        for one in (*followers, *late):
            if "editing" not in one.view:
                text = "".join(one.raw)
                assert WORD not in text
                assert '"edits"' not in text
                held = [m for m in map(json.loads, one.raw) if m.get("story", {}).get("held")]
                assert all(message["op"] == "spiked" and message["left"] for message in held)


async def test_events_tell_the_public_as_little(newsroom: Any) -> None:
    """Server-sent events and `/v1/updates` over one history."""
    seed = random.randrange(1 << 30)
    print("seed", seed)
    await happen(newsroom, random.Random(seed), 40)
    status = await newsroom.store.status()
    editor = {"Authorization": f"Bearer {await newsroom.token('editor')}"}
    every = await newsroom.store.updates(0, count=5_000)
    async with newsroom.http.get(f"/v1/updates?after={status.epoch}:0&limit=1000") as response:
        public = await response.json()
    assert public["cursor"] == f"{status.epoch}:{status.offset}"
    assert WORD not in str(public)
    wanted = [one["offset"] for one in every if not one["story"]["held"] or one["op"] == "spiked"]
    assert [one["offset"] for one in public["updates"]] == wanted
    async with newsroom.listen(f"/v1/events?cursor={status.epoch}:0") as listener:
        events = [json.loads(event.data) for event in await listener.take(len(wanted))]
        assert events == public["updates"]
    url = f"/v1/updates?after={status.epoch}:0&limit=1000&editing=true"
    async with newsroom.http.get(url, headers=editor) as response:
        assert (await response.json())["updates"] == every
    async with newsroom.http.get(url) as response:
        assert response.status == 401
    reader = {"Authorization": f"Bearer {await newsroom.token()}"}
    for path in (url, "/v1/stories?editing=true", "/v1/stories/1?editing=true", "/v1/events?editing=true"):
        async with newsroom.http.get(path, headers=reader) as response:
            assert response.status == 403, path


async def test_pages_hold_every_story_once_in_the_order_of_the_ranking(newsroom: Any) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    await happen(newsroom, random.Random(seed), 60)
    headers = {"Authorization": f"Bearer {await newsroom.token('editor')}"}
    for view in ("", "editing=true"):
        whole = (await shown(newsroom, view, headers))["stories"]
        assert whole == sorted(whole, key=place)
        for limit in (1, 2, 3):
            path, found = f"/v1/stories?limit={limit}&{view}", []
            while path:
                async with newsroom.http.get(path, headers=headers) as response:
                    found += (await response.json())["stories"]
                    link = response.headers.get("Link", "")
                    path = link.partition("<")[2].partition(">")[0]
            assert found == whole, (view, limit)
