"""Every verb from the keyboard, on a real desk: what is meant, asked, and said when it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from ticker.core.model import Action, Verb
from ticker.core.verbs import VERBS
from ticker.dashboard.commands import COMMANDS, EDITING
from ticker.dashboard.opened import Opened, entry_key
from ticker.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Sequence

BRIDGE, BANK, STRIKE, FIRE, TEACHERS, BILL = "1", "3", "4", "6", "7", "8"


class Desk:
    """The screen of an editor, and the desk behind it."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.app = screen.app
        self.source = screen.source

    async def on(self, story: str, *keys: str) -> None:
        """Select a story and press keys."""
        assert self.app.board.stream.choose(story)
        await self.screen.press(*keys)

    async def into(self, story: str) -> None:
        """Open a story and go to its first copy."""
        await self.on(story, "enter")
        opened = self.app.board.opened
        await self.screen.until(lambda: opened.story_id == story and opened.cursor)

    async def done(self, count: int = 1) -> list[Any]:
        """Wait until so many actions have been decided in all."""
        await self.screen.until(lambda: len(self.source.verdicts) >= count and not len(self.app.hands))
        verdicts: list[Any] = self.source.verdicts
        return verdicts

    def story(self, story: str) -> Any:
        return self.source.desk.stories[story]


@pytest.fixture
def desk(run: Any, newsroom: Any) -> Any:
    """Start the dashboard on a real desk."""

    class Running:
        async def __aenter__(self) -> Desk:
            self.running = run(
                newsroom.Newsroom(), size=(120, 40), settings={"editor": "mona", **self.settings}
            )
            return Desk(await self.running.__aenter__())

        async def __aexit__(self, *error: object) -> None:
            await self.running.__aexit__(*error)

        def __init__(self, **settings: Any) -> None:
            self.settings = settings

    return Running


def test_every_verb_has_a_command_with_a_key_and_the_tables_words() -> None:
    names = {command.name: command for command in COMMANDS if command.group == EDITING}
    for verb, spec in VERBS.items():
        assert names[verb].keys, verb
        own = {Verb.MERGE, Verb.BOOST, Verb.UNDO, Verb.REDO}
        assert f"{names[verb].text}.".replace("; m", ". M").lower() == spec.help.lower() or verb in own


SIMPLE: Sequence[tuple[str, tuple[str, ...], str, Any]] = (
    ("p", (), "pinned", True),
    ("b", (), "breaking", True),
    ("i", ("2", "enter"), "edits.urgency", 2),
    ("x", (*"old", "enter"), "edits.reason", "old"),
    ("x", ("enter",), "edits.spiked", True),
    ("t", ("ctrl+u", *"Bridge shut", "enter"), "headline", "Bridge shut"),
    ("plus", (), "edits.boost", 1.0),
    ("minus", (), "edits.boost", -1.0),
    ("M", (*"Harbour Post", "enter"), "edits.muted_sources", ("Harbour Post",)),
    ("e", (*"90m", "enter"), "held", True),
    ("f", ("ctrl+u", *"2h", "enter"), "breaking", True),
)


@pytest.mark.parametrize(("key", "typed", "field", "value"), SIMPLE)
async def test_a_verb_changes_the_selected_story_and_u_takes_it_back(
    desk: Any, key: str, typed: tuple[str, ...], field: str, value: Any
) -> None:
    async with desk() as newsroom:
        before = newsroom.story(BRIDGE)
        await newsroom.on(BRIDGE, key, *typed)
        verdicts = await newsroom.done()
        assert not verdicts[0].refused
        assert verdicts[0].action.by == "mona"
        assert verdicts[0].action.stories == (BRIDGE,)
        found: Any = newsroom.story(BRIDGE)
        for part in field.split("."):
            found = getattr(found, part)
        assert found == value
        await newsroom.screen.sees("done, action 1")
        await newsroom.screen.press("u")
        await newsroom.done(2)
        assert newsroom.story(BRIDGE) == before
        await newsroom.screen.press("U")
        assert not (await newsroom.done(3))[2].refused


async def test_a_burst_of_keys_is_typed_in_its_order(desk: Any) -> None:
    """As from a slow line: no letter overtakes the key that empties the line."""
    async with desk() as newsroom:
        await newsroom.on(BRIDGE)
        for key in ("t", "ctrl+u", *"Shut", "left", "left", "backspace", "enter"):
            newsroom.app.post_message(events.Key(key, key if len(key) == 1 else None))
        (verdict,) = await newsroom.done()
        assert verdict.action.text == "Sut"


def test_keys_that_come_before_the_copies_are_obeyed_when_these_have_come(night: Any) -> None:
    whole = next(story for story in night.stories() if len(story["entries"]) > 2)
    opened = Opened()
    opened.take(night.bare(whole))
    opened.first()
    opened.move(1)
    opened.mark()
    opened.move(1)
    assert opened.chosen() == []
    opened.take(whole)
    keys = [entry_key(entry) for entry in whole["entries"]]
    assert (opened.cursor, opened.marked) == (keys[2], {keys[1]})


