"""Whatever editors and feeds do in whatever order: nothing is lost, and what is undone is as it was."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import structs

from ticker.core.desk import Desk
from ticker.core.edits import is_muted
from ticker.core.model import Action, DeskSettings, Entry, Event, Op, Story, Tick, Verb
from ticker.core.showing import score_of

START = 1_790_000_000.0
HOUR = 3600.0
TITLES = [
    "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "UPDATE 1-Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "Central bank of Norland holds rates at 4.25 percent",
    "Wildfire near Monte Verano kills 5, forces hundreds from homes",
    "Wildfire near Monte Verano kills 8, forces hundreds from homes",
    "Ferry strike in Kalmar enters third day as talks collapse",
    "إضراب عمال ميناء الرملة يدخل يومه الرابع",
    "عاجل | إضراب عمّال ميناء الرملة يدخل يومه الرابع",
    "🎉🎉",
]
EDITORS = ["amal", "omar", "sami"]
TOGGLES = {Verb.UNDO, Verb.REDO}
PLAIN = sorted(set(Verb) - TOGGLES - {Verb.MERGE, Verb.SPLIT, Verb.MOVE})


def state(desk: Desk) -> dict[str, Any]:
    """What readers see of a desk, but for what depends on the order of adding and of changed titles."""

    def shown(story: Story) -> Story:
        revised = any(desk.copies[member].former for member in story.members)
        story = structs.replace(
            story, publishers=tuple(sorted(story.publishers)), score=round(story.score, 6)
        )
        return (
            structs.replace(story, lead=0, headline="", original="", score=0.0, first_seen=0.0)
            if revised
            else story
        )

    return {story.id: shown(story) for story in desk.stories.values()}


class QuietEditors(RuleBasedStateMachine):
    """Three editors on a desk to which nothing comes, and a consumer who follows its updates."""

    window = 72 * HOUR

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(DeskSettings(window=self.window))
        self.log: list[Event] = []
        self.seen: dict[str, Story] = {}
        self.now = START
        self.number = 0
        self.united = False

    def tell(self, event: Event) -> None:
        self.log.append(event)
        for update in self.desk.apply(event):
            if update.op in {Op.MERGED, Op.EXPIRED}:
                self.united |= not update.action and update.op is Op.MERGED  # a redo does not repeat that
                del self.seen[update.story.id]
            else:
                assert (update.op is Op.CREATED) == (update.story.id not in self.seen)
                self.seen[update.story.id] = update.story

    def act(self, verb: Verb, by: str, **fields: Any) -> str:
        """The kind of refusal, "" = done."""
        self.number += 1
        self.now += 1
        self.tell(Action(f"k{self.number}", verb, by=by, at=self.now, **fields))
        verdict = self.desk.drain().verdicts[-1]
        assert verdict.refused in {"", "unknown", "gone", "merged", "conflict", "blocked", "unfit"}
        return verdict.refused

    def some(self, data: st.DataObject, least: int, most: int) -> tuple[str, ...]:
        among = st.sampled_from(sorted(self.desk.stories, key=int))
        return tuple(data.draw(st.lists(among, min_size=least, max_size=most, unique=True)))

    @initialize(
        drawn=st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from("abc")), min_size=3, max_size=9)
    )
    def first(self, drawn: list[tuple[str, str]]) -> None:
        for title, feed in drawn:
            self.arrive(title, feed)
        self.untouched = state(self.desk)

    def arrive(self, title: str, feed: str, key: str = "") -> None:
        self.now += 60
        self.tell(
            Entry(id=key or title, feed=feed, publisher=feed, title=title, received=self.now, time=self.now)
        )

    @precondition(lambda self: self.desk.stories)
    @rule(data=st.data(), verb=st.sampled_from(PLAIN), by=st.sampled_from(EDITORS))
    def mark(self, data: st.DataObject, verb: Verb, by: str) -> None:
        one = verb in {Verb.RETITLE, Verb.MUTE, Verb.UNMUTE}
        fields: dict[str, Any] = {"stories": self.some(data, 1, 1 if one else 3)}
        if verb in {Verb.RETITLE, Verb.NOTE, Verb.SPIKE}:
            fields["text"] = data.draw(st.sampled_from(["Ours", "Theirs"]))
        if verb in {Verb.MUTE, Verb.UNMUTE}:
            fields[data.draw(st.sampled_from(["source", "text"]))] = data.draw(st.sampled_from(["a", "b"]))
        if verb in {Verb.URGENCY, Verb.BOOST}:
            fields["value"] = float(data.draw(st.integers(0, 9)))
        if verb is Verb.PIN and len(fields["stories"]) == 1:
            fields["value"] = data.draw(st.sampled_from([None, 1.0, 2.0]))
        if verb in {Verb.BREAKING, Verb.EMBARGO}:
            fields["until"] = self.now + data.draw(st.integers(100, 2000))
        self.act(verb, by, **fields)

    @precondition(lambda self: len(self.desk.stories) > 1)
    @rule(data=st.data(), by=st.sampled_from(EDITORS))
    def merge(self, data: st.DataObject, by: str) -> None:
        assert not self.act(Verb.MERGE, by, stories=self.some(data, 2, 3))

    @precondition(lambda self: self.desk.stories)
    @rule(data=st.data(), by=st.sampled_from(EDITORS))
    def split(self, data: st.DataObject, by: str) -> None:
        (story,) = self.some(data, 1, 1)
        members = self.desk.stories[story].members
        chosen = data.draw(st.lists(st.sampled_from(members), min_size=1, max_size=2, unique=True))
        refused = self.act(Verb.SPLIT, by, stories=(story,), entries=tuple(f"#{one}" for one in chosen))
        assert refused == ("unfit" if len(chosen) == len(members) else "")

    @precondition(lambda self: len(self.desk.stories) > 1)
    @rule(data=st.data(), by=st.sampled_from(EDITORS))
    def move(self, data: st.DataObject, by: str) -> None:
        source, target = self.some(data, 2, 2)
        copy = data.draw(st.sampled_from(self.desk.stories[source].members))
        assert not self.act(Verb.MOVE, by, stories=(target,), entries=(f"#{copy}",))

    @rule(data=st.data(), verb=st.sampled_from(sorted(TOGGLES)), by=st.sampled_from(EDITORS))
    def turn(self, data: st.DataObject, verb: Verb, by: str) -> None:
        number = data.draw(st.integers(0, self.number))
        self.act(verb, by, action=str(number) if number else "")

    @rule(by=st.sampled_from(EDITORS))
    def undo_and_redo(self, by: str) -> None:
        before = state(self.desk)
        if not self.act(Verb.UNDO, by):
            again = self.act(Verb.REDO, by)
            assert self.united or not again
            assert self.united or state(self.desk) == before

    @rule(minutes=st.integers(1, 20))
    def time(self, minutes: int) -> None:
        self.now += 60 * minutes
        self.tell(Tick(self.now))

    @rule()
    def restart(self) -> None:
        snapshot = self.desk.snapshot()
        self.desk.drain()
        self.desk = Desk.restore(snapshot)
        assert self.desk.snapshot() == snapshot

    @invariant()
    def every_copy_is_in_one_story(self) -> None:
        members = [member for story in self.desk.stories.values() for member in story.members]
        assert sorted(members) == list(self.desk.copies)
        shelf = self.desk._shelf
        for story in self.desk.stories.values():
            assert story.members == tuple(sorted(story.members))
            for member in story.members:
                assert shelf.home[member] == story.id
                assert shelf.story_of_part(shelf.part_of(member)) == story.id

    @invariant()
    def the_window_knows_the_parts(self) -> None:
        shelf = self.desk._shelf
        assert len(shelf.window) == len(shelf.copies)
        assert shelf.window._sizes == Counter(map(shelf.part_of, shelf.copies))

    @invariant()
    def a_story_shows_its_copies_and_its_edits(self) -> None:
        now = self.desk.snapshot().now
        for story in self.desk.stories.values():
            copies = [self.desk.copies[member] for member in story.members]
            count = [copy for copy in copies if not is_muted(copy.entry, story.edits)] or copies
            lead = self.desk.copies[story.lead]
            assert lead in count
            assert story.headline == (story.edits.headline or lead.entry.title)
            assert story.original == (lead.entry.title if story.edits.headline else "")
            assert set(story.publishers) == {copy.entry.publisher for copy in count}
            if not any(copy.former for copy in copies):  # a changed title keeps its first report's score
                assert story.score == pytest.approx(
                    score_of(story, self.desk.copies, self.desk.settings.half_life)
                )
            assert story.pinned == (story.edits.pin is not None)
            assert story.breaking == (story.edits.breaking > now)
            assert story.held == (story.edits.spiked or story.edits.embargo > now)

    @invariant()
    def who_follows_the_updates_knows_the_stories(self) -> None:
        assert self.seen == dict(self.desk.stories)

    def teardown(self) -> None:
        """All of it can be taken back, and the log tells the same again."""
        self.take_all_back()
        again = Desk(DeskSettings(window=self.window))
        for event in self.log:
            again.apply(event)
        assert again.snapshot() == self.desk.snapshot()

    def take_all_back(self) -> None:
        while standing := [act for act in self.desk.snapshot().acts if act.stands and not act.of]:
            newest = max(standing, key=lambda act: act.order)
            assert not self.act(Verb.UNDO, "amal", action=str(newest.number))
        assert state(self.desk) == self.untouched
        assert all(copy.part == "" for copy in self.desk.copies.values())


class Editors(QuietEditors):
    """The same while headlines arrive."""

    @rule(title=st.sampled_from(TITLES), feed=st.sampled_from("abc"), key=st.sampled_from(["", "k1", "k2"]))
    def feed(self, title: str, feed: str, key: str) -> None:
        self.arrive(title, feed, key)

    def take_all_back(self) -> None:
        """What came in between may have moved under the editors' hands: no state to compare with."""


class BriefEditors(Editors):
    """The same where everything soon leaves the window."""

    window = HOUR / 2

    @rule(by=st.sampled_from(EDITORS))
    def undo_and_redo(self, by: str) -> None:
        """What is undone may have lost copies since: there is nothing to compare."""
        self.act(Verb.UNDO, by)


TestEditors = Editors.TestCase
TestBriefEditors = BriefEditors.TestCase
TestQuietEditors = QuietEditors.TestCase
TestEditors.settings = TestBriefEditors.settings = TestQuietEditors.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
