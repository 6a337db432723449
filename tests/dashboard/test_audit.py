"""The audit as a list, and figures of the last minute."""

from __future__ import annotations

from typing import Any

import pytest

from ticker.dashboard.audit import audit_lines, taken_back
from ticker.dashboard.look import DARK, Look
from ticker.dashboard.pulse import Pulse
from ticker.dashboard.roll import Roll
from ticker.dashboard.when import instant, span
from ticker.errors import UsageError
from ticker.terminal import Bidi, Mode, cells

EVENING = 1_795_464_000.0


def listed(night: Any, *, select: int = 0) -> Any:
    roll: Roll[Any] = Roll(lambda view: view["action"])
    roll.resize(20)
    roll.load(reversed(night.AUDIT))
    for _ in range(select):
        roll.move(1)
    return roll


@pytest.mark.parametrize("bidi", list(Bidi)[1:])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_action_is_a_line_that_fits(night: Any, bidi: Bidi, width: int) -> None:
    look = Look(DARK, Mode(bidi))
    gone = taken_back(night.AUDIT)
    lines = audit_lines(listed(night, select=1), look, width=width, height=24, now=night.NOW, undone=gone)
    assert all(cells(line.plain) <= width for line in lines)
    text = "\n".join(line.plain for line in lines)
    assert lines[0].plain.startswith("   no.  age  editor")
    assert lines[1].plain.startswith("▌    7   2m")
    assert "“Minister goes”" in text.replace("\n  ", " ")
    if width == 200:
        for part in ("mona", "pin none → 1", "conflict", "refused: mona gave story s6", "undone"):
            assert part in text


def test_what_was_undone_is_said_until_it_is_done_again(night: Any) -> None:
    assert taken_back(night.AUDIT) == {"5"}
    redo: Any = {**night.AUDIT[5], "action": "8", "verb": "redo", "stands": True}
    assert taken_back([*night.AUDIT, redo]) == frozenset()
    refused: Any = {**night.AUDIT[5], "refused": "blocked", "of": "1"}
    assert taken_back([refused]) == frozenset()


def test_an_empty_audit_says_so() -> None:
    roll: Roll[Any] = Roll(lambda view: view["action"])
    look = Look(DARK, Mode(Bidi.OFF))
    lines = audit_lines(roll, look, width=60, height=20, now=0.0, undone=frozenset())
    assert "no editor has done anything" in lines[1].plain


def test_the_pulse_counts_the_last_minute() -> None:
    pulse = Pulse()
    assert pulse.rate(100.0) == 0.0
    assert pulse.lag(100.0) is None
    for at in range(30):
        pulse.saw(100.0 + at, float(at % 3) if at % 2 else None)
    assert pulse.rate(130.0) == 60.0
    assert pulse.lag(130.0) == 1.0
    assert pulse.rate(160.5) == 29.0
    assert pulse.rate(300.0) == 0.0
    assert pulse.lag(300.0) is None


def test_times_as_editors_write_them() -> None:
    assert span(" 1h30m ") == 5400.0
    assert instant("90m", EVENING) == EVENING + 5400
    assert instant("2026-11-23T21:00Z", EVENING) == EVENING + 3600
    clock = instant("18:05", EVENING)
    assert EVENING < clock <= EVENING + 86_400
    assert instant("18:05", clock) == clock + 86_400, "the next one, not the one that is now"


@pytest.mark.parametrize("text", ["", "soon", "25:00", "18:7", "2026-13-01", "-5", "1e3", "９" * 40])
def test_what_is_no_time_says_how_one_is_written(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no time; write e\.g\. 90m, 18:00 or"):
        instant(text, EVENING)
    if text != "1e3":
        with pytest.raises(UsageError, match="is no span of time"):
            span(text or "x")
