"""Asks a server of this machine how it does, as a monitor would.

Knows plain HTTP and Prometheus' text; must not know what is alarming.
"""

from __future__ import annotations

import json
import re
import ssl
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

_PATIENCE: Final = 5.0  # seconds
_LINE: Final = re.compile(r"^(ticker_\w+(?:\{[^\n]*\})?) ([0-9.eE+-]+)$", re.MULTILINE)


def ask(url: str) -> tuple[int, str]:
    """Status and body of an answer, of a problem its words; status 0 = nothing answers."""
    # this machine's own server: its certificate bears the name that others use
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    opener = build_opener(ProxyHandler({}), HTTPSHandler(context=trusting))
    try:
        with opener.open(url, timeout=_PATIENCE) as answer:
            return answer.status, _words(answer.read())
    except HTTPError as refusal:
        with refusal:
            return refusal.code, _words(refusal.read())
    except (URLError, OSError) as error:
        return 0, str(error)


def _words(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except ValueError:
        return text
    return str(said.get("detail") or said.get("title") or said.get("status") or text)


def figures(text: str) -> dict[str, float]:
    """Figures by name with labels, as the server wrote them."""
    return {name: float(value) for name, value in _LINE.findall(text)}
