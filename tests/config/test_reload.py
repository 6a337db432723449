"""Edits of the file while it is watched, the ways editors and systems make them."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import watchfiles

from ticker.config import Config, ConfigError, FeedConfig, diff_feeds, load, watch
from ticker.config import reload as reloading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ONE = "feeds: [{url: 'https://a.example/1'}]\n"
TWO = "feeds: [{url: 'https://a.example/1'}, {url: 'https://a.example/2'}]\n"


class Watching:
    """What a watched file has told so far, as a queue."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: asyncio.Queue[Config | ConfigError] = asyncio.Queue()
        self.stop = asyncio.Event()

    async def run(self, current: Config | None) -> None:
        async for one in watch(self.path, self.stop, current=current, environ={}):
            await self.told.put(one)

    async def next(self) -> Config | ConfigError:
        return await asyncio.wait_for(self.told.get(), 20)


@asynccontextmanager
async def watching(path: Path) -> AsyncIterator[Watching]:
    one = Watching(path)
    task = asyncio.create_task(one.run(load(path, environ={})))
    try:
        yield one
    finally:
        one.stop.set()
        await asyncio.wait_for(task, 20)


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def rename_over(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def remove_then_write(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("edit", [write, rename_over, remove_then_write])
async def test_an_edit_gives_the_new_configuration(folder: Path, edit: Callable[[Path, str], None]) -> None:
    path = folder / "config.yaml"
    write(path, ONE)
    async with watching(path) as told:
        edit(path, TWO)
        # a file that is away for a moment may be told as such; what counts is where it ends
        while isinstance(config := await told.next(), ConfigError):
            pass
        assert [feed.url for feed in config.feeds] == ["https://a.example/1", "https://a.example/2"]
        assert config.path == path


async def test_a_broken_edit_gives_its_error_and_a_mended_one_the_configuration(folder: Path) -> None:
    path = folder / "config.yaml"
    write(path, ONE)
    async with watching(path) as told:
        rename_over(path, ONE + "fetsh: {}\n")
        error = await told.next()
        assert isinstance(error, ConfigError)
        assert str(error) == f'{path}:2: fetsh: unknown option; did you mean "fetch"?'
        rename_over(path, ONE)
        config = await told.next()
        assert isinstance(config, Config)
        assert len(config.feeds) == 1


async def test_a_lost_file_is_told_once_and_its_return_too(folder: Path) -> None:
    path = folder / "config.yaml"
    write(path, ONE)
    async with watching(path) as told:
        path.unlink()
        error = await told.next()
        assert isinstance(error, ConfigError)
        assert "there is no such file" in str(error)
        write(path, TWO)
        config = await told.next()
        assert isinstance(config, Config)


async def test_an_edit_of_comments_is_no_change(folder: Path) -> None:
    path = folder / "config.yaml"
    write(path, ONE)
    async with watching(path) as told:
        rename_over(path, "# a remark\n" + ONE)
        rename_over(path, "# another\n" + TWO)
        config = await told.next()
        assert isinstance(config, Config)
        assert len(config.feeds) == 2
        assert told.told.empty()


async def test_a_link_that_is_swapped_is_followed(folder: Path) -> None:
    """As systems do that mount configurations: the file is a link through a folder that is itself a link."""
    for name, text in (("v1", ONE), ("v2", TWO)):
        (folder / name).mkdir()
        write(folder / name / "config.yaml", text)
    (folder / "now").symlink_to("v1")
    path = folder / "config.yaml"
    path.symlink_to(Path("now") / "config.yaml")
    async with watching(path) as told:
        (folder / "next").symlink_to("v2")
        (folder / "next").replace(folder / "now")
        config = await told.next()
        assert isinstance(config, Config)
        assert len(config.feeds) == 2


async def test_an_edit_made_before_the_watching_began_is_not_lost(folder: Path) -> None:
    path = folder / "config.yaml"
    write(path, ONE)
    current = load(path, environ={})
    rename_over(path, TWO)
    stop = asyncio.Event()
    async for config in watch(path, stop, current=current, environ={}):
        assert isinstance(config, Config)
        assert len(config.feeds) == 2
        stop.set()


async def test_without_anybody_who_reports_changes_it_looks_now_and_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system may have no watches left (the call then fails as here)."""

    def refuses(*_: object, **__: object) -> AsyncIterator[None]:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(watchfiles, "watch", refuses)
    monkeypatch.setattr(reloading, "LOOK_EVERY", 0.02)
    path = folder / "config.yaml"
    write(path, ONE)
    async with watching(path) as told:
        rename_over(path, TWO)
        assert isinstance(await told.next(), Config)


async def test_it_ends_when_it_is_told_to(folder: Path) -> None:
    path = folder / "config.yaml"
    write(path, ONE)
    async with watching(path) as told:
        pass
    assert told.told.empty()


def test_feeds_are_compared_by_desk_and_url() -> None:
    same = FeedConfig(url="https://a.example/same")
    gone = FeedConfig(url="https://a.example/gone")
    before = FeedConfig(url="https://a.example/b", interval=300.0)
    after = FeedConfig(url="https://a.example/b", interval=600.0)
    moved = FeedConfig(url="https://a.example/same", desk="night")
    old = Config(feeds=(same, gone, before))
    new = Config(feeds=(moved, after, same))
    found = diff_feeds(old, new)
    assert (found.added, found.removed, found.changed) == ((moved,), (gone,), (after,))
    assert found
    assert not diff_feeds(old, Config(feeds=(before, gone, same)))
