"""Made-up attacks and accidents of every kind: what each gives, and what may never come out of any.

Complements `feeds/` (written fixtures) with bodies that are better built than written: floods, every
terminal sequence in every disguise, markup hidden by invisible characters, all encodings.
"""

from __future__ import annotations

import gzip
import json
import re
from html import escape
from typing import Any

import pytest

from ticker.errors import ParseError
from ticker.ingest.parse import Document, Reading
from ticker.ingest.worker import Parser

ARABIC = "عاجل: جسر الميناء يغلق أسبوعا كاملا"
VERSION = "https://jsonfeed.org/version/1.1"

FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff0-\ufffc\ud800-\udfff\U000e0000-\U000e001f]"
)
ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|object|embed|svg|math)\b|<[a-z][^<>]*\bon[a-z]{3,}\s*=", re.IGNORECASE
)


def rss(items: str, before: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return (
        f"{before}<rss version='2.0'><channel><title>Outlet</title><link>https://outlet.example/</link>"
        f"{items}</channel></rss>"
    )


def item(title: str = "Headline", link: str = "https://outlet.example/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>1</guid>{more}</item>"


def jsonfeed(**fields: Any) -> str:
    return json.dumps({"version": VERSION, "title": "Outlet", "items": [{"id": "1", **fields}]})


async def outcome(body: str | bytes, content_type: str = "application/rss+xml") -> Document | ParseError:
    """The document or the refusal; what holds for every one of them is checked here."""
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    found: Document | ParseError
    async with Parser(deadline=60.0) as parser:
        try:
            found = await parser.parse(raw, Reading(content_type, "https://outlet.example/feed"))
        except ParseError as refusal:
            found = refusal
    if isinstance(found, ParseError):
        assert found.kind not in ("too_slow", "crashed"), found
        assert found.message.isprintable()
    else:
        check(found)
    return found


def check(document: Document) -> None:
    """What holds for every document."""
    for text in [document.title, *document.warnings]:
        assert not FORBIDDEN.search(text), ascii(text)
    for one in document.items:
        for text in (one.title, one.summary, one.id, one.url, one.lang):
            assert not FORBIDDEN.search(text), ascii(text)
        assert not ACTIVE.search(one.title + one.summary), one
        assert one.title
        assert len(one.title) <= 500
        assert one.url == "" or one.url.startswith(("http://", "https://"))
        assert one.url.isascii()


async def only(body: str | bytes, content_type: str = "application/rss+xml") -> Any:
    """The single item of a body."""
    found = await outcome(body, content_type)
    assert isinstance(found, Document), found
    (one,) = found.items
    return one


@pytest.mark.parametrize(
    "link",
    [
        "vbscript:msgbox(1)", "mailto:a@b.example", "ftp://outlet.example/x", "blob:https://x.example/1",
        "about:blank", "view-source:https://x.example", "DATA:text/html;base64,PHN", "java&#10;script:x()",
        "javascript&#58;x()", "https://outlet.example/" + "a" * 100_000,
        "https:///x", "http://[::1", "http://xn--/", "http://out let.example/", "http://a.example:99999/",
        "ht\ttp://a.example/", "intent://x#Intent;end", "&#x202e;javascript:x()",
    ],
)  # fmt: skip
async def test_a_link_that_is_none_is_dropped(link: str) -> None:
    assert (await only(rss(item(link=link)))).url == ""


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("//other.example/x", "https://other.example/x"),
        ("/news/1", "https://outlet.example/news/1"),
        ("?p=123", "https://outlet.example/feed?p=123"),
        ("http://u:p@a.example/x", "http://a.example/x"),
        ("http://a.example/\u202egnp.exe", "http://a.example/%E2%80%AEgnp.exe"),
        ("http://a.example/&lt;script&gt;", "http://a.example/%3Cscript%3E"),
        ('http://a.example/"onclick=x()', "http://a.example/%22onclick=x()"),
        ("http://بريد.example/خبر", "http://xn--ngbof4h.example/%D8%AE%D8%A8%D8%B1"),
    ],
)
async def test_a_link_that_is_kept_is_plain(link: str, kept: str) -> None:
    assert (await only(rss(item(link=link)))).url == kept


