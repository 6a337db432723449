"""Open a story's link in a browser: only http and https, and never one that would take the terminal.

Knows URLs and browsers; must not know the screen.
"""

from __future__ import annotations

import webbrowser
from urllib.parse import urlsplit

from ticker.errors import RefusedError


def checked(url: str) -> str:
    """Return `url` where it may be opened. Raises RefusedError (`empty`, `scheme`, `characters`)."""
    if not url:
        raise RefusedError("empty", "this story has no link")
    if not url.isprintable() or " " in url:
        raise RefusedError("characters", "the link holds characters that no link holds")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise RefusedError("scheme", f"only http and https links are opened, not {parts.scheme or 'this'}")
    return url


def open_in_browser(url: str) -> bool:
    """Open `url` in a graphical browser; False where there is none.

    Blocks for as long as the browser takes to answer: call it in a thread.
    """
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    # Text browsers (w3m, lynx …) are plain GenericBrowser objects; they would draw over the dashboard.
    if type(browser) is webbrowser.GenericBrowser:
        return False
    return browser.open(url)
