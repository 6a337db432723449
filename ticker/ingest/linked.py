"""Link headers (RFC 8288): which hub an answer names, and the address that it gives itself there.

Knows the header; must not know what becomes of the addresses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticker.ingest.links import clean_link

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINK: Final = re.compile(
    r'<([^<>]{1,2000})>((?:\s*;\s*[a-zA-Z*]+\s*=\s*(?:"[^"]{0,200}"|[^\s",;]{1,200}))*)'
)
_REL: Final = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))', re.IGNORECASE)


def linked(headers: Iterable[str], base: str) -> tuple[str, str]:
    """The hub and the topic (`rel=self`) that Link headers name, absolute; "" = none."""
    found: dict[str, str] = {}
    for header in headers:
        for target, parameters in _LINK.findall(header):
            for quoted, plain in _REL.findall(parameters):
                for rel in (quoted or plain).lower().split():
                    found.setdefault(rel, clean_link(target, base))
    return found.get("hub", ""), found.get("self", "")
