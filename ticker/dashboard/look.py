"""Colours and signs of the dashboard, by meaning; every colour has a word or a sign beside it.

Knows names and hex values; must not know what is drawn where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker.terminal import Mode

BREAKING, PINNED, NEW, GROWN = "‼", "▲", "●", "+"
CURSOR = "▌"
HEAT, HALF_HEAT = "━", "╸"


@dataclass(frozen=True, slots=True)
class Palette:
    """Rich styles by meaning. `panel` and `cursor` are backgrounds."""

    background: str
    panel: str
    cursor: str
    text: str
    strong: str
    quiet: str
    accent: str
    heat: str
    breaking: str
    pinned: str
    new: str
    good: str
    warn: str
    bad: str


DARK = Palette(
    background="#0f1419",
    panel="#1a212b",
    cursor="#23324a",
    text="#d5dbe3",
    strong="bold #ffffff",
    quiet="#8593a3",
    accent="#6cb6ff",
    heat="#4a7db0",
    breaking="bold #ff6b68",
    pinned="#e3b341",
    new="#57d38c",
    good="#57d38c",
    warn="bold #e3b341",
    bad="bold #ff6b68",
)
LIGHT = Palette(
    background="#fbfbf9",
    panel="#eceae4",
    cursor="#d6e4f7",
    text="#24292f",
    strong="bold #000000",
    quiet="#5c6670",
    accent="#0757b3",
    heat="#7ba4d4",
    breaking="bold #b3121d",
    pinned="#7a4f00",
    new="#176b35",
    good="#176b35",
    warn="bold #7a4f00",
    bad="bold #b3121d",
)


@dataclass(frozen=True, slots=True)
class Look:
    """How everything is drawn now: colours, and who orders right-to-left text."""

    palette: Palette
    mode: Mode
