"""The page of the format says what the lines are, and every line comes back as it was written."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, get_args

import pytest

from ticker.core.model import Action, DeskSettings, Entry, Tick, Verb
from ticker.store import codec
from ticker.store.backup import lines

PAGE = Path(__file__).parents[2] / "docs" / "backup-format.md"


def row(shape: Any) -> str:
    said = " ".join((inspect.getdoc(shape) or "").split())
    names = ", ".join(f"`{name}`" for name in shape.__struct_fields__)
    return f"| `{shape.__struct_config__.tag}` | {names} | {said} |"


def test_the_page_lists_every_line_with_its_fields() -> None:
    expected = [row(shape) for shape in get_args(lines.Line)]
    text = PAGE.read_text(encoding="utf-8")
    found = [one for one in text.splitlines() if one.startswith("| `")]
    assert found == expected, "copy into docs/backup-format.md:\n" + "\n".join(expected)
    assert f"Format: **{lines.FORMAT}**" in text


@pytest.mark.parametrize(
    "event",
    [
        Entry("e", "f", "p", "عنوان «x» \x1b\u202e", 1.25, 2.5, published=3.0, weight=0.1),
        Tick(1 / 3),
        DeskSettings(window=1e-9),
        Action("a", Verb.MERGE, "b", 1e9, ("1", "2")),
    ],
)
def test_a_record_comes_back_bit_for_bit(event: Any) -> None:
    kind, data = codec.pack_event(event)
    line = lines.record_of(7, kind, data)
    again = lines.decode(lines.encode(line))
    assert again == line
    assert isinstance(again, lines.Record)
    assert again.packed() == (kind, data)


def test_a_record_of_another_version_comes_back_as_its_bytes() -> None:
    line = lines.record_of(7, b"q", b"\xff\x00")
    again = lines.decode(lines.encode(line))
    assert isinstance(again, lines.Record)
    assert again.packed() == (b"q", b"\xff\x00")
