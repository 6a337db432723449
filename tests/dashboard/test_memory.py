"""What is remembered, and that a broken memory is as good as none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ticker.dashboard.memory import Memory, keep, recall

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_kept_is_recalled(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "dashboard.json"
    wanted = Memory("filter:غزة", "night", "below", 55, {"غزة": 'lang:ar "غزة"'}, toured=True)
    assert keep(path, wanted) == ""
    assert recall(path) == wanted
    assert [one.name for one in path.parent.iterdir()] == ["dashboard.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        json.dumps(
            {
                "tab": 3,
                "theme": [],
                "place": "moon",
                "share": 41,
                "toured": "yes",
                "filters": {"": "x", "a": 3},
            }
        ),
    ],
)
def test_anything_else_is_a_first_evening(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dashboard.json"
    path.write_text(text, encoding="latin-1")
    assert recall(path) == Memory()


def test_nothing_is_remembered_without_a_file(tmp_path: Path) -> None:
    assert recall(None) == recall(tmp_path / "none") == Memory()
    assert keep(None, Memory()) == ""


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert keep(tmp_path / "file" / "dashboard.json", Memory()).startswith("the layout is not remembered: ")
