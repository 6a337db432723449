"""Only links that may be opened are."""

from __future__ import annotations

import stat
import webbrowser
from typing import TYPE_CHECKING

import pytest

from ticker.dashboard.links import checked, open_in_browser
from ticker.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("url", ["https://news.example/1", "http://news.example/خبر?x=1#y"])
def test_web_links_pass(url: str) -> None:
    assert checked(url) == url


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", "empty"),
        ("javascript:alert(1)", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("//news.example", "scheme"),
        ("https:", "scheme"),
        ("https://a.example/\x1b[2J", "characters"),
        ("https://a.example/ --flag", "characters"),
        ("https://a.example/\u202e", "characters"),
    ],
)
def test_others_are_refused(url: str, kind: str) -> None:
    with pytest.raises(RefusedError) as refused:
        checked(url)
    assert refused.value.kind == kind


def test_a_graphical_browser_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Browser(webbrowser.BaseBrowser):
        asked = ""

        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            del new, autoraise
            self.asked = url
            return True

    browser = Browser("test")
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    assert open_in_browser("https://news.example/1") is True
    assert browser.asked == "https://news.example/1"


def test_a_text_browser_would_take_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not even started: it would leave a file behind."""
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    browser = webbrowser.GenericBrowser(str(program))
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    assert open_in_browser("https://news.example/1") is False
    assert not (tmp_path / "asked").exists()


def test_no_browser_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    assert open_in_browser("https://news.example/1") is False
