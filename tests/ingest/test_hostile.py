"""The hostile corpus: what its manifest says must come of each file."""

from __future__ import annotations

import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from ticker.errors import ParseError
from ticker.ingest.document import Reading
from ticker.ingest.worker import Parser

if TYPE_CHECKING:
    from pathlib import Path

    from ticker.ingest.parse import Document

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def _texts(document: Document) -> list[str]:
    fields = [(item.id, item.title, item.url, item.lang, item.summary) for item in document.items]
    return [document.title, document.url, *document.warnings, *(text for item in fields for text in item)]


def _wrong(wanted: dict[str, Any], document: Document | None, refusal: ParseError | None) -> str:
    """What of the manifest's line does not hold, "" = all holds."""
    also = " ".join(wanted.get("also_ok", ()))
    if document is None:
        if wanted["must"].startswith("rejected") or "rejected" in also:
            return "" if refusal and "\n" not in refusal.message else "an unclear refusal"
        return f"refused: {refusal}"
    if len(document.items) != wanted["items"] and f"ingested {len(document.items)} item" not in also:
        return f"{len(document.items)} items"
    texts = _texts(document)
    shown = [never for never in wanted.get("never", ()) if any(never in text for text in texts)]
    if shown:
        return f"shows {shown!r}"
    titles, links = [item.title for item in document.items], [item.url for item in document.items]
    if wanted.get("titles", titles) != titles:
        return f"titles {titles!r}"
    return "" if wanted.get("links", links) == links else f"links {links!r}"


@pytest.fixture
def corpus(shared: Path, tmp_path: Path) -> list[tuple[dict[str, Any], bytes]]:
    """Each line of the manifest with the bytes it speaks of."""
    with tarfile.open(shared / "data" / "hostile" / "hostile.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    (manifest,) = tmp_path.rglob("manifest.jsonl")
    lines = [json.loads(line) for line in manifest.read_text(encoding="utf-8").strip().split("\n")]
    return [(line, (manifest.parent / line["file"]).read_bytes()) for line in lines]


async def test_the_manifest_holds_for_every_file(corpus: list[tuple[dict[str, Any], bytes]]) -> None:
    failures = {}
    async with Parser(deadline=5.0) as parser:
        for wanted, body in corpus:
            document, refusal = None, None
            try:
                document = await parser.parse(
                    body,
                    Reading(
                        content_type=wanted["content_type"], url=f"https://feeds.example/{wanted['file']}"
                    ),
                )
            except ParseError as error:
                refusal = error
            wrong = _wrong(wanted, document, refusal)
            if wrong:
                failures[wanted["file"]] = wrong
            assert refusal is None or refusal.kind not in ("too_slow", "crashed"), wanted["file"]
    assert failures == {}