async def test_what_is_said_does_not_pile_up(desk: Any) -> None:
    async with desk() as newsroom:
        for number in range(9):
            newsroom.app.say(f"said {number}")
        await newsroom.screen.sees("said 8")
        assert [toast.message for toast in newsroom.app._notifications] == [f"said {n}" for n in range(6, 9)]


async def test_a_note_is_kept_and_shown(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BRIDGE, "n", *"ask the port", "enter")
        await newsroom.done()
        await newsroom.screen.sees("note, mona", "ask the port")


async def test_unpin_restore_and_unmute_end_what_was_begun(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BRIDGE, "p")
        await newsroom.done(1)
        await newsroom.screen.press("P")
        await newsroom.done(2)
        assert not newsroom.story(BRIDGE).pinned
        await newsroom.screen.press("M", *"Harbour Post", "enter")
        await newsroom.done(3)
        await newsroom.screen.sees("muted source: Harbour Post")
        await newsroom.screen.press("N", "enter")
        await newsroom.done(4)
        assert newsroom.story(BRIDGE).edits.muted_sources == ()
        await newsroom.screen.press("x", "enter")
        await newsroom.done(5)
        await newsroom.screen.until(lambda: newsroom.app.board.stream.selected is None)
        await newsroom.screen.press("3")
        await newsroom.screen.sees("⊘", "Harbour bridge")
        await newsroom.on(BRIDGE, "r")
        await newsroom.done(6)
        assert not newsroom.story(BRIDGE).held


async def test_breaking_on_a_breaking_story_ends_it(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BRIDGE, "b")
        await newsroom.done(1)
        await newsroom.screen.sees("breaking for 20 min more")
        await newsroom.screen.press("b")
        await newsroom.done(2)
        assert not newsroom.story(BRIDGE).breaking


async def test_marked_stories_are_acted_on_together_in_their_order(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BANK, "space")
        await newsroom.on(FIRE, "space")
        await newsroom.screen.press("p")
        (verdict,) = await newsroom.done()
        order = [story["id"] for story in newsroom.app.board.everything()]
        assert set(verdict.action.stories) == {BANK, FIRE}
        assert not newsroom.app.board.marked
        assert set(order[:2]) == {BANK, FIRE}


async def test_pinned_stories_change_places(desk: Any) -> None:
    async with desk() as newsroom:
        for count, story in enumerate((BANK, FIRE, BILL), 1):
            await newsroom.on(story, "p")
            await newsroom.done(count)
        await newsroom.on(BILL, "left_square_bracket")
        await newsroom.done(4)
        assert [one["id"] for one in newsroom.app.board.everything()[:3]] == [BANK, BILL, FIRE]
        await newsroom.on(BANK, "right_square_bracket")
        await newsroom.done(5)
        assert [one["id"] for one in newsroom.app.board.everything()[:3]] == [BILL, BANK, FIRE]
        await newsroom.on(BRIDGE, "left_square_bracket")
        await newsroom.screen.sees("only pinned stories have an order")


async def test_marked_stories_are_merged_into_the_selected_one_and_parted_again(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BRIDGE, "m")
        await newsroom.screen.sees("mark the other stories with Space")
        await newsroom.on(TEACHERS, "space")
        await newsroom.on(BRIDGE, "m")
        await newsroom.done(1)
        assert newsroom.story(BRIDGE).copies == 3
        assert TEACHERS not in newsroom.source.desk.stories
        await newsroom.screen.press("u")
        await newsroom.done(2)
        assert newsroom.story(TEACHERS).copies == 1


