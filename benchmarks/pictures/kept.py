"""A scene as text that a test compares and a reader can review: what stands where, and in which style.

Knows shots; must not know files.
"""

from __future__ import annotations

from itertools import groupby
from string import ascii_letters
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pictures.shots import Shot


def written(taken: Sequence[Shot]) -> str:
    """Return the shots of a scene: every size in the same two themes.

    Below the rows of a size stand their styles, row by row in runs of characters (`a12 b68`: twelve in style
    `a`), equal neighbours together; the legend at the end says what each style is in either theme. Raises
    ValueError where the themes do not say the same.
    """
    legend: dict[str, str] = {}
    parts: list[str] = []
    dark, light = dict.fromkeys(shot.theme for shot in taken)
    for one, other in zip(_of(dark, taken), _of(light, taken), strict=True):
        if one.text != other.text or one.size != other.size:
            raise ValueError(f"{one.theme} and {other.theme} differ in more than colour")
        rows = [_runs(first, second, legend) for first, second in zip(one.rows, other.rows, strict=True)]
        parts += [f"== {one.size[0]}x{one.size[1]}", *(row.rstrip() for row in one.text), "-- styles"]
        parts += _folded(rows)
    return "\n".join([*parts, f"== {dark} | {light}", *_told(legend)]) + "\n"


def _of(theme: str, taken: Sequence[Shot]) -> list[Shot]:
    return [shot for shot in taken if shot.theme == theme]


def _runs(
    first: Sequence[tuple[str, object]], second: Sequence[tuple[str, object]], legend: dict[str, str]
) -> str:
    pairs = zip(_styles(first), _styles(second), strict=True)
    runs = [(pair, len(list(run))) for pair, run in groupby(" | ".join(pair) for pair in pairs)]
    return " ".join(f"{legend.setdefault(pair, ascii_letters[len(legend)])}{length}" for pair, length in runs)


def _styles(row: Sequence[tuple[str, object]]) -> list[str]:
    """Return the style of each character."""
    return [str(style) for text, style in row for _ in text]


def _folded(rows: Sequence[str]) -> list[str]:
    out, first = [], 1
    for row, same in groupby(rows):
        last = first + len(list(same)) - 1
        out.append(f"{first} {row}" if first == last else f"{first}-{last} {row}")
        first = last + 1
    return out


def _told(legend: dict[str, str]) -> list[str]:
    return [f"{letter}  {pair}" for pair, letter in legend.items()]
