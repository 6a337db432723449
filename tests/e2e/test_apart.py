"""Polls of `ticker run` are a process of their own: started again when it dies, ended with the rest."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.runner import children_of
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.house import House
    from tests.e2e.runner import Runner

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

FIRST = "Ferry strands two hundred passengers off Calder Bay"
LATER = "Mayor of Tolmere opens the rebuilt opera house"


@pytest.fixture
def ticker(house: House, runner: Callable[..., Runner]) -> Runner:
    """One that has read its feed once."""
    url = house.open_feed("apart", "rss", [FIRST])
    made = runner([{"url": url, "publisher": "Apart", "interval": "1s"}])
    made.start()
    until(lambda: FIRST in headlines(made))
    return made


def headlines(ticker: Runner) -> set[str]:
    return {story["headline"] for story in (ticker.top() or {"stories": []})["stories"]}


def poller_of(ticker: Runner) -> int:
    """The process that polls."""
    assert ticker.process is not None
    (found,) = [pid for pid in children_of(ticker.process.pid) if b"--config" in command(pid)]
    return found


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def alive(pid: int) -> bool:
    """Whether it runs; one that has ended and is not yet taken note of does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_one_that_is_killed_is_started_again(ticker: Runner, house: House) -> None:
    killed = poller_of(ticker)
    os.kill(killed, signal.SIGKILL)
    house.add("apart", LATER)
    until(lambda: {FIRST, LATER} == headlines(ticker), 30)
    assert "the process that polls has ended; it is started again" in ticker.log()
    assert poller_of(ticker) != killed
    assert ticker.stop() == 0


def test_it_ends_when_the_rest_is_killed(ticker: Runner) -> None:
    poller = poller_of(ticker)
    assert ticker.process is not None
    ticker.process.kill()
    until(lambda: not alive(poller), 15)


def test_it_ends_in_order_with_the_rest(ticker: Runner) -> None:
    poller = poller_of(ticker)
    assert ticker.stop() == 0
    assert not alive(poller)
    assert ticker.log().count("event=stopped") == 2
    assert "is started again" not in ticker.log()
