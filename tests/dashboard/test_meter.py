"""What the screen costs: frames wait for the terminal and for their share, keys do not."""

from __future__ import annotations

import os
import pty
import threading
from typing import Any

from ticker.dashboard.meter import Meter, metered


def test_a_stream_of_frames_stays_within_the_rate() -> None:
    meter = Meter(1000)
    now, drawn = 0.0, 0
    while now < 60.0:
        if meter.may_draw(now):
            meter.sent = meter.taken = meter.sent + 700
            drawn += 1
        now += 0.1
    assert meter.sent <= 1000 * 60 + 2000 + 700
    assert drawn >= 80, "and uses what it may"


def test_a_quiet_screen_is_drawn_at_once_and_a_busy_one_recovers() -> None:
    meter = Meter(1000)
    assert meter.may_draw(0.0)
    meter.sent = meter.taken = 500_000
    assert not meter.may_draw(0.1)
    assert meter.may_draw(2.2), "however much a key has drawn, the list moves again within two seconds"


def test_nothing_is_drawn_while_the_terminal_is_busy() -> None:
    meter = Meter(1000)
    meter.sent = 10
    assert meter.pending == 10
    assert not meter.may_draw(0.0)
    meter.taken = 10
    assert meter.may_draw(0.1)


class Writes:
    """A driver as Textual's: takes a file and writes to it."""

    def __init__(self, file: Any = None) -> None:
        if file is not None:
            self._file = file

    def write(self, data: str) -> None:
        file = getattr(self, "_file", None)
        if file is not None:
            file.write(data)
            file.flush()


def driver(meter: Meter, *file: Any) -> Any:
    plain: Any = Writes  # all of a driver that the meter knows
    return metered(plain, meter)(*file)


def test_a_driver_without_a_file_has_written_what_it_was_given() -> None:
    meter = Meter(1)
    driver(meter).write("زلزال")
    assert (meter.sent, meter.pending) == (10, 0)


def test_what_a_real_terminal_has_not_taken_is_pending() -> None:
    inner, outer = pty.openpty()
    meter = Meter(1)
    with open(outer, "w", encoding="utf-8", closefd=True) as file:  # noqa: PTH123 - a descriptor
        one = driver(meter, file)
        one.write("ab")
        assert (meter.sent, meter.pending) == (2, 0)
        big = "x" * 300_000  # more than the terminal holds: the write waits for a reader
        writing = threading.Thread(target=one.write, args=(big,))
        writing.start()
        while meter.sent < 300_002:
            pass
        assert meter.pending == 300_000
        read = 0
        while read < 300_002:
            read += len(os.read(inner, 1 << 16))
        writing.join()
        assert meter.pending == 0
    os.close(inner)
