"""The pages as files: how they are served, how small they are, and what stands in none of them."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from ticker.serve import pages

FILES = {file.name: file.read_bytes() for file in resources.files("ticker.serve.web").iterdir()}
DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("path", ["/", "/overlay"])
async def test_a_page_is_served_with_the_policy_it_works_under(newsroom: Any, path: str) -> None:
    async with newsroom.http.get(path) as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert ("frame-ancestors 'none'" in policy) == (path == "/")
        text = await response.text()
        tag = response.headers["ETag"]
    async with newsroom.http.get(path, headers={"If-None-Match": tag}) as response:
        assert response.status == 304
    for part in re.findall(r'(?:src|href)="(/web/[^"]+)"', text):
        async with newsroom.http.get(part) as response:
            assert response.status == 200, part
            assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_only_parts_of_pages_are_under_web(newsroom: Any) -> None:
    for name in ("nothing.js", "index.html", "spx.html", "%2e%2e%2fpages.py", "..%2fpages.py", ""):
        async with newsroom.http.get(f"/web/{name}") as response:
            assert response.status == 404, name


def test_a_page_is_small() -> None:
    module = resources.files("ticker.serve.static") / "ticker.js"
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 60
    overlay = {"overlay.html", "overlay.css", "overlay.js", "crawl.js", "flip.js", "spx.html"}
    assert sum(len(body) for name, body in FILES.items() if name not in overlay) < 55_000
    assert sum(len(FILES[name]) for name in overlay) < 25_000


def test_no_text_can_become_markup_and_nothing_stands_inline() -> None:
    for name, body in FILES.items():
        text = body.decode()
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setHTML|DOMParser",
            text,
        ), name
        if name in {"index.html", "overlay.html"}:
            assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", text), name
        if name != "spx.html":
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), name  # no other host


def test_every_file_has_a_type() -> None:
    assert {name.rpartition(".")[2] for name in FILES} <= set(pages._TYPES)


def test_the_pages_docs_name_every_option_and_key() -> None:
    overlay = (DOCS / "overlay.md").read_text(encoding="utf-8")
    defaults = re.search(r"const DEFAULTS = \{(.*?)\};", FILES["overlay.js"].decode(), re.DOTALL)
    assert defaults
    options = re.findall(r"(\w+): (?=[\"\d])", defaults[1])
    assert re.findall(r"^\| `(\w+)` \|", overlay, re.MULTILINE) == options
    fields = dict(re.findall(r'(f\d): "(\w+)"', FILES["overlay.js"].decode()))
    assert dict(re.findall(r"`(f\d)` (\w+)", overlay)) == fields
    page = (DOCS / "page.md").read_text(encoding="utf-8").partition("## How it is made")[0]
    tables = re.findall(r"const (?:EDITOR_)?KEYS = \{(.*?)\n\};", FILES["page.js"].decode(), re.DOTALL)
    keys = [one.strip('"') for table in tables for one in re.findall(r"^  (\S+): ", table, re.MULTILINE)]
    listed = sorted(keys)
    assert len(tables) == 2
    assert sorted(re.findall(r"^\| `(\S+)` \|", page, re.MULTILINE)) == listed
