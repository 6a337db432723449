"""`check`: the report of a target, the reason of a refusal, and the ticker that started the project."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Kestrel Post</title>
<link>https://kestrel.example/</link><description>d</description><language>en</language>
<item><title>Glass bridge over Tarn gorge opens to walkers</title><link>https://kestrel.example/1</link>
<guid>k1</guid><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item>
<item><title>\u001b[2JBakers\u202e strike</title><link>javascript:alert(1)</link><guid>k2</guid></item>
</channel></rss>""".replace("\u001b", "&#x9b;")

PAGE = """<html lang="ar"><body><nav><a href="/">الرئيسية</a></nav><ul class="strip">
<li><a href="/1">افتتاح جسر زجاجي فوق وادي الصخور أمام المشاة</a></li>
<li><a href="/2">إضراب الخبازين في مدن الساحل يدخل يومه الثاني</a></li>
<li><a href="/3">بلدية الميناء تعلن خطة جديدة لإنارة الشوارع القديمة</a></li>
</ul></body></html>"""


def report(done: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_feed_is_reported_clean(ticker: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    done = ticker("check", str(path), "--json")
    assert done.returncode == 0
    found = report(done)
    assert set(found) == {"feed", "entries", "warnings", "error"}
    assert found["error"] is None
    assert found["feed"]["kind"] == "rss20"
    assert found["feed"]["title"] == "Kestrel Post"
    first, second = found["entries"]
    assert first == {
        "id": "k1",
        "title": "Glass bridge over Tarn gorge opens to walkers",
        "url": "https://kestrel.example/1",
        "published": "2026-11-23T08:00:00.000Z",
        "lang": "en",
    }
    assert second["url"] == ""
    assert second["published"] is None
    assert "\u202e" not in second["title"]
    assert "\x9b" not in done.stdout
    assert "Glass bridge" in ticker("check", str(path)).stdout


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("page.html", PAGE.encode(), "html"),
        ("empty.xml", b"  \n", "empty"),
        ("cut.xml.gz", gzip.compress(RSS.encode())[:-20], "encoding"),
        ("picture.xml", b"\x89PNG\r\n\x1a\n" + bytes(64), "not_a_feed"),
    ],
)
def test_a_refusal_has_a_kind_and_a_line(
    ticker: Callable[..., Any], tmp_path: Path, name: str, body: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    done = ticker("check", str(path), "--json")
    assert done.returncode == 1
    found = report(done)
    assert found["error"]["kind"] == kind
    assert found["error"]["message"]
    assert found["entries"] == []
    spoken = ticker("check", str(path))
    assert spoken.returncode == 1
    assert spoken.stderr.startswith(f"refused ({kind}): ")
    assert len(spoken.stderr.splitlines()) == 1


def test_a_missing_file_and_a_bad_url_are_refused(ticker: Callable[..., Any], tmp_path: Path) -> None:
    assert report(ticker("check", str(tmp_path / "none"), "--json"))["error"]["kind"] == "file"
    assert report(ticker("check", "http://[bad", "--json"))["error"]["kind"] == "bad_url"
    assert report(ticker("check", "http://127.0.0.1:9/x", "--json"))["error"]["kind"] == "refused"


def test_a_gzipped_feed_is_read(ticker: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "feed.xml.gz"
    path.write_bytes(gzip.compress(RSS.encode()))
    assert len(report(ticker("check", str(path), "--json"))["entries"]) == 2


def test_a_page_is_read_with_and_without_a_selector(ticker: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    chosen = report(ticker("check", str(path), "--as", "page", "--selector", ".strip a", "--json"))
    guessed = report(ticker("check", str(path), "--as", "page", "--json"))
    assert [entry["title"] for entry in chosen["entries"]] == [entry["title"] for entry in guessed["entries"]]
    assert len(chosen["entries"]) == 3
    assert guessed["proposals"][0]["count"] == 3
    wrong = ticker("check", str(path), "--as", "page", "--selector", "li >", "--json")
    assert report(wrong)["error"]["kind"] == "selector"


@pytest.mark.shared
def test_the_ticker_that_started_it_all(ticker: Callable[..., Any], shared: Path, tmp_path: Path) -> None:
    """15 items in order, and replayed its 10 stories with their copies."""
    truth = json.loads((shared / "data/seed/truth.json").read_text(encoding="utf-8"))
    found = report(ticker("check", str(shared / "data/seed/page.txt"), "--as", "ticker", "--json"))
    assert [entry["title"] for entry in found["entries"]] == truth["ticker_items"]
    lines, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines.write_text(
        "".join(
            json.dumps({**entry, "time": f"2026-11-23T10:00:{place:02d}Z", "source": "site"}) + "\n"
            for place, entry in enumerate(found["entries"])
        ),
        encoding="utf-8",
    )
    assert ticker("replay", str(lines), "--assignments", str(out)).returncode == 0
    stories: dict[str, list[str]] = {}
    for line, entry in zip(out.read_text(encoding="utf-8").splitlines(), found["entries"], strict=True):
        stories.setdefault(json.loads(line)["story"], []).append(entry["title"])
    assert [titles[0] for titles in stories.values()] == truth["stories"]
    assert [len(titles) for titles in stories.values()] == truth["copies"]
