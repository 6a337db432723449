"""WebSub from the subscriber's side: what is asked of a hub, and whether what it brings is its own.

https://www.w3.org/TR/websub/. Pure. Knows the protocol's words; must not know sockets, stores or clocks.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

LEASE: Final = 10 * 86_400
"""Seconds that are asked for; the hub decides."""
SHORTEST_LEASE: Final = 300.0
LONGEST_LEASE: Final = 30 * 86_400.0

_LINK: Final = re.compile(
    r'<([^<>]{1,2000})>((?:\s*;\s*[a-zA-Z*]+\s*=\s*(?:"[^"]{0,200}"|[^\s",;]{1,200}))*)'
)
_REL: Final = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))', re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"(sha1|sha256|sha384|sha512)=([0-9a-fA-F]{40,128})")


def request(mode: str, *, topic: str, callback: str, secret: str) -> dict[str, str]:
    """The form that asks a hub to `subscribe` or `unsubscribe`."""
    form = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    if mode == "subscribe":
        form |= {"hub.lease_seconds": str(LEASE), "hub.secret": secret}
    return form


def lease(text: str) -> float:
    """Seconds that a hub grants; what it says is believed within bounds."""
    seconds = float(text) if text.isascii() and text.isdigit() and len(text) < 12 else float(LEASE)
    return min(max(seconds, SHORTEST_LEASE), LONGEST_LEASE)


def is_signed(signature: str, secret: str, body: bytes) -> bool:
    """Whether `signature` (the header X-Hub-Signature) is that of `body` under `secret`."""
    found = _SIGNATURE.fullmatch(signature.strip())
    if found is None:
        return False
    made = hmac.new(secret.encode(), body, getattr(hashlib, found[1])).hexdigest()
    return hmac.compare_digest(made, found[2].lower())
