"""The editor's handbook says what the keys do: a command without a place in it fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ticker.dashboard.commands import COMMANDS, EDITING, FEEDS, Command

_ROOT = Path(__file__).parents[2]
_TEXT = (_ROOT / "docs/editors.md").read_text(encoding="utf-8")
_NAMED = {"space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab"}


@pytest.mark.parametrize(
    "command", [one for one in COMMANDS if one.group in {EDITING, FEEDS}], ids=lambda one: one.name
)
def test_each_way_to_edit_is_in_the_handbook(command: Command) -> None:
    key = _NAMED.get(command.keys[0], command.keys[0])
    assert f"`{key}`" in _TEXT


def test_every_key_of_the_handbook_does_something() -> None:
    known = {_NAMED.get(key, key) for one in COMMANDS for key in one.keys} | {"9", "Ctrl+P"}
    single = {found for found in re.findall(r"`([^`\n ]{1,6})`", _TEXT) if not found.startswith("--")}
    assert single <= known, single - known


def test_its_pictures_and_pages_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", _TEXT):
        assert (_ROOT / "docs" / target).is_file(), target
