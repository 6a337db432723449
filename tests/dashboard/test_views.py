"""Tabs, filters, marks, layout, palette, tour and alerts, as a user handles them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ticker.dashboard.app import MOST_SAID, Dashboard
from ticker.dashboard.settings import Settings
from ticker.dashboard.tabs import Kind
from ticker.errors import UsageError
from ticker.terminal import Bidi

if TYPE_CHECKING:
    from pathlib import Path

BUDGET = "Parliament passes budget"
FERRIES = "Two ferries collide"


async def test_digits_and_tab_go_through_the_views(run: Any) -> None:
    async with run(size=(100, 30)) as screen:
        for key, words in (
            ("2", ("[2 Breaking 1]", "زلزال", "1–1 of 1")),
            ("3", ("[3 Curated 7]", BUDGET, "1–7 of 7")),
            ("4", ("[4 Feeds !1]", "failing ×3")),
            ("5", ("[5 Alerts]", "corroborated")),
            ("6", ("[6 Audit]", "conflict")),
            ("7", ("[7 Log]", "info started role=all")),
            ("1", ("[1 Stream]", BUDGET)),
            ("tab", ("[2 Breaking 1]",)),
            ("shift+tab", ("[1 Stream]",)),
            ("shift+tab", ("[7 Log]",)),
        ):
            await screen.press(key)
            await screen.sees(*words)
        await screen.press("9")
        await screen.sees("there is no tab 9")


async def test_the_log_of_a_desk_elsewhere_says_where_it_is(night: Any, run: Any) -> None:
    class Remote(night.MemorySource):  # type: ignore[misc]  # the module is loaded by path
        async def log(self, lines: int) -> None:
            assert lines

    async with run(Remote()) as screen:
        await screen.press("7")
        await screen.sees("on the machine where it runs")


async def test_records_that_the_desk_gave_up_are_shown_with_the_reason(night: Any, run: Any) -> None:
    class Broken(night.MemorySource):  # type: ignore[misc]  # the module is loaded by path
        async def status(self) -> Any:
            return replace(await super().status(), letters=2, letter="RuntimeError: a bug")

    async with run(Broken()) as screen:
        await screen.sees("7 Log !2")
        await screen.press("7")
        await screen.sees("2 records broke this desk", "RuntimeError: a bug", "ticker letters list")


async def test_a_filter_is_kept_as_a_tab_across_evenings(run: Any, tmp_path: Path) -> None:
    settings = {"memory": tmp_path / "dashboard.json", "filters": {"Sea": "ferries"}}
    async with run(settings=settings) as screen:
        await screen.sees("8 Sea 1")
        await screen.press("S")
        await screen.sees("there is no filter to save")
        await screen.press("slash", *"lang:ar", "enter", "S", *"arabic", "enter")
        await screen.sees("[9 arabic")
        assert BUDGET not in screen.text
        await screen.press("1")
        await screen.sees(BUDGET)
        assert not screen.app.board.stream.ranking.query
    async with run(settings=settings) as screen:
        await screen.press("9")
        await screen.sees("[9 arabic")
        assert BUDGET not in screen.text
        await screen.press("D")
        await screen.until(lambda: "arabic" not in screen.lines[1])
        await screen.press("8", "D")
        await screen.sees("this filter stands in config.yaml")
    async with run(settings=settings) as screen:
        assert "arabic" not in screen.text
        assert "[8 Sea" in screen.text, "the last tab is remembered"


async def test_a_saved_filter_follows_what_happens(night: Any, run: Any) -> None:
    async with run(settings={"filters": {"Three": "publishers>=3 lang:en"}}) as screen:
        await screen.press("8")
        before = len(screen.app.board.stream.ranking)
        story = next(view for view in night.stories() if view["id"] == "s4")
        grown = {**story, "publishers": ["A", "B", "C"]}
        await screen.source.publish("changed", grown)
        await screen.until(lambda: len(screen.app.board.stream.ranking) == before + 1)
        await screen.sees(FERRIES)


async def test_a_fault_in_the_filter_is_told_while_it_is_typed(run: Any) -> None:
    async with run(size=(120, 30)) as screen:
        await screen.press("slash", *"publishers>=x")
        await screen.sees("! publishers>= needs a whole number", BUDGET)
        await screen.press("backspace", "3")
        await screen.until(lambda: "needs a whole number" not in screen.text)
        await screen.press("escape")
        assert not screen.app.board.stream.ranking.query


@pytest.mark.parametrize(("bidi", "seen"), [(Bidi.APP, "│ﺓﺰﻏ"), (Bidi.OFF, "غزة")])
async def test_arabic_is_typed_as_it_is_read(run: Any, bidi: Bidi, seen: str) -> None:
    async with run(size=(100, 30), bidi=bidi) as screen:
        await screen.press("slash", *"غزة")
        row = screen.lines[-2].strip()
        assert row == seen
        await screen.press("left")
        assert (screen.lines[-2].strip() == "ﺓ│ﺰﻏ") == (bidi is Bidi.APP)


async def test_keys_of_an_arabic_layout_do_the_same(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("ت", "ت", "ن")  # j j k
        assert screen.app.board.stream.selected == "s2"
        await screen.press("؟")
        await screen.sees("next story")


async def test_marks_are_counted_and_go_with_escape(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("space")
        await screen.sees("select a story first")
        await screen.press("j", "space", "space")
        await screen.sees("2 marked")
        assert screen.app.board.marked == {"s2", "s1"}
        assert [line[1] for line in screen.lines[3:6]] == ["✓", "✓", " "]
        await screen.press("k", "space")
        assert screen.app.board.marked == {"s2"}
        await screen.press("escape")
        assert not screen.app.board.marked
        await screen.press("asterisk")
        assert len(screen.app.board.marked) == 35
        await screen.press("asterisk")
        assert not screen.app.board.marked


async def test_two_stories_are_set_beside_each_other(run: Any) -> None:
    async with run(size=(140, 50)) as screen:
        await screen.press("equals_sign")
        await screen.sees("mark one story with Space")
        await screen.press("j", "space", "equals_sign")
        await screen.sees("Are these two one story?", "Why they are apart", "story s1", "story s2")
        assert screen.app.board.pair == ("s1", "s2")
        await screen.press("escape")
        await screen.sees("headline")


async def test_a_compared_story_that_is_gone_is_told(run: Any) -> None:
    async with run(size=(140, 50)) as screen:
        await screen.press("j", "space")
        screen.source.views.pop("s2")
        await screen.press("equals_sign")
        await screen.sees("one of the two has left the desk")


async def test_the_palette_finds_a_command(run: Any) -> None:
    async with run(size=(100, 40)) as screen:
        await screen.press("colon")
        await screen.until(lambda: len(screen.app.screen_stack) == 2)
        await screen.until(lambda: "Enter take it  Esc leave it" in screen.lines[-1])
        await screen.press(*"night")
        await screen.until(lambda: "theme night" in screen.text)
        await screen.press("enter")
        await screen.until(lambda: screen.app.theme == "ticker-night")
        assert len(screen.app.screen_stack) == 1
        assert "? help" in screen.lines[-1]
        await screen.press("ctrl+p", *"qq", "escape")
        await screen.until(lambda: len(screen.app.screen_stack) == 1)
        assert screen.app.is_running, "q was typed, not pressed"


async def test_every_command_can_be_run_from_the_palette(run: Any) -> None:
    async with run(size=(100, 40)) as screen:
        await screen.press("colon", *"feeds")
        await screen.until(lambda: "feeds and their health" in screen.text)
        await screen.press("enter")
        await screen.until(lambda: screen.app.board.tab.kind is Kind.FEEDS)


async def test_layout_and_theme_are_remembered(run: Any, tmp_path: Path) -> None:
    settings = {"memory": tmp_path / "dashboard.json"}
    async with run(size=(140, 40), settings=settings) as screen:
        wide = screen.app.parts.detail.region.width
        await screen.press("greater_than_sign", "greater_than_sign")
        await screen.until(lambda: screen.app.parts.detail.region.width > wide)
        await screen.press("z", "z")
        await screen.until(lambda: screen.app.parts.detail.region.width == 140)
        await screen.press("T")
    async with run(size=(140, 40), settings=settings) as screen:
        assert screen.app.parts.body.has_class("wide") is False
        assert screen.app.memory.share == 50
        assert screen.app.theme == "ticker-light"
        await screen.press("z")
        assert not screen.app.parts.detail.display
        for _ in range(12):
            await screen.press("less_than_sign")
        assert screen.app.memory.share == 25


async def test_other_keys_are_bound_shown_and_work(run: Any) -> None:
    async with run(size=(100, 40), settings={"keys": {"next": "n", "quit": "Q"}}) as screen:
        assert "n move" in screen.lines[-1]
        assert "Q quit" in screen.lines[-1]
        await screen.press("j")
        assert screen.app.board.stream.following
        await screen.press("n", "q")
        assert screen.app.board.stream.selected == "s2"
        await screen.press("Q")
    assert not screen.app.is_running


def test_a_key_that_cannot_be_is_told_before_the_screen_starts(night: Any) -> None:
    with pytest.raises(UsageError, match="did you mean “quit”"):
        Dashboard(night.MemorySource(), title="x", clock=lambda: 0.0, settings=Settings(keys={"quitt": "x"}))


async def test_the_tour_goes_on_with_what_is_done_and_is_shown_once(run: Any, tmp_path: Path) -> None:
    settings = {"memory": tmp_path / "dashboard.json", "tour": True}
    async with run(size=(80, 24), settings=settings) as screen:
        await screen.sees("First steps 1/7", "j moves to the next story")
        await screen.press("k")
        await screen.sees("First steps 1/7")
        await screen.press("j")
        await screen.sees("First steps 2/7")
        await screen.press("b", "tab")
        await screen.sees("First steps 4/7")
        await screen.press("1", "u", "enter", "escape")
        await screen.sees("First steps 6/7")
        await screen.press("escape")
        assert "First steps" not in screen.text
    async with run(size=(80, 24), settings=settings) as screen:
        assert "First steps" not in screen.text
        screen.app.run_command("tour")
        await screen.sees("First steps 1/7")


async def test_an_alert_is_said_counted_and_leads_to_its_story(night: Any, run: Any) -> None:
    async with run(size=(120, 40), settings={"alerts": ("breaking",)}) as screen:
        rung: list[bool] = []
        screen.app.bell = lambda: rung.append(True)
        story = next(night.bare(view) for view in night.stories() if view["id"] == "s4")
        await screen.source.publish("breaking", {**story, "breaking": True})
        await screen.sees("breaking: Two ferries", "5 Alerts !1")
        assert rung == [True]
        await screen.press("5", "j")
        await screen.sees("▌", FERRIES)
        assert "!1" not in screen.lines[1].split("Alerts")[1]
        await screen.press("enter")
        await screen.sees("[1 Stream]")
        assert screen.app.board.stream.selected == "s4"
        await screen.source.publish("expired", story)
        await screen.press("5", "enter")
        await screen.sees("that story has left the desk")


async def test_many_alerts_at_once_are_few_lines_and_one_bell(night: Any, run: Any) -> None:
    async with run(size=(120, 40), settings={"alerts": ("copies>=50",)}) as screen:
        rung: list[bool] = []
        screen.app.bell = lambda: rung.append(True)
        for story in night.stories()[:8]:
            screen.app.board.alerts.look({**night.bare(story), "copies": 50}, night.NOW)
        await screen.sees("5 more alerts: see the tab Alerts")
        assert rung == [True]
        assert len(screen.app._notifications) == MOST_SAID


async def test_no_bell_where_none_is_wanted(run: Any) -> None:
    async with run(settings={"bell": False}) as screen:
        screen.app.bell = lambda: pytest.fail("it rang")
        screen.app.board.alerts.add("desk", "gone", 0.0)
        await screen.sees("desk: gone")


async def test_the_mouse_selects_opens_and_changes_tabs(run: Any) -> None:
    async with run(size=(100, 30)) as screen:
        await screen.pilot.click("#stream", offset=(20, 2))
        assert screen.app.board.stream.selected == "s3"
        assert not screen.app.detail_open
        await screen.pilot.click("#stream", offset=(20, 2))
        assert screen.app.detail_open
        await screen.sees("72", "publishers")
        await screen.pilot.click("#tabs", offset=(screen.lines[1].index("4 Feeds"), 0))
        await screen.sees("[4 Feeds")
        await screen.pilot.click("#tabs", offset=(99, 0))
        await screen.sees("[4 Feeds")


async def test_copies_are_gone_through_and_marked(run: Any) -> None:
    async with run(size=(140, 40)) as screen:
        await screen.press("j", "j", "enter")
        opened = screen.app.board.opened
        await screen.until(lambda: opened.cursor)
        first = opened.cursor
        await screen.press("j", "space", "j")
        assert opened.cursor != first
        assert len(opened.marked) == 1
        await screen.until(lambda: any("✓" in line for line in screen.lines))
        await screen.press("G")
        await screen.sees("update 0.79")
        await screen.press("escape")
        assert not opened.marked
        await screen.press("j")
        assert screen.app.board.stream.selected == "s3"


async def test_a_selected_story_that_goes_selects_nothing(night: Any, run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("j", "j", "j", "j")
        story = next(view for view in night.stories() if view["id"] == "s4")
        await screen.source.publish("expired", story)
        await screen.until(lambda: screen.app.board.stream.selected is None)
        await screen.press("y")
        await screen.sees("story s4 left the window: j or k selects another")
