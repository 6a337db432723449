"""Two servers and the file between them: a desk to back up, and the place to restore it to.

Knows configurations and the lines of a file; must not know what they say.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.service.backup.evening import lived
from ticker.config import load
from ticker.service.backup import restore

if TYPE_CHECKING:
    from pathlib import Path

    from ticker.config import Config
    from ticker.store import DeskStore


def config_of(url: str, folder: Path, *desks: str) -> Config:
    """What a ticker with these desks on the server at `url` is told."""
    path = folder / f"{abs(hash(url))}.yaml"
    names = json.dumps({name: {} for name in desks})
    path.write_text(f"redis: {{url: '{url}'}}\ndata_dir: {folder}\ndesks: {names}\n", encoding="utf-8")
    return load(path)


@dataclass
class Both:
    """A desk on one server, and an empty server to restore it to."""

    store: DeskStore
    restored: DeskStore
    here: Any
    there: Any
    config: Config
    config_there: Config
    file: Path
    log: Any

    async def lived(self, seed: int) -> None:
        """Give the desk an evening."""
        await lived(self.store, self.log, seed)

    async def restore(self, **options: Any) -> Any:
        """Restore the file to the other server."""
        return await restore(self.config_there, self.file, **options)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a backup."""
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def rewritten(path: Path, rows: list[dict[str, Any]]) -> None:
    """Make a backup of these lines; the count at its end is right, where it has one."""
    if rows and rows[-1].get("type") == "end":
        rows[-1]["lines"] = len(rows) - 1
    path.write_bytes(gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in rows)))
