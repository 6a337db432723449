"""Every view as it stands on the screen: at three sizes, in both languages, in every theme.

Renew with `python benchmarks/dashboard_picture.py --snapshots`, and look at what has changed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ticker.dashboard.look import PALETTES
from ticker.terminal import cells

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "img"
SNAPSHOTS = Path(__file__).parent / "snapshots"
TEXT = "{http://www.w3.org/2000/svg}text"
NAMES = sorted(path.stem for path in SNAPSHOTS.glob("*.txt"))


def rows(svg: str) -> list[str]:
    """The text of a picture, row by row."""
    found: dict[float, list[tuple[float, str]]] = {}
    for element in ET.fromstring(svg).iter(TEXT):  # noqa: S314 - our own picture
        place = found.setdefault(float(element.get("y", "0")), [])
        place.append((float(element.get("x", "0")), "".join(element.itertext())))
    return [
        "".join(text for _, text in sorted(found[y])).replace("\xa0", " ").rstrip() for y in sorted(found)
    ]


def test_every_view_has_its_snapshots(pictures: Any) -> None:
    assert [f"{scene.name}-{language}" for scene, language in pictures.snapshots()] != []
    assert sorted(f"{scene.name}-{language}" for scene, language in pictures.snapshots()) == NAMES


@pytest.mark.parametrize("name", NAMES)
async def test_the_screen_is_as_it_was_looked_at(pictures: Any, name: str) -> None:
    scene, _, language = name.rpartition("-")
    kept = (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")
    assert await pictures.snapshot(pictures.BY_NAME[scene], language) == kept


@pytest.mark.parametrize("name", NAMES)
def test_every_row_fits_its_screen(pictures: Any, name: str) -> None:
    parts = (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8").split("== ")[1:]
    assert len(parts) == len(pictures.SIZES)
    for (width, height), part in zip(pictures.SIZES, parts, strict=True):
        lines = part.rstrip("\n").split("\n")[1:]
        assert len(lines) <= height
        assert all(cells(line) <= width for line in lines)


KEPT = {path.stem: path.read_text(encoding="utf-8") for path in IMAGES.glob("*.svg")}


@pytest.mark.parametrize("name", sorted(KEPT))
async def test_the_handbooks_pictures_are_current_and_load_nothing(pictures: Any, name: str) -> None:
    kept = KEPT[name]
    assert rows(kept) == rows(await pictures.picture(pictures.BY_NAME[name]))
    assert not re.search(r"url\(\s*[\"']?https?:", kept)
    assert "bidi-override" in kept


SAID: dict[str, list[str]] = {}
"""What each scene said in the theme that was looked at first."""


@pytest.mark.parametrize("scene", ["dashboard", "curated", "copies", "audit", "alerts", "feeds", "filter"])
@pytest.mark.parametrize("theme", PALETTES)
async def test_every_theme_says_the_same_and_can_be_read(pictures: Any, scene: str, theme: str) -> None:
    """WCAG 2.2 asks for 4.5 between a letter and what is behind it; of ornaments it asks 3."""
    size = (120, 40)
    async with pictures.shown(pictures.BY_NAME[scene], size, theme=theme) as (app, _):
        said = pictures.rows(app)
        faint = {
            (segment.text.strip(), round(found, 2))
            for strip in app.screen._compositor.render_strips(app.size)
            for segment in strip
            if segment.text.strip(" │─━╸▌█▁▂▃▄▅▆▇·") and (found := contrast(segment.style)) < 4.5
        }
    assert not faint
    assert SAID.setdefault(scene, said) == said


def contrast(style: Any) -> float:
    """The contrast of a style by WCAG's formula."""
    letter, behind = (_luminance(color.get_truecolor()) for color in (style.color, style.bgcolor))
    return (max(letter, behind) + 0.05) / (min(letter, behind) + 0.05)


def _luminance(color: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in color]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
