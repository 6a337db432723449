"""Every view as a picture to look at: SVG files, and sheets of them as PNG where there is a Chromium.

Knows shots and a browser; must not know tests.
"""

from __future__ import annotations

import shutil
import subprocess
from html import escape
from typing import TYPE_CHECKING

from pictures.scenes import LANGUAGES, SCENES, THEMES
from pictures.shots import shots
from pictures.stage import told

if TYPE_CHECKING:
    from pathlib import Path

    from pictures.scenes import Scene

# Pixels of a cell in a sheet, and of the space around a picture.
_CELL = (8, 17)
_GAP = 12


async def draw(folder: Path, scenes: tuple[Scene, ...] = SCENES) -> list[Path]:
    """Write every scene in every language, size and theme into a folder; returns the sheets made of them."""
    sheets: dict[str, list[Path]] = {}
    for scene in scenes:
        for language in LANGUAGES:
            for shot in await shots(scene, source=told(language)):
                width, height = shot.size
                path = folder / f"{scene.name}-{language}-{width}x{height}-{shot.theme}.svg"
                path.write_text(shot.svg, encoding="utf-8")
                sheets.setdefault(f"{scene.name}-{width}", []).append(path)
    return [made for name, paths in sheets.items() if (made := _sheet(folder, name, paths)) is not None]


def _sheet(folder: Path, name: str, paths: list[Path]) -> Path | None:
    """Put pictures of one size on a sheet, a language a row, a theme a column; None without a browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return None
    columns, rows = (int(part) for part in paths[0].stem.rsplit("-", 2)[1].split("x"))
    pixels = columns * _CELL[0] + _GAP
    down = len(paths) // len(THEMES)
    height = rows * _CELL[1] + 4 * _GAP
    page = folder / f"{name}.html"
    images = "".join(
        f'<figure><img src="{escape(path.name)}" width="{pixels - _GAP}">'
        f"<figcaption>{escape(path.stem)}</figcaption></figure>"
        for path in sorted(paths, key=lambda path: (LANGUAGES.index(path.stem.split("-")[1]), path.stem))
    )
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><style>body{{margin:{_GAP // 2}px;background:#777;'
        f"font:11px sans-serif}}figure{{display:inline-block;margin:0 {_GAP // 2}px}}</style>{images}",
        encoding="utf-8",
    )
    sheet = page.with_suffix(".png")
    subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--window-size={len(THEMES) * pixels + 2 * _GAP},{down * height}",
            f"--screenshot={sheet}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    page.unlink()
    return sheet
