"""From alerts and the audit to their stories, by key and by mouse; and what the pages say first."""

from __future__ import annotations

from typing import Any


def desk(night: Any, *more: Any) -> Any:
    """Return a night whose audit has more lines behind its own."""

    class Source(night.MemorySource):  # type: ignore[misc]  # the module is loaded by path
        async def audit(self, after: int | None = None, *, count: int = 500) -> list[Any]:
            return [*await super().audit(after, count=count), *more][-count:]

    return Source()


async def test_an_action_leads_to_its_story_by_key_and_by_mouse(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("6")
        await screen.sees("no.  age  editor", "retitle")
        for line, story in ((4, "s4"), (6, "s8")):
            await screen.press("6")
            await screen.pilot.click("#page", offset=(20, line))
            assert screen.app.board.audit.current()["stories"] == [story]
            await screen.pilot.click("#page", offset=(20, line))
            await screen.until(lambda story=story: screen.app.board.stream.selected == story)
        await screen.sees("[3 Curated", "spiked: yesterday's strike")
        await screen.press("6", "g", "j", "enter")
        await screen.sees("[1 Stream]")
        assert screen.app.board.stream.selected == "s6"


async def test_an_action_about_no_story_says_so(night: Any, run: Any) -> None:
    nothing = {
        **night.AUDIT[-1],
        "action": "8",
        "verb": "undo",
        "stories": [],
        "refused": "nothing",
        "reason": "you have done nothing that could be undone",
    }
    async with run(desk(night, nothing), size=(80, 24)) as screen:
        await screen.press("6")
        await screen.sees("nothing")
        await screen.press("j", "enter")
        await screen.sees("this one is about no story")


async def test_the_log_begins_with_what_came_last(run: Any) -> None:
    async with run(size=(40, 24)) as screen:
        await screen.press("7")
        await screen.sees("started")
        assert [line.rstrip() for line in screen.lines[2:7]] == [
            " 19:58:02Z error failed",
            "   url=https://news.example/4/rss",
            "   failures=3",
            " 18:14:40Z warning refused",
            "   url=https://news.example/4/rss",
        ]


async def test_a_screen_that_becomes_wide_shows_the_story_as_from_the_start(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("j", "j")
        assert not screen.app.detail_open
        await screen.pilot.resize_terminal(140, 40)
        await screen.sees("×6 copies")
        await screen.pilot.resize_terminal(80, 24)
        await screen.until(lambda: "×6 copies" not in screen.text)
        await screen.press("z", "z", "z")  # off
        await screen.pilot.resize_terminal(140, 40)
        await screen.until(lambda: screen.app.columns == 140)
        assert not screen.app.detail_open


async def test_an_empty_view_says_what_would_stand_there(night: Any, run: Any) -> None:
    untouched = [view for view in night.stories() if view["id"] in {"s3", "s5"}]
    async with run(night.MemorySource(untouched), size=(140, 24)) as screen:
        await screen.press("2")
        await screen.sees("nothing is breaking now")
        assert "j and k select" not in screen.text
        await screen.press("3")
        await screen.sees("no editor has touched a story yet")
