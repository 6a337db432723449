"""`ticker top`: on a terminal lines fit and are cut where the reader runs out; elsewhere nothing is cut."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ticker.cli import text
from ticker.cli.stream import _plain_line, _rows
from ticker.core.view import iso
from ticker.terminal import Bidi, Mode, cells, display

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

ARABIC = "اتفاق على تمديد هدنة وادي الرمان 72 ساعة وفتح معبرين للمساعدات ونقل المصابين إلى المستشفيات"
ENGLISH = "Two ferries collide in fog off Sallow Point; 61 passengers brought ashore by the lifeboats"


def story(number: int, headline: str, **more: Any) -> Any:
    """Return a story's view with one copy."""
    now = iso(1_795_464_000.0)
    entry = {"ordinal": number, "relation": "repeat", "score": 1.0, "publisher": "Wire", "title": headline}
    return {
        "id": str(number),
        "headline": headline,
        "copies": number,
        "publishers": ["Wire"] * number,
        "last_seen": now,
        "breaking": False,
        "pinned": False,
        "held": False,
        "urgency": None,
        "entries": [entry],
        **more,
    }


STORIES = [story(1, ENGLISH, breaking=True), story(117, ARABIC, held=True)]


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put standard output on a real terminal of 60 columns that leaves right-to-left text to the program."""
    ours, theirs = os.openpty()
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    for name in ("VTE_VERSION", "KONSOLE_VERSION", "TERM_PROGRAM", "KITTY_WINDOW_ID", "MLTERM", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    text._mode.cache_clear()
    with os.fdopen(theirs, "w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        yield
        monkeypatch.undo()
    os.close(ours)
    text._mode.cache_clear()


def test_a_line_fits_the_terminal_and_begins_with_the_headlines_first_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with terminal(monkeypatch):
        rows = [row for row, _ in _rows(STORIES)]
    assert [row for row in rows if cells(row) > 60] == []
    assert rows[0].split() == ["#", "id", "×", "pub", "age", "headline"]
    place = rows[0].index("headline")
    assert rows[1][place:].startswith("‼ Two ferries collide")
    assert rows[1].endswith("…")
    said = rows[3][place:]
    assert said.startswith("⊘ …")
    assert said.endswith(display("اتفاق على تمديد هدنة", width=None, mode=Mode(Bidi.APP)))


def test_what_is_no_terminal_gets_the_whole_headline() -> None:
    rows = [row for row, _ in _rows(STORIES)]
    assert rows[1].endswith(ENGLISH)
    assert rows[4].split(maxsplit=1)[0] == "#117"
    assert rows[4].endswith(f"  repeat 1.00  Wire: {ARABIC}")


def test_a_plain_line_counts_as_people_do() -> None:
    assert "(story 1, 1 copy, 1 publisher, " in _plain_line(1, STORIES[0])
    assert _plain_line(1, STORIES[0]).endswith(", breaking)")
    assert "(story 117, 117 copies, 117 publishers, " in _plain_line(2, STORIES[1])
