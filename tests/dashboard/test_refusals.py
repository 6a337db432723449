"""Every verb misused from the keyboard: refused in a line that says what to do, and nothing is changed."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core.model import Action, DeskSettings, Tick, Verb
from ticker.core.verbs import VERBS
from ticker.core.whereabouts import gone_story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SYLLABLES = ["".join(pair) for pair in product("bdfgklmnprstvz", "aeiou")]


def _word(place: int) -> str:
    turn = place // 70
    return "".join(_SYLLABLES[part % 70] for part in (place, 11 * place + 7 * turn, 29 * turn + 3)).title()


NEWS = [("Northgate Wire", " ".join(_word(5 * place + part) for part in range(5))) for place in range(40)]
# The keys of every verb on a selected story; `copies` stands for going to its copies.
KEYS: Mapping[Verb, tuple[str, ...]] = {
    Verb.PIN: ("p",),
    Verb.UNPIN: ("P",),
    Verb.BREAKING: ("b",),
    Verb.URGENCY: ("i", "2", "enter"),
    Verb.SPIKE: ("x", "enter"),
    Verb.RESTORE: ("r",),
    Verb.RETITLE: ("t", "ctrl+u", "X", "enter"),
    Verb.MERGE: ("m",),
    Verb.SPLIT: ("copies", "s"),
    Verb.MOVE: ("copies", "v"),
    Verb.BOOST: ("plus",),
    Verb.MUTE: ("M", "ctrl+u", *"Wire", "enter"),
    Verb.UNMUTE: ("N", "ctrl+u", *"Wire", "enter"),
    Verb.EMBARGO: ("e", *"2h", "enter"),
    Verb.NOTE: ("n", *"hi", "enter"),
    Verb.UNDO: ("u",),
    Verb.REDO: ("U",),
}
TURNS = {Verb.UNDO, Verb.REDO}
# What another editor does unseen, so that the same verb would overwrite it; a note overwrites nothing.
THEIRS: Mapping[Verb, dict[str, Any]] = {
    Verb.PIN: {},
    Verb.UNPIN: {"verb": Verb.PIN},
    Verb.BREAKING: {"until": 9e9},
    Verb.URGENCY: {"value": 1.0},
    Verb.SPIKE: {},
    Verb.RESTORE: {"verb": Verb.SPIKE},
    Verb.RETITLE: {"text": "Theirs"},
    Verb.BOOST: {"value": 3.0},
    Verb.MUTE: {"source": "Wire"},
    Verb.UNMUTE: {"verb": Verb.MUTE, "source": "Wire"},
    Verb.EMBARGO: {"until": 9e9},
}


def test_the_tables_here_hold_every_verb() -> None:
    assert set(KEYS) == set(VERBS)
    assert set(VERBS) - set(THEIRS) == {Verb.MERGE, Verb.SPLIT, Verb.MOVE, Verb.NOTE, *TURNS}


class Hand:
    """An editor at a screen whose desk another editor changes unseen."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.source = screen.source
        self._spare = [story["id"] for story in screen.app.board.everything()]

    async def misuse(self, verb: Verb, theirs: Callable[[str], None]) -> Any:
        """Come as far as the verb's own keys, let the other do something, press them; returns the verdict."""
        story, other = self._spare.pop(), self._spare.pop()
        screen, board = self.screen, self.screen.app.board
        await screen.press("1")
        if verb in {Verb.MERGE, Verb.MOVE}:
            assert board.stream.choose(other)
            await screen.press("space")
        assert board.stream.choose(story)
        keys = list(KEYS[verb])
        if keys[0] == "copies":
            keys.pop(0)
            screen.app.detail_open = True
            await screen.press("enter")
            await screen.until(lambda: board.opened.story_id == story and board.opened.cursor)
        theirs(other if verb is Verb.MOVE else story)
        count = len(self.source.verdicts)
        await screen.press(*keys)
        await screen.until(lambda: len(self.source.verdicts) > count and not len(screen.app.hands))
        board.marked.clear()
        return self.source.verdicts[-1]

    def act(self, verb: Verb, *stories: str, **fields: Any) -> None:
        """Let another editor do something whose update is still on its way to this screen."""
        at = self.screen.app.board.clock()
        self.source._fold(Action(f"omar {verb} {stories}", verb, "omar", at, stories, **fields))

    def outlive(self, story: str) -> None:
        """Let the desk's time pass until a story has left; the update of it is still on its way here."""
        last = max(
            self.source.desk.copies[one].entry.received for one in self.source.desk.stories[story].members
        )
        self.source._fold(Tick(last + DeskSettings().window))


