"""The parser and its child: the loop stays free, a child that oversteps is killed and replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ticker.errors import ParseError
from ticker.ingest.document import Reading
from ticker.ingest.parse import parse
from ticker.ingest.worker import Parser, parse_guarded

GOOD = (
    b'<rss version="2.0"><channel><title>T</title><item><title>Good headline</title></item></channel></rss>'
)
BROKEN = GOOD.replace(b"</item>", b"")
# feedparser needs a minute for this: each category is compared with all before it
SLOW = b"<rss><channel><item><title>slow" + b"".join(b"<category>%d</category>" % n for n in range(60_000))

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


async def test_small_and_sound_needs_no_child() -> None:
    async with Parser() as parser:
        document = await parser.parse(GOOD)
        assert document == parse(GOOD)
        assert parser.pids == []


async def test_the_doubtful_and_the_big_go_to_one_child_that_is_reused() -> None:
    async with Parser(children=1, quick=10_000) as parser:
        assert [item.title for item in (await parser.parse(BROKEN)).items] == ["Good headline"]
        first = parser.pids
        big = GOOD.replace(b"</title><item>", b" " * 20_000 + b"</title><item>")
        assert await parser.parse(big) == parse(big)
        assert parser.pids == first
        assert len(first) == 1


async def test_refusals_come_back_from_the_child_and_leave_it_alive() -> None:
    async with Parser(quick=0) as parser:
        with pytest.raises(ParseError) as refusal:
            await parser.parse(b"<html>", Reading(url="https://a.example/"))
        assert refusal.value.kind == "html"
        before = parser.pids
        assert (await parser.parse(GOOD)).title == "T"
        assert parser.pids == before


async def test_a_child_past_the_deadline_is_killed_and_replaced() -> None:
    async with Parser(deadline=1.0, children=1) as parser:
        with pytest.raises(ParseError) as refusal:
            await parser.parse(SLOW)
        assert refusal.value.kind == "too_slow"
        assert parser.pids == []
        assert [item.title for item in (await parser.parse(BROKEN)).items] == ["Good headline"]


async def test_the_loop_is_free_while_a_child_works() -> None:
    async with Parser(deadline=1.0) as parser:
        work = asyncio.create_task(parser.parse(SLOW))
        turns = 0
        while not work.done():
            await asyncio.sleep(0.01)
            turns += 1
        assert turns > 10
        assert isinstance(work.exception(), ParseError)


async def test_a_child_that_dies_is_one_refused_document() -> None:
    async with Parser(deadline=30.0, children=1) as parser:
        await parser.parse(BROKEN)
        (pid,) = parser.pids
        work = asyncio.create_task(parser.parse(SLOW))
        await asyncio.sleep(0)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(ParseError) as refusal:
            await work
        assert refusal.value.kind == "crashed"
        assert (await parser.parse(BROKEN)).items


async def test_a_cancelled_request_leaves_a_fresh_child_for_the_next() -> None:
    async with Parser(children=1) as parser:
        await parser.parse(BROKEN)
        work = asyncio.create_task(parser.parse(SLOW))
        while parser.idle:
            await asyncio.sleep(0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert [item.title for item in (await parser.parse(BROKEN)).items] == ["Good headline"]


async def test_many_at_once_keep_their_answers_apart() -> None:
    async with Parser(quick=0, children=2) as parser:
        bodies = [GOOD.replace(b"Good", b"Nr %d" % n) for n in range(20)]
        documents = await asyncio.gather(*(parser.parse(body) for body in bodies))
        assert [document.items[0].title for document in documents] == [f"Nr {n} headline" for n in range(20)]
        assert len(parser.pids) <= 2


def test_one_body_on_the_command_line() -> None:
    assert parse_guarded(GOOD) == parse(GOOD)
    assert parse_guarded(BROKEN) == parse(BROKEN)
    with pytest.raises(ParseError) as refusal:
        parse_guarded(SLOW, deadline=0.2)
    assert refusal.value.kind == "too_slow"


def test_a_quick_reading_never_loads_feedparser() -> None:
    program = (
        "import sys; from ticker.ingest.worker import parse_guarded;"
        f"parse_guarded({GOOD!r});"
        "print(sorted({'feedparser', 'selectolax', 'ftfy', 'aiohttp'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@linux
def test_the_child_dies_with_its_parent() -> None:
    program = (
        "import asyncio, os\n"
        "from ticker.ingest.worker import Parser\n"
        "async def main():\n"
        "    async with Parser() as parser:\n"
        f"        await parser.parse({BROKEN!r})\n"
        "        print(parser.pids[0], flush=True)\n"
        "        os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    stat = Path(f"/proc/{int(done.stdout)}/stat")
    while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z":
        pass
