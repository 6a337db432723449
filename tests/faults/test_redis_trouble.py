"""Redis dies, forgets, is away, loses replies, is full: everything served is in one story, once, in the end.

How often and how long is set by the environment (`make faults`).
"""

from __future__ import annotations

import json
import os
import random
import re
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.oracle import held, inspect
from tests.support.line import Line
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.crew import Crew, Worker
    from tests.faults.house import House
    from tests.support.redis_server import RedisServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

RESTARTS = int(os.environ.get("TICKER_FAULTS_RESTARTS", "2"))
CUTS = int(os.environ.get("TICKER_FAULTS_CUTS", "1"))
SILENCES = int(os.environ.get("TICKER_FAULTS_SILENCES", "2"))
SILENCE = float(os.environ.get("TICKER_FAULTS_SILENCE", "1"))  # seconds
GONE = float(os.environ.get("TICKER_FAULTS_GONE", "3"))  # seconds
FULL = float(os.environ.get("TICKER_FAULTS_FULL", "2"))  # seconds

META = "ticker:{main}:meta"


@pytest.fixture
def line(server: RedisServer) -> Iterator[Line]:
    """A line to the server."""
    one = Line(server.port)
    yield one
    one.close()


def applied(server: RedisServer) -> int:
    """How many records of the log the desk has applied."""
    cursor = server.client.hget(META, "cursor")
    return int(cursor.split(b"-")[0]) if isinstance(cursor, bytes) else 0


def seconds_until(what: Callable[[], object]) -> float:
    began = time.monotonic()
    until(what)
    return time.monotonic() - began


def applies_again(server: RedisServer) -> Callable[[], bool]:
    """Ask whether the desk applies records: more than those that it has applied now."""
    before = applied(server)
    return lambda: applied(server) > before


def is_in(server: RedisServer, house: House) -> Callable[[], bool]:
    """Ask whether all that the feeds tell now is in stories."""
    told = house.told()
    return lambda: told <= held(server.url)


def working(crew: Callable[..., Crew], url: str, house: House, *roles: str, interval: str = "1s") -> Crew:
    """A crew at work on a house that has told something."""
    house.tell(50)
    one = crew(url, house.feeds(interval=interval))
    for role in roles:
        one.start(role)
    until(lambda: len(held(url)) >= 50)
    return one


def settled(url: str, house: House) -> None:
    """Wait until all that is told is in; then nothing that was ever served may be lost or there twice."""
    until(lambda: house.told() <= held(url), 600)  # a long night leaves the desk a backlog
    verdict = inspect(url, house.served())
    print(verdict)
    assert verdict.good, verdict
    assert verdict.stories < verdict.entries, "the same line of several outlets is one story"


def asked(worker: Worker, path: str) -> tuple[int, dict[str, Any]]:
    """What a serving process answers: its status and its JSON."""
    base = until(lambda: re.findall(r"url=(http://\S+)", worker.log.read_text("utf-8")))[0]
    try:
        with urllib.request.urlopen(f"{base}{path}", timeout=10) as response:  # noqa: S310 - our own server
            return response.status, json.load(response)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def test_it_dies_and_it_forgets(
    house: House, server: RedisServer, crew: Callable[..., Crew], seed: int
) -> None:
    dice = random.Random(seed)
    one = working(crew, server.url, house, "poll", "desk")
    with house.growing(50):
        for _ in range(RESTARTS):
            time.sleep(dice.uniform(0.2, 2.0))
            server.kill()
            server.start()
            print(f"killed: back after {seconds_until(applies_again(server)):.2f} s")
        for _ in range(CUTS):
            _cut_power(server)
            print(f"cut: back after {seconds_until(applies_again(server)):.2f} s")
    settled(server.url, house)
    one.check()


