"""Colours and signs of the dashboard, by meaning; every colour has a word or a sign beside it.

Knows names, hex values and a selected row; must not know what is drawn where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker.terminal import Bidi, cells

if TYPE_CHECKING:
    from rich.text import Text

    from ticker.terminal import Mode

BREAKING, PINNED, HELD, EDITED, NEW, GROWN = "‼", "▲", "⊘", "*", "●", "+"
CURSOR, MARKED = "▌", "✓"
HEAT, HALF_HEAT = "━", "╸"


@dataclass(frozen=True, slots=True)
class Palette:
    """Rich styles by meaning. `panel` and `cursor` are backgrounds, `dark` says what stands on what."""

    dark: bool
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
    dark=True,
    background="#0f1419",
    panel="#1a212b",
    cursor="#23324a",
    text="#d5dbe3",
    strong="bold #ffffff",
    quiet="#93a1b1",
    accent="#6cb6ff",
    heat="#5287bd",
    breaking="bold #ff6b68",
    pinned="#e3b341",
    new="#57d38c",
    good="#57d38c",
    warn="bold #e3b341",
    bad="bold #ff6b68",
)
LIGHT = Palette(
    dark=False,
    background="#fbfbf9",
    panel="#eceae4",
    cursor="#d6e4f7",
    text="#24292f",
    strong="bold #000000",
    quiet="#5c6670",
    accent="#0757b3",
    heat="#4f7fb8",
    breaking="bold #b3121d",
    pinned="#7a4f00",
    new="#176b35",
    good="#176b35",
    warn="bold #7a4f00",
    bad="bold #b3121d",
)


CONTRAST = Palette(
    dark=True,
    background="#000000",
    panel="#000000",
    cursor="#003a8c",
    text="#ffffff",
    strong="bold #ffffff",
    quiet="#d0d0d0",
    accent="#7fd4ff",
    heat="#7fd4ff",
    breaking="bold #ffb3b0",
    pinned="#ffe14d",
    new="#7dff9b",
    good="#7dff9b",
    warn="bold #ffe14d",
    bad="bold #ffb3b0",
)
NIGHT = Palette(
    dark=True,
    background="#140c08",
    panel="#1f130c",
    cursor="#40261a",
    text="#e0c4a8",
    strong="bold #ffe2c4",
    quiet="#b6977c",
    accent="#ffab66",
    heat="#b56a3a",
    breaking="bold #ff7d66",
    pinned="#f0b45a",
    new="#c9c46a",
    good="#c9c46a",
    warn="bold #f0b45a",
    bad="bold #ff7d66",
)
PAPER = Palette(
    dark=False,
    background="#f6efdf",
    panel="#e9dfc8",
    cursor="#dccfae",
    text="#2f2a20",
    strong="bold #120f08",
    quiet="#5d5340",
    accent="#1d4f80",
    heat="#8a6f3a",
    breaking="bold #9a1515",
    pinned="#6d4700",
    new="#215a2c",
    good="#215a2c",
    warn="bold #6d4700",
    bad="bold #9a1515",
)

PALETTES: dict[str, Palette] = {
    "dark": DARK,
    "light": LIGHT,
    "contrast": CONTRAST,
    "night": NIGHT,
    "paper": PAPER,
}
"""The themes by name, in the order in which `T` goes through them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How everything is drawn now: colours, and who orders right-to-left text."""

    palette: Palette
    mode: Mode

    def select(self, text: Text, width: int) -> None:
        """Put the cursor's background on a row, to its end."""
        text.stylize(f"on {self.palette.cursor}")
        text.pad_right(max(0, width - cells(text.plain)))

    @property
    def one_to_a_row(self) -> bool:
        """Whether a row may hold one text from outside only: the terminal would mix two."""
        return self.mode.bidi is Bidi.TERMINAL
