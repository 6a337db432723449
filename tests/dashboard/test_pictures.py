"""Every view as a picture: at three sizes, dark and light, in Arabic, in English and in both.

Each is drawn as SVG and looked at as a browser would; what stands where and in which style is kept as text in
`snapshots`. Renew with `make pictures`, and look at what has changed (`build/pictures`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ticker.dashboard.look import PALETTES
from ticker.terminal import cells
from ticker.terminal.safe import visible

ROOT = Path(__file__).parents[2]
IMAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "img").glob("*.svg")}
SNAPSHOTS = Path(__file__).parent / "snapshots"
NAMES = sorted(path.stem for path in SNAPSHOTS.glob("*.txt"))
CELL = 12.2
"""How wide Rich draws a cell."""
SVG = "{http://www.w3.org/2000/svg}"
# What is drawn with lines and blocks: WCAG 2.2 asks 3 of it, 4.5 of letters.
ORNAMENTS = "│─┃━╸▌█▁▂▃▄▅▆▇·"
SHOTS: dict[str, list[Any]] = {}
"""What was drawn, for each test that looks at it."""


async def drawn(pictures: Any, name: str) -> list[Any]:
    """Return a scene in one language, at every size in both themes."""
    if name not in SHOTS:
        scene, _, language = name.rpartition("-")
        source = pictures.told(language)
        SHOTS[name] = await pictures.shots(pictures.BY_NAME[scene], source=source)
    return SHOTS[name]


def texts(svg: str) -> list[tuple[float, float, float, str]]:
    """Return (left, right, baseline, text) of all that a picture says on its screen."""
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    return [
        (
            left := float(element.get("x", "0")),
            left + float(element.get("textLength", "0")),
            float(element.get("y", "0")),
            text.replace("\xa0", " "),
        )
        for element in root.iter(f"{SVG}text")
        if element.get("clip-path") and (text := "".join(element.itertext())) != "\n"
    ]


def rows(svg: str) -> list[str]:
    """Return the text of a picture, row by row, each part in the column where it is drawn."""
    found: dict[float, str] = {}
    for left, _, baseline, text in sorted(texts(svg)):
        before = found.get(baseline, "")
        found[baseline] = before + " " * (round(left / CELL) - cells(before)) + text
    return [found[baseline].rstrip() for baseline in sorted(found)]


def test_every_view_is_kept_in_every_language(pictures: Any) -> None:
    assert (
        sorted(f"{one.name}-{language}" for one in pictures.SCENES for language in pictures.LANGUAGES)
        == NAMES
    )
    assert {one.name for one in pictures.SCENES} == set(IMAGES)


@pytest.mark.parametrize("name", NAMES)
async def test_the_screen_is_as_it_was_looked_at(pictures: Any, name: str) -> None:
    shots = await drawn(pictures, name)
    assert {(shot.size, shot.theme) for shot in shots} == {
        (size, theme) for size in pictures.SIZES for theme in pictures.THEMES
    }
    assert pictures.written(shots) == (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
async def test_the_picture_is_whole(pictures: Any, name: str) -> None:
    """Valid XML that loads nothing, all letters on the canvas, none that a terminal or a page obeys."""
    for shot in await drawn(pictures, name):
        assert not re.search(r"url\(\s*[\"']?https?:|<script|href=", shot.svg)
        canvas = ET.fromstring(shot.svg).get("viewBox", "").split()  # noqa: S314 - our own picture
        for left, right, baseline, text in texts(shot.svg):
            assert left >= 0
            assert right <= float(canvas[2])
            assert baseline <= float(canvas[3])
            assert visible(text) == text
        assert all(cells(row) == shot.size[0] for row in shot.text)
        assert [row for row in rows(shot.svg) if row] == [row.rstrip() for row in shot.text if row.strip()]


@pytest.mark.parametrize("name", NAMES)
async def test_every_letter_can_be_read(pictures: Any, name: str) -> None:
    for shot in await drawn(pictures, name):
        assert not faint(shot), (shot.theme, shot.size)


@pytest.mark.parametrize(
    "scene", ["dashboard", "curated", "copies", "audit", "alerts", "feeds", "filter", "palette"]
)
async def test_the_other_themes_say_the_same_and_can_be_read(pictures: Any, scene: str) -> None:
    said = (await drawn(pictures, f"{scene}-mixed"))[0]
    others = [name for name in PALETTES if name not in pictures.THEMES]
    for shot in await pictures.shots(pictures.BY_NAME[scene], sizes=[said.size], themes=others):
        assert shot.text == said.text
        assert not faint(shot), shot.theme


@pytest.mark.parametrize("name", sorted(IMAGES))
async def test_the_handbooks_pictures_are_current_and_load_nothing(pictures: Any, name: str) -> None:
    kept = IMAGES[name]
    assert rows(kept) == rows(await pictures.handbook(pictures.BY_NAME[name]))
    assert not re.search(r"url\(\s*[\"']?https?:", kept)
    assert "bidi-override" in kept


def faint(shot: Any) -> set[tuple[str, float]]:
    """Return what stands out too little from what is behind it."""
    return {
        (text.strip(), round(found, 2))
        for row in shot.rows
        for text, style in row
        if text.strip() and (found := contrast(style)) < (4.5 if text.strip(f" {ORNAMENTS}") else 3.0)
    }


def contrast(style: Any) -> float:
    """Return the contrast of a style by WCAG's formula."""
    letter, behind = (_luminance(color.get_truecolor()) for color in (style.color, style.bgcolor))
    return (max(letter, behind) + 0.05) / (min(letter, behind) + 0.05)


def _luminance(color: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in color]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
