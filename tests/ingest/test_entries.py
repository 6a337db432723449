"""Items become entries: who speaks, in which language, in which order."""

from __future__ import annotations

from ticker.ingest.entries import Origin, entries
from ticker.ingest.parse import Document, Item

NOW = 1_790_000_000.0


def test_entries_carry_who_speaks_and_come_oldest_first() -> None:
    items = (
        Item(id="3", title="newest", published=NOW - 10),
        Item(id="2", title="middle", published=NOW - 20, lang="fr"),
        Item(id="1", title="oldest", published=NOW - 20),
    )
    document = Document(kind="rss20", title="Feed", url="", lang="en", items=items)
    origin = Origin(feed="http://a.example/", publisher="A", lang="ar", family="f", weight=2.0)
    found = entries(document, origin, [NOW - 10, NOW - 20, NOW - 20], received=NOW)
    assert [entry.id for entry in found] == ["1", "2", "3"]
    assert [entry.lang for entry in found] == ["ar", "fr", "ar"]
    assert {(entry.publisher, entry.voice, entry.weight) for entry in found} == {("A", "f", 2.0)}
    assert {entry.received for entry in found} == {NOW}


def test_a_feed_without_a_publisher_speaks_under_its_own_title() -> None:
    document = Document(kind="rss20", title="Feed", url="", lang="en", items=(Item(id="1", title="x"),))
    (entry,) = entries(document, Origin(feed="u", publisher=""), [NOW], received=NOW)
    assert (entry.publisher, entry.lang) == ("Feed", "en")
