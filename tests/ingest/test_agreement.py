"""The quick path and feedparser give the same items, on every well-formed fixture and on made-up feeds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticker.errors import ParseError
from ticker.ingest.assemble import assemble
from ticker.ingest.decode import decode
from ticker.ingest.lenient import read_broken
from ticker.ingest.mend import expand, prolog
from ticker.ingest.wellformed import UnknownNamespaceError, read_xml

if TYPE_CHECKING:
    from pathlib import Path

    from ticker.ingest.document import Document


def _both(text: str, url: str) -> tuple[Document, Document]:
    text, entities = prolog(text)
    text = expand(text, entities) if entities else text
    return assemble(read_xml(text), url=url), assemble(read_broken(text), url=url)


def _said(document: Document) -> list[tuple[str, str, str, float | None]]:
    return [(item.id, item.title, item.url, item.published) for item in document.items]


def test_on_every_well_formed_fixture(strict_feed: Any) -> None:
    text = decode(strict_feed.body, content_type=strict_feed.content_type).text
    if "rss091_doctype" in strict_feed.name:
        text = text.replace("&eacute;", "é")
    strict, lenient = _both(text, strict_feed.url)
    assert replace(lenient, warnings=()) == replace(strict, warnings=())


WORDS = st.lists(
    st.sampled_from(
        ["خبر", "الميناء", "Harbour", "reopens", "5 < 6", "AT&T", "“quoted”", "[sic]", "é", "2026", "—"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
LINKS = st.sampled_from(
    ["", "/a", "b.html", "https://x.example/c?d=1&e=2", "https://x.example/خبر", "javascript:x"]
)
DATES = st.sampled_from(
    ["", "Mon, 23 Nov 2026 12:00:00 GMT", "2026-11-23T12:00:00+02:00", "23 نوفمبر 2026", "junk"]
)
GUIDS = st.sampled_from(["", "1", "2", "urn:x:3", "https://x.example/g"])


@st.composite
def _rss(draw: st.DrawFn) -> str:
    items = []
    for _ in range(draw(st.integers(0, 5))):
        permalink = draw(st.sampled_from(["", ' isPermaLink="false"', ' isPermaLink="true"']))
        title = draw(WORDS)
        fields = [
            f"<title>{escape(title)}</title>"
            if draw(st.booleans())
            else f"<title><![CDATA[{title}]]></title>",
            f"<link>{escape(draw(LINKS))}</link>",
            f"<guid{permalink}>{draw(GUIDS)}</guid>",
            f"<{draw(st.sampled_from(['pubDate', 'dc:date']))}>{draw(DATES)}",
        ]
        fields[-1] += "</" + re.findall(r"^<([\w:]+)", fields[-1])[0] + ">"
        fields.append(f"<description>{escape(draw(WORDS))}</description>")
        items.append(f"<item>{''.join(draw(st.permutations(fields)))}</item>")
    namespace = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = f"<title>{escape(draw(WORDS))}</title>"
    return f'<rss version="2.0" {namespace}><channel>{head}{"".join(items)}</channel></rss>'


@st.composite
def _atom(draw: st.DrawFn) -> str:
    entries = []
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["", ' type="text"', ' type="html"']))
        fields = [
            f"<title{kind}>{escape(draw(WORDS))}</title>",
            f'<link href="{escape(draw(LINKS))}"/>',
            f"<id>{draw(GUIDS)}</id>",
            f"<published>{draw(DATES)}</published>",
            f"<updated>{draw(DATES)}</updated>",
            f"<summary>{escape(draw(WORDS))}</summary>",
        ]
        entries.append(f"<entry>{''.join(draw(st.permutations(fields)))}</entry>")
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(draw(WORDS))}</title>{"".join(entries)}</feed>'


@settings(max_examples=60)
@given(_rss() | _atom())
def test_on_feeds_that_nobody_wrote(text: str) -> None:
    strict, lenient = _both(text, "https://feed.example/dir/feed.xml")
    assert _said(lenient) == _said(strict)


@pytest.mark.shared
@pytest.mark.slow
def test_on_the_fixtures_of_feedparser_and_gofeed(shared: Path, tmp_path: Path) -> None:
    """At least 98 % of the peers' well-formed fixtures give the same by both paths."""
    import tarfile  # noqa: PLC0415 - this test only

    same = total = 0
    for name in ("feedparser", "gofeed"):
        with tarfile.open(shared / "data" / "fixtures" / f"{name}.tar.xz") as archive:
            archive.extractall(tmp_path / name, filter="data")
        for path in sorted((tmp_path / name).rglob("*.xml")):
            try:
                strict, lenient = _both(decode(path.read_bytes()).text, "")
            except (
                ParseError,
                SyntaxError,
                UnknownNamespaceError,
            ):  # not well-formed, or no feed by its root
                continue
            total += 1
            same += (strict.title, _said(strict)) == (lenient.title, _said(lenient))
    assert total > 2000
    assert same >= 0.98 * total, f"{same} of {total}"
