"""What the test files of feedparser and gofeed say of themselves, beside what is read from them.

Items are compared as they are read, before those without any text are passed over: most of these files hold
one field and nothing else. Titles are compared as plain text. docs/parsing-differences.md judges the rest.
"""

from __future__ import annotations

import ast
import json
import re
import tarfile
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from lxml import etree

from ticker.errors import ParseError
from ticker.ingest.assemble import _link
from ticker.ingest.clean import clean_title
from ticker.ingest.dates import parse_date
from ticker.ingest.decode import decode
from ticker.ingest.identity import clean_id
from ticker.ingest.lenient import read_broken
from ticker.ingest.links import clean_link
from ticker.ingest.mend import expand, mend, prolog, trim_after_root
from ticker.ingest.tongue import language
from ticker.ingest.wellformed import UnknownNamespaceError, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ticker.ingest.document import RawFeed, RawItem

pytestmark = [pytest.mark.shared, pytest.mark.slow]

_EXPECT = re.compile(rb"Expect:\s*([^\r\n]+)")
_HEADER = re.compile(rb"Header:\s*([\w-]+)\s*:\s*([^\r\n]+)")
_STATED = re.compile(r"(?:not bozo and )?(entries\[(\d+)\]|feed)(?:\.|\[u?')(\w+)(?:'\])?\s*==\s*(.+)")
_SERVED = "http://127.0.0.1:8097/"  # where feedparser's own tests serve the files
_DATES = {"published_parsed": "published", "updated_parsed": "updated", "created_parsed": "updated"}


@dataclass(frozen=True)
class Statement:
    """One thing that a file says of itself: a field of the feed (`item` None) or of an item."""

    name: str
    body: bytes
    url: str
    content_type: str
    item: int | None
    field: str
    value: Any


def read(statement: Statement) -> RawFeed | None:
    """The feed by the readings of `ingest.parse`, in their order; None = refused."""
    try:
        text, entities = prolog(decode(statement.body, content_type=statement.content_type).text)
        text = expand(text, entities) if entities else text
        for version in (text, mend(trim_after_root(text))):
            try:
                return read_xml(version)
            except (etree.XMLSyntaxError, UnknownNamespaceError):
                pass
        return read_broken(mend(text))
    except ParseError:
        return None


def said(statement: Statement) -> Any:
    """What is read where the statement speaks of it."""
    feed = read(statement)
    if feed is None:
        return "refused"
    base = urljoin(statement.url, feed.base) if feed.base else statement.url
    if statement.item is None:
        fields = {
            "title": lambda: clean_title(feed.title, html=feed.title_html),
            "link": lambda: clean_link(feed.link, base),
            "language": lambda: language(feed.lang),
        }
        return fields[statement.field]()
    if statement.item >= len(feed.items):
        return "no such item"
    return _of_item(feed.items[statement.item], statement.field, statement.url or clean_link(feed.link))


def _of_item(item: RawItem, field: str, base: str) -> Any:
    if field in ("id", "guid"):
        return clean_id(item.guid)
    if field == "language":
        return language(item.lang)
    if field == "link":
        return _link(item, base)
    if field == "title":
        return clean_title(item.title, html=item.title_html)
    return parse_date(
        item.published if field == "published" and item.published else item.updated or item.published
    )


def meant(statement: Statement) -> Any:
    """The stated value as ticker would write it."""
    value = statement.value
    match statement.field:
        case "title":
            return clean_title(value, html=True)
        case "language":
            return language(value)
        case "id" | "guid":
            return clean_id(value)
        case "published" | "updated":
            return value
        case _:
            return clean_link(value, statement.url)


def holds(statement: Statement) -> bool:
    """Whether what is read is what is stated; titles with markup are compared as both readings of it."""
    found = said(statement)
    if statement.field == "title":
        plain = clean_title(statement.value, html=False)
        return found in (meant(statement), plain) or found.replace(" ", "") == meant(statement).replace(
            " ", ""
        )
    return bool(found == meant(statement))


def _feedparsers(folder: Path) -> Iterator[Statement]:
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        head = body[:4000].replace(b"\0", b"")
        expect = _EXPECT.search(head)
        found = _STATED.fullmatch(expect[1].decode("latin-1").strip()) if expect else None
        if found is None:
            continue
        headers = {
            name.decode().lower(): value.decode("latin-1").strip() for name, value in _HEADER.findall(head)
        }
        try:
            value = ast.literal_eval(re.sub(r"\bu(?=['\"])", "", found[4]))
        except (ValueError, SyntaxError):
            continue
        field = _DATES.get(found[3], "" if found[3] in _DATES.values() else found[3])
        if field not in ("title", "link", "id", "guid", "published", "updated", "language"):
            continue
        if found[1] == "feed" and field not in ("title", "link", "language"):
            continue
        if field in ("published", "updated"):
            value = None if value is None else _seconds(value)
        served = urljoin(_SERVED, str(path.relative_to(folder.parent / "tests")))
        url = clean_link(headers.get("content-location", ""), served) or served
        item = int(found[2]) if found[2] else None
        name = str(path.relative_to(folder))
        yield Statement(name, body, url, headers.get("content-type", ""), item, field, value)


def _seconds(parts: tuple[int, ...]) -> float:
    import calendar  # noqa: PLC0415 - here only

    return float(calendar.timegm(time.struct_time(parts)))


def _gofeeds(folder: Path) -> Iterator[Statement]:
    for path in sorted(folder.rglob("*.xml")):
        expected = path.with_suffix(".json")
        if not expected.exists():
            continue
        told = json.loads(expected.read_text(encoding="utf-8"))
        name, body = str(path.relative_to(folder)), path.read_bytes()

        def state(
            item: int | None, field: str, value: Any, name: str = name, body: bytes = body
        ) -> Iterator[Statement]:
            if isinstance(value, str) and value:
                yield Statement(name, body, "", "", item, field, value)

        yield from state(None, "title", told.get("title"))
        yield from state(None, "link", told.get("link"))
        for number, item in enumerate(told.get("items") or told.get("entries") or ()):
            guid = item.get("guid")
            yield from state(number, "title", item.get("title"))
            yield from state(number, "link", item.get("link"))
            yield from state(
                number, "id", guid.get("value") if isinstance(guid, dict) else guid or item.get("id")
            )
            date = item.get("publishedParsed") or item.get("pubDateParsed")
            if date:
                instant = datetime.fromisoformat(date).timestamp()
                yield Statement(name, body, "", "", number, "published", instant)


def test_the_files_of_feedparser_and_gofeed_are_read_as_they_say(shared: Path, tmp_path: Path) -> None:
    for name in ("feedparser", "gofeed"):
        with tarfile.open(shared / "data" / "fixtures" / f"{name}.tar.xz") as archive:
            archive.extractall(tmp_path, filter="data")
    stated = [
        *_feedparsers(tmp_path / "feedparser" / "tests"),
        *_gofeeds(tmp_path / "gofeed" / "testdata"),
    ]
    wrong = [one for one in stated if not holds(one)]
    for one in wrong:
        print(ascii((one.name, one.item, one.field, meant(one), said(one))))
    print(f"{len(stated) - len(wrong)} of {len(stated)}")
    assert len(stated) > 550
    assert len(wrong) <= 0.02 * len(stated)
