"""Feeds managed from the Feeds view: found, previewed, added, paused, taken out of a real config.yaml."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ticker.config import load
from ticker.core.model import FeedState
from ticker.ingest.discover import USUAL_PATHS
from ticker.service.feedbook import ConfigFeeds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NAMING = b"""<html><head><meta property="og:site_name" content="Kestrel Post">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">
<link rel="alternate" type="application/rss+xml" href="/world.xml"></head><body></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>World | \u202eKestrel[/b]</title>
<language>ar</language><link>/</link>
<item><title>إضراب عمال ميناء الرملة يدخل يومه الرابع</title><link>/1</link><guid>1</guid></item>
<item><title>[b]Ferry\u202e strike[/b] ends</title><link>/2</link><guid>2</guid></item></channel></rss>"""
CONFIG = """# mine
feeds:
  - {url: "https://kestrel.example/rss", publisher: Kestrel Post}  # keep
  - {url: "https://ufuq.example/feed", publisher: أفق}
fetch: {allow_hosts: ["127.0.0.1"]}
"""


class Feeds:
    """A screen over a configuration file, whose feeds it shows."""

    def __init__(self, screen: Any, path: Path) -> None:
        self.screen = screen
        self._path = path

    @property
    def text(self) -> str:
        return self._path.read_text(encoding="utf-8")

    async def look_at(self, address: str) -> None:
        """Paste an address into the question for one."""
        await self.screen.press("a")
        self.screen.app.parts.prompt.entry.insert_text_at_cursor(address)
        await self.screen.press("enter")

    async def says(self, words: str) -> None:
        """Wait until a toast says it, on however many lines: they part at spaces, and inside a long word."""
        told = self.screen.app._notifications
        await self.screen.until(
            lambda: any(
                words in toast.message.replace("\n", between) for toast in told for between in (" ", "")
            )
        )

    def written(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = yaml.safe_load(self.text)["feeds"]
        return found


@pytest.fixture
def feeds(run: Any, night: Any, tmp_path: Path) -> Any:
    """Start a dashboard on the Feeds view."""
    path = tmp_path / "config.yaml"
    path.write_text(f"data_dir: {tmp_path / 'data'}\n{CONFIG}", encoding="utf-8")

    class Written(night.MemorySource):  # type: ignore[misc]  # the module is loaded by path
        async def feeds(self) -> list[FeedState]:
            return [
                FeedState(one.url, one.url, one.publisher, one.desk, paused=one.paused)
                for one in load(path).feeds
            ]

    @asynccontextmanager
    async def running(*, book: bool = True, **settings: Any) -> AsyncIterator[Feeds]:
        kept = ConfigFeeds(load(path), "main", only=True) if book else None
        async with run(Written(), size=(110, 30), settings=settings, book=kept) as screen:
            await screen.press("F")
            await screen.sees("[4 Feeds", "kestrel.example")
            yield Feeds(screen, path)

    return running


async def test_a_feed_is_found_previewed_and_added_under_a_name(feeds: Any, site: Any) -> None:
    site.answer("/", NAMING)
    site.answer("/world.xml", FEED.encode())
    async with feeds() as desk:
        await desk.look_at(site.url())
        await desk.screen.sees("who publishes it?", f"{site.url()}world.xml", "2 headlines now, language ar")
        assert "[b]Ferry strike[/b] ends" in desk.screen.text, "markup is text, overrides are gone"
        assert f"the page also names {site.url()}comments" in desk.screen.text
        assert desk.screen.app.parts.prompt.value == "Kestrel Post"
        assert len(desk.written()) == 2, "nothing is written before it is confirmed"
        await desk.screen.press("ctrl+u", *"The Kestrel", "enter")
        await desk.says("The Kestrel: added; a running ticker takes it up by itself")
        await desk.screen.sees("world.xml", "waiting")
        assert desk.written()[-1] == {
            "url": f"{site.url()}world.xml", "publisher": "The Kestrel", "lang": "ar",
        }  # fmt: skip
        assert "# keep" in desk.text
        await desk.look_at(f"{site.url()}world.xml")
        await desk.screen.sees("who publishes it?")
        await desk.screen.press("enter")
        await desk.says("has this feed already; nothing was written")


async def test_what_is_left_or_cannot_be_read_adds_nothing(feeds: Any, site: Any) -> None:
    site.answer("/", b"<html><body>welcome</body></html>")
    site.answer("/news", FEED.encode())
    for path in USUAL_PATHS:
        site.answer(path, status=404)
    async with feeds() as desk:
        before = desk.text
        await desk.look_at(site.url())
        await desk.says("no feed and no ticker there")
        assert desk.screen.app.parts.prompt.value == site.url(), "what was typed can be mended"
        await desk.screen.press("escape", "a", "enter")
        await desk.says("nothing typed, nothing added")
        await desk.look_at(site.url("/news"))
        await desk.screen.sees("who publishes it?")
        await desk.screen.press("escape")
        await desk.screen.sees("[4 Feeds", "kestrel.example")
        assert desk.text == before


async def test_who_goes_elsewhere_while_it_is_looked_for_is_not_called_back(feeds: Any, site: Any) -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slow(_asked: Any, writer: Any) -> None:
        asked.set()
        await answer.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + FEED.encode())

    site.talk("/slow", slow)
    async with feeds() as desk:
        await desk.look_at(site.url("/slow"))
        await desk.screen.sees(f"looking at {site.url('/slow')} …")
        await asked.wait()
        await desk.screen.press("escape")
        answer.set()
        await desk.says("left, nothing was added")
        await desk.screen.sees("kestrel.example")
        assert desk.screen.app.parts.prompt.question is None
        assert len(desk.written()) == 2


async def test_a_feed_is_paused_asked_again_and_taken_out(feeds: Any) -> None:
    async with feeds() as desk:
        for key in ("w", "X"):
            await desk.screen.press(key)
            await desk.screen.sees("select a feed first: j or k")
            desk.screen.app.clear_notifications()
        await desk.screen.press("j", "w")
        await desk.screen.sees("Kestrel Post: paused", "▌paused")
        assert [feed.get("paused", False) for feed in desk.written()] == [True, False]
        await desk.screen.press("w")
        await desk.screen.sees("Kestrel Post: asked again", "▌waiting")
        await desk.screen.press("j", "X")
        await desk.screen.sees("remove أفق, https://ufuq.example/feed? Enter removes it")
        await desk.screen.press("escape", "X", *"no", "enter")
        await desk.says("kept: Enter alone removes")
        assert len(desk.written()) == 2
        await desk.screen.press("X", "enter")
        await desk.says("removed; its stories stay until they expire")
        await desk.screen.until(lambda: "ufuq" not in "\n".join(desk.screen.lines[2:20]))
        assert [feed["publisher"] for feed in desk.written()] == ["Kestrel Post"]
        assert "# keep" in desk.text


async def test_the_palette_the_footer_and_the_mouse_know_them(feeds: Any) -> None:
    async with feeds() as desk:
        assert "a add  w pause  X remove" in desk.screen.lines[-1]
        await desk.screen.press("1")
        assert "X remove" not in desk.screen.lines[-1]
        await desk.screen.press("w")
        await desk.says("go to the feeds and select one first: F")
        await desk.screen.press("F")
        line = next(at for at, text in enumerate(desk.screen.lines) if "ufuq.example" in text)
        await desk.screen.pilot.click("#page", offset=(20, line - desk.screen.app.parts.page.region.y))
        assert desk.screen.app.board.feed_roll.current().publisher == "أفق"
        await desk.screen.press("colon", *"feed-pause")
        await desk.screen.pilot.pause()
        await desk.screen.press("enter")
        await desk.screen.until(lambda: desk.written()[1].get("paused"))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"read_only": True}, "read only: R lets you edit"),
        ({"book": False}, "feeds are managed where ticker runs"),
    ],
)
async def test_who_only_looks_changes_no_feed(feeds: Any, how: dict[str, Any], said: str) -> None:
    async with feeds(**how) as desk:
        before = desk.text
        await desk.screen.press("j")
        for key in "awX":
            await desk.screen.press(key)
            await desk.says(said)
            desk.screen.app.clear_notifications()
            assert desk.screen.app.parts.prompt.question is None
        assert desk.text == before


async def test_a_file_that_cannot_be_changed_is_said(feeds: Any, tmp_path: Path) -> None:
    async with feeds() as desk:
        await desk.screen.press("j")
        (tmp_path / "config.yaml").write_text("feeds: [&a {url: 'https://kestrel.example/rss'}, *a]\n")
        await desk.screen.press("w")
        await desk.says("config.yaml")
        assert "paused" not in desk.text
