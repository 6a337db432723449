"""The clients against real servers: nothing missed, whatever ends; and the examples of the documents, run."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import threading
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker.client import BlockingClient, Board, Change, Client, Snapshot
from ticker.client.remote import RemoteSource
from ticker.client.source import Resync
from ticker.core.model import Action, FeedState, Verb
from ticker.errors import ActionError, RemoteError, TickerError, UnreachableError, UsageError
from ticker.serve.server import HttpServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

PAGE = (Path(__file__).parents[3] / "docs" / "clients.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
PRIVATE = {"port": 0, "public": False}


@asynccontextmanager
async def second(newsroom: Any, log: Any) -> AsyncIterator[HttpServer]:
    """Another server on the same store."""
    async with asyncio.timeout(10):
        while (server := await opened_server(newsroom, log)) is None:
            await asyncio.sleep(0.01)
    running = asyncio.create_task(server.run())
    try:
        yield server
    finally:
        server.stop()
        await asyncio.wait_for(running, 10)


async def opened_server(newsroom: Any, log: Any) -> HttpServer | None:
    """The server, once its port is free."""
    try:
        return await HttpServer.open(newsroom.config, newsroom.redis, log)
    except TickerError:
        return None


async def until_sockets(newsroom: Any, count: int) -> None:
    async with asyncio.timeout(10):
        while newsroom.server._desks.sockets != count:
            await asyncio.sleep(0.005)


async def test_it_follows_and_asks(newsroom: Any, titles: Any) -> None:
    await newsroom.publish(*titles(3))
    async with Client(newsroom.server.url) as ticker:
        board = Board()
        async with aclosing(ticker.follow()) as events:
            first = await anext(events)
            assert isinstance(first, Snapshot)
            board.take(first)
            await newsroom.publish(*titles(2, 3))
            for _ in range(2):
                change = await anext(events)
                assert isinstance(change, Change)
                board.take(change)
        top = await ticker.stories()
        assert board.ranked() == top["stories"] == (await newsroom.store.top())["stories"]
        assert change.cursor == f"{top['epoch']}:{top['offset']}"
        found = await ticker.story(top["stories"][0]["id"])
        assert len(found["entries"]) == 1
        missed = await ticker.updates(first.cursor)
        assert missed["updates"] == await newsroom.store.updates(3)
        assert [desk["name"] for desk in await ticker.desks()] == [newsroom.desk]
        assert await ticker.feeds() == []
        assert (await ticker.me())["role"] == "reader"
        paged = await ticker.all_stories(limit=2)
        assert paged["stories"] == top["stories"]


async def test_it_goes_from_server_to_server_and_misses_nothing(
    opened: Callable[..., Any], log: Any, titles: Any
) -> None:
    """One address, behind which servers come and go: the first stops, another takes its place and port."""
    async with opened() as newsroom:
        port = int(newsroom.server.url.rpartition(":")[2])
        seen: list[Any] = []
        enough = asyncio.Event()

        async def listen() -> None:
            async with Client(newsroom.server.url) as ticker:
                async for event in ticker.follow():
                    seen.append(event)
                    if isinstance(event, Change) and event.update["offset"] == 60:
                        enough.set()

        listening = asyncio.create_task(listen())
        await until_sockets(newsroom, 1)
        await newsroom.publish(*titles(20))
        newsroom.server.stop()
        await until_sockets(newsroom, 0)
        await newsroom.publish(*titles(20, 20))
        config = newsroom.config.model_copy(
            update={"serve": newsroom.config.serve.model_copy(update={"port": port})}
        )
        newsroom.config = config
        async with second(newsroom, log):
            await newsroom.publish(*titles(20, 40))
            async with asyncio.timeout(20):
                await enough.wait()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        snapshots = [event for event in seen if isinstance(event, Snapshot)]
        changes = [event.update for event in seen if isinstance(event, Change)]
        assert len(snapshots) == 1, "it came back with its cursor"
        assert changes == await newsroom.store.updates(snapshots[0].offset)


async def test_what_is_refused_for_good_is_an_error(opened: Callable[..., Any]) -> None:
    async with opened(serve=PRIVATE) as newsroom:
        url = newsroom.server.url
        token = await newsroom.token()
        for client, desk, kind in (
            (Client(url), None, "token-needed"),
            (Client(url, token=token + "x"), None, "bad-token"),
            (Client(url, token=token), "nowhere", "unknown-desk"),
        ):
            async with client as ticker:
                with pytest.raises(RemoteError) as refused:
                    await ticker.stories(desk)
                assert refused.value.kind == kind
                with pytest.raises(RemoteError) as refused:
                    async with aclosing(ticker.follow(desk)) as events:
                        await anext(events)
                assert refused.value.kind == kind
        blocking = BlockingClient(url)
        with pytest.raises(RemoteError) as refused:
            await asyncio.to_thread(blocking.stories)
        assert refused.value.kind == "token-needed"
        with pytest.raises(RemoteError):
            await asyncio.to_thread(lambda: next(blocking.follow()))


async def test_a_server_that_is_not_there_is_said_in_one_line() -> None:
    async with Client("http://127.0.0.1:1") as ticker:
        with pytest.raises(UnreachableError, match=r"^http://127\.0\.0\.1:1 does not answer: "):
            await ticker.stories()
    with pytest.raises(UnreachableError, match=r"^http://127\.0\.0\.1:1 does not answer: "):
        await asyncio.to_thread(BlockingClient("http://127.0.0.1:1").stories)


async def test_without_asyncio_it_is_the_same(newsroom: Any, titles: Any) -> None:
    await newsroom.publish(*titles(3))
    ticker = BlockingClient(newsroom.server.url, token=await newsroom.token("editor"))
    top = await asyncio.to_thread(ticker.stories)
    assert top == await newsroom.store.top()
    assert (await asyncio.to_thread(ticker.me))["role"] == "editor"
    found = await asyncio.to_thread(ticker.story, top["stories"][0]["id"])
    assert len(found["entries"]) == 1
    assert [desk["name"] for desk in await asyncio.to_thread(ticker.desks)] == [newsroom.desk]
    assert await asyncio.to_thread(ticker.feeds) == []
    cursor = f"{top['epoch']}:0"
    assert (await asyncio.to_thread(ticker.updates, cursor))["updates"] == await newsroom.store.updates(0)
    seen: list[Any] = []

    def listen() -> None:
        events: Iterator[Any] = ticker.follow(cursor=cursor)
        seen.extend(next(events) for _ in range(5))

    thread = threading.Thread(target=listen)
    thread.start()
    await until_sockets(newsroom, 1)
    await newsroom.publish(*titles(2, 3))
    await asyncio.to_thread(thread.join, 10)
    assert [event.update for event in seen] == await newsroom.store.updates(0)


async def test_the_dashboard_reads_a_server_as_it_reads_the_store(
    opened: Callable[..., Any], titles: Any
) -> None:
    feed = "https://wire.example/rss"
    async with opened(serve=PRIVATE, feeds=(feed,)) as newsroom:
        await newsroom.publish(*titles(3))
        state = FeedState(
            feed, feed, desk=newsroom.desk, polled=1_795_000_000.25, polls=3, warnings=("odd",), news=(1.5,)
        )
        await newsroom.store.save_feed(state)
        source = RemoteSource(newsroom.server.url, token=await newsroom.token())
        try:
            top = await source.top(limit=None)
            assert top == await newsroom.store.top(limit=None)
            assert (await source.top(limit=1))["stories"] == top["stories"][:1]
            story = await source.story(top["stories"][0]["id"])
            assert story is not None
            assert len(story["entries"]) == 1
            assert await source.story("999") is None
            assert list(await source.feeds()) == [state]
            status = await source.status()
            assert (status.desk, status.offset, status.stories, status.stale) == (newsroom.desk, 3, 3, False)
            assert await source.log(5) is None
            assert await source.alerts(5) == []
            async with aclosing(source.updates(1)) as updates:
                assert [await anext(updates) for _ in range(2)] == await newsroom.store.updates(1)
            source._epoch = "another"
            with pytest.raises(Resync):
                async with aclosing(source.updates(1)) as updates:
                    await anext(updates)
            source._epoch = top["epoch"]
            async with aclosing(source.updates(3)) as updates:
                waiting = asyncio.create_task(anext(updates))
                await until_sockets(newsroom, 1)
                newsroom.server.stop()
                with pytest.raises(UnreachableError, match="was lost"):
                    await waiting
        finally:
            await source.close()


async def test_an_editor_works_over_a_server_as_over_the_store(newsroom: Any, titles: Any) -> None:
    await newsroom.publish(*titles(3))
    source = RemoteSource(newsroom.server.url, token=await newsroom.token("editor"))
    reading = RemoteSource(newsroom.server.url, token=await newsroom.token())
    try:
        assert await source.editor() is source
        assert await reading.editor() is None
        first, second, _ = (story["id"] for story in (await source.top(limit=None))["stories"])
        spike = Action("spike-1", Verb.SPIKE, "ignored", 0.0, (first,), text="wrong")
        done = await source.act(spike)
        assert done.stories == (first,)
        assert await source.act(spike) == done, "the same id again is done once"
        assert [story["id"] for story in await source.held()] == [first]
        assert [story["edits"]["reason"] for story in await source.held()] == ["wrong"]
        assert len((await source.top(limit=None))["stories"]) == 2
        assert [(line["verb"], line["by"]) for line in await source.audit()] == [("spike", "a test")]
        assert await reading.story(first) is None
        story = await source.story(first)
        assert story is not None
        assert story["held"]
        with pytest.raises(ActionError) as refused:
            await source.act(Action("merge-1", Verb.MERGE, "", 0.0, (second, "9999")))
        assert refused.value.kind == "unknown"
        with pytest.raises(UsageError):
            await source.act(Action("merge-2", Verb.MERGE, "", 0.0, (second,)))
        with pytest.raises(RemoteError, match="needs the role editor"):
            await reading.act(spike)
        blocking = BlockingClient(newsroom.server.url, token=await newsroom.token("editor"))
        again = await asyncio.to_thread(blocking.act, Action("r-1", Verb.RESTORE, "", 0.0, (first,)))
        assert again["stories"] == [first]
        assert [line["verb"] for line in await asyncio.to_thread(blocking.audit)][-1] == "restore"
    finally:
        await source.close()
        await reading.close()


@pytest.fixture
def example(tmp_path: Path, newsroom: Any) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    """Run one of the page's Python examples."""
    started: list[subprocess.Popen[str]] = []

    def run(number: int) -> subprocess.Popen[str]:
        script = tmp_path / "example.py"
        script.write_text(EXAMPLES[number], encoding="utf-8")
        started.append(
            subprocess.Popen(
                [sys.executable, str(script)],
                cwd=tmp_path,
                env={**os.environ, "TICKER_URL": newsroom.server.url, "PYTHONIOENCODING": "utf-8"},
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield run
    for process in started:
        process.terminate()
        process.communicate(timeout=10)


@pytest.mark.slow
async def test_the_example_with_asyncio_prints_what_happens(newsroom: Any, titles: Any, example: Any) -> None:
    first, second, *_ = titles(2)
    await newsroom.publish(first)
    process = example(0)
    assert process.stdout
    line = asyncio.to_thread(process.stdout.readline)
    assert await asyncio.wait_for(line, 20) == "1 stories\n"
    await newsroom.publish(second)
    assert await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), 20) == f"×1 {second}\n"


