"""`make pictures`: renew the handbook's pictures and the tests' snapshots, draw all into `build/pictures`.

With names of scenes, only draw those. Look at what has changed before it is kept.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from pictures.kept import written
from pictures.scenes import BY_NAME, LANGUAGES, SCENES
from pictures.sheets import draw
from pictures.shots import handbook, shots
from pictures.stage import told

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "img"
SNAPSHOTS = ROOT / "tests" / "dashboard" / "snapshots"
BUILT = ROOT / "build" / "pictures"


async def renew() -> None:
    """Write what is kept: the handbook's pictures, the tests' snapshots."""
    for scene in SCENES:
        (IMAGES / f"{scene.name}.svg").write_text(await handbook(scene), encoding="utf-8")
        for language in LANGUAGES:
            taken = await shots(scene, source=told(language))
            path = SNAPSHOTS / f"{scene.name}-{language}.txt"
            path.write_text(written(taken), encoding="utf-8")


def main() -> None:
    """Do what the arguments say: names of scenes, or none for all."""
    BUILT.mkdir(parents=True, exist_ok=True)
    named = tuple(BY_NAME[name] for name in sys.argv[1:])
    if not named:
        asyncio.run(renew())
    for sheet in asyncio.run(draw(BUILT, named or SCENES)):
        print(sheet)


if __name__ == "__main__":
    main()