SEQUENCES = {
    "clipboard": "\x1b]52;c;aGk=\x07",
    "clear": "\x1b[2J\x1b[H",
    "device control": "\x1bP+q544e\x1b\\",
    "application": "\x1b_Gx\x1b\\",
    "reset": "\x1bc",
    "eight-bit CSI": "\x9b2J",
    "eight-bit OSC": "\x9d0;x\x9c",
    "hyperlink": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "unterminated": "\x1b]0;never ends",
    "shift out": "\x0e\x0f",
    "line tricks": "a\rb\x08c\x0bd\x0ce\x85f\u2028g\u2029h",
    "overrides": "\u202ea\u202d\u2066b\u2067c\u206ad",
    "invisible": "a\u200bb\u2060c\ufeffd\xade\u034ff\u3164g\U000e0041h",
    "annotations": "\ufff9a\ufffab\ufffbc\ufffc",
    "non-characters": "\ufffe\U0001fffe\ufdd0",
}


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES)
async def test_no_sequence_comes_through_in_any_disguise(sequence: str) -> None:
    title = f"Before {sequence} after"
    references = "".join(f"&#{ord(char)};" for char in sequence)
    hexadecimal = "".join(f"&#x{ord(char):X};" for char in sequence)
    for body in (
        rss(item(title)),
        rss(item(f"Before {references} after")),
        rss(item(f"Before {escape(references)} after")),
        rss(item(f"<![CDATA[Before {hexadecimal} after]]>")),
    ):
        assert (await only(body)).title.startswith("Before ")
    told = jsonfeed(title=title, url="https://a.example/1", content_text=sequence)
    assert (await only(told, "application/feed+json")).title.startswith("Before ")


MARKUP = {
    "nested": "<scr<script>ipt>x()</script>T",
    "zero byte inside": "<scr\0ipt>x()</scr\0ipt>T",
    "invisible inside": "<scr\u200bipt>x()</scr\u2060ipt>T",
    "escape inside": "<scr\x1b[mipt>x()</script>T",
    "reference inside": "<scr&#8203;ipt>x()</scr&#x200b;ipt>T",
    "slash": "<svg/onload=x()>T",
    "newline": "<img\nsrc=x\nonerror=x()>T",
    "upper": "<SCRIPT>x()</SCRIPT>T",
    "unclosed": "T <img src=x onerror=x()",
    "comment": "<!--><script>x()</script>-->T",
    "quote": "<a title='>' onclick=x()>T</a>",
    "twice escaped": "&lt;script&gt;x()&lt;/script&gt;T",
    "data": "<math><mi//xlink:href='data:x,<script>x()</script>'>T",
}


@pytest.mark.parametrize("title", MARKUP.values(), ids=MARKUP)
async def test_no_markup_comes_through(title: str) -> None:
    told = jsonfeed(title=title, url="https://a.example/1", content_html=title)
    await only(told, "application/feed+json")
    await outcome(rss(item(escape(title), more=f"<description>{escape(title)}</description>")))
    await outcome(rss(item(f"<![CDATA[{title}]]>")))


