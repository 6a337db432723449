"""What is stored comes back as it was, or is refused in one line."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ticker.core.model import (
    UNTOUCHED,
    Copy,
    DeskSettings,
    Edits,
    Entry,
    FeedState,
    Op,
    Story,
    Tick,
    Update,
)
from ticker.core.view import UpdateGist, update_view
from ticker.errors import StoreError
from ticker.store import codec

number = st.floats(allow_nan=False, allow_infinity=False)
instant = st.floats(min_value=0, max_value=4e9)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def of(shape: type[Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(shape, **fields)


entries = of(
    Entry,
    **dict.fromkeys(("id", "feed", "publisher", "title", "url", "lang", "summary", "alias", "family"), text),
    received=instant,
    time=instant,
    published=st.none() | instant,
    weight=number,
)
copies = of(
    Copy,
    ordinal=st.integers(1, 2**53),
    entry=entries,
    score=number,
    via=st.integers(0, 2**53),
    reasons=st.lists(text, max_size=3).map(tuple),
    former=st.lists(text, max_size=3).map(tuple),
)
stories = of(
    Story,
    id=text,
    lead=st.integers(1, 2**53),
    headline=text,
    url=text,
    lang=text,
    score=number,
    members=st.lists(st.integers(1, 2**53), max_size=5).map(tuple),
    publishers=st.lists(text, max_size=3).map(tuple),
    first_seen=instant,
    last_seen=instant,
)
settings = of(DeskSettings, window=number, half_life=number, threshold=st.none() | number)
states = of(
    FeedState,
    **dict.fromkeys(("feed", "url", "title", "etag", "error_text"), text),
    **dict.fromkeys(("polled", "ok_at", "changed_at", "next_poll"), st.none() | instant),
    interval=number,
    warnings=st.lists(text, max_size=2).map(tuple),
    polls=st.integers(0, 2**40),
)


@given(entries | of(Tick, now=number) | settings)
def test_an_event_comes_back_from_the_log_as_it_was(event: Entry | Tick | DeskSettings) -> None:
    kind, data = codec.pack_event(event)

    assert codec.unpack_event("1-0", {kind: data}) == event


@given(copies)
def test_a_copy_comes_back_as_it_was(copy: Copy) -> None:
    assert codec.COPY.unpack(codec.COPY.pack(copy)) == copy


@given(stories)
def test_a_story_comes_back_as_it_was_and_lua_finds_its_members(story: Story) -> None:
    data = codec.STORY.pack(story)

    assert codec.STORY.unpack(data) == story
    assert msgspec.msgpack.decode(data)[codec.STORY_MEMBERS - 1] == list(story.members)


@given(states)
def test_a_feed_state_comes_back_as_it_was(state: FeedState) -> None:
    assert codec.FEED.unpack(codec.FEED.pack(state)) == state


@given(stories, copies, st.sampled_from(Op), st.integers(1, 2**40), st.sampled_from(["", "7"]))
def test_an_update_reads_as_its_view(story: Story, copy: Copy, op: Op, offset: int, into: str) -> None:
    update = Update(offset, op, story, copy.ordinal, into)

    assert codec.unpack_update(codec.pack_update(update, "e1", copy)) == update_view(update, "e1", copy)


@given(stories, copies, st.sampled_from(Op), st.sampled_from(["", "7"]), st.sampled_from(["", "nadia"]))
def test_the_gist_of_an_update_says_what_the_whole_says(
    story: Story, copy: Copy, op: Op, into: str, by: str
) -> None:
    edits = Edits(boost=1.0, reason="late") if by else UNTOUCHED
    story = replace(story, held=op is Op.SPIKED, breaking=bool(into), edits=edits)
    copy = replace(copy, veto=into)
    update = Update(5, op, story, copy.ordinal if into else 0, into, 3 if by else 0, by)
    data = codec.pack_update(update, "e1", copy if into else None)

    assert codec.unpack_gist(data) == msgspec.convert(codec.unpack_update(data), UpdateGist)


def test_a_record_written_before_a_field_was_added_reads_as_its_default() -> None:
    short = msgspec.msgpack.encode(["1", "https://example.org/rss", "Example Wire", "Rain", 1.0, 1.0])

    assert codec.ENTRY.unpack(short) == Entry(
        "1", "https://example.org/rss", "Example Wire", "Rain", 1.0, 1.0
    )


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x90", msgspec.msgpack.encode([1, 2, 3])])
def test_bytes_that_are_no_record_are_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="stored Story cannot be read"):
        codec.STORY.unpack(data)


def test_a_text_that_is_no_unicode_is_refused_by_name() -> None:
    with pytest.raises(StoreError, match="Entry cannot be stored"):
        codec.ENTRY.pack(Entry("1", "f", "p", "half a pair \ud83d", 1.0, 1.0))


@pytest.mark.parametrize("row", [{b"e": b"\xc1"}, {b"q": b""}, {}])
def test_a_log_record_that_cannot_be_read_is_poison_with_its_id(row: dict[bytes, bytes]) -> None:
    found = codec.unpack_event("7-0", row)

    assert isinstance(found, codec.Poison)
    assert found.id == "7-0"
    assert found.reason


def test_an_update_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(StoreError, match="stored update cannot be read"):
        codec.unpack_update(b"{}")
    with pytest.raises(StoreError, match="stored update cannot be read"):
        codec.unpack_gist(b"{}")


def test_identities_differ_by_feed_by_name_and_by_kind() -> None:
    made = {
        codec.identity("a", "bc"),
        codec.identity("ab", "c"),
        codec.identity("a", "bc", alias=True),
        codec.identity("a", "bd"),
    }

    assert len(made) == 4
    kept = "a2db12e4909971988d69deab77fa4dab"
    assert codec.identity("a", "bc").hex() == kept, "what is stored would not be found again"
    assert {len(one) for one in made} == {16}
    assert codec.fingerprint("Rain") != codec.fingerprint("rain")


def test_equal_texts_of_an_entry_are_one_object() -> None:
    entry = Entry(
        id="https://news.example/1",
        feed="https://news.example/rss of a long name",
        publisher="Example Wire",
        title="Storm shuts harbour bridge",
        received=5.0,
        time=5.0,
        url="https://news.example/1",
    )
    one, other = (codec.ENTRY.unpack(codec.ENTRY.pack(entry)) for _ in range(2))
    assert one == other == entry
    assert one.feed is other.feed
    assert one.publisher is other.publisher
    assert one.url is one.id
    assert one.time is one.received
