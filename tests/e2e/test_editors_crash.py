"""Three editors at once while everything is killed at random moments: nothing lost, nothing done twice."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from ticker import clock
from ticker.config import load
from ticker.core.desk import Desk
from ticker.core.model import Action, Verb
from ticker.errors import ActionError, StoreError
from ticker.service.attach import running_url
from ticker.store import DeskStore, connect
from ticker.store.codec import Poison

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.house import House
    from tests.e2e.runner import Runner
    from ticker.core.model import Snapshot
    from ticker.core.view import StoryView

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ACTIONS = int(os.environ.get("TICKER_TEST_ACTIONS", "300"))  # `make editors` does 1,000
KILLS = max(4, ACTIONS // 100)
EDITORS = ("amal", "omar", "sami")
SUBJECTS = ["harbour", "museum", "airline", "senate", "volcano", "bakery", "striker", "judge"]
DEEDS = ["opens after a delay", "closes for repairs", "is sued by neighbours", "wins a prize", "burns down"]
REGROUPING = (Verb.MERGE, Verb.MERGE, Verb.SPLIT, Verb.SPLIT, Verb.MOVE)
TURNING = (Verb.UNDO, Verb.UNDO, Verb.REDO)
MARKING = tuple(sorted(set(Verb) - set(REGROUPING) - set(TURNING)))


def line(dice: random.Random) -> str:
    """A headline that no other one is like."""
    names = ["".join(dice.choice("bdfgklmnprstv") + dice.choice("aeiou") for _ in range(3)) for _ in "ab"]
    return f"{names[0].title()} {dice.choice(SUBJECTS)} {dice.choice(DEEDS)} in {names[1].title()}"


def chosen(dice: random.Random, stories: list[StoryView], number: int, offset: int) -> Action:
    """Something that an editor may want, about stories as they were at `offset`."""
    verb = dice.choice(dice.choice((MARKING, REGROUPING, TURNING)))
    if verb is Verb.MERGE and len(stories) < 8:
        verb = Verb.SPLIT
    fields: dict[str, Any] = {"seen": dice.choice((0, offset))}
    some = [story["id"] for story in dice.sample(stories, min(3, len(stories)))]
    if verb in TURNING:
        fields["action"] = dice.choice(("", str(dice.randint(1, number + 1))))
    elif verb is Verb.MERGE:
        fields["stories"] = some[: dice.randint(2, 3)]
    elif verb in {Verb.SPLIT, Verb.MOVE}:
        large = max(dice.sample(stories, min(5, len(stories))), key=lambda story: story["copies"])
        target = large["id"] if verb is Verb.SPLIT else some[0]
        fields |= {"stories": (target,), "entries": (f"#{dice.choice(large['entries'])['ordinal']}",)}
    else:
        fields["stories"] = some[: 1 if verb in {Verb.RETITLE, Verb.MUTE, Verb.UNMUTE} else 2]
    if verb in {Verb.RETITLE, Verb.NOTE, Verb.SPIKE}:
        fields["text"] = f"word {number}"
    if verb in {Verb.MUTE, Verb.UNMUTE}:
        fields["source"] = f"Outlet{dice.randint(0, 2)}"
    if verb in {Verb.URGENCY, Verb.BOOST}:
        fields["value"] = float(dice.randint(0, 9))
    if verb in {Verb.BREAKING, Verb.EMBARGO}:
        fields["until"] = clock.now() + 3600
    fields["stories"] = tuple(fields.get("stories", ()))
    return Action(f"k{number}", verb, by=dice.choice(EDITORS), at=clock.now(), **fields)


class Newsroom:
    """An editor who holds on to an action until it is known what became of it; `outcomes` are shared."""

    def __init__(self, config: Path, outcomes: dict[str, str]) -> None:
        self._config = load(config)
        self.outcomes = outcomes
        self._store: DeskStore | None = None
        self._redis: Any = None

    async def store(self) -> DeskStore:
        if self._store is None:
            url = running_url(self._config)
            if url is None:
                raise StoreError("nothing runs")
            self._redis = await connect(url)
            self._store = DeskStore(self._redis)
        return self._store

    async def close(self) -> None:
        redis, self._redis, self._store = self._redis, None, None
        if redis is not None:
            await redis.aclose()

    async def ask(self, what: Callable[[DeskStore], Any]) -> Any:
        """Ask the store until it answers."""
        while True:
            try:
                return await what(await self.store())
            except ActionError:
                raise
            except StoreError:
                await self.close()
                await asyncio.sleep(0.05)

    async def act(self, action: Action) -> str:
        """Do it, however often it has to be said; what became of it."""
        try:
            outcome = await self.ask(lambda store: store.act(action, wait=2.0))
        except ActionError as error:
            said = error.kind
        else:
            said = f"action {outcome.action}"
        self.outcomes[action.id] = said
        return said


def partition(desk: Desk | Snapshot) -> set[frozenset[int]]:
    stories = desk.stories.values() if isinstance(desk, Desk) else desk.stories
    return {frozenset(story.members) for story in stories}


async def refolded(store: DeskStore) -> Desk:
    """The desk that the log alone makes, from its first record."""
    desk, cursor = Desk(), ""
    while records := await store.read(cursor, count=1000):
        cursor = records[-1][0]
        for _, event in records:
            assert not isinstance(event, Poison)
            desk.apply(event)
    return desk


async def settled(newsroom: Newsroom, copies: int) -> Snapshot:
    """The desk once it holds so many copies."""
    while True:
        snapshot: Snapshot = (await newsroom.ask(lambda store: store.load())).snapshot
        if len(snapshot.copies) == copies:
            return snapshot
        await asyncio.sleep(0.1)


async def disturbed(ticker: Any, dice: random.Random) -> dict[str, str]:
    """All actions, by three editors at once, and all kills; what each editor was told."""
    todo = iter(range(ACTIONS))
    outcomes: dict[str, str] = {}

    async def edit() -> None:
        editor = Newsroom(ticker.config, outcomes)
        for number in todo:
            top = await editor.ask(lambda store: store.top(limit=None, entries=True, held=True))
            await editor.act(chosen(dice, top["stories"], number, top["offset"]))
        await editor.close()

    async def kill() -> None:
        for _ in range(KILLS):
            enough = len(outcomes) + ACTIONS / (KILLS + 1) * dice.uniform(0.3, 1.0)
            while len(outcomes) < enough:
                await asyncio.sleep(0.005)
            await asyncio.to_thread(ticker.kill)
            ticker.start()

    await asyncio.gather(kill(), *(edit() for _ in EDITORS))
    return outcomes


async def judged_once(newsroom: Newsroom, outcomes: dict[str, str]) -> None:
    """Each action was judged once, and as its editor was told."""
    trail = await newsroom.ask(lambda store: store.audit(0, count=10 * ACTIONS))
    assert Counter(line["id"] for line in trail) == Counter(f"k{number}" for number in range(ACTIONS))
    judged = {line["id"]: line["refused"] or f"action {line['action']}" for line in trail}
    assert judged == outcomes
    assert sum(line["refused"] is None for line in trail) > ACTIONS / 3


async def taken_back(newsroom: Newsroom) -> Snapshot:
    """The desk after every action that stands was undone, the last one first."""
    for number in range(ACTIONS, 10 * ACTIONS):
        snapshot: Snapshot = (await newsroom.ask(lambda store: store.load())).snapshot
        standing = [act for act in snapshot.acts if act.stands and not act.of]
        if not standing:
            return snapshot
        newest = max(standing, key=lambda act: act.order)
        undo = Action(f"k{number}", Verb.UNDO, "amal", clock.now(), action=str(newest.number))
        assert (await newsroom.act(undo)).startswith("action"), newest
    raise AssertionError("there is no end to what stands")


async def test_three_editors_and_kills(house: House, runner: Callable[..., Runner]) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    lines = [line(dice) for _ in range(30)]
    feeds = []
    for number in range(3):
        url = house.open_feed(f"outlet{number}", "rss", dice.sample(lines, 20))
        feeds.append({"url": url, "publisher": f"Outlet{number}", "interval": "1s"})
    ticker = runner(feeds)
    ticker.start()
    newsroom = Newsroom(ticker.config, {})
    try:
        before = await settled(newsroom, 60)
        await newsroom.close()
        await judged_once(newsroom, await disturbed(ticker, dice))

        loaded = (await newsroom.ask(lambda store: store.load())).snapshot
        again = await newsroom.ask(refolded)
        assert again.snapshot() == loaded, "the log tells the same again, constraints and all"
        assert any(act.cuts and act.stands for act in loaded.acts)

        after = await taken_back(newsroom)
        assert partition(after) == partition(before)
        assert all(copy.part == "" for copy in after.copies)
        assert {one.id: one.edits for one in after.stories} == {one.id: one.edits for one in before.stories}
    finally:
        await newsroom.close()