@pytest.mark.parametrize(
    "title",
    [
        "a<b but I <3 you", "1<2 and 3>2", "[b]x[/b] [/] [@click=app.quit]", "{{7*7}} ${x} <%= y %>",
        "%s %d {0} :smile:", "=cmd|' /C calc'!A0", "＝1+1", "';DROP TABLE x;--", "../../etc/passwd",
        'Court: "their [sic] fault" [1/2]', "C:\\", "می\u200cخواهم", "x\u200f 5 \u200ey",
        "👨\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 🇱🇧 👍🏽",
    ],
)  # fmt: skip
async def test_what_only_looks_odd_stays_letter_by_letter(title: str) -> None:
    assert (await only(jsonfeed(title=title), "application/feed+json")).title == title
    assert (await only(rss(item(escape(title))))).title == title


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "windows-1256", "iso-8859-6"],
)
async def test_arabic_is_read_in_every_encoding_that_says_its_name(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert (await only(rss(item(ARABIC), declared).encode(encoding))).title == ARABIC


@pytest.mark.parametrize(
    ("encoding", "before", "header"),
    [
        ("windows-1256", "", "text/xml"),
        ("windows-1256", "", "text/xml; charset=windows-1256"),
        ("windows-1256", '<?xml version="1.0" encoding="utf-8"?>', "text/xml"),
        ("windows-1256", '<?xml version="1.0" encoding="iso-8859-1"?>', "text/xml"),
        ("utf-8", '<?xml version="1.0" encoding="windows-1252"?>', "text/xml"),
        ("utf-8", '<?xml version="1.0" encoding="utf-16"?>', "text/xml"),
        ("utf-8", '<?xml version="1.0" encoding="unicode_escape"?>', "text/xml"),
        ("utf-8", '<?xml version="1.0" encoding="zlib"?>', "text/xml; charset=rot13"),
        ("utf-8", "\ufeff\ufeff", "text/xml"),
    ],
)
async def test_arabic_is_read_where_the_feed_is_wrong_about_itself(
    encoding: str, before: str, header: str
) -> None:
    assert (await only(rss(item(ARABIC), before).encode(encoding), header)).title == ARABIC


async def test_mojibake_is_repaired_and_told() -> None:
    found = await outcome(rss(item(ARABIC.encode().decode("latin-1"))))
    assert isinstance(found, Document)
    assert found.items[0].title == ARABIC
    assert any("mojibake" in warning for warning in found.warnings)


async def test_a_wide_mark_before_narrow_text_is_not_believed() -> None:
    assert (await only(b"\xff\xfe" + rss(item(ARABIC)).encode())).title == ARABIC


async def test_half_a_character_is_replaced() -> None:
    broken = rss(item("x")).encode().replace(b">x<", b">a\xed\xa0\xbdb<")
    assert (await only(broken)).title == "a�b"


FLOODS = {
    "open tags": ("<rss><channel>" + "<a>" * 200_000, None),
    "open items": ("<rss><channel>" + "<item><title>T" * 20_000, None),
    "closed depth": ("<rss><channel>" + "<a>" * 5000 + "</a>" * 5000 + item(), None),
    "less-than signs": ("<" * 1_000_000, None),
    "an attribute that never ends": ('<rss a="' + "x" * 1_000_000, None),
    "a comment that never ends": ("<!--" + "-" * 1_000_000, None),
    "doctypes": ("<!DOCTYPE " * 100_000, None),
    "entity openers": ("<!DOCTYPE rss [" + "<!ENTITY a " * 60_000, None),
    "instructions": (rss("<?php echo 1 ?>" * 50_000 + item()), 1),
    "comments": (rss("<!-- x -->" * 100_000 + item()), 1),
    "end tags": ("<rss><channel>" + "</item>" * 100_000 + item() + "</channel></rss>", 1),
    "ampersands": (rss(item("T" + "&" * 300_000)), 1),
    "half references": (rss("&#" * 300_000 + item()), 1),
    "enclosures": (rss(item(more='<enclosure url="https://x.example/y"/>' * 100_000)), 1),
    "namespaces": (
        rss(item()).replace("<rss ", "<rss " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(10_000)) + " "),
        1,
    ),
    "a title": (rss(item("word " * 200_000)), 1),
    "a description": (rss(item(more=f"<description>{'x' * 3_000_000}</description>")), 1),
    "escaped less-than signs": (rss(item(more=f"<description>{'&lt;' * 300_000}</description>")), 1),
    "quotes": (rss(item(more=f"<description>&lt;a b={'&quot;' * 100_000}</description>")), 1),
    "digits of a date": (rss(item(more=f"<pubDate>{'9' * 200_000}</pubDate>")), 1),
    "words of a date": (rss(item(more=f"<pubDate>{'الموافق ' * 10_000}</pubDate>")), 1),
    "items": (rss("".join(f"<item><title>Title {n}</title></item>" for n in range(15_000))), 10_000),
    "JSON depth": ("[" * 100_000, None),
    "JSON objects": ('{"a":' * 100_000, None),
    "JSON digits": (f'{{"version":"{VERSION}","items":[{{"id":1{"0" * 5000},"title":"T"}}]}}', 1),
    "JSON members": (jsonfeed(title="T", **{f"_{n}": n for n in range(50_000)}), 1),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("body", "count"), FLOODS.values(), ids=FLOODS)
async def test_a_flood_ends_in_time(body: str, count: int | None) -> None:
    found = await outcome(body)
    if count is None:
        assert isinstance(found, ParseError)
    else:
        assert isinstance(found, Document), found
        assert len(found.items) == count


