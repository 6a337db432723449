"""Labelled headlines for the benchmarks: pairs and streams as JSON lines, read from a folder given."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ticker.core.text import Headline, headline

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pair:
    """Two headlines and what people (or article bodies) say of them; `score` is a human 0..5."""

    a: Headline
    b: Headline
    label: int
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One headline of a stream with its true story."""

    id: str
    time: float
    source: str
    lang: str
    title: str
    story: str


def _instant(text: str | None) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def load_pairs(path: Path, *, context: bool = False) -> list[Pair]:
    """Read `a`, `b`, `label`; with `context` also their times and sources."""
    found = []
    for row in _lines(path):
        a, b = (
            headline(
                row[side],
                time=_instant(row.get(f"t{side}")) if context else None,
                publisher=(row.get(f"s{side}") or "") if context else "",
            )
            for side in "ab"
        )
        found.append(Pair(a, b, int(row["label"]), row.get("score")))
    return found


def load_stream(path: Path) -> list[Item]:
    """Read a stream in arrival order."""
    return [
        Item(
            row["id"],
            datetime.fromisoformat(row["time"]).timestamp(),
            row["source"],
            row.get("lang", ""),
            row["title"],
            row["story"],
        )
        for row in _lines(path)
    ]
