"""Bytes to text: who is believed, what is never called, what is mended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker.errors import ParseError
from ticker.ingest.decode import decode

ARABIC = "مجلس المدينة يقر ميزانية العام المقبل بعد جلسة طويلة"
RUSSIAN = "Городской совет принял бюджет после долгого заседания"
FRENCH = "Le maire a été réélu à Besançon après un débat animé"


def _feed(text: str, declared: str = "") -> str:
    encoding = f' encoding="{declared}"' if declared else ""
    return f'<?xml version="1.0"{encoding}?><rss><channel><title>{text}</title></channel></rss>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_unicode_is_known_by_mark_or_shape(encoding: str) -> None:
    assert ARABIC in decode(_feed(ARABIC).encode(encoding)).text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1256", ARABIC),
        ("iso-8859-6", ARABIC),
        ("koi8-r", RUSSIAN),
        ("windows-1251", RUSSIAN),
        ("iso-8859-1", FRENCH),
        ("shift_jis", "東京で地震"),
        ("euc-jp", "東京で地震"),
        ("iso-2022-jp", "東京で地震"),
        ("gb2312", "北京今天下雪"),
        ("big5", "台北今天下雨"),
        ("euc-kr", "서울에 첫눈"),
    ],
)
def test_a_true_declaration_is_believed(encoding: str, text: str) -> None:
    assert text in decode(_feed(text, encoding).encode(encoding)).text
    assert text in decode(_feed(text).encode(encoding), content_type=f"text/xml; charset={encoding}").text


def test_a_mark_beats_the_header_and_the_header_the_declaration() -> None:
    body = b"\xef\xbb\xbf" + _feed(ARABIC, "windows-1256").encode()
    assert decode(body, content_type="text/xml; charset=koi8-r").encoding == "utf-8"
    body = _feed(RUSSIAN, "windows-1251").encode("koi8-r")
    assert RUSSIAN in decode(body, content_type='application/xml; charset="KOI8-R"').text


@pytest.mark.parametrize("claim", ["utf-8", "iso-8859-1", "windows-1252", ""])
@pytest.mark.parametrize(("encoding", "text"), [("windows-1256", ARABIC), ("windows-1251", RUSSIAN)])
def test_a_false_claim_gives_no_mojibake(claim: str, encoding: str, text: str) -> None:
    decoded = decode(_feed(text, claim).encode(encoding))
    assert text in decoded.text
    assert any("mojibake" in warning for warning in decoded.warnings)


def test_true_latin_is_never_taken_for_arabic() -> None:
    decoded = decode(_feed(FRENCH, "iso-8859-1").encode("iso-8859-1"), lang="ar")
    assert FRENCH in decoded.text
    assert decoded.warnings == ()


@pytest.mark.parametrize("claim", ["iso-8859-1", "windows-1256", "koi8-r", "us-ascii"])
def test_utf8_wins_over_a_single_byte_claim(claim: str) -> None:
    decoded = decode(_feed(FRENCH, claim).encode())
    assert FRENCH in decoded.text
    assert decoded.warnings


@pytest.mark.parametrize(
    "claim", ["rot13", "unicode_escape", "zlib", "idna", "punycode", "x-klingon", "base64"]
)
def test_python_codecs_are_never_called(claim: str) -> None:
    decoded = decode(_feed(r"\x1b plain", claim).encode())
    assert r"\x1b plain" in decoded.text
    assert any("unknown encoding" in warning for warning in decoded.warnings)


@pytest.mark.parametrize("claim", ["utf-7", "UTF7", "unicode-1-1-utf-7"])
def test_utf7_is_refused(claim: str) -> None:
    with pytest.raises(ParseError) as refusal:
        decode(_feed("x", claim).encode())
    assert refusal.value.kind == "encoding"


def test_windows_quotes_inside_utf8_are_read() -> None:
    decoded = decode(_feed("é first").encode() + b"CP \x93q\x94")
    assert "é first" in decoded.text
    assert "CP “q”" in decoded.text


def test_surrogate_pairs_in_utf8_become_their_character() -> None:
    assert "A é 😀 B" in decode("A é ".encode() + b"\xed\xa0\xbd\xed\xb8\x80 B").text
    assert "\ufffd" in decode("A é ".encode() + b"\xed\xa0\xbd B and more").text


def test_a_cut_character_is_dropped_and_noted() -> None:
    decoded = decode(_feed(ARABIC).encode()[:-24] + "ع".encode()[:1])
    assert any("cut short" in warning for warning in decoded.warnings)
    assert "\ufffd" not in decoded.text


@given(st.binary(max_size=400), st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=big5"]))
def test_no_bytes_break_it(body: bytes, content_type: str) -> None:
    decode(body, content_type=content_type).text.encode("utf-8")
