"""Pictures of the screen: well-formed, complete, and the documentation's one is current."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

PICTURE = Path(__file__).parents[2] / "docs" / "img" / "dashboard.svg"
TEXT = "{http://www.w3.org/2000/svg}text"


def rows(svg: str) -> list[str]:
    """The text of a picture, row by row."""
    found: dict[float, list[tuple[float, str]]] = {}
    for element in ET.fromstring(svg).iter(TEXT):  # noqa: S314 - our own picture
        place = found.setdefault(float(element.get("y", "0")), [])
        place.append((float(element.get("x", "0")), "".join(element.itertext())))
    return [
        "".join(text for _, text in sorted(found[y])).replace("\xa0", " ").rstrip() for y in sorted(found)
    ]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("dark", [True, False])
async def test_every_size_shows_the_night(pictures: Any, size: tuple[int, int], *, dark: bool) -> None:
    text = "\n".join(rows(await pictures.picture(size, "j", "j", dark=dark)))
    for part in ("ticker · main", "● live", "▲", "‼", "●", "×6", "Parliament passes", "ﻝﺍﺰﻟﺯ", "q quit"):
        assert part in text
    assert ("×6 copies" in text) == (size[0] >= 120)


async def test_a_picture_loads_nothing_from_elsewhere(pictures: Any) -> None:
    svg = await pictures.picture((80, 24))
    assert not re.search(r"url\(\s*[\"']?https?:", svg)
    assert "bidi-override" in svg


async def test_the_documentations_picture_is_current(pictures: Any) -> None:
    """Renew it with `python benchmarks/dashboard_picture.py`."""
    assert rows(PICTURE.read_text(encoding="utf-8")) == rows(await pictures.picture((120, 40), "j", "j"))