async def test_m_in_a_comparison_merges_both(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(TEACHERS, "space")
        await newsroom.on(BRIDGE, "equals_sign")
        await newsroom.screen.sees("Why they are apart")
        await newsroom.screen.press("m")
        (verdict,) = await newsroom.done()
        assert verdict.action.stories == (BRIDGE, TEACHERS)
        assert newsroom.app.over == ""


async def test_copies_are_split_out_and_moved(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BRIDGE, "s")
        await newsroom.screen.sees("go to the copies first")
        await newsroom.into(BRIDGE)
        await newsroom.screen.press("j", "s")
        (verdict,) = await newsroom.done(1)
        assert not verdict.refused
        new = verdict.stories[-1]
        assert newsroom.story(new).copies == newsroom.story(BRIDGE).copies == 1
        await newsroom.screen.press("escape")
        await newsroom.screen.until(lambda: newsroom.app.board.stream.choose(new))
        await newsroom.into(new)
        await newsroom.screen.press("v", *"volcano", "enter")
        await newsroom.screen.sees("“volcano” finds no other story")
        await newsroom.screen.press("ctrl+u", *"wildfire", "enter")
        await newsroom.done(2)
        assert newsroom.story(FIRE).copies == 2
        assert new not in newsroom.source.desk.stories


async def test_a_copy_moves_into_the_marked_story(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(FIRE, "space")
        await newsroom.into(BRIDGE)
        await newsroom.screen.press("j", "v")
        (verdict,) = await newsroom.done()
        assert verdict.action.verb is Verb.MOVE
        assert verdict.action.stories == (FIRE,)
        assert newsroom.story(FIRE).copies == 2


def unseen(newsroom: Desk, verb: Verb, *stories: str, **fields: Any) -> None:
    """Let another editor do something whose update is still on its way to this screen."""
    newsroom.source._fold(Action(f"omar {verb}", verb, "omar", newsroom.app.board.clock(), stories, **fields))


async def test_another_editors_change_that_was_not_seen_is_a_conflict_and_is_kept(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BRIDGE, "t", "ctrl+u", *"Mine")
        unseen(newsroom, Verb.RETITLE, BRIDGE, text="Theirs")
        await newsroom.screen.press("enter")
        verdicts = await newsroom.done(2)
        assert verdicts[1].refused == "conflict"
        assert newsroom.story(BRIDGE).headline == "Theirs"
        await newsroom.screen.sees("conflict: ", "omar", "5 Alerts !1", "Theirs")
        await newsroom.screen.press("t", "ctrl+u", *"Mine", "enter")
        assert not (await newsroom.done(3))[2].refused, "now it has been seen"


async def test_a_refusal_gives_the_marks_back(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(BANK, "space")
        await newsroom.on(FIRE, "space")
        unseen(newsroom, Verb.MERGE, BILL, FIRE)
        await newsroom.screen.press("p")
        verdicts = await newsroom.done(2)
        assert verdicts[1].refused == "merged"
        await newsroom.screen.sees("merged: ", "5 Alerts !1")
        assert BANK in newsroom.app.board.marked


async def test_a_phrase_is_muted_in_quotes(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.on(TEACHERS, "space")
        await newsroom.on(BRIDGE, "m")
        await newsroom.done(1)
        await newsroom.on(BRIDGE, "M", *'"six-week"', "enter")
        await newsroom.done(2)
        assert newsroom.story(BRIDGE).edits.muted_phrases == ("six-week",)
        await newsroom.screen.sees("muted phrase: six-week", "muted: neither leads nor counts")
        await newsroom.screen.press("N", "enter")
        await newsroom.done(3)
        assert newsroom.story(BRIDGE).edits.muted_phrases == ()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("i", "x", "enter"), "urgency is 1 (most) to 9 (least)"),
        (("e", *"soon", "enter"), "“soon” is no time; write e.g. 90m, 18:00"),
        (("f", "ctrl+u", *"long", "enter"), "“long” is no span of time; write e.g. 20m"),
        (("n", "enter"), "note: needs the note"),
        (("M", "enter"), "mute: name either a source or a phrase"),
    ],
)
async def test_what_cannot_be_used_is_said_and_the_line_stays(
    desk: Any, keys: tuple[str, ...], said: str
) -> None:
    async with desk() as newsroom:
        await newsroom.on(BRIDGE, *keys)
        await newsroom.screen.sees(said)
        assert newsroom.source.sent == []


async def test_nothing_selected_is_told(desk: Any) -> None:
    async with desk() as newsroom:
        for key in "pPbfixrtme+-MNn":
            await newsroom.screen.press({"+": "plus", "-": "minus"}.get(key, key))
            await newsroom.screen.sees("select a story first")
            newsroom.app.clear_notifications()
        await newsroom.screen.press("4", "x")
        await newsroom.screen.sees("select a story in a list first")
        assert newsroom.source.sent == []


async def test_read_only_changes_nothing(desk: Any) -> None:
    async with desk() as newsroom:
        await newsroom.screen.press("R")
        await newsroom.screen.sees("read only")
        await newsroom.on(BRIDGE, "p")
        await newsroom.on(BRIDGE, "x")
        await newsroom.screen.sees("R lets you edit")
        assert newsroom.app.parts.prompt.question is None
        await newsroom.screen.press("R")
        await newsroom.on(BRIDGE, "p")
        await newsroom.done()
    async with desk(read_only=True) as newsroom:
        await newsroom.on(BRIDGE, "R", "p")
        await newsroom.screen.sees("started read only")
        assert newsroom.source.sent == []


async def test_an_action_is_sent_until_the_desk_answers_and_counts_once(desk: Any) -> None:
    async with desk() as newsroom:
        newsroom.app.hands._delays = (0.01,)
        newsroom.source.down = UnreachableError("no desk role is running")
        await newsroom.on(BRIDGE, "p", "b")
        await newsroom.screen.sees("pin is not done yet: no desk role is running", "2 on the way")
        newsroom.source.down = None
        verdicts = await newsroom.done(2)
        assert [verdict.action.verb for verdict in verdicts] == [Verb.PIN, Verb.BREAKING]
        assert len({action.id for action in newsroom.source.sent}) == 2
        assert len(newsroom.source.sent) > 2


async def test_whatever_a_source_raises_is_the_answer(desk: Any) -> None:
    async with desk() as newsroom:
        newsroom.source.down = ZeroDivisionError("a bug")
        await newsroom.on(BRIDGE, "p")
        await newsroom.screen.sees("pin: a bug")
        assert newsroom.app.is_running
