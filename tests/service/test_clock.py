"""The clock of the edges: one pace, and one agreement on what time it is."""

from __future__ import annotations

import time

import pytest

from ticker import clock


def test_it_begins_with_the_system_s_time_and_goes_on_by_itself() -> None:
    assert clock.now() == pytest.approx(time.time(), abs=5)
    assert abs(clock.wall_is_ahead()) < 5
    first = clock.now()
    assert clock.now() >= first


def test_it_agrees_with_the_store_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_zero", clock._zero)
    was = clock.now()
    assert clock.agree(was + 86_400) == pytest.approx(86_400, abs=5)
    assert clock.now() == pytest.approx(was + 86_400, abs=5)
    assert clock.wall_is_ahead() == pytest.approx(-86_400, abs=5)