def _cut_power(server: RedisServer) -> None:
    """Kill it, and take away what it wrote in its last second: it forgets records that were applied."""
    file = server.append_only_file()
    size, knew = file.stat().st_size, applied(server)
    time.sleep(1)
    until(lambda: applied(server) > knew)
    server.kill()
    assert file.stat().st_size > size
    os.truncate(file, size)
    server.start()


def test_it_is_gone_for_a_while(house: House, server: RedisServer, crew: Callable[..., Crew]) -> None:
    often = f"{max(1, round(GONE / 3))}s"  # every feed is due while nobody can write down what it said
    one = working(crew, server.url, house, "poll", "desk", "serve", "alert", interval=often)
    serving = one.workers[2]
    assert until(lambda: asked(serving, "/readyz")[0] == 200)
    server.kill()
    red = seconds_until(lambda: asked(serving, "/readyz")[0] == 503)
    house.tell(100)
    end = time.monotonic() + GONE
    while time.monotonic() < end:
        one.check()
        status, problem = asked(serving, "/readyz")
        assert (status, problem["type"]) == (503, "urn:ticker:problem:store-away")
        time.sleep(0.2)
    told = one.ask("top")
    assert told.returncode == 1
    assert "does not answer" in told.stderr
    server.start()
    caught_up = seconds_until(lambda: house.told() <= held(server.url))
    green = seconds_until(lambda: asked(serving, "/readyz")[0] == 200)
    print(f"red after {red:.2f} s, caught up {caught_up:.2f} s after the return, green {green:.2f} s later")
    settled(server.url, house)


def test_replies_are_lost(
    house: House, server: RedisServer, line: Line, crew: Callable[..., Crew], seed: int
) -> None:
    dice = random.Random(seed)
    one = working(crew, line.url, house, "poll", "desk")
    with house.growing(50):
        for _ in range(SILENCES):
            time.sleep(dice.uniform(0.2, 1.0))
            line.deaf = True
            time.sleep(SILENCE)
            line.deaf = False
            until(applies_again(server))
    print(f"{line.swallowed} times something was swallowed")
    assert line.swallowed
    settled(server.url, house)
    one.check()


def test_its_memory_is_full_and_then_its_disk(
    house: House, server: RedisServer, crew: Callable[..., Crew]
) -> None:
    one = working(crew, server.url, house, "poll", "desk", "serve")
    serving = one.workers[2]
    until(lambda: asked(serving, "/readyz")[0] == 200)
    with house.growing(50):
        server.client.config_set("maxmemory", "1")
        _refuses_for_a_while(one, serving, "out of memory")
        server.client.config_set("maxmemory", "0")
        print(f"memory is there: all is in after {seconds_until(is_in(server, house)):.2f} s")
        until(lambda: asked(serving, "/readyz")[0] == 200)
        server.fill_disk()
        _refuses_for_a_while(one, serving, "cannot write to its disk")
        server.free_disk()
        print(f"disk is there: all is in after {seconds_until(is_in(server, house)):.2f} s")
    settled(server.url, house)


def _refuses_for_a_while(one: Crew, serving: Worker, why: str) -> None:
    """Health is red and says why, reads go on, and an editor is told that nothing was done."""
    red = seconds_until(lambda: asked(serving, "/readyz")[0] == 503)
    print(f"{why}: red after {red:.2f} s")
    end = time.monotonic() + FULL
    _, there = asked(serving, "/v1/stories")
    (story, *_) = there["stories"]
    edited = one.ask("edit", "pin", story["id"], "--as", "night")
    assert edited.returncode == 1, edited.stdout
    while time.monotonic() < end:
        status, problem = asked(serving, "/readyz")
        assert status == 503
        assert why in problem["detail"]
        status, shown = asked(serving, "/v1/stories")
        assert (status, shown) == (200, there), "what is stored is shown, and nothing is taken in"
        time.sleep(0.2)
    top = one.ask("top", "--json")
    assert top.returncode == 0
    assert why in top.stderr
    assert not any(row["pinned"] for row in json.loads(top.stdout)["stories"])
    one.check()
