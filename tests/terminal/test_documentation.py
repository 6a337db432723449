"""docs/terminal.md names every terminal that the code knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ticker.terminal import Bidi, bidi

DOCUMENT = Path(__file__).parents[2] / "docs" / "terminal.md"
KNOWN = [one for one in vars(bidi).values() if isinstance(one, bidi._Terminal) and one is not bidi._PLAIN]


@pytest.mark.parametrize("terminal", KNOWN, ids=lambda terminal: terminal.name)
def test_every_known_terminal_is_documented(terminal: bidi._Terminal) -> None:
    row = next(
        line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if f"| {terminal.name}" in line
    )
    screen, printed = (cell.strip() for cell in row.split("|")[3:5])
    if terminal.words:
        assert screen == "app, letters as written"
        return
    assert screen == ("app" if terminal.explicit else "terminal")
    assert printed == "terminal"


@pytest.mark.parametrize("setting", list(Bidi))
def test_every_setting_is_documented(setting: Bidi) -> None:
    assert f"| `{setting}` |" in DOCUMENT.read_text(encoding="utf-8")
