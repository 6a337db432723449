"""Which item of a feed is which: a ladder that degrades by itself, per document and per item.

guid (as the feed gave it) → link → hash of title and date. A rung holds for an item only where it is there
and no *other* item of the document claims the same. The same item shown twice keeps both, the second with
`#2`. A number behind the `#` of a guid that is a URL counts the article's revisions (`…/news/x#3`, as the
BBC writes it) and is no part of it, unless the document tells items apart by it. Beside the id an alias by
link and title, for feeds whose guids change at each poll.

Knows ids; must not know formats or earlier polls.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b, sha256
from itertools import compress
from typing import TYPE_CHECKING

from msgspec import Struct

from ticker.ingest.clean import clean_line
from ticker.ingest.links import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_REVISION = re.compile(r"^(https?://[^#\s]+)#\d{1,4}$")

MAX_ID = 512
"""Bytes of UTF-8; a longer id becomes `sha256:…`."""


class Facts(Struct, frozen=True, gc=False):
    """What an item can be told apart by; `link` as `clean_link` gave it."""

    guid: str
    link: str
    title: str
    published: float | None


@dataclass(frozen=True, slots=True)
class Identities:
    """Ids and aliases in the order of the items, and what had to be degraded."""

    ids: list[str]
    aliases: list[str]
    warnings: list[str]


def identify(items: Sequence[Facts]) -> Identities:
    """Ids and aliases of all items of one document, unique within it."""
    pages = [canonical(item.link) for item in items]
    titles = [" ".join(item.title.casefold().split()) for item in items]
    guids = _without_revision([clean_id(item.guid) for item in items])

    shared = _shared(guids, zip(pages, titles, strict=True))
    guid_holds = [bool(guid) and guid not in shared for guid in guids]
    without = [not holds for holds in guid_holds]
    crowded = _shared(compress(pages, without), compress(titles, without))

    found: list[str] = []
    for item, guid, page, title, holds in zip(items, guids, pages, titles, guid_holds, strict=True):
        if holds:
            found.append(guid)
        elif page and page not in crowded:
            found.append(clean_id(item.link))
        else:
            found.append("t:" + _hash(title, _stamp(item.published)))
    aliases = [
        _hash(page, title) if page else _hash(title, _stamp(item.published))
        for item, page, title in zip(items, pages, titles, strict=True)
    ]
    return Identities(_numbered(found), _numbered(aliases), _degraded(guids, guid_holds, found))


def _shared(names: Iterable[str], claimants: Iterable[object]) -> set[str]:
    """The names that different claimants claim."""
    first: dict[str, object] = {}
    return {name for name, one in zip(names, claimants, strict=True) if first.setdefault(name, one) != one}


def _without_revision(guids: list[str]) -> list[str]:
    bare = [_REVISION.sub(r"\1", guid) if "#" in guid else guid for guid in guids]
    if bare == guids:
        return guids
    claims = Counter(bare)
    return [short if claims[short] == 1 else guid for short, guid in zip(bare, guids, strict=True)]


def clean_id(guid: str) -> str:
    """A guid as the feed gave it, without characters that act; over MAX_ID bytes its hash."""
    if len(guid) <= MAX_ID // 4 and guid.isascii() and guid.isprintable():
        return guid.strip()
    if len(guid.encode("utf-8", "replace")) > MAX_ID:
        return "sha256:" + sha256(guid.encode("utf-8", "surrogatepass")).hexdigest()
    return clean_line(guid)


def _hash(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _stamp(published: float | None) -> str:
    return "" if published is None else str(int(published))


def _numbered(names: list[str]) -> list[str]:
    """The same names made unique: the second `x` is `x#2`, the third `x#3`, in document order."""
    if len(set(names)) == len(names):
        return names
    taken = set(names)
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        candidate = name
        if seen[name] > 1:
            candidate = f"{name}#{seen[name]}"
            while candidate in taken:
                seen[name] += 1
                candidate = f"{name}#{seen[name]}"
            taken.add(candidate)
        unique.append(candidate)
    return unique


def _degraded(guids: list[str], holds: list[bool], found: list[str]) -> list[str]:
    warnings = []
    missing = sum(not guid for guid in guids)
    shared = sum(bool(guid) and not held for guid, held in zip(guids, holds, strict=True))
    by_title = sum(name.startswith("t:") for name, held in zip(found, holds, strict=True) if not held)
    if missing:
        warnings.append(f"{missing} of {len(guids)} items have no guid: known by link or title")
    if shared:
        warnings.append(
            f"{shared} of {len(guids)} items share their guid with other items: known by link or title"
        )
    if by_title:
        warnings.append(
            f"{by_title} of {len(guids)} items have no link of their own: known by title and date"
        )
    return warnings
