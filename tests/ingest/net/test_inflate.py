"""Bodies under a cap: whole or refused, whatever the compression claims."""

from __future__ import annotations

import gzip
import itertools
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.errors import FetchError
from ticker.ingest.inflate import Body

TEXT = "<rss>خبر عاجل: news</rss>".encode() * 40
RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "": TEXT,
    "identity": TEXT,
    "gzip": gzip.compress(TEXT),
    "GZIP ": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:]),
    "deflate": zlib.compress(TEXT),
    "identity, deflate": RAW.compress(TEXT) + RAW.flush(),
}


def unpack(coding: str, wire: bytes, cuts: list[int] | None = None, max_bytes: int = 100_000) -> bytes:
    body = Body(coding, max_bytes)
    edges = sorted({0, len(wire), *(cut % (len(wire) + 1) for cut in cuts or [])})
    for start, end in itertools.pairwise(edges):
        body.add(wire[start:end])
    return body.finish()


@given(st.sampled_from(sorted(PACKED)), st.lists(st.integers(0, 10_000), max_size=6))
def test_every_coding_unpacks_however_it_is_cut(coding: str, cuts: list[int]) -> None:
    assert unpack(coding, PACKED[coding], cuts) == TEXT


@given(st.binary(max_size=300).filter(lambda data: not data.startswith(b"\x1f\x8b")))
def test_plain_bytes_pass_unchanged(data: bytes) -> None:
    assert unpack("", data) == data


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_says_packed_but_is_plain_is_taken_as_plain(coding: str) -> None:
    assert unpack(coding, TEXT, [1]) == TEXT
    assert unpack(coding, b"") == b""
    assert unpack(coding, b"<") == b"<"


def test_gzip_that_is_not_announced_is_unpacked() -> None:
    assert unpack("", gzip.compress(TEXT)) == TEXT


def test_padding_after_gzip_is_ignored() -> None:
    assert unpack("gzip", gzip.compress(TEXT) + b"\0" * 512, [3, 200]) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_cut_short_body_is_refused_at_every_length(coding: str) -> None:
    wire = PACKED[coding]
    for length in range(2, len(wire)):
        with pytest.raises(FetchError, match="cut short") as caught:
            unpack(coding, wire[:length])
        assert caught.value.kind == "encoding"


def test_broken_gzip_is_refused() -> None:
    wire = bytearray(PACKED["gzip"])
    wire[20] ^= 0xFF
    with pytest.raises(FetchError, match=r"broken gzip|cut short"):
        unpack("gzip", bytes(wire))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "utf-8", "gzip,br", "\x1b[2J"])
def test_codings_that_were_not_asked_for_are_refused(coding: str) -> None:
    with pytest.raises(FetchError, match="not asked for") as caught:
        Body(coding, 1000)
    assert caught.value.kind == "encoding"
    assert "\x1b" not in caught.value.message


def test_the_cap_counts_unpacked_bytes() -> None:
    assert unpack("gzip", gzip.compress(b"x" * 1000), max_bytes=1000) == b"x" * 1000
    for wire in (gzip.compress(b"x" * 1001), b"x" * 1001):
        with pytest.raises(FetchError, match="larger than") as caught:
            unpack("gzip", wire, max_bytes=1000)
        assert caught.value.kind == "too_big"


def test_a_bomb_costs_no_more_memory_than_the_cap_allows() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=1)
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than 1 MB"):
            unpack("gzip", bomb, max_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_input_that_unpacks_to_nothing_is_capped_too() -> None:
    """Empty gzip members are input without end that gives not one byte of output."""
    empty = gzip.compress(b"") * 5000
    with pytest.raises(FetchError, match="larger than"):
        unpack("gzip", empty, max_bytes=1000)
    with pytest.raises(FetchError, match="in more than 1000 pieces"):
        unpack("gzip", empty, max_bytes=10_000_000)