@pytest.mark.slow
async def test_the_example_without_keeps_the_best(
    newsroom: Any, titles: Any, example: Any, tmp_path: Path
) -> None:
    await newsroom.publish(*titles(12))
    example(1)
    for start in (12, 13):
        await newsroom.publish(*titles(1, start))
        best = [story["headline"] for story in (await newsroom.store.top(limit=10))["stories"]]
        async with asyncio.timeout(20):
            file = tmp_path / "best.txt"
            while not file.exists() or file.read_text(encoding="utf-8") != "\n".join(best):
                await asyncio.sleep(0.02)


@pytest.mark.slow
async def test_dash_shows_a_server_elsewhere(opened: Callable[..., Any], titles: Any, tmp_path: Path) -> None:
    """Without a terminal it prints the plain stream; what is refused is one line."""
    async with opened(serve=PRIVATE) as newsroom:
        (title,) = titles(1)
        await newsroom.publish(title)
        token = tmp_path / "token.txt"
        token.write_text(await newsroom.token() + "\n", encoding="ascii")
        (tmp_path / "config.yaml").write_text("data_dir: data\n", encoding="ascii")
        command = [sys.executable, "-m", "ticker", "dash", "--url", newsroom.server.url]
        refused = await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        said, errors = await asyncio.wait_for(refused.communicate(), 30)
        assert (refused.returncode, said) == (1, b"")
        assert errors.decode().startswith(f"ticker: {newsroom.server.url[7:]}: A token is needed")
        assert len(errors.splitlines()) == 1
        dash = await asyncio.create_subprocess_exec(
            *command, "--token-file", str(token), cwd=tmp_path, stdout=asyncio.subprocess.PIPE
        )
        assert dash.stdout
        try:
            async with asyncio.timeout(30):
                while title not in (await dash.stdout.readline()).decode():
                    pass
        finally:
            dash.terminate()
            await dash.communicate()


def test_the_page_has_the_examples_that_are_run() -> None:
    assert len(EXAMPLES) == 2