@pytest.fixture
def hand(run: Any, newsroom: Any) -> Any:
    """Start the dashboard on a desk of many stories."""

    class Running:
        def __init__(self, **settings: Any) -> None:
            told = {"editor": "mona", "bell": False, **settings}
            self._running = run(newsroom.Newsroom(NEWS), size=(140, 30), settings=told)

        async def __aenter__(self) -> Hand:
            return Hand(await self._running.__aenter__())

        async def __aexit__(self, *error: object) -> None:
            await self._running.__aexit__(*error)

    return Running


async def test_a_story_that_went_away_meanwhile_is_told_for_every_verb(hand: Any) -> None:
    async with hand() as editor:
        into = editor._spare.pop()
        for verb in set(KEYS) - TURNS:
            verdict = await editor.misuse(verb, lambda story: editor.act(Verb.MERGE, into, story))
            assert verdict.refused == "merged", verb
            assert verdict.reason.endswith(f"is part of story {into} now: name that one"), verb
            shown = editor.screen.app.board.alerts.roll.rows()[0]
            assert (shown.kind, shown.text) == ("merged", verdict.reason), "it stays among the alerts"


async def test_a_story_that_left_the_window_meanwhile_is_told_for_every_verb(hand: Any) -> None:
    async with hand() as editor:
        for verb in set(KEYS) - TURNS:
            verdict = await editor.misuse(verb, editor.outlive)
            assert verdict.refused == "gone", verb
            assert gone_story(verdict.reason), verb
            assert verdict.reason.endswith("`ticker top` shows what is live"), verb
            shown = editor.screen.app.board.alerts.roll.rows()[0]
            assert (shown.kind, shown.text) == ("gone", verdict.reason), "it stays among the alerts"


async def test_a_selected_story_that_leaves_the_window_is_told_with_its_time(hand: Any) -> None:
    """No key acts on another story then; each verb without a story says when the selected one left."""
    async with hand() as editor:
        screen = editor.screen
        for verb in set(KEYS) - TURNS - {Verb.SPLIT, Verb.MOVE}:
            screen.app.clear_notifications()
            story = editor._spare.pop()
            assert screen.app.board.stream.choose(story)
            editor.outlive(story)
            await editor.source.wake()
            await screen.until(lambda: screen.app.board.stream.selected is None)
            await screen.press(KEYS[verb][0])
            (told,) = [toast.message for toast in screen.app._notifications]
            assert told.startswith(f"story {story} left the window at 2026-11-26 "), verb
            assert told.endswith(" UTC: j or k selects another"), verb
            assert screen.app.parts.prompt.question is None, verb
        assert editor.source.sent == []


async def test_another_editors_unseen_work_is_not_overwritten_by_any_verb(hand: Any) -> None:
    async with hand() as editor:
        for verb, fields in THEIRS.items():
            what = {"verb": verb, **fields}

            def theirs(story: str, what: dict[str, Any] = what) -> None:
                editor.act(
                    what["verb"], story, **{key: value for key, value in what.items() if key != "verb"}
                )

            verdict = await editor.misuse(verb, theirs)
            assert verdict.refused == "conflict", verb
            assert "omar changed story" in verdict.reason, verb
            assert verdict.reason.endswith("look again, then repeat"), verb


async def test_nothing_to_undo_or_redo_is_told(hand: Any) -> None:
    async with hand() as editor:
        for verb in TURNS:
            verdict = await editor.misuse(verb, lambda _: None)
            assert verdict.refused == "unknown"
            assert f"mona has nothing to {verb}: `ticker audit`" in verdict.reason


async def test_who_may_not_edit_is_told_for_every_verb(hand: Any) -> None:
    async with hand(read_only=True) as editor:
        screen = editor.screen
        for verb, keys in KEYS.items():
            screen.app.clear_notifications()
            stories = editor._spare[:2]
            assert screen.app.board.stream.choose(stories[0])
            if verb in {Verb.MERGE, Verb.MOVE}:
                await screen.press("space")
                assert screen.app.board.stream.choose(stories[1])
            if keys[0] == "copies":
                screen.app.detail_open = True
                await screen.press("enter")
                await screen.until(lambda: screen.app.board.opened.cursor)
            await screen.press(*[key for key in keys if key != "copies"][:1])
            told = [toast.message for toast in screen.app._notifications]
            assert any("read only" in text for text in told), verb
            assert screen.app.parts.prompt.question is None, verb
            screen.app.board.marked.clear()
            await screen.press("1")
        assert editor.source.sent == []
