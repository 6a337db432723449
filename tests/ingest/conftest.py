"""The project's own feeds: each file says what it is and what must come of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

FEEDS = Path(__file__).parent / "feeds"
_ABOUT = re.compile(r"<!--\n(Description: .*?)\n-->", re.DOTALL)


@dataclass(frozen=True)
class Fixture:
    """One feed of `feeds/`: its bytes as a server would send them, and what its header expects.

    A header is `Description`, `Expect` (JSON) and, where needed, `Bytes` (the encoding it is sent in),
    `Type` (the HTTP header) and `Url`. JSON feeds carry theirs under `_about`.
    """

    name: str
    description: str
    body: bytes
    expect: dict[str, Any]
    content_type: str = ""
    url: str = ""

    @property
    def refused(self) -> bool:
        """It must give a ParseError."""
        return "error" in self.expect

    @property
    def well_formed(self) -> bool:
        """It is XML that the strict path reads as it is."""
        return self.name.endswith(".xml") and not self.refused and not self.expect.get("broken")


def _read(path: Path) -> Fixture:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        about = json.loads(text)["_about"]
        return Fixture(path.name, about["description"], text.encode(), about["expect"])
    found = _ABOUT.search(text)
    assert found, f"{path.name} says nothing about itself"
    head = dict(line.split(": ", 1) for line in found[1].split("\n"))
    return Fixture(
        path.name,
        head["Description"],
        text.encode(head.get("Bytes", "utf-8")),
        json.loads(head["Expect"]),
        head.get("Type", ""),
        head.get("Url", ""),
    )


ALL = [_read(path) for path in sorted(FEEDS.iterdir())]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`stated_feed`: every fixture; `good_feed`: those that parse; `strict_feed`: well-formed XML."""
    chosen = {
        "stated_feed": ALL,
        "good_feed": [feed for feed in ALL if not feed.refused],
        "strict_feed": [feed for feed in ALL if feed.well_formed],
    }
    for name, feeds in chosen.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, feeds, ids=[feed.name for feed in feeds])