async def test_a_namespace_that_no_uri_is_costs_nothing() -> None:
    for root in ("feed", "rss"):
        found = await outcome(
            f"<{root} xmlns='}}x'><title>T</title><entry><title>One</title></entry></{root}>"
        )
        assert isinstance(found, Document), found


DTD = "<!DOCTYPE rss {}>"


@pytest.mark.parametrize(
    "subset",
    [
        '[<!ENTITY a "b"><!ENTITY c "&a;&a;">]',
        '[<!ENTITY a SYSTEM "file:///etc/passwd">]',
        '[<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd">%a;]',
        '[<!ENTITY a PUBLIC "x" "http://127.0.0.1:9/x">]',
        '[<!ENTITY a "<script>">]',
        f'[<!ENTITY a "{"x" * 2000}">]',
        "[" + "".join(f'<!ENTITY a{n} "x">' for n in range(200)) + "]",
    ],
)
async def test_entities_against_the_policy_refuse_the_document(subset: str) -> None:
    found = await outcome(rss(item("&a;"), DTD.format(subset)))
    assert isinstance(found, ParseError)
    assert found.kind == "entities"


@pytest.mark.parametrize(
    "subset",
    ['SYSTEM "http://127.0.0.1:9/x.dtd"', 'PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1:9/x"', "[]"],
)
async def test_a_doctype_alone_is_dropped_and_never_loaded(subset: str) -> None:
    assert (await only(rss(item("Fish &amp; chips"), DTD.format(subset)))).title == "Fish & chips"


@pytest.mark.parametrize(
    "tail",
    [
        "<item><title>Half a ti", "<item><title>Half</title><link>https://out", "<item><title>B &am",
        "<item><title><![CDATA[Half", "<item><title>Half</title", "<item", "<!-- half",
    ],
)  # fmt: skip
async def test_a_feed_that_is_cut_short_says_so_and_keeps_what_is_whole(tail: str) -> None:
    whole = "".join(f"<item><title>Title {n}</title><guid>{n}</guid></item>" for n in range(4))
    for start in ("<rss version='2.0'><channel><title>T</title>", "<rss><channel>"):
        found = await outcome(start + whole + tail)
        assert isinstance(found, Document), found
        assert found.cut
        assert [one.title for one in found.items][:4] == [f"Title {n}" for n in range(4)]
        assert len(found.items) <= 5


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"), (b" \n ", "empty"), (b"\0" * 1000, "not_a_feed"), (b"\xef\xbb\xbf", "not_a_feed"),
        (b"just some text", "not_a_feed"), (b"Error establishing a database connection", "not_a_feed"),
        (b"<?xml version='1.0'?>", "not_a_feed"), (b"<!-- only -->", "not_a_feed"),
        (b"<html><body>500</body></html>", "html"), (b"<div>x</div>", "not_a_feed"),
        (b"<opml><body/></opml>", "opml"), (b"<urlset/>", "not_a_feed"), (b"\x89PNG\r\n\x1a\n", "not_a_feed"),
        (b"%PDF-1.4", "not_a_feed"), (gzip.compress(b"<rss/>", mtime=0), "not_a_feed"),
        (bytes(range(256)), "not_a_feed"), (b"[]", "not_a_feed"), (b'{"items": null}', "not_a_feed"),
        (b"{", "malformed"),
        (b'callback({"items": []})', "not_a_feed"),
    ],
)  # fmt: skip
async def test_what_is_no_feed_is_refused_with_its_reason(body: bytes, kind: str) -> None:
    found = await outcome(body, "")
    assert isinstance(found, ParseError)
    assert found.kind == kind


@pytest.mark.parametrize("base", ["http://[broken/", "//[", "https://[::1", "http://news.example:port/"])
@pytest.mark.parametrize("broken", ["", "&nope;"])
async def test_a_base_that_is_no_url_changes_no_link(base: str, broken: str) -> None:
    """Read strictly, and (with an entity that nobody knows) leniently."""
    item = (
        f"<item xml:base='{base}'><title>Harbour {broken}</title><link>https://news.example/a</link></item>"
    )
    found = await outcome(f"<rss version='2.0'><channel xml:base='{base}'>{item}</channel></rss>")
    assert isinstance(found, Document), found
    assert [one.url for one in found.items] == ["https://news.example/a"]
