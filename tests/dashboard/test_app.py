"""The dashboard as a user handles it: keys, panes, filter, trouble. Text in reading order (bidi off)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events

from ticker.core.model import FeedState
from ticker.dashboard.live import Link
from ticker.terminal import Bidi
from ticker.terminal.bidi import EXPLICIT, IMPLICIT

BUDGET = "Parliament passes budget"
FERRIES = "Two ferries collide"


def dead_feeds() -> list[FeedState]:
    return [
        FeedState(
            feed=f"https://{name}.example/rss",
            url="",
            publisher=name,
            polled=1.0,
            error="dns",
            error_text=f"{name}.example: the name does not resolve",
            failures=2,
        )
        for name in ("one", "two")
    ]


async def test_the_first_frame_does_not_wait_for_the_source(night: Any, run: Any) -> None:
    class Slow(night.MemorySource):  # type: ignore[misc]  # the module is loaded by path
        async def top(self, *, limit: int | None) -> Any:
            await released.wait()
            return await super().top(limit=limit)

    released = asyncio.Event()
    async with run(Slow(), live=False) as screen:
        await screen.sees("ticker main", "connecting…")
        assert BUDGET not in screen.text
        released.set()
        await screen.sees("● live", BUDGET)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_stream_is_ranked_and_the_header_complete(run: Any, size: tuple[int, int]) -> None:
    async with run(size=size) as screen:
        lines = screen.lines
        assert all(
            part in lines[0]
            for part in ("ticker main", "stories", "0/min", "lag –", "feeds 4/5 ok", "● live")
        )
        assert BUDGET in lines[3]
        assert "زلزال" in lines[4]
        assert "▲" in lines[3]
        assert "‼" in lines[4]
        assert "quit" in lines[-1]
        assert [len(strip) for strip in lines] == [len(lines[0])] * len(lines)


async def test_j_and_k_select_and_enter_opens(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        assert screen.app.board.stream.following
        await screen.press("j", "j", "j", "k")
        assert screen.app.board.stream.selected == "s1"
        assert any(line.startswith("▌ ‼") for line in screen.lines)
        await screen.press("enter")
        await screen.sees("×6 copies · 5 publishers", "first 41m ago", "خبر الساحل")
        await screen.press("enter", "G")
        await screen.sees("update 0.79", "Harbour Post", "why: numbers agree: 34")
        assert screen.app.board.stream.selected == "s1"
        await screen.press("escape", "escape")
        assert "copies · " not in screen.text
        await screen.press("escape")
        assert screen.app.board.stream.following


async def test_g_and_end_go_to_both_ends(night: Any, run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        last = night.ranked(night.stories())[-1]
        await screen.press("G")
        assert screen.app.board.stream.selected == last["id"]
        await screen.press("pageup", "pagedown")
        assert screen.app.board.stream.selected == last["id"]
        await screen.press("g")
        assert screen.app.board.stream.following
        assert BUDGET in screen.lines[3]


async def test_a_wide_screen_shows_both_side_by_side(run: Any) -> None:
    async with run(size=(140, 40)) as screen:
        await screen.sees("headline", "×3 copies · 3 publishers")
        await screen.press("j", "j")
        await screen.sees("×6 copies · 5 publishers")
        assert "│" in screen.lines[5]


async def test_where_the_terminal_orders_rows_panes_stand_below_each_other(run: Any) -> None:
    async with run(size=(140, 40), bidi=Bidi.TERMINAL) as screen:
        await screen.press("j", "enter")
        await screen.sees("×3 copies · 3 publishers")
        assert not any("│" in line for line in screen.lines)
        assert screen.app.query_one("#detail").region.width == 140


async def test_the_list_does_not_jump_under_the_reader(night: Any, run: Any) -> None:
    async with run(size=(80, 20)) as screen:

        def headlines() -> list[str]:
            return [line[8:] for line in screen.lines[3:-1]]

        await screen.press("pagedown", "pagedown")
        before = headlines()
        fresh = {**night.stories()[3], "score": 1e9}
        for number in range(3):
            await screen.source.publish("created", {**fresh, "id": f"new{number}"})
        await screen.sees("▲ 3 new above (g)")
        assert headlines() == before
        await screen.press("g")
        await screen.until(lambda: "●" in screen.lines[4])


async def test_updates_reach_the_screen_and_the_open_story(night: Any, run: Any) -> None:
    async with run() as screen:
        await screen.press("j", "j", "j", "j")
        story = dict(next(view for view in night.stories() if view["id"] == screen.app.board.stream.selected))
        extra = {**story["entries"][0], "publisher": "Lagoon Radio", "title": "Ferries: all safe now"}
        changed = {**story, "copies": story["copies"] + 1, "entries": [*story["entries"], extra]}
        await screen.source.publish("changed", changed)
        await screen.sees("Lagoon Radio", "Ferries: all safe now")
        assert any("+" in line[:6] for line in screen.lines)


async def test_filter_finds_while_typing_and_escape_shows_all(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("slash", *"ferries")
        await screen.until(lambda: len(screen.app.board.stream.ranking) == 1)
        assert FERRIES in screen.text
        assert BUDGET not in screen.text
        await screen.press("enter")
        assert not screen.app.parts.prompt.display
        await screen.sees("filter: ferries", "1–1 of 1")
        await screen.press("escape")
        await screen.sees(BUDGET)
        await screen.press("slash", *"qqq")
        await screen.sees("no story matches “qqq”")


async def test_keys_typed_ahead_go_where_they_belong(run: Any) -> None:
    """A burst of keys, as from a slow line: none acts on what was there before the one ahead of it."""
    async with run(size=(80, 24)) as screen:
        for key in ("slash", *"ferries", "enter", "j"):
            char = key if len(key) == 1 else None
            screen.app.post_message(events.Key(key, "/" if key == "slash" else char))
        await screen.until(lambda: screen.app.board.stream.selected == "s4")
        assert screen.app.parts.prompt.value == "ferries"
        for key in ("slash", *"xyz", "escape"):
            screen.app.post_message(events.Key(key, "/" if key == "slash" else key))
        await screen.until(lambda: not screen.app.board.stream.ranking.query)
        await screen.sees("of 35", FERRIES)
        assert screen.app.parts.prompt.value == "ferriesxyz"
        assert screen.app.board.stream.selected == "s4", "what was selected stays so"


async def test_keys_typed_into_the_filter_are_text(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("slash", *"qjdoyB")
        assert screen.app.parts.prompt.value == "qjdoyB"
        assert screen.app.is_running


async def test_feeds_and_back(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("F")
        await screen.sees("failing ×3", "HTTP 503 Service Unavailable", "Meridian Desk")
        await screen.press("j", "G", "g", "pagedown")
        await screen.press("F")
        await screen.sees(BUDGET)


async def test_help_names_the_keys(run: Any) -> None:
    async with run() as screen:
        await screen.press("question_mark")
        await screen.sees("next story", "filter the list while you type")
        await screen.press("G")
        await screen.sees("age (age<30m)", "breaking", "Right-to-left text")
        await screen.press("enter", "escape")
        await screen.sees(BUDGET)


async def test_o_opens_only_the_selected_link(run: Any) -> None:
    opened: list[str] = []

    def opener(url: str) -> bool:
        opened.append(url)
        return True

    async with run(opener=opener) as screen:
        await screen.press("o")
        await screen.sees("select a story first")
        await screen.press("j", "o")
        await screen.until(lambda: opened == ["https://news.example/2"])


async def test_o_without_a_browser_copies(run: Any) -> None:
    async with run(opener=lambda _url: False) as screen:
        await screen.press("j", "o")
        await screen.sees("no browser here")
        assert screen.app.clipboard == "https://news.example/2"


async def test_o_refuses_what_is_no_web_link(night: Any, run: Any) -> None:
    source = night.MemorySource([{**night.stories()[0], "url": "javascript:alert(1)"}])
    async with run(source, opener=lambda _url: pytest.fail("was opened")) as screen:
        await screen.press("j", "o")
        await screen.sees("only http and https")


async def test_y_copies_headline_and_link(run: Any) -> None:
    async with run() as screen:
        await screen.press("j", "y")
        await screen.sees("copied headline")
        assert screen.app.clipboard == (
            "Parliament passes budget after a 19-hour session, 203 to 188\nhttps://news.example/2"
        )


async def test_b_changes_who_orders_and_tells_the_terminal(run: Any) -> None:
    async with run(bidi=Bidi.APP) as screen:
        sent: list[str] = []
        screen.app._driver.write = sent.append
        assert "ﻝﺍﺰﻟﺯ" in screen.text
        await screen.press("B")
        await screen.sees("زلزال", "right-to-left text: terminal")
        await screen.press("B", "B")
        assert screen.app.mode.bidi is Bidi.APP
        assert [one for one in sent if one in {EXPLICIT, IMPLICIT}] == [IMPLICIT, IMPLICIT, EXPLICIT]


async def test_t_changes_the_theme(run: Any) -> None:
    async with run(settings={"theme": "light"}) as screen:
        assert screen.app.theme == "ticker-light"
        for name in ("contrast", "night", "paper", "dark", "light"):
            await screen.press("T")
            assert screen.app.theme == f"ticker-{name}"


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_quit(run: Any, key: str) -> None:
    async with run() as screen:
        await screen.press(key)
    assert screen.app.return_value is None
    assert not screen.app.is_running


async def test_when_no_feed_answers_the_demo_is_one_key_away(night: Any, run: Any) -> None:
    async with run(night.MemorySource([], known=dead_feeds()), size=(80, 24)) as screen:
        await screen.sees("None of the 2 feeds answers", "one.example: the name does not resolve", "demo")
        await screen.press("d")
    assert screen.app.return_value == "demo"


async def test_d_does_nothing_while_there_is_news(run: Any) -> None:
    async with run() as screen:
        await screen.press("d")
        assert screen.app.is_running
        assert "demo" not in screen.lines[-1]


async def test_an_empty_desk_says_what_it_waits_for(night: Any, run: Any) -> None:
    fresh = [FeedState(feed="a", url="a"), FeedState(feed="b", url="b", polled=1.0, ok_at=1.0)]
    async with run(night.MemorySource([], known=fresh)) as screen:
        await screen.sees("1 of 2 feeds asked so far")


async def test_a_lost_source_is_told_and_found_again(run: Any) -> None:
    async with run() as screen:
        screen.source.error = ConnectionError("127.0.0.1:6379 refused")
        await screen.source.wake()
        await screen.sees("✕ disconnected", "127.0.0.1:6379 refused", "trying again", BUDGET)
        screen.source.error = None
        await screen.until(lambda: screen.app.board.link.link is Link.LIVE)
        await screen.sees("● live")


async def test_a_stale_desk_says_so_in_words(night: Any, run: Any) -> None:
    source = night.MemorySource()
    source.stale = "no writer for 42 s"
    async with run(source) as screen:
        await screen.sees("! stale", "stale: no writer for 42 s", BUDGET)


async def test_status_that_fails_alone_is_no_lost_connection(night: Any, run: Any) -> None:
    class Half(night.MemorySource):  # type: ignore[misc]  # the module is loaded by path
        async def feeds(self) -> Any:
            raise OSError("feeds unreadable")

        async def story(self, story_id: str) -> Any:
            raise OSError(f"{story_id} unreadable")

    async with run(Half(), live=False) as screen:
        await screen.sees("! stale", "unreadable", BUDGET, "reading its copies")


async def test_the_mouse_selects_opens_and_scrolls(run: Any) -> None:
    async with run(size=(80, 20)) as screen:
        await screen.pilot.click("#stream", offset=(30, 2))
        assert screen.app.board.stream.selected == "s3"
        assert not screen.app.detail_open
        await screen.pilot.click("#stream", offset=(30, 2))
        await screen.sees("×3 copies · 3 publishers")
        await screen.pilot.click("#detail", offset=(5, 2))
        assert screen.app.detail_focused
        stream = screen.app.query_one("#stream")
        for message in ("MouseScrollDown", "MouseScrollUp"):
            before = screen.app.board.stream.top
            await screen.pilot._post_mouse_events([_event(message)], widget=stream, offset=(5, 1))
            await screen.pilot.pause()
            assert screen.app.board.stream.top != before


def _event(name: str) -> Any:
    return getattr(events, name)


async def test_resizing_changes_the_layout(run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        await screen.press("j", "enter")
        await screen.pilot.resize_terminal(160, 40)
        await screen.until(lambda: screen.app.query_one("#detail").region.x > 80)
        await screen.sees("×3 copies", "headline")
        await screen.pilot.resize_terminal(60, 12)
        await screen.until(lambda: not screen.app.wide)
        assert all(len(line) <= 60 for line in screen.lines)


async def test_only_changed_rows_are_painted(night: Any, run: Any) -> None:
    async with run(size=(80, 24)) as screen:
        stream = screen.app.query_one("#stream")
        painted: list[Any] = []
        refresh = stream.refresh

        def watched(*regions: Any, **options: Any) -> Any:
            painted.extend(regions)
            return refresh(*regions, **options)

        stream.refresh = watched
        screen.app.repaint()
        assert painted == []
        story = {**night.stories()[0], "copies": 50}
        await screen.source.publish("changed", story)
        await screen.until(lambda: painted)
        assert {region.y for region in painted} == {0}


async def test_no_color_sends_none(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with run(environ={"NO_COLOR": "1"}) as screen:
        await screen.press("j")
        strips = screen.strips
        filtered = [
            strip.apply_filter(one, screen.app.screen.background_colors[1])
            for strip in strips
            for one in screen.app._filters
            if one.enabled
        ]
        colours = {
            (segment.style.color, segment.style.bgcolor)
            for strip in filtered
            for segment in strip
            if segment.style
        }
        assert all(colour is None or colour.is_default for pair in colours for colour in pair)
        assert any(line.startswith("▌") for line in screen.lines)
        await screen.press("colon")
        await screen.until(lambda: len(screen.app.screen_stack) > 1 and "previous story" in screen.text)
        first, second = (
            next(strip for strip in screen.strips if word in strip.text)
            for word in ("next  (j", "previous  (k")
        )
        lined = [any(one.style and one.style.underline for one in strip) for strip in (first, second)]
        assert lined == [True, False]
